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

Ours = Literal["file", "report", "figures", "unknown"]
"""``file``: the very bytes that were made here; ``report``: other bytes of a report that is kept here; ``figures``:
figures that were released here, in a report that is not kept. Only of the very bytes is it known that nothing was laid
over a page: texts are compared, drawings are not."""

_at_work = BoundedSemaphore(1)
"""One a process: what comes from strangers never takes all of the machine."""


@dataclass(frozen=True)
class Checked:
    """``refused``: why the file was not read, "" where it was; the next three count differences by where they are.
    ``key``: under which the report is kept where it was made."""

    refused: str = ""
    inside: int = 0
    table: int = 0
    pages: int = 0
    sha256: str = ""
    release: str = ""
    key: str = ""
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
    """Whether this installation made the file, keeps the report that it is of, or released the figures in it. Of a
    report that does not agree with itself nothing is said: its hash may be anybody's."""
    if not checked.agrees:
        return "unknown"
    released = (
        select(Campaign.organisation_id)
        .join(Release, Campaign.id == Release.campaign_id)
        .where(Release.sha256 == checked.release, Campaign.state == "released")
    )
    owners = db.session.scalars(released).all()
    if not owners:
        return "unknown"
    kept = select(Document.id).where(Document.organisation_id.in_(owners)).limit(1)
    same_bytes = (Document.sha256 == checked.sha256, Document.key.startswith(f"report/{checked.release}/"))
    if db.session.scalar(kept.where(*same_bytes)) is not None:
        return "file"
    # The key is of one release, variant, language and edition: nothing is told of any other report.
    return "report" if db.session.scalar(kept.where(Document.key == checked.key)) is not None else "figures"
