"""Mending a list row by row, and word by word: what a word for a group means is said once for all rows that have it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assessment.organisation.faults import COLUMNS, SAME, Fault
from assessment.organisation.tree import fold

LONGEST_CELL = 1_000
LEAVE_OUT = "-"
"""Chosen for a word whose rows are to be left out; no group's key."""

OF_WORDS = ("group", "no group")
"""Codes of faults that are mended by saying what the word means."""

Cells = dict[str, str]
Find = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Word:
    """A word for no group that is known, "" where none stands. ``field``: in which its group is chosen."""

    text: str
    rows: int
    field: str


def name_field(text: str) -> str:
    return f"word-{hashlib.sha256(fold(text).encode('utf-8', 'replace')).hexdigest()[:16]}"


def list_words(rows: Mapping[int, Mapping[str, str]], faults: Mapping[int, Iterable[Fault]]) -> list[Word]:
    """The words of rows whose group is not known, those of most rows first."""
    texts: dict[str, list[str]] = {}
    for number, found in faults.items():
        if any(fault.code in OF_WORDS for fault in found):
            text = rows[number]["group"]
            texts.setdefault(name_field(text), []).append(text)
    words = [Word(show_text(same[0]), len(same), field) for field, same in texts.items()]
    return sorted(words, key=lambda word: -word.rows)


def show_text(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def asks_more(faults: Iterable[Fault]) -> bool:
    """Whether a row has more wrong with it than its word for the group."""
    return any(fault.code not in OF_WORDS for fault in faults)


def mend(
    rows: Mapping[int, Cells], sums: Iterable[int], faults: Mapping[int, Iterable[Fault]], find: Find
) -> tuple[dict[int, Cells], list[int]]:
    """The rows with what was typed in place of what was wrong, and which of them still add up others."""
    mended = dict(rows)
    for number, found in faults.items():
        cells = _mend_row(rows[number], number, found, find)
        # Who writes something else into a row that was proposed to be left out means somebody else by it.
        kept = cells != rows[number] and any(fault.code == SAME for fault in found)
        if find(f"row-{number}-leave") and not kept:
            cells = None
        if cells is None:
            del mended[number]
        else:
            mended[number] = cells
    # Answered without leaving the row out, it is somebody; a question that was not shown says nothing.
    return mended, [number for number in sums if number in mended and find(f"row-{number}-leave") != ""]


def _mend_row(cells: Cells, number: int, faults: Iterable[Fault], find: Find) -> Cells | None:
    typed = {column: find(f"row-{number}-{column}") for column in COLUMNS}
    if not typed["group"]:
        # Nothing is chosen for the row itself: what its word means counts.
        asked = any(fault.code in OF_WORDS for fault in faults)
        typed["group"] = (find(name_field(cells["group"])) if asked else None) or None
    if typed["group"] == LEAVE_OUT:
        return None
    return cells | {column: text.strip()[:LONGEST_CELL] for column, text in typed.items() if text is not None}
