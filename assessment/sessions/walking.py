"""Walking through a survey's results together: the picture of all drivers, then each driver, differing ones first."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.models import Workshop
from assessment.results.charts import write_dimensions_message
from assessment.results.circumstances import asks_senior_managers, write_joint, write_participation
from assessment.results.numbers import speaking, write_value
from assessment.results.page import DimensionPart, make_dimension
from assessment.results.sentences import end_sentence, write_gap
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult
from assessment.scoring.figures import ItemFigure
from assessment.sessions.changing import changing
from assessment.sessions.surveyed import check_phase, load_surveyed, sort_by_gap, tells_figures, write_seen

WALK = "walk"
MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """``people``: of how many it speaks; ``said``: what senior managers answer, "" where they do not."""

    text: str
    people: str
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """One driver: what staff see with its margin, what senior managers say, and their gap in words. ``seen_at`` and
    ``said_at``: 0-100 on the line between; None where nothing may be shown."""

    title: str
    seen: str
    said: str
    gap: str
    seen_at: float | None
    said_at: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """``seen``: the figure with its margin and number of people; ``sentence``: both sides in one."""

    title: str
    sentence: str
    seen: str
    joint: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def list_steps(view: ResultsView) -> tuple[str, ...]:
    """What each step is called, the picture of all first."""
    with speaking(view.language):
        return (_("All drivers"), *(view.dimension_title(result.dimension) for result in sort_by_gap(view)))


def make_step(view: ResultsView, place: int) -> Step:
    with speaking(view.language):
        if place == 0:
            return _make_first(view)
        result = sort_by_gap(view)[place - 1]
        part = make_dimension(view, result)
        return Step(
            title=part.title,
            sentence=end_sentence(part.gap or part.level_now or part.about),
            seen=write_seen(view, result),
            joint=_tell_joint(view),
            rows=(),
            findings=tuple(_list_findings(result, part)),
        )


def _make_first(view: ResultsView) -> Step:
    tells = tells_figures(view)
    return Step(
        title=_("All drivers"),
        sentence=end_sentence(write_dimensions_message(view) if tells else write_verdict(view)),
        seen=write_participation(view),
        joint=_tell_joint(view),
        rows=tuple(_make_row(view, result) for result in sort_by_gap(view)) if tells else (),
        findings=(),
    )


def _make_row(view: ResultsView, result: DimensionResult) -> Row:
    part, gap = make_dimension(view, result), view.gap(result.dimension)
    return Row(
        title=part.title,
        seen=f"{part.score} {part.margin}".rstrip(),
        said=write_value(gap.said, view) if gap else "–",
        gap=write_gap(view, gap) if gap else "",
        seen_at=result.score.value if result.score else None,
        said_at=gap.said.value if gap and result.score else None,
    )


def _tell_joint(view: ResultsView) -> str:
    return end_sentence(write_joint(view)) if asks_senior_managers(view) else ""


def _list_findings(result: DimensionResult, part: DimensionPart) -> list[Finding]:
    """What most people see unfavourably comes first."""

    def weigh(figure: ItemFigure) -> float:
        return -(figure.unfavourable.value if figure.unfavourable else -1.0)

    pairs = sorted(zip(result.items, part.items, strict=True), key=lambda pair: weigh(pair[0]))
    told = [Finding(item.finding, item.people, item.said) for figure, item in pairs if item.finding and figure.score]
    return told[:MOST_FINDINGS]


def find_place(workshop: Workshop, phase_id: str, steps: int) -> int:
    """At which step the room is."""
    place = int(workshop.settings.get(WALK, {}).get(phase_id, 0))
    return min(max(place, 0), steps - 1)


def go_to_step(organisation_id: int, session_id: int, phase_id: str, place: int) -> None:
    """Show that step to everybody; again changes nothing. Raises GoneError and MovedError."""
    with changing(session_id, organisation_id) as (_session, workshop):
        check_phase(workshop, WALK, phase_id)
        view = load_surveyed(workshop)
        place = min(max(place, 0), len(list_steps(view)) - 1) if view else 0
        walked = workshop.settings.get(WALK, {})
        workshop.settings = workshop.settings | {WALK: walked | {phase_id: place}}
