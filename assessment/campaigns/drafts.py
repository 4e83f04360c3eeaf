"""Surveys that are being set up: a new one, a copy of an earlier one, and saving what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain, count
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from assessment.access.senior_managers import has_begun
from assessment.campaigns.choice import Choice, make_structure, read_choice
from assessment.campaigns.history import note, note_settings, take_settings
from assessment.campaigns.moments import MissingMomentError, find_moment, tell_clock, today_in
from assessment.campaigns.proposals import propose_contact, propose_languages, propose_managers
from assessment.campaigns.service import keep_questionnaire
from assessment.clock import tell_time
from assessment.models import Campaign, JointMember, JointTeam, Organisation, db, writing
from questionnaires import shipped, shipped_text

DRIVERS = "senior-management-drivers"
OPENS_AFTER, OPEN_FOR, RESULTS_AFTER = timedelta(days=10), timedelta(days=17), timedelta(days=14)
OPENS_AT, CLOSES_AT = time(8, 0), time(17, 0)
TUESDAY = 1
WEEK = timedelta(days=7)
YEAR = timedelta(days=364)
"""A year later on the same day of the week."""

LONGEST_APART = timedelta(days=300)
"""Between two days around New Year there is room for a survey that is open so long."""

NAMES = {"en": "Quality at {organisation} {year}", "nl": "Kwaliteit bij {organisation} {year}"}
PURPOSES = {
    "en": "We want to know how our senior managers help you to do good work, and what stands in the way.",
    "nl": "Wij willen weten hoe onze directie helpt om goed werk te leveren, en wat er in de weg staat.",
}
COPIED = (
    "pulse_of_id",
    "questionnaire_version_id",
    "extra_version_id",
    "smallest_group",
    "languages",
    "zone",
    "senior_managers",
    "purpose",
    "sponsor",
    "sponsor_email",
    "contact",
    "server_keeper",
    "asks_comments",
    "slots",
    "target",
    "mail_texts",
    "views",
    "rotating_blocks",
    "form_of_address",
)


ASKED = ("questionnaire_version_id", "extra_version_id", "slots")
"""What the questions are made of: it stays once senior managers have answered them."""


class FrozenError(Exception):
    """The survey was launched: what was settled stays (trust rule A16)."""


class BegunError(Exception):
    """Senior managers have answered these questions already: another questionnaire, or other words in it, would change
    what they said. ``changed``: the columns that would have."""

    def __init__(self, changed: Collection[str]) -> None:
        super().__init__(", ".join(changed))
        self.changed = changed


class OvertakenError(Exception):
    """Somebody else saved this draft meanwhile."""


def create_draft(organisation_id: int, now: datetime | None = None, *, account_id: int | None = None) -> int:
    """A new survey with everything that can be proposed; gives its id. ``account_id``: whoever sets it up, and answers
    questions about it unless somebody else is named."""
    with writing() as session:
        organisation = session.get_one(Organisation, organisation_id)
        zone = "Europe/Amsterdam"
        opens, closes, results = propose_dates(today_in(zone, now or tell_time()), zone)
        questionnaire = shipped(DRIVERS)
        campaign = Campaign(
            organisation_id=organisation_id,
            questionnaire_version_id=keep_questionnaire(session, organisation_id, shipped_text(DRIVERS)).id,
            previous_campaign_id=_find_latest_release(session, organisation_id),
            name=_tell_apart(session, organisation_id, propose_name(organisation.name, opens.year)),
            languages=propose_languages(session, organisation_id, questionnaire.languages)
            or [language for language in questionnaire.languages if language in organisation.name]
            or [questionnaire.languages[0]],
            senior_managers=propose_managers(session, organisation_id, questionnaire.languages),
            contact=propose_contact(session, account_id),
            zone=zone,
            opens_at=opens,
            closes_at=closes,
            results_on=results,
            purpose=dict(PURPOSES),
            structure=make_structure(session, organisation_id, Choice(), draft=True),
        )
        session.add(campaign)
        session.flush()
        note(session, campaign, "created")
        return campaign.id


def propose_name(organisation: Mapping[str, str], year: int) -> dict[str, str]:
    fallback = organisation.get("en") or next(iter(organisation.values()), "")
    return {
        language: text.format(organisation=organisation.get(language) or fallback, year=year)
        for language, text in NAMES.items()
    }


def _tell_apart(session: Session, organisation_id: int, name: dict[str, str]) -> dict[str, str]:
    """The name with a number behind it where another survey of the organisation is called so in any language."""
    names = session.scalars(select(Campaign.name).where(Campaign.organisation_id == organisation_id))
    taken = {text for each in names for text in each.values()}
    numbered = ({code: f"{text} ({number})" for code, text in name.items()} for number in count(2))
    return next(each for each in chain([name], numbered) if not taken & set(each.values()))


def propose_dates(today: date, zone: str, not_before: date | None = None) -> tuple[datetime, datetime, date]:
    """Opens on a Tuesday morning in ten days or more, closes on a Friday, results two weeks later. No day of it falls
    between Christmas and New Year: it then begins, or is told, as many weeks later as it takes. Where it may not begin
    before a day that comes later, it opens on that day."""
    first = today + OPENS_AFTER
    opens = first + timedelta(days=(TUESDAY - first.weekday()) % 7)
    opens = max(opens, not_before or opens)
    while _is_quiet_between(opens, opens + OPEN_FOR):
        opens += WEEK
    closes = opens + OPEN_FOR
    results = _leave_quiet(closes + RESULTS_AFTER)
    return find_moment(opens, OPENS_AT, zone), find_moment(closes, CLOSES_AT, zone), results


def _is_quiet(day: date) -> bool:
    """From 24 December to 2 January hardly anybody answers, or reads."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)


