"""Inviting people by mail: each once, one reminder, and what became of it all (trust rules A2, A13, A17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import JSON, ColumnElement, Select, String, cast, func, insert, literal, select, update
from sqlalchemy.orm import Session

from assessment.access.invitations import Place, add_invitations
from assessment.campaigns.mails import first_moment
from assessment.campaigns.service import PlanError
from assessment.jobs import enqueue
from assessment.mail.service import post, post_many, wake
from assessment.models import Campaign, Invitation, Job, Mail, Person, Unit, db, writing
from assessment.respond.structure import Structure, join_small_unit, make_structure
from assessment.settings import Settings

INVITE = "invite people"
CHUNK = 200
MOST_FAILURES = 200


def find_survey(organisation_id: int, survey_id: int) -> Campaign | None:
    """A survey of this organisation; None for one of another (S2)."""
    return db.session.scalars(
        select(Campaign).where(Campaign.organisation_id == organisation_id, Campaign.id == survey_id)
    ).one_or_none()


def ask_to_invite(session: Session, campaign: Campaign) -> int:
    """Ask for the job that invites all who can be reached and were not yet, in the caller's transaction; while one is
    at work, that one. Raises PlanError where the survey is not open."""
    if campaign.state != "open":
        raise PlanError("only an open survey invites")
    mine = Job.purpose.startswith(name_purpose(campaign.id))
    at_work = session.scalars(select(Job.id).where(mine, Job.state.in_(("waiting", "running")))).first()
    if at_work is not None:
        return at_work
    number = session.scalar(select(func.count()).select_from(Job).where(mine)) or 0
    return enqueue(
        session,
        purpose=f"{name_purpose(campaign.id)}{number + 1}",
        kind=INVITE,
        parameters={"campaign_id": campaign.id},
        organisation_id=campaign.organisation_id,
    )


def name_purpose(campaign_id: int) -> str:
    return f"invitations of survey {campaign_id}, round "


def invite_everybody(organisation_id: int, survey_id: int) -> None:
    """The same in a transaction of its own, for the page's button."""
    with writing() as session:
        ask_to_invite(session, lock_survey(session, organisation_id, survey_id))


def lock_survey(session: Session, organisation_id: int, survey_id: int) -> Campaign:
    """The survey, which nobody else changes before this commits; raises NoResultFound for one of another house."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.organisation_id == organisation_id, Campaign.id == survey_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def invite_next(organisation_id: int, survey_id: int) -> int:
    """Invite the next chunk of people; gives how many, 0 when all are. Links and mails commit together, so that a
    worker may be killed at any moment and nobody is invited twice."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "open":
            return 0
        people = session.execute(select_people(campaign).order_by(Person.id).limit(CHUNK)).all()
        structure = make_structure(campaign.structure)
        places = [
            Place(
                join_small_unit(structure, row.unit, row.group_, campaign.smallest_group),
                row.group_,
                row.email,
                row.language,
            )
            for row in people
        ]
        made = add_invitations(session, campaign.id, places, "personal")
        at = first_moment(campaign.opens_at, datetime.now(UTC))
        post_many(session, [describe_mail(campaign, "invitation", invitation_id, at) for invitation_id, _ in made])
        return len(made)


def describe_mail(campaign: Campaign, kind: str, invitation_id: int, at: datetime) -> dict[str, Any]:
    return {
        "purpose": f"{kind}:{invitation_id}",
        "kind": kind,
        "reference": invitation_id,
        "organisation_id": campaign.organisation_id,
        "campaign_id": campaign.id,
        "parameters": {},
        "next_at": at,
    }


def select_people(campaign: Campaign) -> Select[int, str, str, str | None, str]:
    """Everybody who can be reached by mail, is asked in this survey, and has no invitation yet."""
    invited = select(Invitation.address).where(Invitation.campaign_id == campaign.id, Invitation.address.is_not(None))
    return (
        select(Person.id, Unit.key.label("unit"), Person.group_, Person.email, Person.language)
        .join(Unit, Unit.id == Person.unit_id)
        .where(*are_asked(campaign), Person.email.is_not(None), Person.email.not_in(invited))
    )


def are_asked(campaign: Campaign) -> Sequence[ColumnElement[bool]]:
    """Whom the survey asks, as its launch has frozen it: its units, its groups. Senior managers are asked only where
    they do not answer together, and are enough to be shown (trust rule A21)."""
    structure = make_structure(campaign.structure)
    return (
        Person.organisation_id == campaign.organisation_id,
        Unit.key.in_(list(structure.units)),
        Person.group_.in_(list_asked_groups(structure, campaign)),
    )


def list_asked_groups(structure: Structure, campaign: Campaign) -> list[str]:
    saying = [key for key in structure.groups if structure.find_voice(key) == "says"]
    counted = sum(int(row["count"]) for row in structure.invited if row["group"] in saying)
    asked = saying if not campaign.joint_answer_promised and counted >= campaign.smallest_group else []
    return [*structure.seeing_groups, *asked]


