"""What is wrong with a file: one fault a place, each with file, line and field."""

from dataclasses import dataclass
from typing import Literal

Path = tuple[str | int, ...]
"""The way to a value in a file: ("dimensions", 0, "items", 2, "text", "nl")."""

Severity = Literal["error", "warning"]

MOST_FAULTS = 200
"""More than this many faults are counted, not listed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``line`` counts from 1; ``field`` reads ``dimensions[0].items[2].text.nl``, counted from 0, empty for the whole
    file. A warning becomes an error under ``--strict`` and in everything that is shipped.
    """

    file: str
    line: int
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: {self.severity}: "
        return place + (f"{self.field}: {self.message}" if self.field else self.message)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault before its line is known: what a check yields."""

    path: Path
    message: str
    severity: Severity = "error"


class QuestionnaireError(ValueError):
    """A file that cannot be used; ``faults`` holds every error in it, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def write_path(path: Path) -> str:
    """``("items", 2, "text")`` as ``items[2].text``."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}" if written else step
    return written
