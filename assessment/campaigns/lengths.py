"""How much each person is asked, how long that takes, and the margin to expect of a driver's score (method 12)."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb

from assessment.campaigns.forecast import RATES
from assessment.respond.survey import Asked, estimate_minutes, make_pages
from assessment.respond.turns import find_longest
from assessment.scoring.rotation import expect_margin
from questionnaires.model import Questionnaire

MINUTES = (5, 10, 15)
"""What is offered, where blocks of questions take turns."""
LEAST_ALIKE = 10
"""So many people, at least, are expected to be asked the same choice of blocks when 60 % answer: what somebody was
asked is then nothing that tells them from others."""
ALIKE_AT = 60


@dataclass(frozen=True, slots=True)
class Length:
    """``drawn``: blocks a person besides the core, None for all; then the most questions of one person, in all, the
    minutes, and per rate of answering the margin of the least sure driver, in points (None where it has none)."""

    drawn: int | None
    questions: int
    minutes: int
    margins: tuple[tuple[int, int | None], ...]

    @property
    def value(self) -> str:
        """What stands in the form."""
        return "all" if self.drawn is None else str(self.drawn)


def list_lengths(questionnaire: Questionnaire, invited: int | None, chosen: int | None = None) -> list[Length]:
    """All questions, and what fits into 5, 10 and 15 minutes where enough people are asked alike.

    ``invited``: people who see; ``chosen``: a choice that stands on the list whatever else does.
    """
    whole = measure_length(questionnaire, None, invited)
    shorter = [
        measure_length(questionnaire, drawn, invited)
        for drawn in range(len(questionnaire.rotating_blocks) - 1, 0, -1)
        if drawn == chosen or may_take_turns(questionnaire, drawn, invited)
    ]
    kept = {length.drawn for length in shorter if length.drawn == chosen}
    for most in MINUTES:
        fitting = (length.drawn for length in shorter if length.minutes <= most < whole.minutes)
        kept.add(next(fitting, None))
    return [whole, *(length for length in shorter if length.drawn in kept)]


def may_take_turns(questionnaire: Questionnaire, drawn: int, invited: int | None) -> bool:
    """Whether so many blocks can be drawn, and enough people will be asked each choice of them."""
    blocks = len(questionnaire.rotating_blocks)
    if not 1 <= drawn < blocks or invited is None:
        return False
    return invited * ALIKE_AT // 100 >= LEAST_ALIKE * comb(blocks, drawn)


def share_asked(questionnaire: Questionnaire, drawn: int | None) -> Fraction:
    """Of the people who answer, the part that is asked the question that fewest are asked."""
    blocks = len(questionnaire.rotating_blocks)
    return Fraction(1) if drawn is None or drawn >= blocks else Fraction(drawn, blocks)


def measure_length(questionnaire: Questionnaire, drawn: int | None, invited: int | None) -> Length:
    longest = None if drawn is None else find_longest(questionnaire, drawn)
    pages = make_pages(questionnaire, Asked("sees", False, False, questionnaire.languages[0], longest), {})
    margins = tuple((rate, _expect(questionnaire, drawn, rate, invited)) for rate in RATES)
    return Length(drawn, sum(len(page.rows) for page in pages), estimate_minutes(pages), margins)


def _expect(questionnaire: Questionnaire, drawn: int | None, rate: int, invited: int | None) -> int | None:
    """Rounded up to whole points; None where the number of people is not known or too small."""
    answers = (invited or 0) * rate // 100
    rotating = len(questionnaire.rotating_blocks)
    taken = rotating if drawn is None else drawn
    found = []
    for dimension in questionnaire.dimensions:
        items = [item for item in dimension.items if item.scored]
        if items and dimension.in_index and dimension.audience != "software":
            blocks = [item.block for item in items]
            weights = [item.weight for item in items]
            margin = (
                expect_margin(blocks, taken, answers, invited, weights, rotating=rotating) if answers >= 2 else None
            )
            if margin is None:
                return None
            found.append(margin)
    return ceil(round(max(found), 9)) if found else None
