"""How dots are counted, and when they may be told (trust rule A15). Arithmetic without tables."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assessment.sessions.seats import SMALLEST_ROOM

DOTS = 3
"""So many has each voter, on as many things or all on one."""
TOP = 3
"""So many are worked out."""


@dataclass(frozen=True, slots=True)
class Dot:
    """``voter``: the key of a voter for this vote; ``by_hand``: given by the facilitator for another one."""

    voter: str
    choice: str
    by_hand: bool = False


def count_voters(dots: Iterable[Dot], choices: Collection[str]) -> tuple[int, int]:
    """Voters with a dot on something that is still there: with phones, and by the facilitator's hand."""
    counted = [dot for dot in dots if dot.choice in choices]
    phones = {dot.voter for dot in counted if not dot.by_hand}
    hands = {dot.voter for dot in counted if dot.by_hand}
    return len(phones), len(hands)


def may_tell(phones: int, hands: int) -> bool:
    """Whether the dots may be revealed. Those that the facilitator gave are known to the facilitator, so that the
    phones alone must be enough, or none may have voted."""
    return phones >= SMALLEST_ROOM or (not phones and hands >= SMALLEST_ROOM)


def count_dots(dots: Iterable[Dot], choices: Collection[str]) -> dict[str, int] | None:
    """How many lie on each choice, the dotless too; None where so few voted that nothing may be told."""
    dots = list(dots)
    if not may_tell(*count_voters(dots, choices)):
        return None
    found = Counter(dot.choice for dot in dots if dot.choice in choices)
    return {choice: found[choice] for choice in choices}


def rank(counts: Mapping[str, int], most: int) -> list[str]:
    """The first ``most`` choices by their dots, without those that have none; equals in their own order."""
    order = list(counts)
    return sorted((one for one in order if counts[one]), key=lambda one: (-counts[one], order.index(one)))[:most]


def list_tied(counts: Mapping[str, int]) -> set[str]:
    """What has as many as another one, and not none."""
    times = Counter(counts.values())
    return {one for one, count in counts.items() if count and times[count] > 1}


def list_contested(counts: Mapping[str, int], most: int) -> list[str]:
    """What is tied with the last of the first ``most``, where some of it is not among them: nothing but the order of
    the choices tells them apart."""
    last, left = rank(counts, most)[-1:], rank(counts, len(counts))[most:]
    if not left or counts[left[0]] < counts[last[0]]:
        return []
    return [one for one in counts if counts[one] == counts[last[0]]]
