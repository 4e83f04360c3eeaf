"""What was promised and asked after a release, as pages and reports read it."""

from datetime import date
from typing import Literal

from pydantic import Field

from assessment.results.fact import Fact, Text

ActionStatus = Literal["open", "done", "late", "dropped"]


class ActionFact(Fact):
    """``session_on``: the day of the session in which it was agreed; not even written down where there was none, so
    that whatever was made before there were sessions is made the same again."""

    text: Text
    owner: str = ""
    due: date | None = None
    status: ActionStatus
    session_on: date | None = Field(default=None, exclude_if=lambda day: day is None)


class RequestFact(Fact):
    """What a quality network asked of senior managers; ``answer``: "" while there is none; ``dropped``: it was a yes,
    whose promise has been dropped since, and not even written down elsewhere. Texts as they were typed."""

    text: str
    manager: str = ""
    answer: Literal["", "yes", "if", "no", "later"] = ""
    words: str = ""
    owner: str = ""
    answer_on: date | None = None
    answered_on: date | None = None
    dropped: bool = Field(default=False, exclude_if=lambda dropped: not dropped)


class SessionFact(Fact):
    """A session of the network that has ended since the release."""

    name: str
    held_on: date | None = None
    requests: tuple[RequestFact, ...] = ()
