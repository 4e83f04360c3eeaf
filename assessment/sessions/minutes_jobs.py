"""Minutes as long work: asked for when a session ends, drawn by a worker, kept as a document."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from assessment.jobs import Handler, JobFailedError, RunningJob, enqueue
from assessment.log import log
from assessment.models import Document, Job, Look, Organisation, Workshop, db, in_language, writing
from assessment.results.numbers import speaking
from assessment.sessions.minutes import Minutes, read_minutes
from assessment.sessions.minutes_report import build_minutes
from reports.document import HOUSE
from reports.document import Look as ReportLook
from reports.pdf import LayoutError, render_pdf

DRAW = "minutes"
TEMPLATE_VERSION = 2
"""Raise it whenever the minutes of the same session would come out differently."""
PDF = "application/pdf"

State = Literal["none", "making", "failed", "made"]


@dataclass(frozen=True, slots=True)
class Paper:
    """The minutes in one language. ``state``: of the PDF as it would be made now; ``kept``: whether any can be read, if
    only one that was made before an answer came; ``fault``: why it failed."""

    language: str
    state: State
    kept: bool
    fault: str = ""


def ask_for_minutes(session: Session, workshop: Workshop, language: str, edition: str = "") -> None:
    """In the caller's transaction; asking again for the same edition gives the same job."""
    purpose = _name_purpose(workshop.id, language)
    enqueue(
        session,
        purpose=f"{purpose}, {edition}" if edition else purpose,
        kind=DRAW,
        parameters={"workshop_id": workshop.id, "language": language},
        organisation_id=workshop.organisation_id,
    )


def ask_again(workshop: Workshop, language: str) -> None:
    """For the minutes as they read now; nothing is asked where they are kept already."""
    key = _name_key(workshop, language, _read(workshop, language))
    with writing() as session:
        if _find_kept(session, workshop, key) is None:
            ask_for_minutes(session, workshop, language, key.rpartition("/")[2])


def find_paper(workshop: Workshop, language: str) -> Paper:
    """How it stands with the minutes in one language."""
    key = _name_key(workshop, language, _read(workshop, language))
    kept = db.session.scalars(select(Document.key).where(*_mine(workshop, language))).all()
    if key in kept:
        return Paper(language, "made", kept=True)
    purpose = _name_purpose(workshop.id, language)
    asked = db.session.scalars(
        select(Job).where(Job.purpose.in_((purpose, f"{purpose}, {key.rpartition('/')[2]}"))).order_by(Job.id.desc())
    ).all()
    if any(job.state in ("waiting", "running") for job in asked):
        return Paper(language, "making", kept=bool(kept))
    if asked and asked[0].state == "failed":
        return Paper(language, "failed", kept=bool(kept), fault=asked[0].message)
    return Paper(language, "none", kept=bool(kept))


def read_paper(workshop: Workshop, language: str) -> bytes | None:
    """The latest that is kept; None before there is one."""
    latest = select(Document.content).where(*_mine(workshop, language)).order_by(Document.id.desc()).limit(1)
    return db.session.scalar(latest)


def _mine(workshop: Workshop, language: str) -> tuple[ColumnElement[bool], ...]:
    of_session = Document.key.startswith(_prefix(workshop.id, language), autoescape=True)
    return Document.organisation_id == workshop.organisation_id, of_session


def do_draw(job: RunningJob) -> None:
    """Doing it twice keeps one: it is stored by what it says, together with the end of the job."""
    workshop = db.session.get(Workshop, int(job.parameters["workshop_id"]))
    language = str(job.parameters["language"])
    if workshop is None or workshop.ended_at is None:
        raise JobFailedError("there is no such session, or it has not ended")
    minutes = _read(workshop, language)
    key = _name_key(workshop, language, minutes)
    if _find_kept(db.session, workshop, key) is None:
        made_at, look = workshop.ended_at, find_look(workshop.organisation_id, language)
        report = build_minutes(minutes, language, sha256(key.encode()).hexdigest()[:10], made_at, look)
        try:
            content = render_pdf(report)
        except LayoutError as error:
            # Trying again is of no use: the same minutes take as long and as much.
            log.warning("minutes stopped", job=job.id, reason=error.reason or "refused")
            raise JobFailedError(error.reason or "refused") from None
        _keep(job, workshop.id, language, key, content)
        return
    with writing() as session:
        job.complete(session)


def _keep(job: RunningJob, workshop_id: int, language: str, key: str, content: bytes) -> None:
    """In place of an older one; screens look again."""
    with writing() as session:
        workshop = session.get_one(Workshop, workshop_id, with_for_update=True)
        older = Document.key.startswith(_prefix(workshop_id, language), autoescape=True)
        session.execute(delete(Document).where(Document.organisation_id == workshop.organisation_id, older))
        session.add(
            Document(
                organisation_id=workshop.organisation_id,
                key=key,
                media_type=PDF,
                sha256=sha256(content).hexdigest(),
                made_at=datetime.now(UTC),
                content=content,
            )
        )
        workshop.wall_version += 1
        workshop.phone_version += 1
        job.complete(session)


def find_look(organisation_id: int, language: str) -> ReportLook:
    """The organisation's own colour and logo; the house's where it has chosen none."""
    row = db.session.get(Look, organisation_id)
    if row is None or not (row.colour or row.logo):
        return HOUSE
    own = select(Document.content).where(Document.organisation_id == organisation_id, Document.key == row.logo)
    logo = db.session.scalar(own) if row.logo else None
    name = in_language(db.session.get_one(Organisation, organisation_id).name, language)
    return ReportLook(row.colour, logo or b"", name)


def _read(workshop: Workshop, language: str) -> Minutes:
    with speaking(language):
        return read_minutes(workshop, language)


def _name_key(workshop: Workshop, language: str, minutes: Minutes) -> str:
    """Whatever is printed makes another key, the organisation's look too."""
    look = find_look(workshop.organisation_id, language)
    said = (TEMPLATE_VERSION, repr(minutes), look.colour, b64encode(look.logo), str(workshop.ended_at))
    return _prefix(workshop.id, language) + sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:16]


def _prefix(workshop_id: int, language: str) -> str:
    return f"minutes/{workshop_id}/{language}/"


def _name_purpose(workshop_id: int, language: str) -> str:
    return f"minutes of session {workshop_id} in {language}"


def _find_kept(session: Session, workshop: Workshop, key: str) -> int | None:
    kept = select(Document.id).where(Document.organisation_id == workshop.organisation_id, Document.key == key)
    return session.scalar(kept)


HANDLERS: Mapping[str, Handler] = {DRAW: do_draw}
