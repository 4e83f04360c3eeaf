"""A model as it is judged in a consensus session: which parts, on which scale, by which rules and weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import questionnaires
from assessment.scoring.consensus import (
    DEFAULT_RULES,
    EVIDENCE,
    OVERALL,
    PART_RULES,
    Judgement,
    Rules,
    judge,
    score_part,
)
from questionnaires.model import Lens, LensDimension
from questionnaires.shipped_radars import AttributeSet, Radar, radar, radar_ids

DRIVERS = "drivers"
LIBRARY = "senior-management-drivers"
RADAR = "radar"
SCALES = (EVIDENCE, RADAR)
PART_MINUTES = 3


@dataclass(frozen=True, slots=True)
class ScoringSettings:
    """``scale``: evidence, or radar for trained assessors; ``edition``: the lens whose weights and shares count, "" for
    the session's own; ``minutes``: to talk about one part. Defaults are conventions of this application."""

    scale: str = EVIDENCE
    edition: str = ""
    part_rule: str = DEFAULT_RULES.part_rule
    capped: bool = DEFAULT_RULES.capped
    minutes: int = PART_MINUTES

    def store(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def read_settings(stored: Mapping[str, Any]) -> ScoringSettings:
    """``stored``: what :meth:`ScoringSettings.store` gave, or nothing."""
    return ScoringSettings(**{name: stored[name] for name in ScoringSettings.__slots__ if name in stored})


@dataclass(frozen=True)
class JudgedModel:
    """``lens``: of the edition that counts; ``radar``: None where the model knows no points."""

    lens: Lens
    radar: Radar | None
    settings: ScoringSettings

    @cached_property
    def rules(self) -> Rules:
        rule = next((one for one in PART_RULES if one == self.settings.part_rule), DEFAULT_RULES.part_rule)
        return Rules(rule, self.settings.capped)

    @property
    def uses_radar(self) -> bool:
        return self.settings.scale == RADAR and self.radar is not None

    def attributes_of(self, part: str) -> AttributeSet | None:
        """What is judged in a part besides the evidence scale. KeyError where the model has no such part."""
        criterion = self.lens.dimension_of_part[part]
        return self.radar.set_of(criterion.id) if self.radar else None

    def list_keys(self, part: str) -> tuple[str, ...]:
        """Under which points of a part are kept: what an assessor is asked."""
        attributes = self.attributes_of(part)
        if not self.uses_radar or attributes is None:
            return (EVIDENCE,)
        names = attributes.list_attributes()
        return (*names, OVERALL) if self.rules.part_rule == "manual" else names

    def score(self, part: str, points: Mapping[str, float]) -> float | None:
        """0-100; None while something is open. KeyError where the model has no such part."""
        return score_part(points, self.attributes_of(part), self.rules)

    def judge(self, agreed: Mapping[str, Mapping[str, float]]) -> Judgement:
        """``agreed``: points by part; parts of which something is open, and those that the model has not, are left."""
        return self.judge_by(self, agreed)

    def judge_by(self, other: "JudgedModel", agreed: Mapping[str, Mapping[str, float]]) -> Judgement:
        """The same parts, judged as here, by the weights and shares of another edition."""
        known = {
            part: self.score(part, points) for part, points in agreed.items() if part in self.lens.dimension_of_part
        }
        scores = {part: score for part, score in known.items() if score is not None}
        return judge(other.lens, scores, other.radar.recognition if other.radar else None)


def find_model(lens: str, stored: Mapping[str, Any], edition: str = "") -> JudgedModel:
    """``lens``: of the session; ``stored``: its settings; ``edition``: to weigh by, "" for that of the settings."""
    settings = read_settings(stored)
    if lens == DRIVERS:
        return JudgedModel(make_drivers(), None, settings)
    wanted = edition or settings.edition
    chosen = wanted if wanted in list_editions(lens) else lens
    return JudgedModel(questionnaires.lens(chosen), radar(chosen) if chosen in radar_ids() else None, settings)


def list_editions(lens: str) -> tuple[str, ...]:
    """The model itself, then others with the same parts and other weights; none for the drivers."""
    if lens == DRIVERS:
        return ()
    return (lens, *(one for one in questionnaires.lens_ids() if questionnaires.lens(one).counts_as == lens))


@lru_cache
def make_drivers() -> Lens:
    """The drivers as a model: each is its own single part."""
    shipped = questionnaires.shipped(LIBRARY)
    dimensions = tuple(
        LensDimension(id=one.id, title=one.title, about=one.about, parts={one.id: one.title})
        for one in shipped.dimensions
        if one.in_index
    )
    titles = {"en": "The five drivers", "nl": "De vijf factoren"}
    return Lens(id=DRIVERS, title=titles, edition="", dimensions=dimensions, provenance={})
