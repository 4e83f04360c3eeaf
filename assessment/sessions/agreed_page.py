"""What a consensus session agreed on, part by part, with points once every part is judged."""

from dataclasses import dataclass
from math import floor

from flask_babel import gettext as _

from assessment.language import current_language
from assessment.models import Workshop, in_language
from assessment.results.numbers import write_number
from assessment.scoring.judging import find_model, list_editions
from assessment.sessions.agreeing import find_agreements
from assessment.sessions.judged import SETTINGS, Judged, find_judged, write_score
from assessment.sessions.scoring_forms import name_rule


@dataclass(frozen=True, slots=True)
class PartRow:
    name: str
    score: str
    words: str
    reason: str
    dissent: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """``score``: "" while a part is open."""

    name: str
    score: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class EditionPoints:
    """``counts``: whether the session goes by this edition."""

    title: str
    points: str
    recognition: str
    counts: bool


@dataclass(frozen=True, slots=True)
class AgreedPage:
    """``editions``: empty where a part is open or the model knows no points; ``open_parts``: their names."""

    title: str
    agreed: int
    count: int
    criteria: tuple[CriterionRow, ...]
    editions: tuple[EditionPoints, ...]
    open_parts: tuple[str, ...]
    knows_points: bool
    rule: str
    capped: bool
    note: str


def make_agreed_page(workshop: Workshop) -> AgreedPage:
    judged = find_judged(workshop, current_language())
    model = judged.model
    agreed = find_agreements(workshop.id)
    points = {part: row.points for part, row in agreed.items()}
    judgement = model.judge(points)
    rows: dict[str, list[PartRow]] = {}
    for part in judged.parts:
        row = agreed.get(part.id)
        score = model.score(part.id, row.points) if row else None
        texts = (row.reason, row.dissent) if row else ("", "")
        rows.setdefault(part.criterion, []).append(
            PartRow(part.name, write_score(score), judged.describe(score), *texts)
        )
    scores = (write_score(score) for score in judgement.criteria.values())
    criteria = tuple(
        CriterionRow(name, score, tuple(parts)) for (name, parts), score in zip(rows.items(), scores, strict=True)
    )
    return AgreedPage(
        title=judged.say(model.lens.title),
        agreed=len(judged.parts) - len(judgement.open_parts),
        count=len(judged.parts),
        criteria=criteria,
        editions=() if judgement.open_parts or not model.radar else _count_editions(workshop, judged, points),
        open_parts=tuple(part.short for part in judged.parts if part.id in judgement.open_parts),
        knows_points=model.radar is not None,
        rule=name_rule(model.rules.part_rule) if model.uses_radar else "",
        capped=model.rules.capped,
        note=judged.say(model.radar.note) if model.radar else "",
    )


def _count_editions(
    workshop: Workshop, judged: Judged, points: dict[str, dict[str, float]]
) -> tuple[EditionPoints, ...]:
    """The edition that counts first. The others show what the same parts would give: totals of two editions differ."""
    own = judged.model.lens.id
    told = []
    for edition in sorted(list_editions(workshop.lens), key=lambda edition: edition != own):
        model = find_model(workshop.lens, workshop.settings.get(SETTINGS, {}), edition)
        # Attributes have other names in other editions: parts are read as the session judged them.
        judgement = judged.model.judge_by(model, points)
        reached = judgement.recognition
        told.append(
            EditionPoints(
                title=in_language(model.lens.title, judged.language),
                points=_write_points(judgement.points or 0.0),
                recognition=judged.say(reached.name) if reached else _("below the first level of recognition"),
                counts=edition == own,
            )
        )
    return tuple(told)


def _write_points(points: float) -> str:
    """Rounded down to a tenth: whoever is just below a level of recognition must not read its number."""
    return write_number(floor(points * 10 + 1e-6) / 10, current_language())
