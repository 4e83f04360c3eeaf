"""Inviting people by mail: each once, one reminder, and what became of it all (trust rules A2, A13, A17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from assessment.access.invitations import Place, add_invitations
from assessment.access.senior_managers import may_be_asked
from assessment.campaigns.drafts import lock_survey
from assessment.campaigns.history import note
from assessment.campaigns.mails import first_moment
from assessment.campaigns.reminders import Sending, find_hindrance
from assessment.campaigns.service import PlanError
from assessment.clock import tell_time
from assessment.jobs import enqueue
from assessment.mail.service import post, post_many, wake
from assessment.models import Campaign, Invitation, Job, Mail, Person, Unit, db, writing
from assessment.respond.structure import Structure, join_small_unit, make_structure
from assessment.settings import Settings

INVITE = "invite people"
CHUNK = 200


def ask_to_invite(session: Session, campaign: Campaign) -> int:
    """Ask for the job that invites all who were not yet, by mail and for a letter, in the caller's transaction; while
    one is at work, that one. Raises PlanError where the survey is not open."""
    if campaign.state != "open":
        raise PlanError("only an open survey invites")
    at_work = find_at_work(session, campaign.id)
    if at_work is not None:
        return at_work
    mine = Job.purpose.startswith(name_purpose(campaign.id))
    number = session.scalar(select(func.count()).select_from(Job).where(mine)) or 0
    return enqueue(
        session,
        purpose=f"{name_purpose(campaign.id)}{number + 1}",
        kind=INVITE,
        parameters={"campaign_id": campaign.id},
        organisation_id=campaign.organisation_id,
    )


def find_at_work(session: Session, campaign_id: int) -> int | None:
    """The job that invites for this survey just now."""
    mine = Job.purpose.startswith(name_purpose(campaign_id))
    return session.scalars(select(Job.id).where(mine, Job.state.in_(("waiting", "running")))).first()


def name_purpose(campaign_id: int) -> str:
    return f"invitations of survey {campaign_id}, round "


def invite_everybody(organisation_id: int, survey_id: int) -> None:
    """The same in a transaction of its own, for the page's button."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        at_work = find_at_work(session, survey_id)
        if ask_to_invite(session, campaign) != at_work:
            note(session, campaign, "inviting")


