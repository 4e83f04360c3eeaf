"""F13: a mail server that fails half the time, workers killed in the middle: nobody is forgotten, and hardly anybody is
written to twice, and then for a reason."""

import random
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from assessment.app import create_app
from assessment.campaigns.inviting import invite_next
from assessment.jobs import run_worker
from assessment.mail.service import OPEN
from assessment.models import Campaign, Invitation, Job, Mail, db, writing
from tests.conftest import settings_for
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.people import add_people
from tests.fixtures.processes import PROCESSES
from tests.fixtures.surveys import open_survey

PATIENCE_SECONDS = 600
PATIENCE_FOR_REPLY = 4
"""Seconds. A text whose reply comes later is sent again, and the busy machine of a test may need some of them."""
MAIL_SETTINGS = ("mail_host", "mail_port", "mail_security", "mail_sender")

FAULTS = (
    ("rcpt", "450 later"),
    ("rcpt", "421 busy"),
    ("rcpt", "cut"),
    ("data", "452 full"),
    ("data", "cut"),
    ("kept", "cut"),
)
RARE = ("rcpt", "stall")


@dataclass
class Moods:
    """What goes wrong with each try: half of them, drawn for each address by itself. Texts that were neither kept nor
    refused go wrong once an address: nobody could tell a second time from one that arrived."""

    tries: Counter[str] = field(default_factory=Counter)
    now: dict[str, tuple[str, str]] = field(default_factory=dict)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)

    def find_fault(self, step: str, address: str) -> str:
        if step == "rcpt":
            self.now[address] = self._draw(address)
        at, fault = self.now.get(address, ("", ""))
        if at != step:
            return ""
        self.met[at, fault] += 1
        return fault

    def _draw(self, address: str) -> tuple[str, str]:
        self.tries[address] += 1
        chance = random.Random(f"{address} {self.tries[address]}")
        if chance.random() < 0.5:
            return ("", "")
        drawn = RARE if chance.random() < 0.02 else chance.choice(FAULTS)
        before = [random.Random(f"{address} {number}") for number in range(1, self.tries[address])]
        return ("", "") if drawn == ("data", "cut") and before else drawn


def work(folder: str, database_url: str, mail: dict[str, Any]) -> None:
    """A worker in a process of its own."""
    settings = settings_for(Path(folder), database_url).model_copy(update=mail | {"mail_patience": PATIENCE_FOR_REPLY})
    run_worker(create_app(settings), threading.Event(), pause=0.02)


def start_worker(app: Flask) -> BaseProcess:
    settings = app.extensions["settings"]
    mail = {name: getattr(settings, name) for name in MAIL_SETTINGS}
    process = PROCESSES.Process(
        target=work, args=(str(settings.instance.parent), settings.database_url, mail), daemon=True
    )
    process.start()
    return process


def let_time_pass() -> None:
    """All pauses and leases are over: a day in a moment."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with writing() as session:
        session.execute(update(Mail).where(Mail.state.in_(OPEN)).values(next_at=past))
        session.execute(update(Job).where(Job.state == "running").values(leased_until=past))
        session.execute(update(Job).where(Job.state == "waiting").values(run_at=past))


def count_open() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Mail.state.in_(OPEN))) or 0


def kill_in_the_middle(app: Flask, mailbox: Mailbox, kills: int, each: int) -> set[str]:
    """So many workers, each killed after it has sent some; gives whose mail was on its way when that happened."""
    on_their_way: set[str] = set()
    for number in range(kills):
        process, start = start_worker(app), len(mailbox.kept)
        enough = start + random.Random(number).randint(1, each)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(mailbox.kept) < enough and count_open():
            let_time_pass_for_waiting()
            assert process.is_alive()
            assert time.monotonic() < deadline, "the worker sends nothing"
            time.sleep(0.02)
        process.kill()
        process.join()
        db.session.rollback()
        on_their_way.update(
            db.session.scalars(
                select(Invitation.address)
                .join(Mail, Mail.reference == Invitation.id)
                .where(Mail.state == "sending", Invitation.address.is_not(None))
            )
        )
        let_time_pass()
    return on_their_way


def let_time_pass_for_waiting() -> None:
    """Jobs that wait for the end of a pause look again at once; what a living worker holds stays its own."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with writing() as session:
        session.execute(update(Mail).where(Mail.state == "waiting", Mail.next_at > past).values(next_at=past))
        session.execute(update(Job).where(Job.state == "waiting").values(run_at=past))


@pytest.mark.parametrize(
    ("people", "kills"), [pytest.param(60, 3, id="short"), pytest.param(1_000, 20, marks=pytest.mark.trust, id="full")]
)
def test_no_mail_is_lost_and_none_is_doubled_without_a_cut(
    app: Flask, mailbox: Mailbox, people: int, kills: int
) -> None:
    moods = Moods()
    mailbox.fault = moods.find_fault
    with app.app_context():
        survey_id = open_survey()
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
        add_people(survey_id, care=people)
        while invite_next(organisation_id, survey_id):
            pass
        killed = kill_in_the_middle(app, mailbox, kills, people // kills // 2)
        process = start_worker(app)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while count_open():
            let_time_pass_for_waiting()
            assert time.monotonic() < deadline, "the outbox does not become empty"
            time.sleep(0.2)
        process.kill()
        process.join()

        arrived = Counter(mailbox.addresses)
        named: defaultdict[str, set[str]] = defaultdict(set)
        for address, message in zip(mailbox.addresses, mailbox.kept, strict=True):
            named[address].add(str(message["Message-ID"]))
        missing = people - len(arrived)
        doubled = {address for address, count in arrived.items() if count > 1}
        unexplained = doubled - set(mailbox.cuts) - killed
        states = Counter(db.session.scalars(select(Mail.state)))
    faults = ", ".join(f"{at} {fault}: {count}" for (at, fault), count in sorted(moods.met.items()))
    print(
        f"F13: {people} mails, {sum(moods.tries.values())} tries, {kills} workers killed; {faults}. "
        f"{missing} missing; {len(doubled)} arrived twice, of them {len(doubled & set(mailbox.cuts))} where the server "
        f"cut after DATA, {len(doubled - set(mailbox.cuts))} where the worker was killed there; "
        f"{len(unexplained)} unexplained; rows: {dict(states)}"
    )
    assert missing == 0
    assert unexplained == set()
    assert max(arrived.values()) <= 2
    assert {len(ids) for ids in named.values()} == {1}
    assert set(states) <= {"sent", "failed"}
