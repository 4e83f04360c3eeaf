"""The command ``assessment`` as people run it, in a process that then tells its memory at the peak.

Run as ``python -m tests.bench.command ARGUMENTS``; it loads nothing else, so that the figures are the command's own.
"""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from json import dumps, loads
from pathlib import Path
from threading import Event, Thread
from typing import Any

from assessment.cli import main

MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
"""What ru_maxrss counts in: bytes on macOS, kilobytes elsewhere."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """``seconds`` by the clock; megabytes at the peak of the process ``itself`` and of the largest of ``children``."""

    seconds: float
    itself: float
    children: float


def run_command(folder: Path, *arguments: str) -> Peaks:
    """Run the command on the embedded database in ``folder``, in a fresh process; RuntimeError when it fails."""
    environment = {**os.environ, "ASSESSMENT_INSTANCE": str(folder), "ASSESSMENT_LOG_LEVEL": "ERROR"}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.command", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: dict[str, Any] = loads(done.stdout.splitlines()[-1])
    return Peaks(seconds=time.perf_counter() - began, **figures)


def find_peak() -> float:
    """Megabytes at the peak of this process alone. Linux counts into ru_maxrss what the process had of its parent's
    memory before its program was loaded; what the kernel tells of the program is that program's.
    """
    if sys.platform == "linux":
        return read_peak("self")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def read_peak(process: str) -> float:
    """Megabytes at the peak of a process on Linux, since its program was loaded; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), default=0)


class Children:
    """Looks at the processes that this one starts, a hundred times a second: while their programs are being loaded they
    still have this one's memory, which is not theirs."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = Event()
        self._looker = Thread(target=self._look, daemon=True)
        self._looker.start()

    def find_peak(self) -> float:
        """Megabytes at the peak of the largest; 0 without any."""
        self._over.set()
        self._looker.join()
        if sys.platform == "linux":
            return self.peak
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE

    def _look(self) -> None:
        own = Path("/proc/self/cmdline")
        while sys.platform == "linux" and not self._over.wait(0.01):
            for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                try:
                    is_itself = Path(f"/proc/{child}/cmdline").read_bytes() != own.read_bytes()
                except OSError:
                    continue
                if is_itself:
                    self.peak = max(self.peak, read_peak(child))


def _tell() -> None:
    children = Children()
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    print(dumps({"itself": find_peak(), "children": children.find_peak()}))


if __name__ == "__main__":
    _tell()
