"""Sessions of a quality network: who is in the room, what is put up, placed, voted, scored, asked and agreed.

The table is called workshop because a session is something else to the database, and to a browser.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Workshop(Base):
    """``kind``: network, managers, results, consensus, actions. ``state``: planned, running, ended.

    ``code``: six letters to join with, None once it has ended. ``phases``: the agenda, each {"id", "kind", "minutes",
    "title"}; ``phase``: the place in it. ``lens``: the model of the canvas, "drivers" for the drivers.
    ``campaign_id``: the released survey that is talked about. ``wall_version`` grows with
    each change that the wall shows, ``phone_version`` with each that phones show: most of what one phone does shows on
    no other.
    ``named``: participants see each other's scores and notes by name, said before anybody joins. ``settings``: of the
    kind, such as the rules of scoring. ``results``: what was revealed and stays, such as votes counted.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("kind in ('network', 'managers', 'results', 'consensus', 'actions')", name="kind"),
        CheckConstraint("state in ('planned', 'running', 'ended')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    kind: Mapped[str]
    name: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    code: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="planned")
    phases: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    phase: Mapped[int] = mapped_column(default=0)
    phase_began_at: Mapped[datetime | None]
    lens: Mapped[str] = mapped_column(default="efqm-2013")
    named: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    results: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wall_version: Mapped[int] = mapped_column(default=1)
    phone_version: Mapped[int] = mapped_column(default=1)
    held_on: Mapped[date | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WorkshopTemplate(Base):
    """An agenda that an organisation keeps for the next session."""

    __tablename__ = "workshop_template"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    kind: Mapped[str]
    phases: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Participant(Base):
    """Somebody in the room. ``key_sha256``: of the secret in the browser's cookie; None for whoever has no device.

    ``role``: participant, manager (a senior manager who was asked in). Nothing that is put up or voted names this row
    where the session is not ``named``: what belongs to one activity bears a key of that activity (trust rule A15).
    """

    __tablename__ = "participant"
    __table_args__ = (CheckConstraint("role in ('participant', 'manager')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    key_sha256: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="participant")


class Cluster(Base):
    """Notes that say one thing, with a name. ``actor``: we, managers, or "" while nobody has said who can act."""

    __tablename__ = "cluster"
    __table_args__ = (CheckConstraint("actor in ('', 'we', 'managers')", name="actor"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    criterion: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    actor: Mapped[str] = mapped_column(default="")


class NameProposal(Base):
    """A name that somebody in the room would give a cluster. ``id``: of the cluster and the key that a phone has for
    this activity, so that each proposes one; gone as soon as the cluster has its name."""

    __tablename__ = "name_proposal"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    cluster_id: Mapped[str] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"))
    text: Mapped[str]


class Note(Base):
    """A stick-up. ``id``: 128 random bits, made where it was written, so that sending twice puts up one.

    ``topic``: what it answers, "question" or an explanation of a driver's gap. ``place``: a random number, the only
    order there is. ``author_sha256``: of the key that its author has for this activity, gone with the reveal.
    ``version``: how often its author changed it, so that a change that comes late undoes no later one. ``text``: ""
    where its author took it away: what is left keeps what comes late from putting it up again.
    ``criterion``: None until placed; ``tray``: to be talked about, mostly because the two who sorted it differed;
    ``proposals``: the criteria that they tapped. ``merged_into``: the note that says it now.
    """

    __tablename__ = "note"
    # Rows lie in the order of their random ids, as answers do: not in the order in which they came.
    __table_args__ = (
        CheckConstraint("actor in ('', 'we', 'managers')", name="actor"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    topic: Mapped[str] = mapped_column(default="question")
    text: Mapped[str]
    place: Mapped[int]
    author_sha256: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=0)
    revealed: Mapped[bool] = mapped_column(default=False)
    criterion: Mapped[str | None]
    tray: Mapped[bool] = mapped_column(default=False)
    proposals: Mapped[list[str]] = mapped_column(default=list)
    cluster_id: Mapped[str | None] = mapped_column(ForeignKey("cluster.id", ondelete="SET NULL"))
    actor: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("note.id", ondelete="SET NULL"))


class Tap(Base):
    """A note that somebody was given to sort, and the criterion tapped; gone when the note has its place.
    ``sorter_sha256``: of the key for sorting."""

    __tablename__ = "tap"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    note_id: Mapped[str] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    sorter_sha256: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    criterion: Mapped[str | None]
    given_at: Mapped[datetime]


class Vote(Base):
    """A dot, until the vote is closed: then it is counted in the workshop's ``results``, and the rows are gone.

    ``id``: made where it was given, so that sending twice counts once. ``voter_sha256``: of the key for this vote.
    """

    __tablename__ = "vote"
    # Rows lie in the order of their random ids, not in the order in which people voted.
    __table_args__ = (
        UniqueConstraint("workshop_id", "phase_id", "voter_sha256", "slot"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    phase_id: Mapped[str]
    voter_sha256: Mapped[str]
    slot: Mapped[int]
    choice: Mapped[str]


class CanvasChange(Base):
    """What a facilitator did to the canvas, and how it was before, to take it back. ``id``: made in the browser;
    ``undone``: taken back already. Nothing that participants do stands here."""

    __tablename__ = "canvas_change"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str]
    before: Mapped[dict[str, Any]]
    undone: Mapped[bool] = mapped_column(default=False)


class NetworkRequest(Base):
    """What a network asks of senior managers. ``messengers``: who bring it; ``answer``: "" while there is none, yes,
    if, no, later; ``answer_on``: by when a yes is done, or the day on which an answer was promised; ``answered_in``:
    the session in which that was said, None where it was outside any. ``meets_on``, ``meets_at``: when it is brought,
    on the clock of the place; ``closed_on``: since when no session opens with it any more."""

    __tablename__ = "network_request"
    __table_args__ = (CheckConstraint("answer in ('', 'yes', 'if', 'no', 'later')", name="answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    cluster_id: Mapped[str | None] = mapped_column(ForeignKey("cluster.id", ondelete="SET NULL"))
    text: Mapped[str]
    example: Mapped[str] = mapped_column(default="")
    brings: Mapped[str] = mapped_column(default="")
    manager: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    messengers: Mapped[list[str]] = mapped_column(default=list)
    asked_on: Mapped[date | None]
    meets_on: Mapped[date | None]
    meets_at: Mapped[time | None]
    answer: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    answer_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answered_in: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    closed_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Acquaintance(Base):
    """ "I know this person": told to the facilitator only, by one in the room; destroyed when the session ends."""

    __tablename__ = "acquaintance"

    request_id: Mapped[int] = mapped_column(ForeignKey("network_request.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))


class PartScore(Base):
    """One assessor's own judgement of a part, before it is talked about. ``points``: 0-100 a RADAR element or
    attribute, or {"evidence": 0-4}."""

    __tablename__ = "part_score"
    __table_args__ = (UniqueConstraint("workshop_id", "part", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    part: Mapped[str]
    points: Mapped[dict[str, Any]]
    strengths: Mapped[str] = mapped_column(default="")
    areas: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")


class PartAgreement(Base):
    """What the assessors agreed on for a part, why, and what was said against it."""

    __tablename__ = "part_agreement"
    __table_args__ = (UniqueConstraint("workshop_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    part: Mapped[str]
    points: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    dissent: Mapped[str] = mapped_column(default="")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class
