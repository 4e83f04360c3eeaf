"""Everything that is said in numbers about a release, from shown figures alone (method 3-11, 16; trust rule A11).

A pure function: the report's data carries its input, so that anybody can compute the report's figures again.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from assessment.scoring.changes import find_changes
from assessment.scoring.derived import CellResult, Change, Derived, DimensionResult, Gap, IndexResult
from assessment.scoring.dimensions import NOBODY, add_levels, find_index, score_cell
from assessment.scoring.figures import Cell, ItemFigure, ReleasedFigures
from assessment.scoring.gaps import find_anonymous_gaps, find_joint_gaps, score_joint
from assessment.scoring.items import is_divided
from assessment.scoring.participation import Form, choose_form, shows_cell
from assessment.scoring.priorities import Findings, Ranked, rank_priorities
from assessment.scoring.reading import OWN_LENS, Reading, find_common_items, read_own, read_through
from questionnaires.model import Questionnaire

STRENGTHS = 3
STRONG_FROM = 50
"""Per cent favourable."""


def derive(
    figures: ReleasedFigures,
    questionnaire: Questionnaire,
    lens_id: str = OWN_LENS,
    *,
    previous: ReleasedFigures | None = None,
    previous_questionnaire: Questionnaire | None = None,
    structure: Mapping[str, Any] | None = None,
    set_aside: Collection[str] = (),
) -> Derived:
    """Read a release through a lens.

    ``questionnaire``: the one that was asked (combined with the second one, if any). ``previous``: the release before,
    for changes, with its questionnaire where that was another version. ``structure``: the campaign's snapshot, which
    gives units and groups their order. ``set_aside``: recommendations that the organisation has deferred or rejected.
    Strengths and priorities always come from the questionnaire's own dimensions.
    Raises what the lens loader raises for an unknown lens.
    """
    reading = read_through(questionnaire, lens_id)
    everybody = figures.cell("all") or Cell(key="all", kind="all", voice="sees", n=NOBODY)
    form = choose_form(figures.summary, everybody.n)
    dimensions, index = _score_everybody(everybody, reading, figures, form)
    common = find_common_items(questionnaire, previous_questionnaire or questionnaire)
    advised = _advise(figures, questionnaire, set_aside) if form != "none" else Ranked()
    return Derived(
        lens=lens_id,
        form=form,
        n=everybody.n,
        index=index,
        dimensions=dimensions,
        units=_score_parts("unit", figures, reading, form, structure),
        groups=_score_parts("group", figures, reading, form, structure),
        gaps=tuple(find_gaps(figures, questionnaire, reading)) if form != "none" else (),
        changes=_find_changes(figures, previous, reading, common, form),
        strengths=_list_strengths(everybody, questionnaire) if form != "none" else (),
        divided=_list_divided(everybody, questionnaire),
        priorities=advised.priorities,
        deferred=advised.deferred,
        set_aside=advised.set_aside,
    )


def _score_everybody(
    cell: Cell, reading: Reading, figures: ReleasedFigures, form: Form
) -> tuple[tuple[DimensionResult, ...], IndexResult]:
    """Dimensions and index of everybody who sees; with too few answers neither levels nor an index."""
    dimensions = tuple(score_cell(cell, reading, figures.summary, items=True))
    if form in ("none", "those who answered"):
        reason = "few answers" if form == "none" else "half answered"
        return dimensions, IndexResult(score=None, reason=reason)
    margins = (cell.index_margin, cell.index_comparison_margin) if reading.is_own else (None, None)
    return add_levels(dimensions, reading.starts), find_index(dimensions, reading, *margins, cell.invited)


def _score_parts(
    kind: str, figures: ReleasedFigures, reading: Reading, form: Form, structure: Mapping[str, Any] | None
) -> tuple[CellResult, ...]:
    cells = [cell for cell in figures.cells if cell.kind == kind and shows_cell(cell, form, figures.summary)]
    places = {entry["key"]: place for place, entry in enumerate((structure or {}).get(f"{kind}s", ()))}

    def place(cell: Cell) -> int:
        inside = cell.units if kind == "unit" else cell.groups
        return min((places[key] for key in inside if key in places), default=len(places))

    return tuple(
        CellResult(
            key=cell.key,
            n=cell.n,
            invited=cell.invited,
            dimensions=add_levels(score_cell(cell, reading, figures.summary), reading.starts),
        )
        for cell in sorted(cells, key=place)
    )


def find_gaps(figures: ReleasedFigures, questionnaire: Questionnaire, reading: Reading) -> list[Gap]:
    """Said minus seen over a lens's dimensions (method 8). A joint answer sealed in time speaks for senior managers;
    else their answers to the survey, else a joint answer sealed after results, which gives no gap a name."""
    summary, everybody, says = figures.summary, figures.cell("all"), figures.cell("says")
    if everybody is None:
        return []
    seen, joint = score_cell(everybody, reading, summary), summary.joint
    if says is not None and (joint is None or joint.after_results):
        return find_anonymous_gaps(score_cell(says, reading, summary), seen, rounded=summary.disclosure != "full")
    if joint is None:
        return []
    return find_joint_gaps(score_joint(joint.answers, reading, questionnaire), seen, after_results=joint.after_results)


def _find_changes(
    now: ReleasedFigures, before: ReleasedFigures | None, reading: Reading, common: frozenset[str], form: Form
) -> tuple[Change, ...]:
    """Changes; without the index where the release itself shows none."""
    if before is None or form == "none":
        return ()
    changes = find_changes(now, before, reading, common)
    return tuple(one for one in changes if one.dimension is not None or form != "those who answered")


def _list_strengths(cell: Cell, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The three questions with the highest favourable share, from 50 % on and not divided; equals in file order."""
    divided = _list_divided(cell, questionnaire)
    shares = [
        (figure.favourable.value, figure.item)
        for figure in _scored_for_everyone(cell, questionnaire)
        if figure.favourable is not None and figure.favourable.value >= STRONG_FROM and figure.item not in divided
    ]
    return tuple(item for _, item in sorted(shares, key=lambda one: -one[0])[:STRENGTHS])


def _list_divided(cell: Cell, questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(
        figure.item
        for figure in _scored_for_everyone(cell, questionnaire)
        if figure.favourable and figure.unfavourable
        if is_divided(figure.favourable.value, figure.unfavourable.value)
    )


def _scored_for_everyone(cell: Cell, questionnaire: Questionnaire) -> Sequence[ItemFigure]:
    """Figures of the scored questions that everyone was asked, in file order."""
    figures = {figure.item: figure for figure in cell.items}
    return [
        figures[item.id]
        for dimension in questionnaire.dimensions
        if dimension.audience == "everyone"
        for item in dimension.items
        if item.scored and item.id in figures
    ]


def _advise(figures: ReleasedFigures, questionnaire: Questionnaire, set_aside: Collection[str]) -> Ranked:
    everybody = figures.cell("all")
    if everybody is None:
        return Ranked()
    own = read_own(questionnaire)
    dimensions = score_cell(everybody, own, figures.summary)
    gaps = find_gaps(figures, questionnaire, own)
    findings = Findings(
        items={figure.item: figure for figure in everybody.items},
        dimensions={one.dimension: one for one in dimensions},
        gaps={gap.dimension: gap.difference for gap in gaps if gap.name == "blind spot"},
    )
    return rank_priorities(questionnaire, findings, set_aside)
