"""The answers of a campaign as the disclosure rules read them: whole numbers a place, nobody's sheet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from assessment.release.rows import Whole
from assessment.release.structure import Place, Structure
from assessment.scoring.layout import Layout
from assessment.scoring.tally import Tally
from questionnaires.model import Questionnaire

CountPairs = Callable[[Sequence[frozenset[Place]]], Iterator[Tally]]
"""Tallies with item pairs of some groups of places, which may overlap; reads the answers again."""


@dataclass(frozen=True, eq=False)
class Answers:
    """``tallies``: one a place; ``places`` of those who see and of those who say, in the structure's order.

    ``takes_turns``: people were asked the core and some of the blocks.
    """

    questionnaire: Questionnaire
    layout: Layout
    structure: Structure
    places: tuple[Place, ...]
    tallies: tuple[Tally, ...]
    count_pairs: CountPairs
    takes_turns: bool = False

    @cached_property
    def seeing(self) -> tuple[int, ...]:
        """The places of those who see."""
        return tuple(number for number, place in enumerate(self.places) if self.structure.sees(place))

    @cached_property
    def saying(self) -> tuple[int, ...]:
        return tuple(number for number, place in enumerate(self.places) if not self.structure.sees(place))

    def add_up(self, members: Iterable[int]) -> Tally:
        """The tally of some places together."""
        return reduce(Tally.__add__, (self.tallies[place] for place in sorted(members)), Tally.empty(self.layout))

    @cached_property
    def people(self) -> tuple[int, ...]:
        return tuple(tally.people for tally in self.tallies)

    def steps(self, item: int) -> Whole:
        """Answers to one question [places, points], least mature first."""
        points = int(self.layout.points[item])
        counts = np.array([tally.counts[item, 1 : points + 1] for tally in self.tallies], dtype=np.int64)
        counts = counts.reshape(len(self.tallies), points)
        return counts[:, ::-1] if self.layout.reverse[item] else counts

    def asked(self, item: int) -> NDArray[np.int64]:
        """How many were asked the question [places]."""
        return np.array([tally.asked()[item] for tally in self.tallies], dtype=np.int64)


def order_places(structure: Structure, places: Iterable[Place]) -> tuple[Place, ...]:
    """Places in the order of the structure, so that the same answers give the same release whatever their order."""
    units = {unit: number for number, unit in enumerate(structure.parents)}
    groups = {group: number for number, group in enumerate(structure.groups)}

    def key(place: Place) -> tuple[int, str, int, str]:
        unit, group = place
        return units.get(unit or "", len(units)), unit or "", groups.get(group or "", len(groups)), group or ""

    return tuple(sorted(set(places), key=key))
