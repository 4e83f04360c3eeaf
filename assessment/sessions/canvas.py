"""The model that notes are placed on: its criteria in the language of the room, each with one plain line."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _

import questionnaires
from assessment.models import in_language

DRIVERS = "drivers"
LIBRARY = "senior-management-drivers"
CANVASES = (DRIVERS, "efqm-2013", "efqm-2025", "ink")


@dataclass(frozen=True, slots=True)
class Criterion:
    """``id``: of the criterion or driver in its model; ``number``: as it is printed before the title, "" where there is
    none."""

    id: str
    number: str
    title: str
    hint: str

    @property
    def name(self) -> str:
        """ "2 Strategy"."""
        return f"{self.number} {self.title}".strip()


@lru_cache
def list_criteria(lens: str, language: str) -> tuple[Criterion, ...]:
    """In the order of the model."""
    if lens == DRIVERS:
        drivers = questionnaires.shipped(LIBRARY)

        def say(texts: Mapping[str, str]) -> str:
            return questionnaires.fill_slots(in_language(texts, language), drivers, language)

        return tuple(
            Criterion(one.id, "", say(one.title), say(one.about or {})) for one in drivers.dimensions if one.in_index
        )
    return tuple(
        Criterion(one.id, one.id, in_language(one.title, language), in_language(one.about or {}, language))
        for one in questionnaires.lens(lens).dimensions
    )


def name_canvas(lens: str, language: str) -> str:
    if lens == DRIVERS:
        return in_language({"en": "The five drivers", "nl": "De vijf factoren"}, language)
    return in_language(questionnaires.lens(lens).title, language)


def explain_canvas(lens: str) -> str:
    """What the model is, in one line."""
    lines = {
        DRIVERS: _("How senior managers drive quality: the five drivers of the survey."),
        "efqm-2013": _("Nine criteria, five of what an organisation does and four of what comes of it. Widely known."),
        "efqm-2025": _("Seven criteria: direction, execution and results."),
        "ink": _("The Dutch model with nine fields, which networks in the Netherlands know best."),
    }
    return lines[lens]
