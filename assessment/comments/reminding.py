"""Reminding those who read comments, before the time for it ends and what is not released is deleted (rule A18)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.comments.reading import is_settled, list_readers, list_second_readers, name_job
from assessment.jobs import RunningJob
from assessment.mail.kinds import DroppedError, Letter, Order, Writer
from assessment.mail.service import post_many
from assessment.models import Account, Campaign, CommentToRead, Job, Membership, db, in_language, writing
from assessment.release.schedule import Deletion, find_retention

KIND = "comments-left"
READERS = ("facilitator", "second-reader")


def do_remind(job: RunningJob) -> None:
    """A mail to each who has something left to do; ``parameters["number"]`` tells the reminders apart (F24)."""
    with writing() as session:
        campaign = session.get_one(Campaign, int(job.parameters["campaign_id"]))
        now = datetime.now(UTC)
        rows = [
            {
                "purpose": f"{KIND}:{campaign.id}:{account_id}:{job.parameters['number']}",
                "kind": KIND,
                "reference": account_id,
                "organisation_id": campaign.organisation_id,
                "campaign_id": campaign.id,
                "parameters": {},
                "next_at": now,
            }
            for account_id in sorted(find_left(session, campaign))
        ]
        post_many(session, rows)
        job.complete(session)


def find_left(session: Session, campaign: Campaign) -> dict[int, int]:
    """Account to the comments that this one has to read; 0 for a facilitator who has only to release them.

    Empty where nothing is to be done. A comment that two people have read is nobody's work any more.
    """
    asked = session.scalar(
        select(Job.id).where(Job.purpose == name_job(campaign.id), Job.state.in_(("waiting", "running", "done")))
    )
    comments = session.scalars(select(CommentToRead.id).where(CommentToRead.campaign_id == campaign.id)).all()
    if asked is not None or not comments:
        return {}
    readers = list_readers(session, campaign.id)
    second = list_second_readers(session, campaign.organisation_id)
    unsettled = [one for one in comments if not is_settled(readers.get(one, set()), second)]
    roles: dict[int, set[str]] = {}
    for account_id, role in session.execute(
        select(Membership.account_id, Membership.role)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == campaign.organisation_id,
            Membership.role.in_(READERS),
            Account.active.is_(True),
        )
    ):
        roles.setdefault(account_id, set()).add(role)
    if not unsettled:
        return dict.fromkeys((one for one, held in roles.items() if "facilitator" in held), 0)
    left = {one: sum(one not in readers.get(comment, set()) for comment in unsettled) for one in roles}
    return {one: count for one, count in left.items() if count}


def write_reminder(order: Order) -> Letter:
    """Dropped where nothing is left for this reader when it is sent."""
    account = db.session.get(Account, order.reference)
    campaign = db.session.get(Campaign, order.campaign_id)
    left = find_left(db.session, campaign) if campaign is not None else {}
    if account is None or campaign is None or account.id not in left:
        raise DroppedError
    name = in_language(campaign.name, account.language)
    link = f"{current_app.extensions['settings'].base_address}{make_place(campaign)}"
    with force_locale(account.language):
        day = tell_end(find_retention(campaign).comments, campaign.zone, account.language)
        return Letter(
            address=account.email,
            language=account.language,
            subject=_("Comments to read: %(survey)s", survey=name),
            paragraphs=(
                _tell_left(left[account.id]),
                link,
                _(
                    "What is not released by %(day)s is deleted then, read or unread. That day cannot be moved.",
                    day=day,
                ),
                _("You read them after signing in."),
            ),
            link=link,
            link_text=_("Read the comments"),
        )


def _tell_left(count: int) -> str:
    if not count:
        return _("All comments have been read by two people. A facilitator has still to release them.")
    return ngettext(
        "%(num)s comment still waits for you to read it.", "%(num)s comments still wait for you to read them.", count
    )


def make_place(campaign: Campaign) -> str:
    return f"/organisations/{campaign.organisation_id}/comments/{campaign.id}"


def tell_end(deletion: Deletion | None, zone: str, language: str) -> str:
    """The day, by the survey's own calendar, on which comments are deleted or were; "" where none is fixed."""
    moment = (deletion.done or deletion.due) if deletion else None
    if moment is None:
        return ""
    day: date = moment.astimezone(ZoneInfo(zone)).date()
    return format_date(day, "d MMMM y", locale="en_GB" if language == "en" else language)


WRITERS: Mapping[str, Writer] = {KIND: write_reminder}
