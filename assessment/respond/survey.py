"""What a survey asks of one person: pages of questions, cut to their voice, their unit and the survey before it.

Pure: everything here is made from a campaign's frozen parts and can be kept by the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessment.models import in_language
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE
from questionnaires import fill_slots
from questionnaires.model import CORE, Dimension, Item, Questionnaire, Scale

CANT_TELL_VALUE = "cant-tell"
NOT_APPLICABLE_VALUE = "not-applicable"
SECONDS_PER_QUESTION = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen. ``value`` stands in the form, ``code`` in the answer set."""

    value: str
    label: str
    code: int
    beside: bool
    """Stands beside the scale ("I can't tell"), not on it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question. ``place``: its byte in an answer set; ``name``: its field in the form."""

    name: str
    place: int
    text: str
    options: tuple[Option, ...]
    codes: Mapping[str, int]
    """What may stand in the form, and the code of each."""

    def find_label(self, code: int) -> str | None:
        return next((option.label for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Block:
    """Questions on one scale under one lead ("In the last three months:")."""

    lead: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Page:
    """One dimension in one language. Compared by identity: pages are made once and kept."""

    number: int
    dimension: str
    title: str
    about: str
    blocks: tuple[Block, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for block in self.blocks for row in block.rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides which questions somebody sees, and in which words."""

    voice: str
    software: bool
    first_survey: bool
    language: str
    blocks: frozenset[str] | None = None
    """The blocks of questions drawn for this person, besides the core; None for all."""


def make_pages(questionnaire: Questionnaire, asked: Asked, slots: Mapping[str, Any]) -> tuple[Page, ...]:
    """The pages of questions, one a dimension that has any; ``slots``: the organisation's own words."""
    pages: list[Page] = []
    for dimension in questionnaire.dimensions:
        if dimension.audience == "software" and not asked.software:
            continue
        blocks = _make_blocks(questionnaire, dimension, asked, slots)
        if blocks:
            title = fill_slots(in_language(dimension.title, asked.language), questionnaire, asked.language, slots)
            about = fill_slots(in_language(dimension.about or {}, asked.language), questionnaire, asked.language, slots)
            pages.append(Page(len(pages) + 1, dimension.id, title, about, blocks))
    return tuple(pages)


def _make_blocks(
    questionnaire: Questionnaire, dimension: Dimension, asked: Asked, slots: Mapping[str, Any]
) -> tuple[Block, ...]:
    """A block a scale, in the order in which the file declares them: how-often stands before agree."""
    blocks = []
    items = [item for item in _choose_items(dimension, asked.first_survey) if is_asked(item, dimension, asked.blocks)]
    for name, scale in questionnaire.scales.items():
        options = _make_options(scale, asked.language)
        codes = {option.value: option.code for option in options}
        rows = tuple(
            Row(
                name=f"q-{item.id}",
                place=questionnaire.position[item.id],
                text=fill_slots(_say(item, asked), questionnaire, asked.language, slots),
                options=options,
                codes=codes,
            )
            for item in items
            if item.scale == name
        )
        if rows:
            blocks.append(Block(in_language(scale.lead or {}, asked.language), rows))
    return tuple(blocks)


def _choose_items(dimension: Dimension, first_survey: bool) -> tuple[Item, ...]:
    """Until a first survey was released, some questions stand in for others; afterwards they are not asked."""
    replaced = {item.stands_in_for for item in dimension.items if item.stands_in_for}
    if first_survey:
        return tuple(item for item in dimension.items if item.id not in replaced)
    return tuple(item for item in dimension.items if item.stands_in_for is None)


def is_asked(item: Item, dimension: Dimension, blocks: frozenset[str] | None) -> bool:
    """Whether somebody with these blocks is asked a question."""
    return blocks is None or item.block == CORE or item.block in blocks or dimension.audience == "software"


def _say(item: Item, asked: Asked) -> str:
    texts = item.self_text if asked.voice == "says" and item.self_text else item.text
    return in_language(texts, asked.language)


def _make_options(scale: Scale, language: str) -> tuple[Option, ...]:
    labels = scale.labels.get(language) or scale.labels.get("en") or next(iter(scale.labels.values()))
    options = [Option(str(point), label, point, False) for point, label in enumerate(labels, start=1)]
    for value, texts, code in (
        (CANT_TELL_VALUE, scale.no_answer, CANT_TELL),
        (NOT_APPLICABLE_VALUE, scale.not_applicable, NOT_APPLICABLE),
    ):
        if texts:
            options.append(Option(value, in_language(texts, language), code, True))
    return tuple(options)


def estimate_minutes(pages: tuple[Page, ...]) -> int:
    """How long answering takes, in whole minutes: 31 questions take six."""
    return max(1, round(sum(len(page.rows) for page in pages) * SECONDS_PER_QUESTION / 60))
