"""What each kind of mail says and to whom: rooms offer a writer for each of theirs, app.py lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Order:
    """A row of the outbox, as a writer needs it. ``reference``: the id of the row that knows the recipient."""

    id: int
    purpose: str
    kind: str
    reference: int
    campaign_id: int | None
    parameters: Mapping[str, Any]
    tries: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in one language: paragraphs of plain text, of which one may be ``link`` alone."""

    address: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    link_text: str = ""


class DroppedError(Exception):
    """There is nothing to say any more: a link that was used, a survey that is closed, somebody who is gone."""


class SettledError(Exception):
    """The same, told as if it had been sent: nobody may read from the outbox who had answered when it was due."""


class TooEarlyError(Exception):
    """Not before ``at``."""

    def __init__(self, at: datetime) -> None:
        super().__init__("too early")
        self.at = at


Writer = Callable[[Order], Letter]
"""Renders a mail at the moment of sending. Raises DroppedError, SettledError or TooEarlyError."""


def register_writers(app: Flask, writers: Mapping[str, Writer]) -> None:
    app.extensions["mail_writers"] = dict(writers)


def find_writer(kind: str) -> Writer | None:
    writers: dict[str, Writer] = current_app.extensions["mail_writers"]
    return writers.get(kind)
