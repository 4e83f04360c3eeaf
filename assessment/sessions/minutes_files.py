"""What a session's minutes say as tables for spreadsheets and as days for calendars."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event

from assessment.results.formulas import defuse
from assessment.results.numbers import speaking
from assessment.sessions.minutes import Asked, Minutes, Promised
from assessment.sessions.minutes_words import name_actor, name_outcome, name_status
from reports.document import Attachment

NOTES, SCORES, ACTIONS, REQUESTS = "notes", "scores", "actions", "requests"
TABLES = (NOTES, SCORES, ACTIONS, REQUESTS)
PRODUCT = "-//Quality Maturity Assessment//minutes//EN"

Row = tuple[str, ...]


def write_table(minutes: Minutes, name: str, language: str) -> bytes:
    """One of the tables, which no spreadsheet takes for formulas (trust rule S22)."""
    with speaking(language):
        lists = {NOTES: _list_notes, SCORES: _list_scores, ACTIONS: _list_actions, REQUESTS: _list_requests}
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([defuse(text) for text in row] for row in lists[name](minutes))
    return f"\ufeff{out.getvalue()}".encode()


def _list_notes(minutes: Minutes) -> Iterator[Row]:
    yield _("Criterion"), _("Note"), _("Times put up")
    for placed in minutes.placed:
        for card in placed.cards:
            yield placed.name or _("Not placed"), card.text, str(card.times)


def _list_scores(minutes: Minutes) -> Iterator[Row]:
    """A part left open has no score, which is not a zero."""
    yield _("Criterion"), _("Part"), _("Agreed"), _("In words"), _("Why"), _("Said against it")
    for criterion in minutes.agreed.criteria if minutes.agreed else ():
        for part in criterion.parts:
            yield criterion.name, part.name, part.score, part.words, part.reason, part.dissent


def _list_actions(minutes: Minutes) -> Iterator[Row]:
    yield _("Session"), _("What"), _("Who"), _("By when"), _("Who can act"), _("How it stands"), _("Comes from")
    for one in minutes.promised:
        yield _("this one"), *_tell_action(one)
    for one in minutes.promised_before:
        yield _("the one before"), *_tell_action(one)


def _tell_action(one: Promised) -> Row:
    due = one.due.isoformat() if one.due else ""
    return one.text, one.owner, due, name_actor(one.actor), name_status(one.status), one.origin


def _list_requests(minutes: Minutes) -> Iterator[Row]:
    yield (
        _("Session"),
        _("Request"),
        _("For example"),
        _("What it brings"),
        _("Asked of"),
        _("Answer"),
        _("In words"),
        _("Who does it"),
        _("Answered on"),
        _("Answer promised for"),
    )
    for one in minutes.asked:
        yield _("this one"), *_tell_request(one)
    for one in minutes.asked_before:
        yield _("the one before"), *_tell_request(one)


def _tell_request(one: Asked) -> Row:
    days = [day.isoformat() if day else "" for day in (one.answered_on, one.answer_on)]
    return one.text, one.example, one.brings, one.manager, name_outcome(one.answer), one.words, one.owner, *days


def list_attachments(minutes: Minutes, language: str) -> tuple[Attachment, ...]:
    """The same content inside the PDF, in the language that is spoken at the time."""
    about = {
        NOTES: _("The notes by criterion as a table"),
        SCORES: _("The scores agreed as a table"),
        ACTIONS: _("The actions as a table"),
        REQUESTS: _("The requests and their answers as a table"),
    }
    filled = {
        NOTES: minutes.notes,
        SCORES: minutes.agreed.agreed if minutes.agreed else 0,
        ACTIONS: len(minutes.promised) + len(minutes.promised_before),
        REQUESTS: len(minutes.asked) + len(minutes.asked_before),
    }
    return tuple(
        Attachment(f"{name}.csv", about[name], write_table(minutes, name, language), "Data")
        for name in TABLES
        if filled[name]
    )


def write_calendar(minutes: Minutes, language: str, made_at: datetime, host: str) -> bytes:
    """The days of actions and of promised answers, a whole day each; what is done or dropped has none.

    ``host``: of this installation, so that a day is never taken for another one's."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    with speaking(language):
        for one in minutes.promised:
            if one.due and one.status not in ("done", "dropped"):
                text = f"{one.text} ({one.owner})" if one.owner else one.text
                event = _make_event(f"action-{one.id}@{host}", _("Action: %(text)s", text=text), made_at)
                event.add("dtstart", one.due)
                event.add("dtend", one.due + timedelta(days=1))
                calendar.add_component(event)
        for asked in minutes.asked:
            if asked.answer_on and asked.answer in ("", "later"):
                event = _make_event(f"request-{asked.id}@{host}", _("Answer: %(text)s", text=asked.text), made_at)
                event.add("dtstart", asked.answer_on)
                event.add("dtend", asked.answer_on + timedelta(days=1))
                calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _make_event(key: str, summary: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", key)
    event.add("dtstamp", made_at)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event
