"""What a session's minutes say as tables for spreadsheets and as days for calendars."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event

from assessment.results.formulas import defuse
from assessment.results.numbers import speaking
from assessment.sessions.inviting import QUARTER
from assessment.sessions.minutes import Asked, Minutes, Promised
from assessment.sessions.minutes_words import name_actor, name_outcome, name_status
from reports.document import Attachment

NOTES, SCORES, ACTIONS, REQUESTS = "notes", "scores", "actions", "requests"
TABLES = (NOTES, SCORES, ACTIONS, REQUESTS)
NEXT_TAKES = timedelta(hours=1)
"""Of a meeting of which only the beginning was agreed: a calendar shows none without a length."""
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
    yield (
        _("Session"),
        _("Kind"),
        _("What"),
        _("Who"),
        _("By when"),
        _("Who can act"),
        _("How it stands"),
        _("Comes from"),
    )
    for one in minutes.promised:
        yield _("this one"), *_tell_action(one)
    for one in minutes.promised_before:
        yield _("the one before"), *_tell_action(one)


def _tell_action(one: Promised) -> Row:
    kind = _("Promise of a senior manager") if one.by_manager else _("Action")
    return kind, one.text, one.owner, _spell(one.due), name_actor(one.actor), name_status(one.status), one.origin


def _list_requests(minutes: Minutes) -> Iterator[Row]:
    yield (
        _("Asked in"),
        _("Request"),
        _("For example"),
        _("What it brings"),
        _("Asked of"),
        _("Brought by"),
        _("Day of the meeting"),
        _("Answer"),
        _("In words"),
        _("Who does it"),
        _("By when"),
        _("Answered on"),
        _("Answer promised for"),
    )
    for one in minutes.asked:
        yield _("this one"), *_tell_request(one)
    for one in minutes.answered:
        yield _("the one before") if one in minutes.asked_before else _("an earlier one"), *_tell_request(one)
    for one in minutes.left:
        yield _("the one before"), *_tell_request(one)


def _tell_request(one: Asked) -> Row:
    meets = " ".join(filter(None, (_spell(one.meets_on), f"{one.meets_at:%H:%M}" if one.meets_at else "")))
    way = one.manager, ", ".join(one.messengers), meets
    days = [_spell(day) for day in (one.done_by, one.answered_on, one.promised_for)]
    dropped = f" ({_('the promise has since been dropped')})" if one.dropped else ""
    return one.text, one.example, one.brings, *way, name_outcome(one.answer) + dropped, one.words, one.owner, *days


def _spell(day: date | None) -> str:
    return day.isoformat() if day else ""


def list_filled(minutes: Minutes) -> list[str]:
    """Those of the tables that hold something."""
    filled = {
        NOTES: minutes.notes,
        SCORES: minutes.agreed.agreed if minutes.agreed else 0,
        ACTIONS: len(minutes.promised) + len(minutes.promised_before),
        REQUESTS: len(minutes.asked) + len(minutes.answered) + len(minutes.left),
    }
    return [name for name in TABLES if filled[name]]


def list_attachments(minutes: Minutes, language: str) -> tuple[Attachment, ...]:
    """The same content inside the PDF, in the language that is spoken at the time."""
    about = {
        NOTES: _("The notes by criterion as a table"),
        SCORES: _("The scores agreed as a table"),
        ACTIONS: _("The actions as a table"),
        REQUESTS: _("The requests and their answers as a table"),
    }
    return tuple(
        Attachment(f"{name}.csv", about[name], write_table(minutes, name, language), "Data")
        for name in list_filled(minutes)
    )


@dataclass(frozen=True, slots=True)
class Day:
    """What a calendar holds; without ``at`` a whole day. ``key``: of what it is about; ``takes``: as long as nobody
    said otherwise; ``told``: what stands below."""

    key: str
    summary: str
    on: date
    at: time | None = None
    takes: timedelta = timedelta()
    told: str = ""


def list_days(minutes: Minutes) -> list[Day]:
    """What was agreed in this session for a day: actions, promises, answers, meetings; what is done or dropped has
    none."""
    days = [
        Day(f"action-{one.id}", _name_action(one), one.due)
        for one in minutes.promised
        if one.due and one.status not in ("done", "dropped")
    ]
    for asked in (*minutes.asked, *minutes.answered):
        if asked.promised_for and asked.told_in == minutes.session_id:
            summary = _name_with(_("Answer: %(text)s", text=asked.text), asked.owner)
            days.append(Day(f"request-{asked.id}", summary, asked.promised_for))
    meetings: dict[tuple[str, date, time | None], Day] = {}
    for asked in minutes.asked:
        if asked.meets_on:
            manager = asked.manager or _("a senior manager")
            summary = _name_with(_("A quarter of an hour with %(name)s", name=manager), ", ".join(asked.messengers))
            # Whoever is asked for several things at one time is met once.
            meeting = Day(f"meeting-{asked.id}", summary, asked.meets_on, asked.meets_at, QUARTER)
            meetings.setdefault((asked.manager, asked.meets_on, asked.meets_at), meeting)
    days += meetings.values()
    if minutes.again_on:
        summary = _("We meet again: %(name)s", name=minutes.name)
        key, about = f"session-{minutes.session_id}", minutes.again
        days.append(Day(key, summary, minutes.again_on, minutes.again_at, NEXT_TAKES, about))
    return days


def _name_action(one: Promised) -> str:
    told = _("Promise: %(text)s", text=one.text) if one.by_manager else _("Action: %(text)s", text=one.text)
    return _name_with(told, one.owner)


def _name_with(text: str, names: str) -> str:
    return f"{text} ({names})" if names else text


def write_calendar(minutes: Minutes, language: str, made_at: datetime, host: str) -> bytes:
    """``host``: of this installation, so that a day is never taken for another one's."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    with speaking(language):
        for day in list_days(minutes):
            calendar.add_component(_make_event(day, made_at, host))
    content: bytes = calendar.to_ical()
    return content


def _make_event(day: Day, made_at: datetime, host: str) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@{host}")
    event.add("dtstamp", made_at)
    event.add("summary", day.summary)
    if day.at is None:
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        begins = datetime.combine(day.on, day.at)  # floating: the wall clock of the place
        event.add("dtstart", begins)
        if day.takes:
            event.add("dtend", begins + day.takes)
    if day.told:
        event.add("description", day.told)
    return event
