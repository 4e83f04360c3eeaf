"""Reading the first sheet of a workbook (XLSX): what could blow up is refused before it is opened (trust rule S20)."""

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from signal import SIGXCPU

from assessment.organisation.faults import FileError

MOST_UNPACKED = 50 * 1024 * 1024
LARGEST_PART = 16 * 1024 * 1024
"""Bytes of one file inside: a list of 10,000 people takes 6 MB. All of it is in memory while it is read."""

MOST_ENTRIES = 200
MOST_RATIO = 100
SMALL_PART = 100_000
"""Bytes unpacked below which the ratio does not matter: a short text of blanks packs better than 100 to 1."""

MOST_MARKS = 300_000
"""Cells and texts: what costs memory is their number, not their bytes."""

CHUNK = 1 << 20
FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MARKS = re.compile(rb"<(?:\w+:)?(?:c|si|row|xf|mergeCell|col)[\s/>]")
ARCHIVE = b"PK\x03\x04"
OVERLAP = 16
REASONS = {3: "empty", -SIGXCPU: "bomb"}
"""How the process ended, and what that says of the file."""

PATIENCE = 60
"""Seconds on the clock that opening a file may take, on a busy machine."""


def read_workbook(content: bytes, *, columns: int, rows: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, as text; ``columns`` and ``rows`` are the most to give.

    It is opened in a process of its own (see ``opened``). Formulas and error values are never computed or passed on: a
    cell of such a kind becomes FORMULA_CELL or ERROR_CELL.
    """
    check_archive(content)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "assessment.organisation.opened"],
            input=f"{columns} {rows}\n".encode() + content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileError("bomb") from None
    if done.returncode:
        raise FileError(REASONS.get(done.returncode, "broken"))
    yield from enumerate(json.loads(done.stdout), start=1)


def check_archive(content: bytes) -> None:
    """Raise FileError unless the archive and each part of it are within the limits, as they unpack and not as they say,
    and no part of it defines entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise FileError("bomb")
            left = MOST_UNPACKED
            marks = 0
            for entry in entries:
                if entry.flag_bits & 1:
                    raise FileError("other kind", value="ZIP")
                size, found = _measure_part(archive, entry, min(left, LARGEST_PART))
                left -= size
                marks += found
                if marks > MOST_MARKS:
                    raise FileError("bomb")
            if "[Content_Types].xml" not in archive.namelist():
                raise FileError("other kind", value="ZIP")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise FileError("broken") from error


def _measure_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[int, int]:
    """A part's size unpacked and the number of marks in it, read piece by piece."""
    size = marks = 0
    rest = b""
    is_text = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    if entry.file_size > most:
        raise FileError("bomb")
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            if not size and piece.startswith(ARCHIVE):
                # An archive in an archive: no list of people has one, and nobody looks how deep it goes.
                raise FileError("bomb")
            size += len(piece)
            if size > most or (size > SMALL_PART and size > MOST_RATIO * max(1, entry.compress_size)):
                raise FileError("bomb")
            if is_text:
                # Written in UTF-16 a definition would pass unseen.
                if b"\0" in piece or FORBIDDEN.search(rest + piece):
                    raise FileError("entities")
                marks += len(MARKS.findall(piece))
                if marks > MOST_MARKS:
                    raise FileError("bomb")
            rest = piece[-OVERLAP:]
    return size, marks
