"""The invitation that messengers bring: a quarter of an hour with one senior manager, as a mail to copy and a file for
calendars, in the language of the session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date, format_time
from flask_babel import gettext as _
from icalendar import Calendar, Event
from sqlalchemy import select

from assessment.clock import tell_time
from assessment.models import NetworkRequest, Organisation, Workshop, db, in_language
from assessment.results.numbers import locale_of, speaking

QUARTER = timedelta(minutes=15)
PRODUCT = "-//Quality Maturity Assessment//sessions//EN"


@dataclass(frozen=True, slots=True)
class Invitation:
    subject: str
    text: str


def write_invitation(workshop: Workshop, row: NetworkRequest) -> Invitation:
    """All that this senior manager is asked in this session stands in one invitation."""
    with speaking(workshop.language):
        asked = _list_for(row)
        parts = [
            _("Dear %(name)s,", name=row.manager) if row.manager else _("Good day,"),
            _(
                "We are the quality network of %(organisation)s. We would like a quarter of an hour of your time.",
                organisation=_name_organisation(workshop),
            ),
            _tell_moment(row, workshop.language),
            _("No slides. We tell you what we saw, and we ask you to listen first."),
            "\n\n".join(_write_request(one, number) for number, one in enumerate(asked, start=1)),
            _("We ask for an answer to each: yes, yes if, no because, or the day on which you answer."),
            ", ".join(row.messengers) if row.messengers else _("The quality network"),
        ]
        return Invitation(_("A quarter of an hour with the quality network"), "\n\n".join(filter(None, parts)))


def write_calendar(workshop: Workshop, row: NetworkRequest, host: str) -> bytes:
    """A file for calendars; the time is that on the clock of the place. Without a day there is none to write.
    ``host``: of this installation; the minutes' file of days calls the appointment the same."""
    if row.meets_on is None or row.meets_at is None:
        raise ValueError("an appointment needs a day and a time")
    invitation = write_invitation(workshop, row)
    event = Event()
    begins = datetime.combine(row.meets_on, row.meets_at)  # floating: the wall clock of the place
    event.add("uid", f"meeting-{row.id}@{host}")
    event.add("dtstamp", tell_time().replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", begins + QUARTER)
    event.add("summary", invitation.subject)
    event.add("description", invitation.text)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _list_for(row: NetworkRequest) -> list[NetworkRequest]:
    """This request, and the others of its session that go to the same senior manager."""
    if not row.manager:
        return [row]
    same = select(NetworkRequest).where(
        NetworkRequest.workshop_id == row.workshop_id, NetworkRequest.manager == row.manager
    )
    return list(db.session.scalars(same.order_by(NetworkRequest.id)))


def _write_request(row: NetworkRequest, number: int) -> str:
    lines = [f"{number}. {row.text}"]
    if row.example:
        lines.append(_("An example: %(words)s", words=row.example))
    if row.brings:
        lines.append(_("What it brings: %(words)s", words=row.brings))
    return "\n".join(lines)


def _tell_moment(row: NetworkRequest, language: str) -> str:
    if row.meets_on is None:
        return ""
    day = format_date(row.meets_on, "EEEE d MMMM y", locale=locale_of(language))
    if row.meets_at is None:
        return _("We propose %(day)s.", day=day)
    at = format_time(row.meets_at, "HH:mm", locale=locale_of(language))
    return _("We propose %(day)s at %(time)s.", day=day, time=at)


def _name_organisation(workshop: Workshop) -> str:
    return in_language(db.session.get_one(Organisation, workshop.organisation_id).name, workshop.language)
