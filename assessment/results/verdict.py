"""The one sentence on top: level, direction, reason, in at most 20 words (report 2, content 4).

It is picked from a table of level x change x gap form. Each cell offers its sentence with the reasons most worth
telling first; when long titles would make it longer than 20 words, reasons are left out from the back.
"""

from typing import Literal

from flask_babel import gettext as _

from assessment.results.circumstances import asks_senior_managers
from assessment.results.numbers import level_of, round_half_up, speaking, write_value
from assessment.results.sentences import lower_first, name_level, start_with_capital
from assessment.results.view import ResultsView
from assessment.scoring.derived import Change, DimensionResult

MOST_WORDS = 20
VERDICT = "verdict"
"""Its place among the sentences that may be reworded."""

FAR = 25
"""Points from which a blind spot is told as "far lower"."""

ChangeForm = Literal["first", "same", "unmeasurable", "up", "down", "none"]
GapForm = Literal["blind spot", "hidden strength", "shared view", "difference", "none"]


def write_verdict(view: ResultsView) -> str:
    """The verdict in the view's language, without a full stop: the facilitator's own words, else picked by rule. Never
    longer than 20 words."""
    return view.reword(VERDICT, pick_verdict(view))


def pick_verdict(view: ResultsView) -> str:
    """The verdict as the table has it."""
    with speaking(view.language):
        opening = _open_verdict(view)
        for reasons in _list_reasons(view):
            sentence = (opening + reasons).rstrip(":")
            if len(sentence.split()) <= MOST_WORDS:
                return start_with_capital(sentence)
        return start_with_capital(opening.rstrip(":"))


def find_change_form(view: ResultsView) -> ChangeForm:
    """How this survey stands to the one before: "unmeasurable" where the level moved but the change is not sure."""
    if view.previous is None:
        return "first"
    change = view.change(None)
    if change is None:
        return "none"
    if change.real:
        return "up" if change.difference > 0 else "down"
    before = level_of(view, change.before.value)
    return "same" if before == view.derived.index.level else "unmeasurable"


def find_gap_form(view: ResultsView) -> GapForm:
    """The form of what senior managers say beside what staff see: the surest name among the drivers wins."""
    names = {gap.name for gap in view.derived.gaps}
    for form in ("blind spot", "hidden strength", "difference", "shared view"):
        if form in names:
            return form
    return "none"


def _open_verdict(view: ResultsView) -> str:
    derived = view.derived
    if derived.form == "none":
        return _("Too few people answered to show results: talk about the questions in a session instead")
    if derived.form == "those who answered":
        return _("Those who answered are too few for a level") + ":"
    if derived.form == "words":
        return _open_in_words(view)
    if derived.index.score is None:
        return _("No overall score: too few questions can be shown") + ":"
    return _open_with_level(view)


def _open_in_words(view: ResultsView) -> str:
    name = name_level(view, view.derived.index.level)
    if not name:
        return _("What our small organisation sees") + ":"
    return _("“%(name)s”, our small organisation says", name=name) + ":"


def _open_with_level(view: ResultsView) -> str:
    index = view.derived.index
    if index.level is not None:
        place = _("Level %(level)s", level=index.level)
    elif index.score is not None:
        place = _("%(score)s of 100", score=write_value(index.score, view))
    else:
        place = ""
    if view.derived.form == "answered":
        place = _("%(place)s among those who answered", place=place)
    match find_change_form(view):
        case "first":
            return _("%(place)s in our first survey", place=place) + ":"
        case "up":
            return _("%(place)s, higher than last time", place=place) + ":"
        case "down":
            return _("%(place)s, lower than last time", place=place) + ":"
        case "same":
            return _("%(place)s, unchanged", place=place) + ":"
        case "unmeasurable":
            return _("%(place)s, no measurable change", place=place) + ":"
        case _:
            return f"{place}:"


