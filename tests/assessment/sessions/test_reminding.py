"""Reminders of actions by mail, by a real mail server: a week before and on the day, until it is done or dropped."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.clock import use_clock
from assessment.jobs import run_due_jobs
from assessment.models import Action, Job, Mail, Workshop, db, writing
from assessment.sessions.reminding import LOOK, find_moment
from tests.fixtures.mailbox import Mailbox, read_plain
from tests.fixtures.sessions import Room, open_room

HELD = datetime(2027, 3, 1, 15, tzinfo=UTC)
DUE = date(2027, 4, 1)


@pytest.fixture
def room(app: Flask) -> Room:
    use_clock(app, lambda: HELD)
    return open_room(app, language="nl")


def promise(room: Room, **changes: object) -> int:
    with room.app.app_context(), writing() as session:
        workshop = session.get_one(Workshop, room.session_id)
        workshop.held_on = HELD.date()
        values: dict[str, object] = {
            "text": {"nl": "Een vast moment <b>plannen</b>\nBcc: evil@evil.example"},
            "owner": "S. Aydin",
            "email": "s.aydin@zonneveld.example",
            "due": DUE,
        }
        row = Action(organisation_id=workshop.organisation_id, workshop_id=workshop.id, **(values | changes))
        session.add(row)
        session.flush()
        return row.id


def live(room: Room, until: date) -> None:
    """Every day at seven, as a worker that runs; from the end of the session on."""
    with room.app.app_context():
        day = HELD.date()
        while day < until:
            day += timedelta(days=1)
            now = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
            use_clock(room.app, lambda now=now: now)  # type: ignore[misc]
            while run_due_jobs(room.app):
                pass


def end(room: Room) -> None:
    room.facilitator.post(f"{room.hand}/end")


def test_two_mails_come_and_no_third(room: Room, mailbox: Mailbox) -> None:
    promise(room)
    promise(room, email="", owner="Nobody")
    end(room)
    live(room, date(2027, 3, 24))
    assert mailbox.addresses == []
    live(room, date(2027, 3, 25))
    live(room, date(2027, 3, 31))
    assert mailbox.addresses == ["s.aydin@zonneveld.example"]
    live(room, date(2027, 4, 12))
    first, second = mailbox.kept
    assert mailbox.addresses == ["s.aydin@zonneveld.example"] * 2
    assert (first["Subject"], second["Subject"]) == ("Over een week: je toezegging", "Vandaag: je toezegging")
    text = read_plain(first)
    assert "Beste S. Aydin," in text
    assert "1 april 2027" in text
    assert "Een vast moment <b>plannen</b>" in text
    assert "Network in autumn van 1 maart 2027 bij Zonneveld" in text
    assert first["Bcc"] is None
    html = first.get_body(("html",))
    assert html is not None
    assert "<b>plannen" not in str(html.get_content())
    with room.app.app_context():
        waiting = select(Job).where(Job.kind == LOOK, Job.state == "waiting")
        assert db.session.scalars(waiting).all() == []
        for mail in db.session.scalars(select(Mail)):
            assert "aydin" not in f"{mail.purpose}{mail.parameters}".lower()


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_done_or_dropped_is_not_reminded_of(room: Room, mailbox: Mailbox, status: str) -> None:
    own_id = promise(room)
    end(room)
    live(room, date(2027, 3, 26))
    assert len(mailbox.kept) == 1
    with room.app.app_context(), writing() as session:
        session.get_one(Action, own_id).status = status
    live(room, date(2027, 4, 3))
    assert len(mailbox.kept) == 1


def test_another_day_moves_the_reminders(room: Room, mailbox: Mailbox) -> None:
    own_id = promise(room)
    end(room)
    live(room, date(2027, 3, 20))
    with room.app.app_context(), writing() as session:
        session.get_one(Action, own_id).due = date(2027, 5, 1)
    live(room, date(2027, 4, 23))
    assert mailbox.kept == []
    live(room, date(2027, 5, 2))
    assert [mail["Subject"] for mail in mailbox.kept] == ["Over een week: je toezegging", "Vandaag: je toezegging"]


def test_a_mail_that_waits_too_long_is_dropped(room: Room, mailbox: Mailbox) -> None:
    """The server is away from the day before until the day after."""
    promise(room, due=HELD.date() + timedelta(days=5))
    end(room)
    mailbox.fault = lambda step, address: "450 later" if step == "rcpt" else ""
    live(room, date(2027, 3, 6))
    mailbox.fault = lambda step, address: ""
    live(room, date(2027, 3, 9))
    assert mailbox.kept == []
    with room.app.app_context():
        assert db.session.scalars(select(Mail.state)).all() == ["dropped"]


@pytest.mark.parametrize(
    ("due", "promised", "today", "when"),
    [
        (date(2027, 4, 1), date(2027, 3, 1), date(2027, 3, 24), ""),
        (date(2027, 4, 1), date(2027, 3, 1), date(2027, 3, 25), "week"),
        (date(2027, 4, 1), date(2027, 3, 1), date(2027, 3, 27), "week"),
        (date(2027, 4, 1), date(2027, 3, 1), date(2027, 3, 28), ""),
        (date(2027, 4, 1), date(2027, 3, 25), date(2027, 3, 26), ""),
        (date(2027, 4, 1), date(2027, 3, 25), date(2027, 4, 1), "day"),
        (date(2027, 4, 1), date(2027, 3, 25), date(2027, 4, 2), ""),
        (None, date(2027, 3, 25), date(2027, 4, 1), ""),
    ],
)
def test_which_day_is_for_which_reminder(due: date | None, promised: date, today: date, when: str) -> None:
    assert find_moment(due, promised, today) == when
