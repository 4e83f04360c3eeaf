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
from typing import Any

from assessment.cli import main

MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
"""What ru_maxrss counts in: bytes on macOS, kilobytes elsewhere."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """``seconds`` by the clock; megabytes at the peak of the process ``itself`` and of the largest of its ``children``:
    never less than it had of its parent's when it was started, for so the system counts.
    """

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
    status = Path("/proc/self/status")
    if status.exists():
        [line] = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def find_peak_of_children() -> float:
    """Megabytes at the peak of the largest process that this one started and waited for; 0 without any."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE


def _tell() -> None:
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    print(dumps({"itself": find_peak(), "children": find_peak_of_children()}))


if __name__ == "__main__":
    _tell()
