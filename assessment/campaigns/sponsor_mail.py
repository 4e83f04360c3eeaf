"""The mail that asks the sponsor for five commitments: sent when a facilitator asks for it, once a day at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from assessment.campaigns.drafts import lock_survey
from assessment.campaigns.following import find_sponsor_address
from assessment.campaigns.history import note
from assessment.campaigns.moments import today_in
from assessment.clock import tell_time
from assessment.language import LANGUAGES, current_language
from assessment.mail.kinds import DroppedError, Letter, Order, Writer
from assessment.mail.service import post
from assessment.models import Campaign, Mail, Person, db, in_language, writing
from assessment.respond.promise import tell_day, tell_moment


def ask_sponsor(organisation_id: int, survey_id: int, now: datetime | None = None) -> str:
    """Send the sponsor the link, to the address of the set-up; gives that address, "" where nothing is to be sent:
    there is none, all is answered, or the survey is over. The day is that of the survey's own calendar."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if not may_ask(campaign):
            return ""
        post(
            session,
            purpose=f"sponsor:{survey_id}:{today_in(campaign.zone, now or tell_time()).isoformat()}",
            kind="sponsor",
            reference=survey_id,
            organisation_id=organisation_id,
            campaign_id=survey_id,
        )
        note(session, campaign, "sponsor-asked")
        return campaign.sponsor_email


def may_ask(campaign: Campaign) -> bool:
    return bool(campaign.sponsor_email) and campaign.sponsor_answer is None and campaign.state in ("draft", "open")


@dataclass(frozen=True, slots=True)
class Request:
    """The latest mail to the sponsor: the day, in words, that it was asked for, and whether it could not be
    delivered."""

    day: str
    failed: bool


def find_request(campaign: Campaign) -> Request | None:
    """A mail that was sent keeps no moment; the day stands in its purpose."""
    row = db.session.execute(
        select(Mail.purpose, Mail.state)
        .where(Mail.campaign_id == campaign.id, Mail.kind == "sponsor")
        .order_by(Mail.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    day = date.fromisoformat(row.purpose.rpartition(":")[2])
    return Request(tell_day(day, current_language()), row.state == "failed")


def find_language(campaign: Campaign) -> str:
    """What the sponsor has in the list of people; else what most people there have; else the survey's first."""
    here = Person.organisation_id == campaign.organisation_id
    own = select(Person.language).where(here, Person.email == campaign.sponsor_email.lower())
    most = select(Person.language).where(here).group_by(Person.language).order_by(func.count().desc(), Person.language)
    found = db.session.scalar(own.limit(1)) or db.session.scalar(most.limit(1))
    if found in LANGUAGES:
        return found
    return next((language for language in campaign.languages if language in LANGUAGES), "en")


def write_request(order: Order) -> Letter:
    campaign = db.session.get(Campaign, order.reference)
    if campaign is None or not may_ask(campaign):
        raise DroppedError
    language = find_language(campaign)
    name = in_language(campaign.name, language)
    link = find_sponsor_address(campaign.id)
    with force_locale(language):
        opens = tell_moment(campaign.opens_at, campaign.zone, language)
        return Letter(
            address=campaign.sponsor_email,
            language=language,
            subject=_("%(survey)s: five commitments, two minutes", survey=name),
            paragraphs=tuple(
                paragraph
                for paragraph in (
                    _("You are named as the sponsor of %(survey)s.", survey=name),
                    _("It opens on %(moment)s.", moment=opens) if opens and campaign.state == "draft" else "",
                    _(
                        "People answer when they believe that something will follow. The page behind this link asks "
                        "you for five commitments, and says what it costs to refuse one. Refusing is possible."
                    ),
                    link,
                    _("The link is meant for you alone."),
                    _("Questions? %(contact)s", contact=campaign.contact) if campaign.contact else "",
                )
                if paragraph
            ),
            link=link,
            link_text=_("Answer in two minutes"),
        )


WRITERS: Mapping[str, Writer] = {"sponsor": write_request}
