"""The parts that a consensus session judges, in the words of whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

import questionnaires
from assessment.models import Workshop, in_language
from assessment.results.numbers import round_half_up
from assessment.scoring.consensus import EVIDENCE, OVERALL, find_threshold
from assessment.scoring.judging import DRIVERS, LIBRARY, JudgedModel, ScoringSettings, find_model, read_settings

SETTINGS = "scoring"
"""Under which the rules of scoring stand among a session's settings."""
ASSESSORS = "efqm-2013"
"""The questionnaire whose evidence scale is asked."""


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """``name``: with its number where it has one; ``criterion``: its name, and ``hint`` what that means."""

    id: str
    name: str
    criterion: str
    hint: str

    @property
    def short(self) -> str:
        """Its number, or the whole name where it has none."""
        return self.id if self.name.startswith(f"{self.id} ") else self.name


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is judged: ``key`` under which it is kept, ``title``, and the ``element`` that it belongs to."""

    key: str
    title: str
    element: str
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A session's model with its texts; ``parts`` in the order of the model."""

    model: JudgedModel
    parts: tuple[JudgedPart, ...]
    language: str

    def find_part(self, part: str) -> JudgedPart | None:
        return next((one for one in self.parts if one.id == part), None)

    def list_asked(self, part: str) -> list[Asked]:
        """What an assessor judges in a part."""
        if not self.model.uses_radar:
            return [Asked(EVIDENCE, "", "")]
        attributes = self.model.attributes_of(part)
        limiting = attributes.cap_by if attributes and self.model.rules.capped else ()
        asked = [
            Asked(key, self.say(title), self.say(element.title), key in limiting)
            for element in (attributes.elements if attributes else ())
            for key, title in element.attributes.items()
        ]
        return (
            [*asked, Asked(OVERALL, _("The part as a whole"), "")] if OVERALL in self.model.list_keys(part) else asked
        )

    def describe(self, score: float | None) -> str:
        """The band of a percentage, or the step of the evidence scale that it is; "" where neither says anything."""
        if score is None:
            return ""
        if self.model.uses_radar and self.model.radar:
            band = find_threshold(self.model.radar.bands, score)
            return self.say(band.name) if band else ""
        step = score / 25
        return list_evidence(self.language)[int(step)] if step == int(step) else ""

    def say(self, texts: Mapping[str, str]) -> str:
        return in_language(texts, self.language)


def find_judged(workshop: Workshop, language: str = "") -> Judged:
    """``language``: of who reads it, "" for the room's."""
    spoken = language or workshop.language
    model = find_model(workshop.lens, workshop.settings.get(SETTINGS, {}))
    numbered = workshop.lens != DRIVERS
    drivers = questionnaires.shipped(LIBRARY)

    def tell(criterion: str, title: Mapping[str, str], about: Mapping[str, str] | None) -> tuple[str, str]:
        name, hint = in_language(title, spoken), in_language(about or {}, spoken) if about else ""
        return (f"{criterion} {name}", hint) if numbered else (name, questionnaires.fill_slots(hint, drivers, spoken))

    parts = []
    for one in model.lens.dimensions:
        name, hint = tell(one.id, one.title, one.about)
        for part, title in one.parts.items():
            said = in_language(title, spoken)
            parts.append(JudgedPart(part, f"{part} {said}" if numbered else said, name, hint))
    return Judged(model, tuple(parts), spoken)


def write_score(score: float | None) -> str:
    """A whole number, halves upwards; "" for None."""
    return "" if score is None else str(round_half_up(score))


def find_settings(workshop: Workshop) -> ScoringSettings:
    return read_settings(workshop.settings.get(SETTINGS, {}))


def list_evidence(language: str) -> tuple[str, ...]:
    """The five steps as they read."""
    labels = questionnaires.shipped(ASSESSORS).scales[EVIDENCE].labels
    return tuple(labels.get(language) or labels["en"])
