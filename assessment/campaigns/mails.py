"""Mails to those who are asked, written at the moment of sending: the invitation, the one reminder, a later closing,
and a test of the first to oneself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from assessment.access.invitations import find_link_key
from assessment.access.tokens import token_for
from assessment.campaigns.mail_texts import BUTTON, FORMAL_PROMISE, choose_text, fill_text, name_tone
from assessment.clock import tell_time
from assessment.mail.kinds import DroppedError, Letter, Order, SettledError, TooEarlyError, Writer
from assessment.models import Account, Campaign, Invitation, db, in_language
from assessment.respond.drafts import Answers
from assessment.respond.finding import find_survey
from assessment.respond.promise import describe_survey
from assessment.respond.visit import Survey, Visit
from assessment.settings import Settings

TEST_TOKEN = "A" * 22
"""Has the shape of a token and opens nothing: a test mail is nobody's invitation."""


@dataclass(frozen=True, slots=True)
class Recipient:
    address: str
    language: str
    unit: str | None
    group: str | None
    token: str


def write_invitation(order: Order) -> Letter:
    """Also to who has answered meanwhile (by a letter, or the first of two tries): what becomes of this mail is shown
    to facilitators, and must not depend on that. Dropped when the survey takes no answers any more."""
    return _write_to(_find_invitation(order), "invitation")


def write_reminder(order: Order) -> Letter:
    """Everybody has a row in the outbox, whoever had answered too: the row ends the same way for both."""
    invitation = _find_invitation(order)
    if invitation.done:
        raise SettledError
    return _write_to(invitation, "reminder")


def write_extended(order: Order) -> Letter:
    """Goes to everybody, so that nobody can tell from it who has answered."""
    return _write_to(_find_invitation(order), "extended")


def write_test(order: Order) -> Letter:
    """The invitation as it will look, to the colleague who asked for it, and marked as a test, so that it is taken for
    nobody's invitation; ``parameters``: the language."""
    account = db.session.get(Account, order.reference)
    if account is None or not account.active or order.campaign_id is None:
        raise DroppedError
    language = str(order.parameters.get("language", "en"))
    letter = write_letter(order.campaign_id, "invitation", Recipient(account.email, language, None, None, TEST_TOKEN))
    return replace(letter, subject=f"Test: {letter.subject}")


def _find_invitation(order: Order) -> Invitation:
    found = db.session.scalars(
        select(Invitation).where(Invitation.id == order.reference).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not found.address:
        raise DroppedError
    return found


def _write_to(invitation: Invitation, kind: str) -> Letter:
    survey = _need_survey(invitation.campaign_id)
    state = survey.find_state(tell_time())
    if state == "early" and survey.state == "open" and survey.opens_at is not None:
        raise TooEarlyError(survey.opens_at)
    if state != "open":
        raise DroppedError
    token = token_for(find_link_key(), invitation.id)
    language = invitation.language if invitation.language in survey.languages else survey.languages[0]
    recipient = Recipient(invitation.address or "", language, invitation.unit, invitation.group_, token)
    return write_letter(invitation.campaign_id, kind, recipient)


def write_letter(campaign_id: int, kind: str, recipient: Recipient) -> Letter:
    """The mail of that kind as this person gets it."""
    return compose(_need_survey(campaign_id), db.session.get_one(Campaign, campaign_id), kind, recipient)


def compose(survey: Survey, campaign: Campaign, kind: str, recipient: Recipient) -> Letter:
    """The same from rows in hand."""
    tone = name_tone(campaign, recipient.language)
    link = make_link(recipient.token, recipient.language if len(survey.languages) > 1 else "")
    values = {
        **_describe(survey, recipient),
        "link": link,
        "organisation": in_language(campaign.organisation.name, recipient.language),
    }
    if tone == "nl-u":
        values["promise"] = FORMAL_PROMISE
    values["sponsor"] = survey.sponsor or values["organisation"]
    subject, paragraphs = fill_text(choose_text(campaign, kind, recipient.language), values)
    return Letter(
        address=recipient.address,
        language=recipient.language,
        subject=subject,
        paragraphs=tuple(paragraphs),
        link=link,
        link_text=BUTTON.get(tone, BUTTON["en"]),
    )


def make_link(token: str, language: str = "") -> str:
    """Begins with the installation's address, whatever a request said (trust rule S18).

    ``language``: in which its pages open for those who have not chosen one; "" leaves that to the browser.
    """
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_address}/s/{token}{f'?language={language}' if language else ''}"


def _describe(survey: Survey, recipient: Recipient) -> dict[str, str]:
    """The same facts as on the first page of answering."""
    visit = _make_visit(survey, recipient.unit, recipient.group, shared=False)
    with force_locale(recipient.language):
        facts = describe_survey(visit, recipient.language)
    return {
        "name": facts.name,
        "closes": facts.closes,
        "minutes": str(facts.minutes),
        "questions": str(facts.questions),
        "contact": survey.contact,
        # Who may see what, and what is known: the other sentences stand on the page that the link opens.
        "promise": f"{facts.promise[0]} {facts.promise[2]}",
    }


def describe_promise(campaign_id: int, language: str, *, shared: bool) -> str:
    """The whole promise, as on the first page of answering; ``shared``: behind a link for everybody."""
    with force_locale(language):
        return " ".join(describe_survey(_make_visit(_need_survey(campaign_id), None, None, shared), language).promise)


def _make_visit(survey: Survey, unit: str | None, group: str | None, shared: bool) -> Visit:
    """Somebody who has not come yet."""
    return Visit(
        token="",
        invitation_id=0,
        shared=shared,
        done=False,
        unit=unit,
        group=group,
        row_version=0,
        answers=Answers(b""),
        survey=survey,
    )


def _need_survey(campaign_id: int) -> Survey:
    survey = find_survey(campaign_id)
    if survey is None:
        raise DroppedError
    return survey


def first_moment(opens_at: datetime | None, now: datetime) -> datetime:
    """When invitations go out: at the opening, or at once when that has passed."""
    return max(opens_at, now) if opens_at else now


WRITERS: Mapping[str, Writer] = {
    "invitation": write_invitation,
    "reminder": write_reminder,
    "extended": write_extended,
    "test": write_test,
}