def _list_reasons(view: ResultsView) -> list[str]:
    """What may follow the opening, the most telling first; each begins with a space, the last is empty."""
    if view.derived.form == "none":
        return [""]
    gap = _word_gap(view)
    directions = _word_directions(view)
    pairs = [_join_clauses(direction, gap) for direction in directions] if gap else []
    singles = [gap] if gap else []
    ends = _word_ends(view)
    if ends and view.derived.gaps == () and asks_senior_managers(view):
        silence = _("senior managers gave no answer of their own")
        pairs.append((f"{ends}; {silence}", False))
    clauses = [*pairs, *singles, *directions, *([(ends, True)] if ends else [])]
    return [f" {clause}" for clause, _good in clauses] + [""]


Clause = tuple[str, bool]
"""A part of a sentence, and whether it is good news."""


def _join_clauses(first: Clause, second: Clause) -> Clause:
    pattern = _("%(first)s, and %(second)s") if first[1] == second[1] else _("%(first)s, but %(second)s")
    return pattern % {"first": first[0], "second": second[0]}, second[1]


def _word_directions(view: ResultsView) -> list[Clause]:
    """What moved since last time, and whether anything was promised then."""
    core = {result.dimension for result in view.core}
    moved = [change for change in view.derived.changes if change.dimension in core and change.real]
    form = find_change_form(view)
    clauses: list[Clause] = []
    if form in ("same", "unmeasurable", "down") and not view.actions:
        clauses.append((_("no action was promised last time"), False))
    risen = max((change for change in moved if change.difference > 0), key=_measure_change, default=None)
    fallen = max((change for change in moved if change.difference < 0), key=_measure_change, default=None)
    improved = [(_("%(driver)s has improved", driver=_name_change(view, risen)), True)] if risen else []
    declined = [(_("%(driver)s has declined", driver=_name_change(view, fallen)), False)] if fallen else []
    return clauses + (declined + improved if form == "down" else improved + declined)


def _measure_change(change: Change) -> float:
    return abs(change.difference)


def _name_change(view: ResultsView, change: Change) -> str:
    return lower_first(view.dimension_title(change.dimension or ""))


def _word_gap(view: ResultsView) -> Clause | None:
    form = find_gap_form(view)
    if form == "shared view":
        return _("staff and senior managers share the same view"), True
    if form not in ("blind spot", "hidden strength"):
        return None
    widest = max((gap for gap in view.derived.gaps if gap.name == form), key=lambda gap: abs(gap.difference))
    driver = lower_first(view.dimension_title(widest.dimension))
    if form == "hidden strength":
        return _("staff rate %(driver)s higher than senior managers do", driver=driver), True
    if widest.difference >= FAR:
        return _("staff rate %(driver)s far lower than senior managers do", driver=driver), False
    return _("staff rate %(driver)s lower than senior managers do", driver=driver), False


def _word_ends(view: ResultsView) -> str:
    """The highest and the lowest driver, where printed figures and open ends leave no doubt which they are."""
    shown = [result for result in view.core if result.score is not None]
    if len(shown) < 2:
        return ""
    highest, lowest = max(shown, key=_read_score), min(shown, key=_read_score)
    if round_half_up(_read_score(highest)) == round_half_up(_read_score(lowest)) or _is_open(highest, lowest):
        return ""
    return _(
        "highest on %(highest)s, lowest on %(lowest)s",
        highest=lower_first(view.dimension_title(highest.dimension)),
        lowest=lower_first(view.dimension_title(lowest.dimension)),
    )


def _read_score(result: DimensionResult) -> float:
    return result.score.value if result.score else 0.0


def _is_open(highest: DimensionResult, lowest: DimensionResult) -> bool:
    """Whether an open end could turn the order round."""
    return (highest.score is not None and highest.score.mark in ("at most", "about")) or (
        lowest.score is not None and lowest.score.mark in ("at least", "about")
    )
