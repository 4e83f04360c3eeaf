"""The one adapter to the PDF engine: a report in, archive PDF bytes out (PDF/A-3A, tagged, with attachments).

The layout runs in a process of its own, which may compute for 60 seconds and take 1 GiB and is stopped beyond that; it
gives its memory back by ending.
"""

import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from signal import SIGABRT, SIGBUS, SIGKILL, SIGSEGV, SIGXCPU
from typing import Protocol

from reports.document import Attachment, Look, Report
from reports.html import render_html
from reports.limits import TOO_BIG, check_size
from reports.limits import LayoutError as LayoutError

KILLED = (-SIGABRT, -SIGSEGV, -SIGBUS, -SIGKILL)
"""How a process ends whose libraries ask for memory beyond its limit and cannot do without."""

NO_MEMORY = ("MemoryError", "SystemError", "lost sys.stderr")
"""What Python says last where memory ends: libraries in C then fail without a reason, which it calls SystemError, and
it may not even have enough to say anything."""


@dataclass(frozen=True)
class Limits:
    """What the layout process may take: ``seconds`` of computing (a busy machine does not count against it),
    ``patience`` in seconds on the clock, ``memory`` in bytes of address space."""

    seconds: int = 60
    patience: float = 180
    memory: int = 1024**3


STANDARD = Limits()


def render_pdf(report: Report, limits: Limits | None = None) -> bytes:
    """The report as a PDF. The same report gives the same bytes on the same installation.

    Raises LayoutError, with a sentence that says why, and UnsafeLinkError.
    """
    check_size(report)
    return lay_out(render_html(report), report, limits or STANDARD)


class Identified(Protocol):
    """What of a document the file itself tells: a report has it, and so have cards."""

    @property
    def identifier(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...
    @property
    def look(self) -> Look: ...


def lay_out(html: str, report: Identified, limits: Limits) -> bytes:
    """Draw ``html`` with the identity and the attachments of ``report``."""
    moment = report.made_at.astimezone(UTC).isoformat()
    order = {
        "html": html,
        "logo": b64encode(report.look.logo).decode("ascii"),
        "identifier": report.identifier,
        "seconds": limits.seconds,
        "memory": limits.memory,
        "attachments": [
            {
                "name": attachment.name,
                "description": attachment.description,
                "relationship": attachment.relationship,
                "moment": moment,
                "content": b64encode(attachment.content).decode("ascii"),
            }
            for attachment in report.attachments
        ],
    }
    return draw(dumps(order).encode(), limits)


def draw(order: bytes, limits: Limits) -> bytes:
    """What the layout process makes of an order, which is all that it knows."""
    return run_apart("reports.layout", order, limits)


def run_apart(module: str, order: bytes, limits: Limits) -> bytes:
    """What ``module`` makes of an order in a process of its own, which holds itself to the limits and is ended beyond
    its time on the clock. Raises LayoutError."""
    try:
        done = subprocess.run(  # noqa: S603 - a module of ours, the order on its standard input
            [sys.executable, "-m", module],
            input=order,
            capture_output=True,
            timeout=limits.patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"the report took longer than {limits.patience:g} seconds and was stopped"
        raise LayoutError(message, "slow") from None
    if done.returncode == -SIGXCPU:
        message = f"the report took more than {limits.seconds} seconds of computing and was stopped"
        raise LayoutError(message, "slow")
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    told = lines[-1] if lines else ""
    if done.returncode == TOO_BIG or done.returncode in KILLED or (done.returncode and told.startswith(NO_MEMORY)):
        message = f"the report needs more than {limits.memory // 1024**2} MiB and was stopped"
        raise LayoutError(message, "big")
    if done.returncode != 0:
        raise LayoutError(told or f"the layout ended with {done.returncode}")
    return done.stdout
