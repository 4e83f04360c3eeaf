"""What drawing a report may take, so that one report never takes the machine from the others (S23, F15)."""

import resource
import sys
from dataclasses import fields, is_dataclass
from typing import Literal, NoReturn

TOO_BIG = 3
"""How a process that draws ends where its memory is not enough."""

MOST_TEXTS = 300_000
MOST_LETTERS = 20_000_000
DEEPEST = 60
"""Of a report, before anything of it is written out: a thousand times what a large organisation fills."""


class LayoutError(RuntimeError):
    """The layout did not come about: too slow, too big, or the document asked for something it may not have.

    ``reason``: "slow", "big", or "" for anything else; the message is for whoever runs the program.
    """

    def __init__(self, message: str, reason: Literal["slow", "big", ""] = "") -> None:
        super().__init__(message)
        self.reason = reason


def check_size(document: object) -> None:
    """Refuse what no page could hold before it is written out, which happens in the process of whoever asks.

    Raises LayoutError.
    """
    texts = letters = 0
    waiting: list[tuple[object, int]] = [(document, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            texts, letters = texts + 1, letters + len(one)
        elif isinstance(one, tuple):
            waiting += [(inner, depth + 1) for inner in one]
        elif is_dataclass(one):
            waiting += [(getattr(one, field.name), depth + 1) for field in fields(one)]
        if texts > MOST_TEXTS or letters > MOST_LETTERS or depth > DEEPEST:
            raise LayoutError("the report is too long or nested too deeply and was stopped", "big")


def set_limits(seconds: int, memory: int) -> None:
    """Of this process. Not every system can hold both: there, the clock of the waiting process does."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def end(reason: str, code: int = 1) -> NoReturn:
    sys.stderr.write(f"{reason}\n")
    raise SystemExit(code)
