"""S20: workbooks made to harm. Each is refused within two seconds of computing and 100 MiB of memory."""

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from assessment.organisation.faults import FileError
from assessment.organisation.sheet import read_sheet
from tests.assessment.organisation.lists import make_people, write_xlsx
from tests.assessment.organisation.test_sheet import ENTITIES, GOOD, SHEET, fill, repack
from tests.trust.bill import counts_of

MOST_SECONDS, MOST_BYTES = 2, 100 * 1024 * 1024


def nest(depth: int) -> bytes:
    """A workbook in a workbook in a workbook: only the outermost is ever looked into."""
    content = b"\0" * 4_000_000
    for _ in range(depth):
        content = repack(GOOD, {"xl/inner.bin": content})
    return content


def lie(content: bytes) -> bytes:
    """Every size in the archive's headers says one byte."""
    told = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = told.find(mark)
        while start >= 0:
            told[start + place : start + place + 4] = (1).to_bytes(4, "little")
            start = told.find(mark, start + 4)
    return bytes(told)


BOMBS: dict[str, Callable[[], bytes]] = {
    "flat": lambda: repack(GOOD, {SHEET: b" " * 60_000_000}),
    "flat beside": lambda: repack(GOOD, {"xl/media/a.png": b"\0" * 45_000_000}),
    "nested": lambda: nest(4),
    "lying headers": lambda: lie(repack(GOOD, {SHEET: b" " * 60_000_000})),
    "a million rows": lambda: repack(GOOD, {SHEET: fill(1_000_000)}),
    "entities": lambda: repack(GOOD, {SHEET: ENTITIES}),
    "entities in texts": lambda: repack(GOOD, {"xl/sharedStrings.xml": ENTITIES}),
    "many parts": lambda: repack(GOOD, {f"xl/{n}.xml": b"<a/>" for n in range(5_000)}),
    "absolute path": lambda: repack(GOOD, {SHEET: b"", "/etc/passwd": b"x"}),
}


def test_bombs_are_refused_fast_and_small(record_property: Callable[[str, object], None]) -> None:
    refused = 0
    for name, make in BOMBS.items():
        content = make()
        children = getrusage(RUSAGE_CHILDREN)
        began = time.process_time()
        tracemalloc.start()
        with pytest.raises(FileError):
            read_sheet("a.xlsx", content)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        after = getrusage(RUSAGE_CHILDREN)
        seconds = time.process_time() - began + after.ru_utime - children.ru_utime
        assert seconds < MOST_SECONDS, name
        assert peak < MOST_BYTES, name
        refused += 1
    record_property(counts_of("S20: workbooks made to harm"), {"bombs": len(BOMBS), "refused": refused})
    assert refused == len(BOMBS)


def test_the_process_that_opens_a_workbook_cannot_grow() -> None:
    grow = "from assessment.organisation.opened import hold; hold(); bytearray(2**30)"
    done = subprocess.run([sys.executable, "-c", grow], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


def test_a_large_honest_list_is_read() -> None:
    rows = make_people(5_000)
    sheet = read_sheet("a.xlsx", write_xlsx(rows))
    assert list(sheet.rows.values()) == [list(row) for row in rows]
