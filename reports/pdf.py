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
from signal import SIGXCPU
from typing import Protocol

from reports.document import Attachment, Report
from reports.html import render_html


class LayoutError(RuntimeError):
    """The layout did not come about: too slow, too big, or the document asked for something it may not have."""


@dataclass(frozen=True)
class Limits:
    """What the layout process may take: ``seconds`` of computing (a busy machine does not count against it),
    ``patience`` in seconds on the clock, ``memory`` in bytes of address space."""

    seconds: int = 60
    patience: float = 180
    memory: int = 1024**3


def render_pdf(report: Report, limits: Limits | None = None) -> bytes:
    """The report as a PDF. The same report gives the same bytes on the same installation.

    Raises LayoutError, with a sentence that says why, and UnsafeLinkError.
    """
    return lay_out(render_html(report), report, limits or Limits())


class Identified(Protocol):
    """What of a document the file itself tells: a report has it, and so have cards."""

    @property
    def identifier(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


def lay_out(html: str, report: Identified, limits: Limits) -> bytes:
    """Draw ``html`` with the identity and the attachments of ``report``."""
    moment = report.made_at.astimezone(UTC).isoformat()
    order = {
        "html": html,
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
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.layout"],
            input=order,
            capture_output=True,
            timeout=limits.patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LayoutError(f"the report took longer than {limits.patience:g} seconds and was stopped") from None
    if done.returncode == -SIGXCPU:
        raise LayoutError(f"the report took more than {limits.seconds} seconds of computing and was stopped")
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise LayoutError(lines[-1] if lines else f"the layout ended with {done.returncode}")
    return done.stdout
