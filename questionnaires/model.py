"""What a questionnaire is: the typed, immutable form of a questionnaire file."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=60)]
Text = dict[str, str]
"""One text in each of the questionnaire's languages: {"en": ..., "nl": ...}. A file in one language may use a plain
text, which the loader turns into a map."""
Texts = dict[str, tuple[str, ...]]
"""A list of texts in each language."""


class Part(BaseModel):
    """Base of every piece: frozen, and a key that is not named here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Scale(Part):
    """Points 1..``points``, 1 = least mature. ``labels`` has one label a point, lowest first."""

    points: int = Field(ge=2, le=21)
    labels: Texts
    lead: Text | None = None
    no_answer: Text | None = None
    not_applicable: Text | None = None


class Found(Part):
    """Result sentences; {p} stands for the per cent who answer favourably (high) or unfavourably (low)."""

    high: Text
    low: Text


class Item(Part):
    """One question. ``self_text`` (``self`` in the file) is the other voice: the same fact, reported by senior managers."""

    id: Id
    text: Text
    scale: str
    self_text: Text | None = Field(default=None, alias="self")
    found: Found | None = None
    reverse: bool = False
    weight: float = Field(default=1, gt=0)
    block: Id = "core"
    scored: bool = True
    counts_in: dict[str, tuple[str, ...]] = {}
    stands_in_for: str | None = None
    """Asked instead of that item until a first survey has been released."""


class Dimension(Part):
    """A driver or criterion: what a set of items measures. ``levels``: five sentences a language, lowest first."""

    id: Id
    title: Text
    items: tuple[Item, ...]
    about: Text | None = None
    levels: Texts | None = None
    good_enough: Text | None = None
    audience: Literal["everyone", "software"] = "everyone"
    in_index: bool = True


class LadderStep(Part):
    """A level: ``start`` (``from`` in the file) is its lower bound on 0-100, closed on the left."""

    name: Text
    start: float = Field(alias="from", ge=0, lt=100)


class OwnLens(Part):
    """How the questionnaire's own dimensions add up; a dimension without a weight weighs 1."""

    weights: dict[str, float] = {}
    ladder: tuple[LadderStep, ...] = ()


class Condition(Part):
    """One reason to recommend: an item's or a dimension's figure beyond a bound, or a blind spot on the dimension.

    ``below``: its score lies under; ``unfavourable_from`` / ``favourable_below``: its share reaches / stays under.
    """

    item: str | None = None
    dimension: str | None = None
    below: float | None = None
    unfavourable_from: float | None = None
    favourable_below: float | None = None
    blind_spot: Literal[True] | None = None


class Recommendation(Part):
    """Advice that figures fire: any of ``when`` is enough. ``effort``: S, M, L weigh 1, 2, 4."""

    id: Id
    dimension: str
    title: Text
    first_step: Text
    when: tuple[Condition, ...]
    effort: Literal["S", "M", "L"]
    measure: Text
    actor: Literal["leadership", "team"] = "leadership"
    target: float = Field(default=60, gt=0, le=100)
    good_enough: Text | None = None


class Questionnaire(Part):
    """A whole questionnaire file. Items keep the file's order: an answer set has one byte an item in that order."""

    id: Id
    title: Text
    scales: dict[str, Scale]
    dimensions: tuple[Dimension, ...]
    version: int = Field(default=1, ge=1)
    languages: tuple[str, ...] = ("en",)
    mode: Literal["anonymous", "named"] = "anonymous"
    about: Text | None = None
    audience: Literal["everyone", "software", "assessors"] = "everyone"
    in_index: bool = True
    slots: dict[str, Text] = {}
    lens: OwnLens = OwnLens()
    recommendations: tuple[Recommendation, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Item id to its place in an answer set."""
        return MappingProxyType({item.id: place for place, item in enumerate(self.items)})

    @cached_property
    def dimension_of(self) -> Mapping[str, Dimension]:
        """Item id to the dimension it stands in."""
        return MappingProxyType({item.id: dimension for dimension in self.dimensions for item in dimension.items})

    def item(self, item_id: str) -> Item:
        return self.items[self.position[item_id]]

    def dimension(self, dimension_id: str) -> Dimension:
        return next(dimension for dimension in self.dimensions if dimension.id == dimension_id)

    def scale_of(self, item: Item) -> Scale:
        return self.scales[item.scale]

    def scored_items(self) -> Iterator[Item]:
        return (item for item in self.items if item.scored)


class LensDimension(Part):
    """A criterion of a model. ``parts`` are its criterion parts (id to our own paraphrase); ``weight`` adds it up."""

    id: str
    title: Text
    about: Text | None = None
    weight: float = 1
    parts: dict[str, Text] = {}


class Lens(Part):
    """A model through which answers are read (EFQM 2013, EFQM 2025, INK ...). Items say in ``counts_in`` which parts
    they touch: {"efqm-2013": ["3d"]}. ``provenance`` says for each fact whether it is verified; ``note`` is shown with
    every view ("not an official EFQM assessment" and the trademark note).
    """

    id: Id
    title: Text
    edition: str
    dimensions: tuple[LensDimension, ...]
    provenance: dict[str, str]
    note: Text | None = None
    ladder: tuple[LadderStep, ...] = ()
    counts_as: str | None = None
    """The lens whose ``counts_in`` entries this one reads (an older edition with the same parts)."""
