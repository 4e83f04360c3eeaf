"""Whoever has promised something and left a mail address is reminded a week before its day, and on the day itself.

One job a day and organisation looks which days come; what was done or dropped meanwhile, or given another day, is not
mailed, since that is asked once more when the mail is written.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assessment.clock import tell_time
from assessment.jobs import Handler, RunningJob, enqueue
from assessment.language import addressing
from assessment.mail.kinds import DroppedError, Letter, Order, Writer
from assessment.mail.service import post
from assessment.models import Action, Campaign, Organisation, Workshop, db, in_language, writing
from assessment.results.numbers import speaking
from assessment.sessions.minutes_words import write_day

LOOK = "remind of actions"
KIND = "action-due"
WEEK, DAY = "week", "day"
AHEAD = timedelta(days=7)
LATE = timedelta(days=2)
"""So late a reminder of the week before may still be asked for, after a worker was away."""
AT = time(6, 0, tzinfo=UTC)
OPEN = ("open", "late")


def plan_looks(session: Session, organisation_id: int) -> None:
    """See that somebody looks tomorrow, in the caller's transaction; asking twice asks once."""
    _plan(session, organisation_id, tell_time().date() + timedelta(days=1))


def _plan(session: Session, organisation_id: int, day: date) -> None:
    enqueue(
        session,
        purpose=f"{LOOK} of organisation {organisation_id} on {day}",
        kind=LOOK,
        run_at=datetime.combine(day, AT),
        organisation_id=organisation_id,
    )


def do_look(job: RunningJob) -> None:
    """Ask for the mails of this day, and for the next look as long as there is something to remind of."""
    today = tell_time().date()
    with writing() as session:
        waiting = False
        for action, held_on in _list_open(session, job.organisation_id, today):
            waiting = True
            when = find_moment(action.due, held_on, today)
            if when and action.due:
                post(
                    session,
                    purpose=f"{KIND}:{action.id}:{action.due}:{when}",
                    kind=KIND,
                    reference=action.id,
                    organisation_id=action.organisation_id,
                    parameters={"due": action.due.isoformat(), "when": when},
                )
        if waiting and job.organisation_id is not None:
            _plan(session, job.organisation_id, today + timedelta(days=1))
        job.complete(session)


def _list_open(session: Session, organisation_id: int | None, today: date) -> list[tuple[Action, date | None]]:
    """Open ones with an address whose day has not passed, and the day of their session."""
    rows = session.execute(
        select(Action, Workshop.held_on)
        .outerjoin(Workshop, Workshop.id == Action.workshop_id)
        .where(
            Action.organisation_id == organisation_id,
            Action.email != "",
            Action.status.in_(OPEN),
            or_(Action.due.is_(None), Action.due >= today),
        )
        .order_by(Action.id)
    )
    return [(action, held_on) for action, held_on in rows]


def find_moment(due: date | None, promised_on: date | None, today: date) -> str:
    """Which reminder is for today: "week", "day", or "" for none. What is promised for the coming week has its day's
    only."""
    if due is None:
        return ""
    if due == today:
        return DAY
    ahead = due - AHEAD
    known = promised_on is None or ahead > promised_on
    return WEEK if known and ahead <= today <= ahead + LATE else ""


def write_reminder(order: Order) -> Letter:
    """Dropped where it is done or dropped, has another day by now, or nobody's address stands with it any more."""
    action = db.session.get(Action, order.reference)
    if action is None or not action.email or action.status not in OPEN or action.due is None:
        raise DroppedError
    if action.due.isoformat() != order.parameters["due"] or action.due < tell_time().date():
        raise DroppedError
    workshop = db.session.get(Workshop, action.workshop_id) if action.workshop_id else None
    campaign = db.session.get(Campaign, action.campaign_id) if action.campaign_id else None
    language = workshop.language if workshop else campaign.languages[0] if campaign else "en"
    organisation = in_language(db.session.get_one(Organisation, action.organisation_id).name, language)
    with speaking(language), addressing(campaign.form_of_address if campaign else "je"):
        day = write_day(action.due, language)
        today = order.parameters["when"] == DAY
        return Letter(
            address=action.email,
            language=language,
            subject=_("Today: what you promised") if today else _("In a week: what you promised"),
            paragraphs=tuple(
                part
                for part in (
                    _("Dear %(name)s,", name=action.owner) if action.owner else "",
                    _("Today is the day of your action:")
                    if today
                    else _("Your action is due in a week, on %(day)s:", day=day),
                    in_language(action.text, language),
                    _tell_origin(workshop, organisation, language),
                    _(
                        "Is it done, or has it become pointless? Say so to whoever leads the session, and no further "
                        "mail comes. There is one a week before the day and one on it, never more."
                    ),
                )
                if part
            ),
        )


def _tell_origin(workshop: Workshop | None, organisation: str, language: str) -> str:
    if workshop is None:
        return _("Agreed at %(organisation)s.", organisation=organisation)
    day = write_day(workshop.held_on, language)
    return _(
        "Agreed in the session %(session)s of %(day)s at %(organisation)s.",
        session=workshop.name,
        day=day,
        organisation=organisation,
    )


HANDLERS: Mapping[str, Handler] = {LOOK: do_look}
WRITERS: Mapping[str, Writer] = {KIND: write_reminder}
