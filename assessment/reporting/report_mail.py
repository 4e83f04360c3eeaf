"""The mail that brings executives the results: verdict, what is asked of them, and a link that needs no account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from assessment.language import addressing
from assessment.mail.kinds import DroppedError, Letter, Order, Writer
from assessment.models import Campaign, Publication, PublicationReader, db
from assessment.reporting.days import write_day
from assessment.reporting.publishing import KIND
from assessment.reporting.reader_tokens import make_reader_link
from assessment.reporting.readers import LinkEndedError, refuse_ended
from assessment.results.numbers import local_day, speaking, write_date
from assessment.results.sentences import end_sentence
from assessment.results.service import NotReleasedError, load_results
from assessment.results.verdict import write_verdict
from assessment.results.view import DecisionFact, ResultsView

MOST_DECISIONS = 3


@dataclass(frozen=True, slots=True)
class Sending:
    """What a mail says beside the results."""

    name: str
    email: str
    note: str
    link: str
    ends_at: datetime


def write_mail(order: Order) -> Letter:
    """Dropped where the link opens nothing any more."""
    reader = db.session.get(PublicationReader, order.reference)
    publication = db.session.get(Publication, reader.publication_id) if reader else None
    if reader is None or publication is None:
        raise DroppedError
    try:
        refuse_ended(publication, reader.language)
        view = load_results(publication.campaign_id, language=reader.language)
    except (LinkEndedError, NotReleasedError):
        raise DroppedError from None
    link = make_reader_link(reader.id, reader.language)
    form_of_address = db.session.get_one(Campaign, publication.campaign_id).form_of_address
    with addressing(form_of_address):
        return write_letter(view, Sending(reader.name, reader.email, publication.note, link, publication.ends_at))


def write_letter(view: ResultsView, sending: Sending) -> Letter:
    """The mail in the view's language; the same for the preview and for whoever gets it."""
    with speaking(view.language):
        survey = view.text(view.facts.name)
        decisions = tuple(sorted(view.decisions, key=lambda decision: decision.position))
        return Letter(
            address=sending.email,
            language=view.language,
            subject=_write_subject(survey, len(decisions)),
            paragraphs=tuple(part for part in _write_paragraphs(view, survey, decisions, sending) if part),
            link=sending.link,
            link_text=_("Read page one and answer") if decisions else _("Read page one"),
        )


def _write_subject(survey: str, decisions: int) -> str:
    if not decisions:
        return _("%(survey)s: the results", survey=survey)
    if decisions == 1:
        return _("%(survey)s: the results, and one decision", survey=survey)
    return _("%(survey)s: the results, and %(count)s decisions", survey=survey, count=decisions)


def _write_paragraphs(
    view: ResultsView, survey: str, decisions: tuple[DecisionFact, ...], sending: Sending
) -> tuple[str, ...]:
    organisation = view.text(view.facts.organisation)
    day = write_date(local_day(sending.ends_at, view.facts.zone), view)
    return (
        _("Dear %(name)s,", name=sending.name),
        _("The results of %(survey)s at %(organisation)s are there:", survey=survey, organisation=organisation),
        end_sentence(write_verdict(view)),
        sending.note,
        _write_asked(view, decisions),
        sending.link,
        _(
            "It opens page one, also on a phone, without an account. Answer there: yes; yes, if; no, because; or ask "
            "me on a day. Staff see the answers, with names."
        )
        if decisions
        else _(
            "The link opens page one of the report, on a phone too, without an account. Nothing has been put up for "
            "decision yet; once something is, it can be answered there."
        ),
        _("Personal, until %(day)s; whether it is opened is not kept.", day=day),
        _("Questions? %(contact)s", contact=view.facts.contact) if view.facts.contact else "",
    )


def _write_asked(view: ResultsView, decisions: tuple[DecisionFact, ...]) -> str:
    if not decisions:
        return ""
    lines = [_("To decide:")]
    for letter, one in zip("ABC", decisions, strict=False):
        day = write_day(one.due, view) if one.due else ""
        who = ", ".join(part for part in (one.owner, day) if part)
        text = view.text(one.text)
        lines.append(f"{letter} {text} ({who})" if who else f"{letter} {text}")
    more = len(decisions) - MOST_DECISIONS
    if more > 0:
        lines.append(_("and %(count)s more", count=more))
    return "\n".join(lines)


WRITERS: Mapping[str, Writer] = {KIND: write_mail}
