"""What a questionnaire is: the typed, immutable form of a questionnaire file."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)


def _name_the_language(value: Any, info: ValidationInfo) -> Any:
    """A plain text where the file has one language means that language; the loader passes the language as context."""
    language = (info.context or {}).get("only_language")
    return {language: value} if language and isinstance(value, str | list) else value


def _read_yes(value: Any) -> Any:
    return True if value in ("true", "True", "yes") else value


_ONE_TEXT = {"type": "string", "minLength": 1}
_SOME_TEXTS = {"type": "array", "items": _ONE_TEXT}

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", max_length=60)]
"""Letters and digits, with . - or _ between them: also the name of a column in a table of answers."""
Text = Annotated[
    dict[str, str],
    BeforeValidator(_name_the_language),
    WithJsonSchema({"anyOf": [_ONE_TEXT, {"type": "object", "additionalProperties": _ONE_TEXT}]}),
]
"""One text in each of the questionnaire's languages: {"en": ..., "nl": ...}. A file in one language may use a plain
text, which the loader turns into a map."""
Texts = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_name_the_language),
    WithJsonSchema({"anyOf": [_SOME_TEXTS, {"type": "object", "additionalProperties": _SOME_TEXTS}]}),
]
"""A list of texts in each language."""


class Part(BaseModel):
    """Base of every piece: frozen, and a key that is not named here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)


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
    """One question. ``self_text`` (``self`` in the file) is the other voice: the same fact, said by senior managers."""

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
    blind_spot: Annotated[Literal[True], BeforeValidator(_read_yes)] | None = None


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
    """A criterion of a model. ``parts`` are its criterion parts (id to our own paraphrase); ``weight`` adds it up.
    ``shares``: how much of the criterion each part is, adding up to 1; empty where all parts count the same. A
    criterion without parts of its own (INK) has one part that bears its id, so that coverage reads alike everywhere.
    """

    id: str
    title: Text
    about: Text | None = None
    weight: float = Field(default=1, gt=0)
    parts: dict[str, Text] = {}
    shares: dict[str, float] = {}

    def share_of(self, part: str) -> float:
        """The part's share of the criterion, 0-1."""
        return self.shares[part] if self.shares else 1 / len(self.parts)


class Lens(Part):
    """A model through which answers are read (EFQM 2013, EFQM 2025, INK ...). Items say in ``counts_in`` which parts
    they touch: {"efqm-2013": ["3d"]}. ``provenance`` says for each fact whether it is verified; ``note`` is shown with
    every view ("not an official EFQM assessment" and the trademark note).
    """

    id: Id
    title: Text
    edition: str
    dimensions: tuple[LensDimension, ...]
    languages: tuple[str, ...] = ("en",)
    provenance: dict[str, str]
    note: Text | None = None
    ladder: tuple[LadderStep, ...] = ()
    counts_as: str | None = None
    """The lens whose ``counts_in`` entries this one reads (an older edition with the same parts)."""

    @cached_property
    def dimension_of_part(self) -> Mapping[str, LensDimension]:
        """Part id to the criterion it stands in."""
        return MappingProxyType({part: dimension for dimension in self.dimensions for part in dimension.parts})

    def parts_touched(self, item: Item) -> tuple[str, ...]:
        """The parts of this lens that an item counts in."""
        return item.counts_in.get(self.counts_as or self.id, ())
