"""How a lens reads a questionnaire: which items count in which dimension, and what the dimensions weigh."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from assessment.scoring.layout import index_weights
from questionnaires import lens as load_lens
from questionnaires.model import Item, LadderStep, Lens, Questionnaire

OWN_LENS = "drivers"
"""The lens of every questionnaire: its own dimensions."""


@dataclass(frozen=True)
class ReadDimension:
    """``items``: item id to what it weighs in the score; ``weight``: what the dimension weighs in the index, or 0.
    ``parts`` of the model's criterion and the parts that each item ``covers``; empty in a questionnaire's own lens."""

    id: str
    weight: float
    items: Mapping[str, float]
    parts: Collection[str] = ()
    covers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def covered_by(self, items: Collection[str]) -> int:
        """How many of the parts these items touch."""
        return len(frozenset[str]().union(*(self.covers.get(item, frozenset()) for item in items)))


@dataclass(frozen=True)
class Reading:
    """A questionnaire read through one lens. ``starts``: the lower bounds of its levels, empty without a ladder."""

    lens: str
    dimensions: tuple[ReadDimension, ...]
    starts: tuple[float, ...]

    @property
    def is_own(self) -> bool:
        return self.lens == OWN_LENS

    def keep_items(self, keep: Callable[[str], bool]) -> "Reading":
        """The same reading of some of the items; dimensions without any disappear."""
        cut = (
            replace(one, items={item: weight for item, weight in one.items.items() if keep(item)})
            for one in self.dimensions
        )
        return replace(self, dimensions=tuple(one for one in cut if one.items))


def read_through(questionnaire: Questionnaire, lens_id: str) -> Reading:
    """Read a questionnaire (combined with the second one, if any) through a lens. Errors: those of the lens loader."""
    return read_own(questionnaire) if lens_id == OWN_LENS else read_lens(questionnaire, load_lens(lens_id))


def read_own(questionnaire: Questionnaire) -> Reading:
    """The questionnaire's own dimensions, those without a scored item left out (method 3)."""
    weights = index_weights(questionnaire)
    dimensions = (
        ReadDimension(one.id, weights[one.id], {item.id: item.weight for item in one.items if item.scored})
        for one in questionnaire.dimensions
    )
    return Reading(OWN_LENS, tuple(one for one in dimensions if one.items), _starts(questionnaire.lens.ladder))


def read_lens(questionnaire: Questionnaire, lens: Lens) -> Reading:
    """The dimensions of another model, with the items that count in their parts (method 5).

    What stands outside the questionnaire's index (questions for software teams only) is not read as the organisation's.
    """
    everyone = [item for one in questionnaire.dimensions if one.in_index for item in one.items if item.scored]
    return Reading(
        lens.id, tuple(_read_criterion(one.id, lens, everyone) for one in lens.dimensions), _starts(lens.ladder)
    )


def _read_criterion(criterion: str, lens: Lens, items: list[Item]) -> ReadDimension:
    dimension = next(one for one in lens.dimensions if one.id == criterion)
    covers = {item.id: frozenset(lens.parts_touched(item)) & dimension.parts.keys() for item in items}
    return ReadDimension(
        id=criterion,
        weight=dimension.weight,
        items={item.id: item.weight for item in items if covers[item.id]},
        parts=tuple(dimension.parts),
        covers={item: parts for item, parts in covers.items() if parts},
    )


def _starts(ladder: tuple[LadderStep, ...]) -> tuple[float, ...]:
    return tuple(sorted(step.start for step in ladder))


def find_common_items(now: Questionnaire, before: Questionnaire) -> frozenset[str]:
    """Items that were asked alike both times: same words for both voices, same scale, same direction (method 11)."""
    return frozenset(
        item.id
        for item in now.items
        if item.id in before.position and _asked_alike(item, now, before.item(item.id), before)
    )


def _asked_alike(item: Item, now: Questionnaire, other: Item, before: Questionnaire) -> bool:
    """Same direction and points, and the same words in every language that both have."""
    scale, other_scale = now.scale_of(item), before.scale_of(other)
    shared = item.text.keys() & other.text.keys()
    return (
        bool(shared)
        and item.reverse == other.reverse
        and scale.points == other_scale.points
        and all(item.text[language] == other.text[language] for language in shared)
        and all(scale.labels.get(language) == other_scale.labels.get(language) for language in shared)
    )