def _is_quiet_between(first: date, last: date) -> bool:
    return any(_is_quiet(first + timedelta(days=day)) for day in range((last - first).days + 1))


def _leave_quiet(day: date) -> date:
    """The same day of the first week in which it is not quiet."""
    while _is_quiet(day):
        day += WEEK
    return day


def _find_latest_release(session: Session, organisation_id: int) -> int | None:
    return session.scalar(
        select(Campaign.id)
        .where(
            Campaign.organisation_id == organisation_id,
            Campaign.state == "released",
            Campaign.pulse_of_id.is_(None),
        )
        .order_by(Campaign.closes_at.desc(), Campaign.id.desc())
        .limit(1)
    )


def copy_survey(organisation_id: int, survey_id: int) -> tuple[int, bool]:
    """A draft with all of an earlier survey's settings, a year later; gives its id, and whether dates were moved on
    further, to leave the days around New Year alone.

    Units, groups and head counts are today's; nothing of answers, invitations or the sponsor's word is taken along.
    """
    with writing() as session:
        source = _lock(session, organisation_id, survey_id)
        values = {name: getattr(source, name) for name in COPIED}
        organisation = session.get_one(Organisation, organisation_id)
        by = _find_shift(source)
        opens, closes = _shift(source.opens_at, source, by), _shift(source.closes_at, source, by)
        later = source.results_on + by if source.results_on else None
        results = _leave_quiet(later) if later else None
        choice = read_choice(source.structure)
        campaign = Campaign(
            organisation_id=organisation_id,
            name=_tell_apart(session, organisation_id, _rename(source, organisation.name, opens)),
            opens_at=opens,
            closes_at=closes,
            results_on=results,
            previous_campaign_id=source.id if source.state == "released" else source.previous_campaign_id,
            structure=make_structure(session, organisation_id, replace(choice, units=None), draft=True),
            **values,
        )
        session.add(campaign)
        session.flush()
        note(session, campaign, "copied", source=survey_id)
        return campaign.id, by > YEAR or results != later


def _find_shift(source: Campaign) -> timedelta:
    """A year, and the weeks that it takes until no day of the copy falls around New Year. What stays open for most of
    a year cannot avoid it."""
    days = [day for moment in (source.opens_at, source.closes_at) if (day := tell_clock(moment, source.zone)[0])]
    by = YEAR
    if days and days[-1] - days[0] < LONGEST_APART:
        while _is_quiet_between(days[0] + by, days[-1] + by):
            by += WEEK
    return by


def _shift(moment: datetime | None, source: Campaign, by: timedelta) -> datetime | None:
    """The same weekday and hour of the clock, so much later; none where that night has no such hour."""
    day, clock = tell_clock(moment, source.zone)
    try:
        return find_moment(day + by, clock, source.zone) if day and clock else None
    except MissingMomentError:
        return None


def _rename(source: Campaign, organisation: Mapping[str, str], opens: datetime | None) -> dict[str, str]:
    """The old name with the new year in it; where it has no year, the proposed one."""
    if opens is None or source.opens_at is None:
        return dict(source.name)
    old, new = str(source.opens_at.year), str(opens.year)
    if any(old in name for name in source.name.values()):
        return {language: name.replace(old, new) for language, name in source.name.items()}
    return propose_name(organisation, opens.year)


def find_survey(organisation_id: int, survey_id: int) -> Campaign | None:
    """A survey of this organisation; None for any other one."""
    return db.session.scalar(
        select(Campaign)
        .where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id)
        # The frame of every page names it.
        .options(joinedload(Campaign.organisation))
    )


def lock_survey(session: Session, organisation_id: int, survey_id: int) -> Campaign:
    """The row of a survey of this organisation, held until the transaction ends."""
    return session.scalars(
        select(Campaign).where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id).with_for_update()
    ).one()


def save_draft(
    organisation_id: int, survey_id: int, seen: int, values: Mapping[str, Any], choice: Choice | None = None
) -> None:
    """Keep columns of a draft; ``seen`` is the row version that the page was made from.

    Raises OvertakenError, with nothing stored, where somebody saved meanwhile, FrozenError after launch, and
    BegunError for another questionnaire, or other words in it, once senior managers have answered this one.
    """
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        if campaign.state != "draft":
            raise FrozenError
        if campaign.row_version != seen:
            raise OvertakenError
        before = take_settings(campaign, values)
        changed = [name for name in ASKED if name in values and getattr(campaign, name) != values[name]]
        if changed and has_begun(session, survey_id):
            raise BegunError(changed)
        for name, value in values.items():
            setattr(campaign, name, value)
        if choice is not None:
            campaign.structure = make_structure(session, organisation_id, choice, draft=True)
        campaign.row_version += 1
        note_settings(session, campaign, before)


def discard_draft(organisation_id: int, survey_id: int) -> None:
    """Delete a survey that was never launched and on which nothing hangs yet; FrozenError otherwise."""
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        if campaign.state != "draft":
            raise FrozenError
        if has_begun(session, survey_id):
            raise FrozenError
        session.execute(delete(JointMember).where(JointMember.campaign_id == survey_id))
        session.execute(delete(JointTeam).where(JointTeam.campaign_id == survey_id))
        session.delete(campaign)
        try:
            session.flush()
        except IntegrityError:
            raise FrozenError from None
        note(session, campaign, "discarded")


def _lock(session: Session, organisation_id: int, survey_id: int) -> Campaign:
    return session.scalars(
        select(Campaign).where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id).with_for_update()
    ).one()
