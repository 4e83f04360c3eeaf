"""What will be seen, foretold before launch: the rules of the release, run on the numbers of people who are invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assessment.release.candidates import Candidate
from assessment.release.disclosure import choose_cells
from assessment.release.limits import NO_SURVEY_BELOW, UNITS_FROM, count_participation
from assessment.release.rounding import count_people
from assessment.release.structure import OTHERS, Structure
from assessment.scoring.figures import ReleaseSummary
from assessment.scoring.margin import CAUTIOUS_FROM, cautious_margin
from assessment.scoring.participation import Form, choose_form

RATES = (40, 60, 80)
"""Per cent of those invited."""
ALL = Fraction(1)


@dataclass(frozen=True)
class Outlook:
    """What may be shown if ``rate`` per cent answer, spread evenly. ``cells``: units, groups and splits that are shown;
    ``margin``: half width of the expected 95 % interval of the whole, null where no score is shown."""

    rate: int
    invited: int
    answered: int
    form: Form
    margin: int | None
    cells: tuple[Candidate, ...]

    @cached_property
    def units(self) -> tuple[Candidate, ...]:
        return tuple(cell for cell in self.cells if cell.kind == "unit" and not cell.key.endswith(OTHERS))

    @cached_property
    def joined(self) -> tuple[Candidate, ...]:
        """What is left of a unit, shown as one."""
        return tuple(cell for cell in self.cells if cell.kind == "unit" and cell.key.endswith(OTHERS))

    @cached_property
    def groups(self) -> tuple[Candidate, ...]:
        return tuple(cell for cell in self.cells if cell.kind == "group")

    @cached_property
    def split_units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cell.parent or "" for cell in self.cells if cell.kind == "unit-group"))


def foresee(structure: Structure, smallest: int, rate: int, share: Fraction = ALL) -> Outlook:
    """The outlook at one rate, in per cent. ``smallest``: the smallest group; ``share``: of those who answer, how many
    are asked the question that fewest are asked."""
    places = tuple(place for place in structure.invited if structure.sees(place))
    people = [structure.invited[place] for place in places]
    counts = spread_answers(people, rate)
    invited, answered = sum(people), sum(counts)
    candidates, _limits = choose_cells(structure, places, counts, smallest)
    units = {cell.key: cell.people for cell in candidates.cells if cell.kind == "unit"}
    summary = ReleaseSummary(
        disclosure="anonymous",
        smallest_group=smallest,
        weighted=False,
        participation=count_participation(structure, units, answered, smallest),
    )
    form = choose_form(summary, count_people(answered, smallest))
    if not candidates.cells:
        form = "none"
    fewest = int(answered * share)
    scored = form in ("full", "answered", "those who answered") and fewest >= CAUTIOUS_FROM
    return Outlook(
        rate=rate,
        invited=invited,
        answered=answered,
        form=form,
        margin=cautious_margin(fewest, invited) if scored else None,
        cells=tuple(cell for cell in candidates.cells if cell.kind != "all") if form in ("full", "answered") else (),
    )


def spread_answers(people: Sequence[int], rate: int) -> list[int]:
    """How many answer in each place so that ``rate`` per cent answer in all: the nearest whole numbers that add up."""
    whole = (sum(people) * rate + 50) // 100
    counts = [count * rate // 100 for count in people]
    by_rest = sorted(range(len(people)), key=lambda place: (-(people[place] * rate % 100), place))
    for place in by_rest[: max(0, whole - sum(counts))]:
        counts[place] += 1
    return counts


def advise_form(invited: int) -> str:
    """What suits so many people who see: "session", "small" or "survey"."""
    if invited < NO_SURVEY_BELOW:
        return "session"
    return "small" if invited < UNITS_FROM else "survey"


def expect_margin_now(rate: int | None, invited: int | None, share: Fraction = ALL) -> int | None:
    """The margin to expect from participation so far and an assumed spread of 25 points, never from answers."""
    if rate is None or not invited:
        return None
    answered = int(invited * rate // 100 * share)
    return cautious_margin(answered, invited) if answered >= CAUTIOUS_FROM else None
