"""From answers to the figures that may be shown: the anonymous rules A3 to A11, A13, A19, A22 in one pure function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assessment.release.answers import Answers
from assessment.release.assembly import Shown, assemble_cell, assemble_says, measure_lenses
from assessment.release.candidates import Candidate, Candidates, Limits, list_candidates
from assessment.release.limits import count_participation, limit_cells
from assessment.release.pairs import count_crowds
from assessment.release.persons import Effort
from assessment.release.protection import Protected, Question, keep_apart, protect_question
from assessment.release.structure import OTHERS, Place, Structure
from assessment.scoring.averages import stratify
from assessment.scoring.figures import ReleasedFigures, ReleaseSummary, Value, Withheld

Progress = Callable[[int], None]
"""Told how far the work is, in per cent."""


@dataclass(frozen=True)
class Strata:
    """The highest shown units with their head counts, where the score of everybody is weighed by them (method 4)."""

    cells: tuple[Candidate, ...] = ()
    counts: tuple[int, ...] = ()
    items: frozenset[int] = field(default_factory=frozenset)


def disclose(
    answers: Answers, smallest: int, progress: Progress | None = None, effort: Effort | None = None
) -> ReleasedFigures:
    """What may be shown of a campaign's answers under the anonymous rules. ``smallest``: the smallest group, 5 or more.

    The same tallies give the same figures, whatever the order of the answers was.
    """
    effort = effort or Effort()
    candidates, limits = find_candidates(answers, smallest)
    strata = _weigh_everybody(answers, candidates.cells)
    named = list_named(answers)
    protected = []
    for item in range(len(answers.layout.items)):
        question = Question(answers.steps(item)[list(answers.seeing)], derived=item in strata.items)
        protected.append(protect_question(candidates.cells, named, question, limits.smallest, effort))
        if progress:
            progress(5 + 85 * (item + 1) // len(answers.layout.items))
    shown = _show(answers, candidates, strata, protected, limits.smallest)
    cells = [assemble_cell(shown, cell) for cell in candidates.cells]
    says = assemble_says(answers, limits.smallest, effort) if candidates.cells else None
    return ReleasedFigures(
        summary=_summarise(shown, candidates, says is not None),
        cells=(*cells, says) if says else tuple(cells),
    )


def find_candidates(answers: Answers, smallest: int) -> tuple[Candidates, Limits]:
    """The candidate cells by numbers of people, after the linear check on them (A5 to A8)."""
    places, counts = [answers.places[i] for i in answers.seeing], [answers.people[i] for i in answers.seeing]
    return choose_cells(answers.structure, places, counts, smallest)


def choose_cells(
    structure: Structure, places: Sequence[Place], counts: Sequence[int], smallest: int
) -> tuple[Candidates, Limits]:
    """The same from numbers of people alone. ``places`` and ``counts``: those who see, and how many answer there."""
    limits = limit_cells(structure, smallest, sum(counts))
    if limits is None:
        return Candidates((), (Withheld(key="all", reason="few people"),)), Limits(smallest)
    found = list_candidates(structure, places, counts, limits)
    kept = keep_apart(found.cells, name_places(structure, places), counts, limits.smallest)
    keys = {cell.key for cell in kept}
    dropped = [Withheld(key=cell.key, reason="linear") for cell in found.cells if cell.key not in keys]
    return Candidates(tuple(kept), (*found.withheld, *dropped)), limits


def list_named(answers: Answers) -> list[frozenset[int]]:
    """Groups of people that have a name: units at any level, groups, and both (A8), as sets of seeing places."""
    return name_places(answers.structure, [answers.places[i] for i in answers.seeing])


def name_places(structure: Structure, places: Sequence[Place]) -> list[frozenset[int]]:
    """The same of any places."""
    homes = [structure.home(unit) for unit, _ in places]
    trees = [set(structure.walk(name)) for name in structure.parents]
    units = [frozenset(i for i, home in enumerate(homes) if home in tree) for tree in trees]
    groups = [frozenset(i for i, (_, group) in enumerate(places) if group == name) for name in structure.groups]
    both = [unit & group for unit in units for group in groups]
    return [members for members in [*units, *groups, *both] if members]


def _weigh_everybody(answers: Answers, cells: Sequence[Candidate]) -> Strata:
    """Strata where each highest unit has a head count and enough answers to every question of the index.

    Questions outside the index keep the plain score: one of the two is shown for a question, never both.
    """
    highest = tuple(cell for cell in cells if cell.kind == "unit" and cell.parent == "all")
    counts = tuple(count_head(answers, cell) or 0 for cell in highest)
    everybody = next((cell.people for cell in cells if cell.kind == "all"), 0)
    if len(highest) < 2 or not all(counts) or sum(cell.people for cell in highest) != everybody:
        return Strata()
    items = frozenset(i for i, weight in enumerate(answers.layout.weights_in_index()) if weight > 0)
    smallest = min((_count_least(answers, cell, items) for cell in highest), default=0)
    return Strata(highest, counts, items) if smallest >= 5 else Strata()


def _count_least(answers: Answers, cell: Candidate, items: frozenset[int]) -> int:
    answered = answers.add_up(answers.seeing[place] for place in cell.members).answered()
    return min((int(answered[item]) for item in items), default=0)


def count_head(answers: Answers, cell: Candidate) -> int | None:
    """How many people of a cell were invited, where that is known."""
    structure = answers.structure
    units = frozenset(cell.units) if cell.kind in ("unit", "unit-group") else None
    if units is not None and cell.key.endswith(OTHERS):
        # A joined rest also holds the people who stand directly in the unit above.
        units |= {cell.key.removeprefix("unit:").removesuffix(OTHERS) or None}  # type: ignore[arg-type]  # a whole unit key or the top level: None
    return structure.count_invited(units, frozenset(cell.groups) if cell.groups else None)


def _show(
    answers: Answers,
    candidates: Candidates,
    strata: Strata,
    protected: Sequence[Protected],
    smallest: int,
) -> Shown:
    """All that the cells are assembled from."""
    items = answers.layout.items
    figures = {
        cell.key: {items[i]: one.figures[cell.key] for i, one in enumerate(protected) if cell.key in one.figures}
        for cell in candidates.cells
    }
    reasons = {
        cell.key: {items[i]: one.withheld[cell.key] for i, one in enumerate(protected) if cell.key in one.withheld}
        for cell in candidates.cells
    }
    return Shown(
        answers=answers,
        smallest=smallest,
        figures=figures,
        reasons=reasons,
        heads={cell.key: count_head(answers, cell) for cell in candidates.cells},
        weighed={items[i]: _weigh(strata, protected[i]) for i in sorted(strata.items)},
        strata=dict(zip((cell.key for cell in strata.cells), strata.counts, strict=True)),
        crowds=count_crowds(answers, candidates.cells),
        cells=candidates.cells,
    )


def _weigh(strata: Strata, question: Protected) -> Value | None:
    """Everybody's score from the shown scores of units that hold at least half of the people; else null."""
    scores = [question.figures[cell.key].score if cell.key in question.figures else None for cell in strata.cells]
    covered = sum(count for score, count in zip(scores, strata.counts, strict=True) if score is not None)
    value = stratify(scores, strata.counts) if 2 * covered >= sum(strata.counts) else None
    return None if value is None else Value(value=round(value.value, 1), mark=value.mark)


def _summarise(shown: Shown, candidates: Candidates, says: bool) -> ReleaseSummary:
    answers = shown.answers
    answered: Mapping[str, int] = {cell.key: cell.people for cell in candidates.cells}
    total = sum(answers.people[i] for i in answers.seeing)
    silent = bool(answers.structure.saying) and not says
    few = (Withheld(key="says", reason="few answers"),) if silent else ()
    return ReleaseSummary(
        disclosure="anonymous",
        smallest_group=shown.smallest,
        weighted=bool(shown.strata),
        participation=count_participation(answers.structure, dict(answered), total, shown.smallest),
        withheld=(*candidates.withheld, *few),
        open_link=answers.structure.open_link,
        lens_margins=measure_lenses(shown, exact=False),
    )
