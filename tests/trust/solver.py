"""An attacker with a computer. Shares no code with what it attacks: reads shown figures as trust rule A9 words them.

It knows the structure, who answered which question, every shown figure, and one colleague's answer. Groups are attacked
by rank (is a small group a combination of shown cells?), persons by linear programs over the numbers of people who gave
each answer in each place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from assessment.scoring.figures import Cell, ItemFigure, ReleasedFigures, Value
from tests.trust.organisations import Person, Survey

Place = tuple[str, str]
EPS = 1e-6


@dataclass
class Findings:
    """What an attack came to."""

    figures: int = 0
    programs: int = 0
    places: int = 0
    groups: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)

    @property
    def leaks(self) -> list[str]:
        return self.groups + self.persons


@dataclass(frozen=True, eq=False)
class Knowledge:
    """One question as the attacker sees it: ``truth`` [places, points] only serves to check and to start from."""

    places: list[Place]
    truth: NDArray[np.int64]
    member: NDArray[np.bool_]
    """[cells with a figure, places]"""
    matrix: csr_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def attack(survey: Survey, figures: ReleasedFigures, rounds: int = 6) -> Findings:
    """Everything that the attacker finds out. Seeing and saying people are attacked apart: no figure holds both."""
    findings = Findings()
    for people in ([p for p in survey.people if p.sees], [p for p in survey.people if not p.sees]):
        if people:
            for question in range(len(survey.questionnaire.items)):
                known = learn(survey, figures, people, question, findings)
                if known is not None:
                    _attack_groups(survey, known, figures.summary.smallest_group, question, findings)
                    _attack_persons(known, question, findings, rounds)
    return findings


def learn(
    survey: Survey, figures: ReleasedFigures, people: list[Person], question: int, findings: Findings
) -> Knowledge | None:
    """Turn the shown figures of one question into rows over places and points."""
    item = survey.questionnaire.items[question]
    points = survey.questionnaire.scale_of(item).points
    answered = [(p.unit, p.group) for p in people if p.answers[question] is not None]
    places = sorted(set(answered))
    place_of = {place: number for number, place in enumerate(places)}
    truth = np.zeros((len(places), points), dtype=np.int64)
    for person in people:
        answer = person.answers[question]
        if answer is not None:
            truth[place_of[person.unit, person.group], answer - 1] += 1
    rows: list[tuple[NDArray[np.bool_], NDArray[np.float64], int, int]] = []
    member = []
    for cell in figures.cells:
        if (cell.voice == "sees") != people[0].sees:
            continue
        shown = next((one for one in cell.items if one.item == item.id), None)
        inside = np.array([_holds(cell, place) for place in places], dtype=bool)
        n = int(truth[inside].sum())
        if shown is None or (shown.score is None and not shown.shares):
            continue
        _check_count(shown, n)
        member.append(inside)
        derived = figures.summary.weighted and cell.kind == "all"
        for weights, low, high in _read(shown, points, n, derived):
            rows.append((inside, weights, low, high))
            findings.figures += 1
    if not rows:
        return None
    dense = np.array([np.outer(inside, weights).ravel() for inside, weights, _, _ in rows])
    totals = dense @ truth.ravel()
    low, high = np.array([row[2] for row in rows], float), np.array([row[3] for row in rows], float)
    if ((totals < low) | (totals > high)).any():
        raise AssertionError("a shown figure does not hold for the true answers")
    return Knowledge(places, truth, np.array(member), csr_array(dense), low, high)


def _holds(cell: Cell, place: Place) -> bool:
    unit, group = place
    if cell.kind in ("all", "says"):
        return True
    parent = cell.key.removeprefix("unit:").removesuffix("+others") if cell.key.endswith("+others") else None
    in_unit = unit in cell.units or unit == parent
    if cell.kind == "unit":
        return in_unit
    if cell.kind == "group":
        return group in cell.groups
    return in_unit and group in cell.groups


def _check_count(shown: ItemFigure, n: int) -> None:
    exact = shown.n.low == shown.n.high
    assert (exact and n == shown.n.low and n >= 10) or (not exact and n < 10), "the count shown is not as A9 says"


def _read(shown: ItemFigure, points: int, n: int, derived: bool) -> Iterable[tuple[NDArray[np.float64], int, int]]:
    """(weights [points], lowest total, highest total) of every figure shown of one question in one cell."""
    reach = points - 1
    share_step = 5 if n >= 30 else 10
    steps = np.arange(points, dtype=float)
    if shown.score is not None and not derived:
        step = 12.5 if n < 10 else share_step if points == 2 else 2.5
        yield steps, *_bounds(shown.score, step, reach * n)
    unfavourable = np.array([4 * s <= reach for s in range(points)], float)
    favourable = np.array([4 * s >= 3 * reach for s in range(points)], float)
    if shown.favourable is not None and points > 2:
        yield favourable, *_bounds(shown.favourable, share_step, n)
    if shown.unfavourable is not None and points > 2:
        yield unfavourable, *_bounds(shown.unfavourable, share_step, n)
    sets = [unfavourable, 1 - unfavourable - favourable, favourable]
    if n >= 30:
        nearest = [s if points <= 5 else round(4 * s / reach) for s in range(points)]
        sets = [np.array([one == bar for one in nearest], float) for bar in range(max(nearest) + 1)]
    if shown.shares:
        assert len(shown.shares) == len(sets)
        for weights, share in zip(sets, shown.shares, strict=True):
            yield weights, *_bounds(share, share_step, n)


def _bounds(value: Value, step: float, whole: int) -> tuple[int, int]:
    """Whole totals that would be shown as this value: halves are rounded up."""
    half = Fraction(step) / 2
    low = 0 if value.mark == "at most" else ceil((Fraction(value.value) - half) * whole / 100)
    top = (Fraction(value.value) + half) * whole / 100
    high = whole if value.mark == "at least" else (floor(top) - (top == floor(top)))
    return low, high


def _attack_groups(survey: Survey, known: Knowledge, smallest: int, question: int, findings: Findings) -> None:
    """Named groups of 1 to smallest - 1 people that lie in the row space of the shown cells."""
    size = known.truth.sum(axis=1)
    # Places that stand in the same cells are one column: a group that cuts through them follows from no cells.
    member, which = np.unique(known.member, axis=1, return_inverse=True)
    together = np.bincount(which.ravel())
    _, values, vectors = np.linalg.svd(member.astype(float), full_matrices=False)
    space = vectors[values > 1e-9]
    for name, target in _name_groups(survey, known.places):
        if 0 < size[target].sum() < smallest:
            share = np.bincount(which.ravel(), target) / together
            whole = ((share == 0) | (share == 1)).all()
            if whole and np.abs(share - space.T @ (space @ share)).max() < 1e-7:
                findings.groups.append(f"question {question}: {name} ({size[target].sum()} people)")


def _name_groups(survey: Survey, places: list[Place]) -> Iterable[tuple[str, NDArray[np.bool_]]]:
    parents = {unit["key"]: unit["parent"] for unit in survey.structure["units"]}

    def below(unit: str, top: str) -> bool:
        while unit != top:
            above = parents[unit]
            if above is None:
                return False
            unit = above
        return True

    groups = sorted({group for _, group in places})
    for group in groups:
        yield group, np.array([other == group for _, other in places])
    for top in parents:
        inside = np.array([below(unit, top) for unit, _ in places])
        yield top, inside
        for group in groups:
            yield f"{top} {group}", inside & np.array([other == group for _, other in places])


class Persons:
    """The linear programs about one question, and what the possible worlds they found have shown.

    ``possible`` [points, places, knowns]: somebody of the place may have given that answer, for a reader who knows one
    true answer: of a colleague in the same place (if there is one), or of anybody elsewhere.
    """

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.shape = known.truth.shape
        self.at, self.point = np.nonzero(known.truth)
        self.alone = (known.truth.sum(axis=1)[self.at] == 1) & (np.arange(self.shape[0])[:, None] == self.at)
        self.own = (self.at, np.arange(len(self.at)))
        self.possible = np.zeros((self.shape[1], self.shape[0], len(self.at)), dtype=bool)
        self.model = _make_model(known)
        self.solved = 0
        self._take_in(known.truth.astype(float))

    def _take_in(self, world: NDArray[np.float64]) -> None:
        fits = world[self.at, self.point] >= 1 - EPS
        for step in range(self.shape[1]):
            there = world[:, step] >= 1 - EPS
            found = np.outer(there, fits)
            found[self.own] = (world[self.at, step] >= 1 + (self.point == step) - EPS) & fits
            self.possible[step] |= np.where(self.alone, there[:, None], found)

    def solve(self, cost: NDArray[np.float64], least: dict[tuple[int, int], float]) -> bool:
        """Look for a world with at least these people; whether there is one."""
        self.solved += 1
        columns = [place * self.shape[1] + step for place, step in least]
        for column, people in zip(columns, least.values(), strict=True):
            self.model.changeColBounds(column, people, highspy.kHighsInf)
        self.model.changeColsCost(cost.size, np.arange(cost.size, dtype=np.int32), cost.ravel())
        self.model.run()
        found = self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if found:
            self._take_in(np.array(self.model.getSolution().col_value).reshape(self.shape))
        for column in columns:
            self.model.changeColBounds(column, 0, highspy.kHighsInf)
        return found

    def look_around(self, random: np.random.Generator) -> None:
        """A world in which each place leans to a random answer, and a random half of them to the truth."""
        cost = np.zeros(self.shape)
        people = self.known.truth.sum(axis=1)
        stays = random.random(self.shape[0]) < 0.5
        cost[np.arange(self.shape[0]), random.integers(0, self.shape[1], self.shape[0])] = -1
        truth = np.where(self.known.truth > 0, -1, 0)
        self.solve(np.where(stays[:, None], truth, cost) / people[:, None], {})

    def find_doubt(self, need: int) -> tuple[int, list[int]] | None:
        """A place, and the known answers for which too few answers there were shown to be possible yet."""
        doubt = self.possible.sum(axis=0) < need
        places = np.flatnonzero(doubt.any(axis=1))
        return (int(places[0]), np.flatnonzero(doubt[places[0]]).tolist()) if len(places) else None

    def ask(self, place: int, knowns: list[int], need: int) -> bool:
        """Whether enough answers are possible there whichever of these is known: asked for all of them at once, then
        for halves of those that are left, so that one world mostly settles many; in the end for each alone."""
        waiting = [knowns]
        while waiting:
            asked = left = self._list_doubted(place, waiting.pop(), need)
            for step in range(self.shape[1]):
                if left and not self.possible[step, place, left].all():
                    self._try(place, step, left)
                    left = self._list_doubted(place, left, need)
            if left and len(asked) == 1:
                return False
            half = -(-len(left) // 2)
            waiting += [part for part in (left[half:], left[:half]) if part]
        return True

    def _list_doubted(self, place: int, knowns: list[int], need: int) -> list[int]:
        """Those of the known answers for which too few answers there were shown to be possible yet."""
        counts = self.possible[:, place, knowns].sum(axis=0)
        return [known for known, count in zip(knowns, counts.tolist(), strict=True) if count < need]

    def _try(self, place: int, step: int, knowns: list[int]) -> None:
        """Look for a world near the true one in which somebody of the place answers so, beside all these knowns."""
        near = -np.where(self.known.truth > 0, 1, 0) / self.known.truth.sum(axis=1)[:, None]
        least = {(place, step): 1.0}
        for known in knowns:
            if not self.alone[place, known]:
                at, point = int(self.at[known]), int(self.point[known])
                least[at, point] = max(least.get((at, point), 0.0), 1.0 + ((at, point) == (place, step)))
        self.solve(near, least)


def _make_model(known: Knowledge) -> highspy.Highs:
    """People of each place, then every shown figure, over (place, answer)."""
    places, points = known.truth.shape
    people = known.truth.sum(axis=1).astype(float)
    each = csr_array(np.kron(np.eye(places), np.ones(points)))
    matrix = csr_array(vstack([each, known.matrix]))
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("presolve", "off")
    model.setOptionValue("threads", 1)
    for _ in range(places * points):
        model.addCol(0.0, 0.0, highspy.kHighsInf, 0, [], [])
    low, high = np.concatenate([people, known.low]), np.concatenate([people, known.high])
    for row in range(matrix.shape[0]):
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns, weights = matrix.indices[entries], matrix.data[entries]
        model.addRow(low[row], high[row], len(columns), columns, weights)
    return model


def _merge(known: Knowledge) -> Knowledge:
    """Places that stand in the same cells are one: no figure tells their people apart."""
    _, first, which = np.unique(known.member, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(first)
    points = known.truth.shape[1]
    truth = np.zeros((len(first), points), dtype=np.int64)
    np.add.at(truth, np.argsort(order)[which.ravel()], known.truth)
    kept = first[order]
    columns = (kept[:, None] * points + np.arange(points)).ravel()
    places = [known.places[place] for place in kept]
    return Knowledge(places, truth, known.member[:, kept], known.matrix[:, columns], known.low, known.high)


def _attack_persons(known: Knowledge, question: int, findings: Findings, rounds: int) -> None:
    """Persons with fewer than three possible answers (yes/no: two)."""
    persons = Persons(_merge(known))
    need = min(3, persons.shape[1])
    random = np.random.default_rng(question)
    findings.places += len(known.places)
    for _ in range(rounds):
        if persons.find_doubt(need) is None:
            break
        persons.look_around(random)
    while (doubt := persons.find_doubt(need)) is not None:
        if not persons.ask(*doubt, need):
            unit, group = known.places[doubt[0]]
            findings.persons.append(f"question {question}: somebody of {unit} {group}")
            break
    findings.programs += persons.solved
