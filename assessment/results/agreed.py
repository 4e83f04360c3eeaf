"""What assessors agreed on in sessions, read for the pages of results: another kind of evidence, never mixed in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Text, cast, func, select

from assessment.models import Campaign, PartAgreement, PartScore, Workshop
from assessment.results.agreed_fact import AgreedCriterionFact, AgreedFact
from assessment.scoring.judging import find_model

_ORDER = func.row_number().over(partition_by=Workshop.lens, order_by=(Workshop.ended_at.desc(), Workshop.id.desc()))


@dataclass(frozen=True, slots=True)
class _Row:
    """One part of one session."""

    session_id: int
    lens: str
    settings: dict[str, Any]
    name: str
    held_on: date | None
    assessors: int
    part: str
    points: dict[str, float]


def ask_agreed(survey: BindParameter[int], between: str, inside: str) -> ScalarSelect[str]:
    """Of each model the latest session that has ended and agreed on anything, in the survey's organisation: one text,
    so that it comes with the survey's own row. ``between``: rows; ``inside``: their columns."""
    owner = select(Campaign.organisation_id).where(Campaign.id == survey).correlate(None).scalar_subquery()
    about = (Workshop.organisation_id == owner, Workshop.kind == "consensus", Workshop.state == "ended")
    agreed_on = select(PartAgreement.id).where(PartAgreement.workshop_id == Workshop.id).exists()
    latest = select(Workshop.id, _ORDER.label("place")).where(*about, agreed_on).subquery()
    assessors = (
        select(func.count(PartScore.participant_id.distinct()))
        .where(PartScore.workshop_id == Workshop.id)
        .correlate(Workshop)
        .scalar_subquery()
    )
    first, *others = (
        cast(Workshop.id, Text),
        Workshop.lens,
        cast(Workshop.settings, Text),
        Workshop.name,
        func.coalesce(cast(Workshop.held_on, Text), ""),
        cast(assessors, Text),
        PartAgreement.part,
        cast(PartAgreement.points, Text),
    )
    row: ColumnElement[str] = first
    for column in others:
        row = row.concat(inside).concat(column)
    return (
        select(func.aggregate_strings(row, between))
        .select_from(Workshop)
        .join(latest, latest.c.id == Workshop.id)
        .join(PartAgreement, PartAgreement.workshop_id == Workshop.id)
        .where(latest.c.place == 1)
        .correlate(None)
        .scalar_subquery()
    )


def split_agreed(joined: str, between: str, inside: str) -> tuple[AgreedFact, ...]:
    """What was asked so, in the order of the models, whatever the database made of it."""
    rows = sorted(
        (_read(row.split(inside)) for row in joined.split(between) if row),
        key=lambda row: (row.lens, row.session_id, row.part),
    )
    return tuple(_tell(list(group)) for _own, group in groupby(rows, lambda row: row.session_id))


def _read(columns: list[str]) -> _Row:
    own, lens, settings, name, held_on, assessors, part, points = columns
    day = date.fromisoformat(held_on) if held_on else None
    return _Row(int(own), lens, json.loads(settings), name, day, int(assessors), part, json.loads(points))


def _tell(rows: list[_Row]) -> AgreedFact:
    told = rows[0]
    model = find_model(told.lens, told.settings.get("scoring", {}))
    judgement = model.judge({row.part: row.points for row in rows})
    open_parts = frozenset(judgement.open_parts)

    def count(parts: Iterable[str]) -> int:
        return sum(part not in open_parts for part in parts)

    return AgreedFact(
        lens=model.lens.id,
        session=told.name,
        held_on=told.held_on,
        assessors=told.assessors,
        criteria=tuple(
            AgreedCriterionFact(
                criterion=one.id, score=judgement.criteria[one.id], agreed=count(one.parts), parts=len(one.parts)
            )
            for one in model.lens.dimensions
        ),
        open_parts=judgement.open_parts,
        knows_points=model.radar is not None,
        points=judgement.points,
        recognition=judgement.recognition.name if judgement.recognition else {},
        note=model.radar.note if model.radar else {},
    )
