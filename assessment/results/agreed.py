"""What assessors agreed on in sessions, read for the pages of results: another kind of evidence, never mixed in."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from assessment.models import PartAgreement, PartScore, Workshop, db
from assessment.results.view import AgreedCriterionFact, AgreedFact
from assessment.scoring.judging import find_model

_ORDER = func.row_number().over(partition_by=Workshop.lens, order_by=(Workshop.ended_at.desc(), Workshop.id.desc()))


def find_agreed(organisation_id: int) -> tuple[AgreedFact, ...]:
    """Of each model the latest session that has ended and agreed on anything; one query."""
    about = (Workshop.organisation_id == organisation_id, Workshop.kind == "consensus", Workshop.state == "ended")
    agreed_on = select(PartAgreement.id).where(PartAgreement.workshop_id == Workshop.id).exists()
    latest = select(Workshop.id, _ORDER.label("place")).where(*about, agreed_on).subquery()
    assessors = (
        select(func.count(PartScore.participant_id.distinct()))
        .where(PartScore.workshop_id == Workshop.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Workshop.id,
            Workshop.lens,
            Workshop.settings,
            Workshop.name,
            Workshop.held_on,
            assessors,
            PartAgreement.part,
            PartAgreement.points,
        )
        .join(latest, latest.c.id == Workshop.id)
        .join(PartAgreement, PartAgreement.workshop_id == Workshop.id)
        .where(latest.c.place == 1)
        .order_by(Workshop.id, PartAgreement.part)
    ).all()
    return tuple(_tell(list(group)) for _own, group in groupby(rows, lambda row: row[0]))


def _tell(rows: list[Any]) -> AgreedFact:
    _own, lens, settings, name, held_on, assessors, *_agreement = rows[0]
    model = find_model(lens, settings.get("scoring", {}))
    judgement = model.judge({row.part: row.points for row in rows})
    open_parts = frozenset(judgement.open_parts)

    def count(parts: Iterable[str]) -> int:
        return sum(part not in open_parts for part in parts)

    return AgreedFact(
        lens=model.lens.id,
        session=name,
        held_on=held_on,
        assessors=assessors,
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
