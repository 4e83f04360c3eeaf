"""Most divided first: the scores side by side, and what the room agrees on, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.models import PartAgreement, Participant, PartScore, Workshop, db
from assessment.scoring.consensus import find_spread, order_by_spread, propose
from assessment.sessions.changing import GoneError, MovedError, changing
from assessment.sessions.judged import Judged, JudgedPart, find_judged, find_settings, write_score
from assessment.sessions.part_scores import SHOWN, is_shown

KIND = "divided"


class MeanwhileError(Exception):
    """Somebody agreed on this part in another way meanwhile; nothing was changed."""

    def __init__(self, version: int) -> None:
        super().__init__("another agreement came first")
        self.version = version


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessor said of a part; ``score``: 0-100."""

    name: str
    score: float
    label: str

    @property
    def told(self) -> str:
        return write_score(self.score)


@dataclass(frozen=True, slots=True)
class Remark:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A part with all that was said of it, lowest score first. ``agreed``: 0-100, None while it is open; ``row`` what
    is kept of the agreement; ``proposed``: what the form offers first."""

    part: JudgedPart
    scores: tuple[Said, ...]
    spread: float
    strengths: tuple[Remark, ...]
    areas: tuple[Remark, ...]
    evidence: tuple[Remark, ...]
    agreed: float | None
    row: PartAgreement | None
    proposed: Mapping[str, float]

    @property
    def apart(self) -> str:
        """The spread as it is shown; "" where fewer than two scored the part."""
        return write_score(self.spread) if len(self.scores) > 1 else ""

    @property
    def told(self) -> str:
        """The agreed score as it is shown; "" while the part is open."""
        return write_score(self.agreed)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is agreed: ``points`` as kept, why, and what was said against it."""

    points: Mapping[str, float]
    reason: str = ""
    dissent: str = ""


def list_standings(workshop: Workshop, judged: Judged | None = None) -> list[Standing]:
    """Every part, most divided first; three queries."""
    judged = judged or find_judged(workshop)
    names = dict(
        db.session.execute(select(Participant.id, Participant.name).where(Participant.workshop_id == workshop.id)).all()
    )
    rows: dict[str, list[PartScore]] = {}
    own = select(PartScore).where(PartScore.workshop_id == workshop.id).order_by(PartScore.participant_id)
    for row in db.session.scalars(own):
        rows.setdefault(row.part, []).append(row)
    agreed = find_agreements(workshop.id)
    found = {part.id: _tell(judged, part, rows.get(part.id, []), agreed.get(part.id), names) for part in judged.parts}
    order = order_by_spread((part, [said.score for said in one.scores]) for part, one in found.items())
    return [found[part] for part in order]


def find_agreements(workshop_id: int) -> dict[str, PartAgreement]:
    own = select(PartAgreement).where(PartAgreement.workshop_id == workshop_id)
    return {row.part: row for row in db.session.scalars(own)}


def _tell(
    judged: Judged, part: JudgedPart, rows: list[PartScore], agreed: PartAgreement | None, names: Mapping[int, str]
) -> Standing:
    scored = [(names.get(row.participant_id, ""), judged.model.score(part.id, row.points)) for row in rows]
    scores = sorted(
        (Said(name, score, judged.describe(score)) for name, score in scored if score is not None),
        key=lambda said: (said.score, said.name),
    )
    keys = judged.model.list_keys(part.id)
    middle = {key: propose([row.points[key] for row in rows if key in row.points]) for key in keys}

    def collect(column: str) -> tuple[Remark, ...]:
        said = ((names.get(row.participant_id, ""), getattr(row, column)) for row in rows)
        return tuple(Remark(name, text) for name, text in said if text)

    return Standing(
        part=part,
        scores=tuple(scores),
        spread=find_spread([said.score for said in scores]),
        strengths=collect("strengths"),
        areas=collect("areas"),
        evidence=collect("evidence"),
        agreed=judged.model.score(part.id, agreed.points) if agreed else None,
        row=agreed,
        proposed=agreed.points if agreed else {key: value for key, value in middle.items() if value is not None},
    )


def find_current(workshop: Workshop) -> str | None:
    """The part that the room talks about; None before scores are shown."""
    part: str | None = workshop.results.get(SHOWN, {}).get("part")
    return part


def find_next(standings: list[Standing], after: str = "") -> Standing | None:
    """The most divided part that is still open, but the one that was just talked about."""
    return next((one for one in standings if one.agreed is None and one.part.id != after), None)


def tell_part_end(workshop: Workshop) -> datetime | None:
    """When the room should have agreed on the part that it talks about."""
    began = workshop.results.get(SHOWN, {}).get("began_at")
    if began is None or workshop.state != "running":
        return None
    return datetime.fromisoformat(began) + timedelta(minutes=find_settings(workshop).minutes)


def take_up(organisation_id: int, workshop_id: int, part: str) -> None:
    """Put a part on all screens, with everybody's scores; the first time shows and fixes them. Raises GoneError and
    MovedError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _check_phase(workshop)
        if part not in find_judged(workshop).model.lens.dimension_of_part:
            raise GoneError
        first = not is_shown(workshop)
        if find_current(workshop) == part:
            return
        workshop.results = workshop.results | {SHOWN: {"part": part, "began_at": tell_time().isoformat()}}
        if first:
            session.flush()
            record(session, organisation_id, "session.scores-shown", f"session {workshop_id}", {"name": workshop.name})


def agree(organisation_id: int, workshop_id: int, part: str, agreement: Agreement, version: int) -> None:
    """Keep what the room agreed on; the same again changes nothing. ``version``: of the agreement that was on the page,
    0 where there was none. Raises GoneError, MovedError and MeanwhileError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _check_phase(workshop)
        model = find_judged(workshop).model
        if part not in model.lens.dimension_of_part:
            raise GoneError
        if not is_shown(workshop):
            raise MovedError
        row = _hold(session, workshop_id, part)
        if row is not None and _is_same(row, agreement):
            return
        if (row.row_version if row else 0) != version:
            raise MeanwhileError(row.row_version if row else 0)
        if row is None:
            row = PartAgreement(organisation_id=organisation_id, workshop_id=workshop_id, part=part)
            session.add(row)
        row.points = dict(agreement.points)
        row.reason, row.dissent = agreement.reason, agreement.dissent
        session.flush()
        score = write_score(model.score(part, agreement.points))
        details = {"name": workshop.name, "part": part, "score": score}
        record(session, organisation_id, "session.part-agreed", f"session {workshop_id}", details)


def _check_phase(workshop: Workshop) -> None:
    if workshop.phases[workshop.phase]["kind"] != KIND or not workshop.named:
        raise MovedError


def _hold(session: Session, workshop_id: int, part: str) -> PartAgreement | None:
    own = select(PartAgreement).where(PartAgreement.workshop_id == workshop_id, PartAgreement.part == part)
    return session.scalars(own).one_or_none()


def _is_same(row: PartAgreement, agreement: Agreement) -> bool:
    return (row.points, row.reason, row.dissent) == (dict(agreement.points), agreement.reason, agreement.dissent)