def invite_next(organisation_id: int, survey_id: int) -> int:
    """Invite the next chunk of people; gives how many, 0 when all are. Links and mails commit together, so that a
    worker may be killed at any moment and nobody is invited twice."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "open":
            return 0
        structure = make_structure(campaign.structure)
        people = session.execute(select_people(campaign).order_by(Person.id).limit(CHUNK)).all()
        kind = "personal"
        if not people:
            people = session.execute(select_letters(campaign).order_by(Person.id).limit(CHUNK)).all()
            kind = "letter"
        places = [
            Place(
                find_home(campaign, structure, row.unit, row.group_),
                None if structure.whole else row.group_,
                row.address,
                row.language,
            )
            for row in people
        ]
        made = add_invitations(session, campaign.id, places, kind)
        if kind == "personal":
            at = first_moment(campaign.opens_at, tell_time())
            post_many(session, [describe_mail(campaign, "invitation", invitation_id, at) for invitation_id, _ in made])
        return len(made)


def find_home(campaign: Campaign, structure: Structure, unit: str, group: str) -> str | None:
    """The unit that the invitation names: one too small to be shown joins the one above it (A2)."""
    return join_small_unit(structure, unit, group, campaign.smallest_group) if unit in structure.units else None


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


People = Select[int, str, str, str, str]
Asked = Sequence[ColumnElement[bool]]
"""Conditions of a query about people: whom a survey asks."""


def select_people(campaign: Campaign) -> People:
    """Everybody who can be reached by mail, is asked in this survey, and has no invitation yet."""
    return _select(campaign, "personal", Person.email).where(Person.email.is_not(None))


def select_letters(campaign: Campaign) -> People:
    """The same for those without mail, who get theirs on paper."""
    return _select(campaign, "letter", cast(Person.id, String)).where(Person.email.is_(None))


def _select(campaign: Campaign, kind: str, address: SQLColumnExpression[Any]) -> People:
    return (
        select(Person.id, Unit.key.label("unit"), Person.group_, address.label("address"), Person.language)
        .join(Unit, Unit.id == Person.unit_id)
        .where(*are_asked(campaign), address.not_in(_select_invited(campaign.id, kind)))
    )


def _select_invited(campaign_id: int | BindParameter[int], kind: str) -> Select[str | None]:
    """The addresses that have an invitation of a kind."""
    return select(Invitation.address).where(
        Invitation.campaign_id == campaign_id, Invitation.kind == kind, Invitation.address.is_not(None)
    )


@dataclass(frozen=True, slots=True)
class Left:
    """Who can still be invited by mail, who still lacks a letter, and all without mail, with a letter or not."""

    mails: int
    letters: int
    without_mail: int


def count_left(campaign: Campaign, asked: Asked) -> Left:
    """In one pass over the people who are asked."""
    return Left(*db.session.execute(_LEFT.where(*asked), {"campaign": campaign.id}).one())


def count_letters_left(campaign: Campaign, asked: Asked) -> int:
    """``asked``: as ``are_asked`` says."""
    return db.session.scalars(_LETTERS_LEFT.where(*asked), {"campaign": campaign.id}).one()


_without = Person.email.is_(None)
# Looked up in the index for each person, which is quicker than a list of all addresses.
_is_mailed = exists(Invitation.id).where(
    Invitation.campaign_id == bindparam("campaign"), Invitation.kind == "personal", Invitation.address == Person.email
)
_lacks_letter = cast(Person.id, String).not_in(_select_invited(bindparam("campaign"), "letter"))
_LEFT = select(
    func.count().filter(Person.email.is_not(None), ~_is_mailed),
    func.count().filter(_without, _lacks_letter),
    func.count().filter(_without),
).select_from(Person)
_LETTERS_LEFT = select(func.count()).select_from(Person).where(_without, _lacks_letter)


def are_asked(campaign: Campaign, structure: Structure | None = None) -> Asked:
    """Whom the survey asks, as its launch has frozen it, or would today (``structure``): its units, its groups. Senior
    managers are asked only where they do not answer together, and are enough to be shown (trust rule A21)."""
    structure = structure or make_structure(campaign.structure)
    if structure.whole:
        return [Person.organisation_id == campaign.organisation_id, Person.group_.in_(structure.whole)]
    asked = [
        Person.organisation_id == campaign.organisation_id,
        Person.group_.in_(list_asked_groups(structure, campaign)),
    ]
    units = db.session.execute(select(Unit.id, Unit.key).where(Unit.organisation_id == campaign.organisation_id))
    outside = [unit_id for unit_id, key in units if key not in structure.units]
    if outside:
        # Senior managers speak for the organisation, wherever they are listed.
        asked.append(or_(Person.unit_id.not_in(outside), Person.group_.not_in(structure.seeing_groups)))
    return asked


def list_asked_groups(structure: Structure, campaign: Campaign) -> list[str]:
    saying = [key for key in structure.groups if structure.find_voice(key) == "says"]
    counted = sum(row["count"] for row in structure.invited if row["group"] in saying)
    promised, smallest = campaign.joint_answer_promised, campaign.smallest_group
    asked = saying if may_be_asked(db.session, campaign.id, promised, counted, smallest) else []
    return [*structure.seeing_groups, *asked]


def remind_once(organisation_id: int, survey_id: int) -> bool:
    """Have the system remind those who have not answered, once; False where that was done. Everybody who was invited
    by mail gets a row, so that no row says who had answered; the writer of reminders knows when it is sent. Raises
    PlanError where ``find_hindrance`` knows why not: what is sent too early is lost, as there is only one."""
    now = tell_time()
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "open":
            raise PlanError("only an open survey reminds")
        if campaign.reminded:
            return False
        hindrance = find_hindrance(campaign.opens_at, campaign.closes_at, _find_sending(survey_id), now)
        if hindrance:
            raise PlanError(f"no reminder now: {hindrance}")
        campaign.reminded = True
        _post_to_everybody(session, campaign, "reminder", now)
        note(session, campaign, "reminded")
        return True


def _find_sending(campaign_id: int) -> Sending:
    states = count_states(campaign_id)
    return Sending(states.get("sent", 0), count_waiting(states), find_progress(campaign_id) is not None)


def count_waiting(states: Mapping[str, int]) -> int:
    return states.get("waiting", 0) + states.get("sending", 0)


def tell_extension(session: Session, campaign: Campaign) -> None:
    """Tell everybody who was invited by mail that the survey is open longer, in the caller's transaction."""
    _post_to_everybody(session, campaign, "extended", tell_time())


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
    ).where(
        Invitation.campaign_id == campaign.id,
        Invitation.kind == "personal",
        Invitation.address.is_not(None),
        Invitation.id.not_in(failed),
    )
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
        campaign = lock_survey(session, organisation_id, survey_id)
        now = tell_time()
        changed = session.execute(
            update(Mail)
            .where(Mail.campaign_id == survey_id, Mail.kind == "invitation", Mail.state == "failed")
            .values(state="waiting", tries=0, fault="", next_at=now, parameters={})
            .returning(Mail.id)
        ).all()
        if changed:
            wake(session, now)
            note(session, campaign, "sent-again", mails=len(changed))
        return len(changed)


def find_progress(campaign_id: int) -> int | None:
    """How far the inviting at work is, 0 to 100; None where none is."""
    return db.session.scalar(_PROGRESS, {"purpose": name_purpose(campaign_id)})


def count_states(campaign_id: int) -> Mapping[str, int]:
    """State to how many invitations by mail are in it."""
    return dict(db.session.execute(_STATES, {"campaign": campaign_id}).all())


_PROGRESS = select(Job.progress).where(
    Job.purpose.startswith(bindparam("purpose")), Job.state.in_(("waiting", "running"))
)
_STATES = (
    select(Mail.state, func.count())
    .where(Mail.campaign_id == bindparam("campaign"), Mail.kind == "invitation")
    .group_by(Mail.state)
)


def find_mail_host() -> str:
    """The mail server of this installation; "" where none is set."""
    settings: Settings = current_app.extensions["settings"]
    return settings.mail_host
