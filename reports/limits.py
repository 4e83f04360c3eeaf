"""What a process that draws holds itself to, so that one report never takes the machine from the others (S23, F15)."""

import resource
import sys
from typing import NoReturn

TOO_BIG = 3
"""How such a process ends where its memory is not enough."""


def set_limits(seconds: int, memory: int) -> None:
    """Not every system can hold both: there, the clock of the waiting process does."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def end(reason: str, code: int = 1) -> NoReturn:
    sys.stderr.write(f"{reason}\n")
    raise SystemExit(code)
