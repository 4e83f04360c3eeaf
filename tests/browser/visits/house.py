"""The whole house at work: server, worker and mail server, with a calendar that can be moved on."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import and_, func, or_, select

from assessment.clock import tell_time, use_clock
from assessment.commands.administrator import offer_first_address
from assessment.jobs import run_worker
from assessment.models import Campaign, Job, db
from tests.fixtures.mailbox import Mailbox, read_link
from tests.fixtures.server import LiveServer

PATIENCE_SECONDS = 60


@dataclass
class Calendar:
    """The real clock, so many days ahead."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move_to(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


@dataclass
class House:
    server: LiveServer
    mailbox: Mailbox
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def app(self) -> Flask:
        return self.server.app

    @property
    def url(self) -> str:
        return self.server.url

    def print_first_address(self) -> str:
        """What the first start prints."""
        address = offer_first_address(self.app)
        assert address is not None
        return address

    def find_survey(self) -> Campaign:
        """The one survey as it stands, free of any session."""
        with self.app.app_context():
            survey = db.session.scalars(select(Campaign)).one()
            db.session.expunge(survey)
            return survey

    def move_to(self, moment: datetime | None, **later: float) -> None:
        """Let time pass until so long after a moment, and the worker do what fell due."""
        assert moment is not None
        self.calendar.move_to(moment + timedelta(**later))
        self.settle()

    def settle(self) -> None:
        """Wait until the worker has nothing to do now."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while kinds := self._list_due():
            assert time.monotonic() < ends, f"the worker is still at {kinds}"
            time.sleep(0.05)

    def _list_due(self) -> list[str]:
        with self.app.app_context():
            waiting = and_(Job.state == "waiting", Job.run_at <= tell_time())
            failed = db.session.scalar(select(func.count()).where(Job.state == "failed"))
            assert failed == 0
            return list(db.session.scalars(select(Job.kind).where(or_(waiting, Job.state == "running"))))

    def take_mails(self) -> list[EmailMessage]:
        """What arrived since this was asked for last."""
        self.settle()
        taken = list(self.mailbox.kept)
        self.mailbox.kept.clear()
        return taken

    def take_links(self) -> dict[str, str]:
        """The same as address to link; nobody gets two."""
        mails = self.take_mails()
        links = {str(mail["To"]): read_link(mail) for mail in mails}
        assert len(links) == len(mails)
        return links


@contextmanager
def open_house(server: LiveServer, mailbox: Mailbox) -> Iterator[House]:
    """With a worker that takes jobs as they fall due, for as long as the block lasts.

    Patient with its mail server: a mail put off for a minute would never come, since nobody waits here.
    """
    patient = server.app.extensions["settings"].model_copy(update={"mail_patience": 30})
    server.app.extensions["settings"] = patient
    house = House(server, mailbox)
    use_clock(server.app, house.calendar)
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(server.app, stop, 0.1), daemon=True)
    worker.start()
    try:
        yield house
    finally:
        stop.set()
        worker.join()
