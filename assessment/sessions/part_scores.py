"""Scoring alone: each assessor's own judgement of each part, which nobody else sees before they are shown together."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from assessment.models import Participant, PartScore, Workshop, db
from assessment.sessions.changing import GoneError, MovedError, changing
from assessment.sessions.judged import find_judged
from assessment.sessions.seats import Seat

SHOWN = "divided"
"""Under which a session's results tell which part is talked about: from then on scores are shown, and fixed."""


@dataclass(frozen=True, slots=True)
class OwnScore:
    """``points``: as kept; empty where the assessor could not judge the part."""

    points: Mapping[str, float]
    strengths: str = ""
    areas: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many parts are scored by how many, and no score. ``by_part``: assessors by part, in the order of the model;
    ``finished``: assessors who scored every part."""

    assessors: int
    finished: int
    by_part: dict[str, int]

    @property
    def scored(self) -> int:
        return sum(self.by_part.values())

    @property
    def asked(self) -> int:
        return self.assessors * len(self.by_part)


def can_score(workshop: Workshop) -> bool:
    """Whether scores are asked for now. Who is still writing when the facilitator goes on may finish until all are
    shown."""
    kind = workshop.phases[workshop.phase]["kind"]
    return workshop.named and workshop.state == "running" and kind in ("score", "divided")


def is_shown(workshop: Workshop) -> bool:
    """Whether everybody has seen everybody's scores."""
    return SHOWN in workshop.results


def save_score(seat: Seat, part: str, own: OwnScore) -> None:
    """Keep what an assessor says of a part; saying it again changes nothing. Raises GoneError for a part that the model
    has not, and MovedError once scores are shown: they stay as they were."""
    with changing(seat.workshop.id, phones=False) as (session, workshop):
        if is_shown(workshop) or not can_score(workshop):
            raise MovedError
        if part not in find_judged(workshop).model.lens.dimension_of_part:
            raise GoneError
        mine = select(PartScore).where(
            PartScore.workshop_id == workshop.id,
            PartScore.participant_id == seat.participant_id,
            PartScore.part == part,
        )
        row = session.scalars(mine).one_or_none()
        if row is None:
            row = PartScore(
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                participant_id=seat.participant_id,
                part=part,
            )
            session.add(row)
        row.points = dict(own.points)
        row.strengths, row.areas, row.evidence = own.strengths, own.areas, own.evidence


def find_own(seat: Seat) -> dict[str, PartScore]:
    """What this assessor said, by part."""
    mine = select(PartScore).where(
        PartScore.workshop_id == seat.workshop.id, PartScore.participant_id == seat.participant_id
    )
    return {row.part: row for row in db.session.scalars(mine)}


def tell_progress(workshop: Workshop) -> Progress:
    model = find_judged(workshop).model
    counted = dict.fromkeys(model.lens.dimension_of_part, 0)
    done: dict[int, int] = {}
    said = select(PartScore.part, PartScore.participant_id, PartScore.points).where(
        PartScore.workshop_id == workshop.id
    )
    for part, assessor, points in db.session.execute(said):
        if part in counted and model.score(part, points) is not None:
            counted[part] += 1
            done[assessor] = done.get(assessor, 0) + 1
    with_device = select(func.count()).where(
        Participant.workshop_id == workshop.id, Participant.key_sha256.is_not(None)
    )
    finished = sum(count == len(counted) for count in done.values())
    return Progress(db.session.scalar(with_device) or 0, finished, counted)


def has_scores(workshop_id: int) -> bool:
    return bool(db.session.scalar(select(PartScore.id).where(PartScore.workshop_id == workshop_id).limit(1)))