def remind_once(organisation_id: int, survey_id: int) -> bool:
    """Have the system remind those who have not answered, once; False where that was done. Everybody who was invited
    by mail gets a row, so that no row says who had answered; the writer of reminders knows when it is sent."""
    now = datetime.now(UTC)
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "open":
            raise PlanError("only an open survey reminds")
        if campaign.reminded:
            return False
        campaign.reminded = True
        _post_to_everybody(session, campaign, "reminder", first_moment(campaign.opens_at, now))
        return True


def tell_extension(session: Session, campaign: Campaign) -> None:
    """Tell everybody who was invited by mail that the survey is open longer, in the caller's transaction."""
    _post_to_everybody(session, campaign, "extended", datetime.now(UTC))


def _post_to_everybody(session: Session, campaign: Campaign, kind: str, at: datetime) -> None:
    """One statement, however many there are. Whose invitation could not be delivered gets nothing more."""
    failed = select(Mail.reference).where(
        Mail.campaign_id == campaign.id, Mail.kind == "invitation", Mail.state == "failed"
    )
    rows = select(
        literal(campaign.organisation_id),
        literal(campaign.id),
        literal(f"{kind}:") + cast(Invitation.id, String),
        literal(kind),
        Invitation.id,
        literal({}, JSON),
        literal("waiting"),
        literal(0),
        literal(at, Mail.next_at.type),
        literal(""),
    ).where(Invitation.campaign_id == campaign.id, Invitation.address.is_not(None), Invitation.id.not_in(failed))
    columns = (
        "organisation_id",
        "campaign_id",
        "purpose",
        "kind",
        "reference",
        "parameters",
        "state",
        "tries",
        "next_at",
        "fault",
    )
    session.execute(insert(Mail).from_select(columns, rows, include_defaults=False))
    wake(session, at)


def send_test(organisation_id: int, survey_id: int, account_id: int, language: str, key: str) -> None:
    """The invitation as it will look, to the colleague's own address and to no other (S26); ``key``: of this wish."""
    with writing() as session:
        post(
            session,
            purpose=f"test:{survey_id}:{account_id}:{key}",
            kind="test",
            reference=account_id,
            organisation_id=organisation_id,
            campaign_id=survey_id,
            parameters={"language": language},
        )


def try_again(organisation_id: int, survey_id: int) -> int:
    """Give invitations that failed a new start; gives how many."""
    with writing() as session:
        lock_survey(session, organisation_id, survey_id)
        now = datetime.now(UTC)
        changed = session.execute(
            update(Mail)
            .where(Mail.campaign_id == survey_id, Mail.kind == "invitation", Mail.state == "failed")
            .values(state="waiting", tries=0, fault="", next_at=now, parameters={})
            .returning(Mail.id)
        ).all()
        if changed:
            wake(session, now)
        return len(changed)


@dataclass(frozen=True, slots=True)
class Failure:
    address: str
    fault: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Of invitations only: what became of a reminder would tell who had not answered. ``progress``: of the round of
    inviting at work, None where none is."""

    left: int
    without_mail: int
    sent: int
    waiting: int
    failed: int
    failures: tuple[Failure, ...]
    progress: int | None

    @property
    def invited(self) -> int:
        return self.sent + self.waiting + self.failed


def make_overview(campaign: Campaign) -> Overview:
    states = _count_states(campaign.id)
    asked = select(func.count()).select_from(Person).join(Unit, Unit.id == Person.unit_id).where(*are_asked(campaign))
    job = db.session.execute(
        select(Job.progress).where(
            Job.purpose.startswith(name_purpose(campaign.id)), Job.state.in_(("waiting", "running"))
        )
    ).first()
    return Overview(
        left=db.session.scalar(select(func.count()).select_from(select_people(campaign).subquery())) or 0,
        without_mail=db.session.scalar(asked.where(Person.email.is_(None))) or 0,
        sent=states.get("sent", 0),
        waiting=states.get("waiting", 0) + states.get("sending", 0),
        failed=states.get("failed", 0),
        failures=_list_failures(campaign.id) if states.get("failed") else (),
        progress=job.progress if job else None,
    )


def _count_states(campaign_id: int) -> Mapping[str, int]:
    counted = db.session.execute(
        select(Mail.state, func.count())
        .where(Mail.campaign_id == campaign_id, Mail.kind == "invitation")
        .group_by(Mail.state)
    )
    return {row[0]: row[1] for row in counted}


def _list_failures(campaign_id: int) -> tuple[Failure, ...]:
    rows = db.session.execute(
        select(Invitation.address, Mail.fault)
        .join(Mail, Mail.reference == Invitation.id)
        .where(Mail.campaign_id == campaign_id, Mail.kind == "invitation", Mail.state == "failed")
        .order_by(Invitation.address)
        .limit(MOST_FAILURES)
    )
    return tuple(Failure(address or "", fault) for address, fault in rows)


def find_mail_host() -> str:
    """The mail server of this installation; "" where none is set."""
    settings: Settings = current_app.extensions["settings"]
    return settings.mail_host
