"""How much may be said at all: forms of a report by people invited and answered (method, "Few people, few answers")."""

from typing import Literal

from assessment.scoring.figures import Cell, Count, ReleaseSummary

Form = Literal["full", "answered", "those who answered", "words", "none"]

WORDS_BELOW = 15
"""With fewer invited: the whole organisation only, in words."""
NO_SURVEY_BELOW = 8
GROUPS_FROM = 40
"""With fewer invited: no groups, and units only from ``UNIT_FROM`` invited."""
UNIT_FROM = 12
ANSWERS_FROM = 10
"""With fewer answers there is no report, unless the organisation is small enough to be told in words."""
FULL_FROM, QUALIFIED_FROM, SOME_FROM = 70, 50, 30
"""Per cent answered: as it is; "of those who answered"; no level and no index; below: no report."""


def choose_form(summary: ReleaseSummary, n: Count) -> Form:
    """The form of everything said about a release; ``n``: the answers of those who see.

    Whoever brings own answer sheets under full disclosure sees them however few they are.
    """
    invited, own = summary.participation.invited, summary.disclosure == "full"
    rate = _rate(summary)
    if rate is not None and rate < SOME_FROM:
        return "none"
    if not own and invited is not None and invited < WORDS_BELOW:
        return "words" if invited >= NO_SURVEY_BELOW and n.low >= summary.smallest_group else "none"
    if not own and n.low < ANSWERS_FROM:
        return "none"
    if rate is None or rate >= FULL_FROM:
        return "full"
    return "answered" if rate >= QUALIFIED_FROM else "those who answered"


def _rate(summary: ReleaseSummary) -> float | None:
    """Per cent who answered, exactly where both numbers are shown, else as shown in steps."""
    shown = summary.participation
    if shown.invited and isinstance(shown.answered, int):
        return 100 * shown.answered / shown.invited
    return shown.rate


def shows_cell(cell: Cell, form: Form, summary: ReleaseSummary) -> bool:
    """Whether a unit or group is spoken of besides the organisation as a whole."""
    if cell.kind not in ("unit", "group") or cell.voice != "sees" or form not in ("full", "answered"):
        return False
    invited = summary.participation.invited
    if summary.disclosure == "full" or invited is None or invited >= GROUPS_FROM:
        return True
    return cell.kind == "unit" and (cell.invited or 0) >= UNIT_FROM
