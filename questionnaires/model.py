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


CORE = "core"
"""The block of questions that are asked of everybody."""

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

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class Scale(Part):
    """The answers to choose from: points 1..``points``, 1 = least mature."""

    points: int = Field(ge=2, le=21)
    """How many answers there are, 2 to 21; the first is the least mature."""
    labels: Texts
    """One label a point, lowest first."""
    lead: Text | None = None
    """Stands above the questions on this scale: "In the last three months:"."""
    no_answer: Text | None = None
    """Beside the points, for who saw too little to say: "I can't tell". Never a zero."""
    not_applicable: Text | None = None
    """Beside the points, for what did not come up or does not apply."""


class Found(Part):
    """Result sentences; {p} stands for the per cent who answer favourably (high) or unfavourably (low)."""

    high: Text
    """For the {p} per cent whose answer is favourable (75 of 100 or more)."""
    low: Text
    """For the {p} per cent whose answer is unfavourable (25 of 100 or less)."""


class Item(Part):
    """One question, in two voices where senior managers report the same fact about themselves."""

    id: Id
    """Stays the same for ever: results are compared over the years by it."""
    text: Text
    """One observable thing, in at most 20 words, about a named actor."""
    scale: str
    """The name of a scale above."""
    self_text: Text | None = Field(default=None, alias="self")
    """The same fact as senior managers would say it, with "we"."""
    found: Found | None = None
    """What the results say about this question, in sentences."""
    reverse: bool = False
    """True where a high answer is bad: the question names a bad habit."""
    weight: float = Field(default=1, gt=0)
    """How much the question counts in its dimension."""
    block: Id = CORE
    """"core" is asked of everybody; questions in other blocks take turns."""
    scored: bool = True
    """False for a question that counts in no score."""
    counts_in: dict[str, tuple[str, ...]] = {}
    """Parts of other lenses that the question touches: {efqm-2013: ["3d"]}."""
    stands_in_for: str | None = None
    """The id of the question in whose place this one is asked, until a first survey has been released."""


class Dimension(Part):
    """A driver or criterion: what a set of questions measures."""

    id: Id
    """Stays the same for ever, like that of a question."""
    title: Text
    """Its name on pages and in reports."""
    items: tuple[Item, ...]
    """The questions, in the order in which they are asked."""
    about: Text | None = None
    """One sentence on what it is about."""
    levels: Texts | None = None
    """How each of five levels looks in daily work, lowest first."""
    good_enough: Text | None = None
    """When there is no need to go higher."""
    audience: Literal["everyone", "software"] = "everyone"
    """Who is asked: everyone, or only units that build or run software."""
    in_index: bool = True
    """False keeps its score out of the index."""


class LadderStep(Part):
    """A level of the index, up to where the next one begins."""

    name: Text
    """The name of the level."""
    start: float = Field(alias="from", ge=0, lt=100)
    """Where the level begins on 0 to 100; it belongs to the level."""


class OwnLens(Part):
    """How the questionnaire's own dimensions add up to an index, and what its levels are called."""

    weights: dict[str, float] = {}
    """Dimension id to weight; a dimension that is not named weighs 1."""
    ladder: tuple[LadderStep, ...] = ()
    """The levels of the index, lowest first."""


class Condition(Part):
    """One reason to recommend: a figure of a question or a dimension beyond all the bounds that are given."""

    item: str | None = None
    """Look at this question ..."""
    dimension: str | None = None
    """... or at this dimension."""
    below: float | None = None
    """Fires where its score lies under this, 0 to 100."""
    unfavourable_from: float | None = None
    """Fires where this per cent or more answer unfavourably."""
    favourable_below: float | None = None
    """Fires where less than this per cent answer favourably."""
    blind_spot: Annotated[Literal[True], BeforeValidator(_read_yes)] | None = None
    """Fires where senior managers are surely too positive about the dimension."""


class Recommendation(Part):
    """Advice that figures fire, and what it takes."""

    id: Id
    """Its name for ever."""
    dimension: str
    """The dimension that it serves."""
    title: Text
    """What to do, in a few words."""
    first_step: Text
    """What somebody can do tomorrow."""
    when: tuple[Condition, ...]
    """The figures that make it worth giving; one is enough."""
    effort: Literal["S", "M", "L"]
    """S, M or L; they weigh 1, 2 and 4 when priorities are set."""
    measure: Text
    """How to see whether it helped."""
    actor: Literal["leadership", "team"] = "leadership"
    """Who acts: senior managers, or the team itself."""
    target: float = Field(default=60, gt=0, le=100)
    """The score to reach, for the distance in the order of priorities."""
    good_enough: Text | None = None
    """When it is done."""


class Questionnaire(Part):
    """A whole questionnaire. Questions keep the file's order: an answer set has one byte a question in that order."""

    id: Id
    """The file's name without .yaml."""
    title: Text
    """What people see above the questions."""
    scales: dict[str, Scale]
    """Name to scale."""
    dimensions: tuple[Dimension, ...]
    """What is measured, in the order in which it is asked: one page each."""
    version: int = Field(default=1, ge=1)
    """Raise it whenever wording changes; a running survey keeps the one it began with."""
    languages: tuple[str, ...] = ("en",)
    """Every text must exist in each; with one language a plain text will do."""
    mode: Literal["anonymous", "named"] = "anonymous"
    """named: answered under one's own name, never anonymously."""
    about: Text | None = None
    """One sentence for who chooses or answers it."""
    audience: Literal["everyone", "software", "assessors"] = "everyone"
    """For whom the questionnaire is meant."""
    in_index: bool = True
    """False where no dimension counts in the index."""
    slots: dict[str, Text] = {}
    """Words that an organisation may replace, {customers} in texts: name to text."""
    lens: OwnLens = OwnLens()
    """How the dimensions add up."""
    recommendations: tuple[Recommendation, ...] = ()
    """Advice that the figures call up."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Item id to its place in an answer set."""
        return MappingProxyType({item.id: place for place, item in enumerate(self.items)})

    @cached_property
    def rotating_blocks(self) -> tuple[str, ...]:
        """The blocks that take turns, by name. What is asked of units that build software only never takes turns."""
        asked = (item for dimension in self.dimensions if dimension.audience != "software" for item in dimension.items)
        return tuple(sorted({item.block for item in asked} - {CORE}))

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
