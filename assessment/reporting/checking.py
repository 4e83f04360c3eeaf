"""A report that somebody brings back: read in a process of its own, compared with itself and with what was released.

Nothing of it is stored, in the database, on the disk or in the log.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from threading import BoundedSemaphore
from typing import Literal

from flask import request
from sqlalchemy import select

from assessment.access.tries import Door, name_door, take_try
from assessment.headers import LARGEST_FILE
from assessment.log import log
from assessment.models import Campaign, Document, Release, db

PATIENCE = 180
"""Seconds on the clock: a busy machine does not count against the file."""

WAIT = 20
"""Seconds that one waits for another who is checking."""

MOST_CHECKS = 20
"""From one address in ten minutes."""

Ours = Literal["file", "figures", "unknown"]
"""``file``: the very bytes that were made here; ``figures``: another file with figures that were released here."""

_at_work = BoundedSemaphore(1)
"""One a process: what comes from strangers never takes all of the machine."""


@dataclass(frozen=True)
class Checked:
    """``refused``: why the file was not read, "" where it was; the others count differences by where they are."""

    refused: str = ""
    inside: int = 0
    table: int = 0
    pages: int = 0
    sha256: str = ""
    release: str = ""
    number: str = ""
    survey: str = ""
    organisation: str = ""
    language: str = ""

    @property
    def agrees(self) -> bool:
        return not (self.refused or self.inside or self.table or self.pages)


def may_check() -> bool:
    """Every file costs as much, right or wrong: none is forgiven."""
    return take_try([Door(name_door("check", request.remote_addr or ""), MOST_CHECKS)]) is not None


def check_file(content: bytes) -> Checked:
    """Read a file; whatever it is, the answer is a sentence of the page."""
    if not content:
        return Checked(refused="missing")
    if len(content) > LARGEST_FILE:
        return Checked(refused="too big")
    if b"%PDF-" not in content[:1024]:
        return Checked(refused="no pdf")
    with _turn() as mine:
        return _read(content) if mine else Checked(refused="busy")


@contextmanager
def _turn() -> Iterator[bool]:
    mine = _at_work.acquire(timeout=WAIT)
    try:
        yield mine
    finally:
        if mine:
            _at_work.release()


def _read(content: bytes) -> Checked:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "assessment.reporting.checked"],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Checked(refused="too much")
    if done.returncode < 0:
        # Stopped by its limits.
        return Checked(refused="too much")
    if done.returncode > 0:
        # It says everything else itself: a fault on our side, of which the log must know.
        log.error("report check ended", code=done.returncode)
        return Checked(refused="damaged")
    return Checked(**loads(done.stdout))


def find_ours(checked: Checked) -> Ours:
    """Whether this installation made the file, or released the figures in it. Of a report that does not agree with
    itself nothing is said: its hash may be anybody's."""
    if not checked.agrees:
        return "unknown"
    released = (
        select(Release.id)
        .join(Campaign, Campaign.id == Release.campaign_id)
        .where(Release.sha256 == checked.release, Campaign.state == "released")
    )
    if db.session.scalar(released.limit(1)) is None:
        return "unknown"
    made = select(Document.id).where(Document.sha256 == checked.sha256, Document.key.startswith("report/")).limit(1)
    return "file" if db.session.scalar(made) is not None else "figures"
