"""How long answering takes, and the margin to expect of a driver's score (method 12)."""

from dataclasses import dataclass

from assessment.campaigns.forecast import RATES
from assessment.respond.survey import Asked, estimate_minutes, make_pages
from assessment.scoring.rotation import expect_margin
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Length:
    """All questions: how many, how long, and per rate of answering the margin of the least sure driver, in points."""

    questions: int
    minutes: int
    margins: tuple[tuple[int, int | None], ...]


def list_lengths(questionnaire: Questionnaire, invited: int | None) -> Length:
    pages = make_pages(questionnaire, Asked("sees", False, False, questionnaire.languages[0]), {})
    margins = tuple((rate, _expect(questionnaire, rate, invited)) for rate in RATES)
    return Length(sum(len(page.rows) for page in pages), estimate_minutes(pages), margins)


def _expect(questionnaire: Questionnaire, rate: int, invited: int | None) -> int | None:
    """Rounded up to whole points; null where the number of people is not known or too small."""
    answers = (invited or 0) * rate // 100
    found = []
    for dimension in questionnaire.dimensions:
        blocks = [item.block for item in dimension.items if item.scored]
        if blocks and dimension.in_index:
            rotating = len(set(blocks) - {"core"})
            margin = expect_margin(blocks, rotating, answers, invited) if answers >= 2 else None
            if margin is None:
                return None
            found.append(margin)
    return int(-(-max(found) // 1)) if found else None
