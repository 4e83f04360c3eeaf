"""Blocks of questions that take turns: which of them one person is asked (method 12).

They are drawn by chance when somebody starts, and kept in the sealed draft only. Nothing from which they could be told
again (link, invitation, place) goes into the draw: otherwise whoever holds an old mail and a copy of the answers could
tell, even after closing, which answer sheets can be that person's (trust rules A2, A3).
"""

from collections import Counter
from secrets import SystemRandom

from questionnaires.model import Questionnaire

_random = SystemRandom()


def draw_blocks(questionnaire: Questionnaire, drawn: int) -> tuple[str, ...]:
    """So many of the rotating blocks, each choice of them equally likely, in the order of their names."""
    blocks = questionnaire.rotating_blocks
    return tuple(sorted(_random.sample(blocks, min(drawn, len(blocks)))))


def find_longest(questionnaire: Questionnaire, drawn: int) -> frozenset[str]:
    """The choice that asks most: what is told of the length before anything is drawn holds for everybody."""
    sizes = Counter(item.block for item in questionnaire.items)
    return frozenset(sorted(questionnaire.rotating_blocks, key=lambda block: (-sizes[block], block))[:drawn])
