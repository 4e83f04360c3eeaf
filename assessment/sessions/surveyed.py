"""The released survey that a session talks about, read for its screens as results pages read it."""

from flask_babel import gettext as _

from assessment.models import Workshop
from assessment.results.numbers import speaking, write_people
from assessment.results.page import make_dimension
from assessment.results.service import NotReleasedError, load_source, read_source
from assessment.results.view import DRIVERS, ResultsView
from assessment.scoring.derived import DimensionResult, Gap
from assessment.sessions.agendas import read_phases
from assessment.sessions.changing import MovedError


def load_surveyed(workshop: Workshop) -> ResultsView | None:
    """In the language of the room; None where the session is about no survey, or one that is not released."""
    if workshop.campaign_id is None:
        return None
    try:
        source = load_source(workshop.campaign_id, workshop.organisation_id)
    except NotReleasedError:
        return None
    return read_source(source, DRIVERS, workshop.language)


def find_widest(view: ResultsView) -> Gap | None:
    """The driver about which senior managers and staff are furthest apart; the first of those that are equally far."""
    core = {result.dimension for result in view.core}
    gaps = [gap for gap in view.derived.gaps if gap.dimension in core]
    return max(gaps, key=lambda gap: abs(gap.difference), default=None)


def sort_by_gap(view: ResultsView) -> list[DimensionResult]:
    """The drivers, where both sides differ first; what has no gap comes last, in the questionnaire's order."""

    def weigh(result: DimensionResult) -> float:
        gap = view.gap(result.dimension)
        return -abs(gap.difference) if gap else 1.0

    return sorted(view.core, key=weigh)


def write_seen(view: ResultsView, result: DimensionResult) -> str:
    """What staff see, with its margin and how many answered: no figure without both."""
    part = make_dimension(view, result)
    with speaking(view.language):
        people = write_people(view.everybody.n if view.everybody else result.n, view)
        if not part.shown or view.derived.form == "words":
            return f"{part.score or part.reason} · {people}"
        figure = f"{_('Staff see')}: {part.score} {_('of 100')}"
        return " · ".join(filter(None, (f"{figure} {part.margin}".rstrip(), people, part.basis)))


def tells_figures(view: ResultsView) -> bool:
    """Whether drivers may be set beside each other in numbers; else words must do."""
    shown = any(result.score is not None for result in view.core)
    return shown and view.derived.form not in ("words", "none")


def check_phase(workshop: Workshop, kind: str, phase_id: str) -> None:
    """Raises MovedError where the session is in another phase by now."""
    phase = read_phases(workshop.phases)[workshop.phase]
    if (phase.id, phase.kind) != (phase_id, kind):
        raise MovedError
