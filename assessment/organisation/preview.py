"""What a list of people would do, worked out once and kept as pages of rows: whoever looks reads one page of them.

Pages are documents beside that of the list itself, under its key, and go with it. What is confirmed is compared with
things as they stand then, so that an old page can mislead nobody (upload.confirm_list).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assessment.models import Document, db
from assessment.organisation.comparison import Comparison
from assessment.organisation.doubts import FEW, Doubt
from assessment.organisation.faults import SAME, Fault
from assessment.organisation.mending import Word, asks_more, list_words
from assessment.paging import choose_page, count_pages

KEPT_FOR = timedelta(hours=24)
KINDS = ("added", "changed", "missing", "units")
"""What a page shows rows of, in the order in which the first that is not empty is chosen."""

FAULTS = "faults"
PAGE_SIZE = 50
MOST_FAULTY = 25
"""Rows to mend on a page; the others follow when these are mended."""

MOST_WORDS = 100
"""Words for groups to choose for on a page; the others follow likewise."""

MOST_DOUBTS = 25
"""Units to look at once more on a page."""

MOST_MADE = 200
"""New units whose names are proposed where a unit is written."""


@dataclass(frozen=True, slots=True)
class Preview:
    """``rows`` are the cells as they stand now, mended ones with them."""

    file: str
    rows: dict[int, dict[str, str]]
    given: tuple[str, ...]
    unused: tuple[str, ...]
    guessed: bool
    comparison: Comparison
    seen: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class FaultyRow:
    number: int
    cells: dict[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a preview. ``counts``: rows of each kind, with "rows", "unchanged", "faults", "single" (to be mended
    each by itself), "words", "doubts" and "doubles"; ``made``: new units that nobody doubts; ``items``:
    those of ``kind`` on page ``number``; ``kind`` is "" where none is shown; ``brought``: when the file came, which
    names it.
    """

    file: str
    given: Sequence[str]
    unused: Sequence[str]
    guessed: bool
    seen: str
    brought: str
    counts: Mapping[str, int]
    totals: Mapping[str, Any]
    words: Sequence[Word]
    level: str
    doubts: Sequence[Doubt]
    made: Sequence[str]
    faulty: Sequence[FaultyRow]
    kind: str
    number: int
    items: Sequence[Any]

    @property
    def asks(self) -> bool:
        """Whether anything is to be mended or looked at once more."""
        return bool(self.faulty or self.doubts)

    @property
    def pages(self) -> int:
        return count_pages(self.counts[self.kind], PAGE_SIZE) if self.kind else 1

    @property
    def changes_nothing(self) -> bool:
        return not any(self.counts[kind] for kind in ("added", "changed", "units"))


def drop_pages(session: Session, organisation_id: int, key: str) -> None:
    here = Document.organisation_id == organisation_id
    session.execute(delete(Document).where(here, Document.key.startswith(f"{key}/", autoescape=True)))


def keep_pages(session: Session, kept: Document, preview: Preview) -> None:
    """Keep the pages of a list in place of those it had, in the caller's transaction."""
    drop_pages(session, kept.organisation_id, kept.key)
    pages = []
    for name, content in _write_pages(preview, kept.made_at.isoformat()):
        packed = json.dumps(content).encode()
        page = {"key": f"{kept.key}/{name}", "sha256": hashlib.sha256(packed).hexdigest(), "content": packed}
        pages.append(page | {column: getattr(kept, column) for column in ("organisation_id", "media_type", "made_at")})
    session.execute(insert(Document), pages)


def _write_pages(preview: Preview, brought: str) -> Iterator[tuple[str, object]]:
    """Name and content of each page: the summary, the first rows to mend, then the rows of each kind."""
    done = preview.comparison
    rows: dict[str, Sequence[Any]] = {kind: getattr(done, kind) for kind in KINDS}
    counts = {kind: len(found) for kind, found in rows.items()}
    single = {number: faults for number, faults in done.faults.items() if asks_more(faults)}
    words = list_words(preview.rows, done.faults)
    counts |= {"rows": len(preview.rows), "unchanged": done.unchanged, FAULTS: len(done.faults)}
    counts |= {"single": len(single), "words": len(words), "doubts": len(done.doubts)}
    counts["doubles"] = sum(fault.code == SAME for faults in done.faults.values() for fault in faults)
    told = {name: getattr(preview, name) for name in ("file", "given", "unused", "guessed", "seen", "level")}
    told["brought"] = brought
    told["words"] = [asdict(word) for word in words[:MOST_WORDS]]
    told["made"] = [" / ".join(way) for way in done.units if done.sizes[way] >= FEW][:MOST_MADE]
    told["doubts"] = [asdict(doubt) for doubt in done.doubts[:MOST_DOUBTS]]
    yield "summary", told | {"counts": counts, "totals": asdict(done.totals)}
    yield (
        FAULTS,
        [
            {"number": number, "cells": preview.rows[number], "faults": [asdict(fault) for fault in faults]}
            for number, faults in list(single.items())[:MOST_FAULTY]
        ],
    )
    for kind, found in rows.items():
        for start in range(0, len(found), PAGE_SIZE):
            part = found[start : start + PAGE_SIZE]
            yield f"{kind}/{start // PAGE_SIZE + 1}", [_write_item(done, one) for one in part]


def _write_item(done: Comparison, one: Any) -> object:
    """One of the rows of a kind; of a unit its way and how many people it has."""
    return [one, done.sizes[one]] if isinstance(one, tuple) else asdict(one)


def find_shown(organisation_id: int, key: str, kind: str, number: int) -> Shown | None:
    """The page asked for, and the rows to mend; None where there is no list. What is not there becomes what is."""
    found = _read(organisation_id, f"{key}/summary", f"{key}/{FAULTS}")
    if len(found) < 2:
        return None
    # What was kept before this program was renewed has less.
    summary = {"brought": "", "level": "", "doubts": [], "made": []} | found[f"{key}/summary"]
    counts = summary["counts"] = {"doubts": 0, "doubles": 0} | summary["counts"]
    faulty = found[f"{key}/{FAULTS}"]
    if not counts.get(kind if kind in KINDS else ""):
        kind = "" if counts[FAULTS] else next((each for each in KINDS if counts[each]), "")
    number = choose_page(number, counts[kind], PAGE_SIZE) if kind else 1
    page = f"{key}/{kind}/{number}"
    items = _read(organisation_id, page).get(page, []) if kind else []
    if kind == "units":
        items = [one if isinstance(one[0], list) else [one, None] for one in items]
    rows = [FaultyRow(one["number"], one["cells"], tuple(Fault(**each) for each in one["faults"])) for one in faulty]
    summary["words"] = [Word(**word) for word in summary["words"]]
    summary["doubts"] = [Doubt(**doubt) for doubt in summary["doubts"]]
    return Shown(**summary, faulty=rows, kind=kind, number=number, items=items)


def _read(organisation_id: int, *keys: str) -> dict[str, Any]:
    found = db.session.execute(
        select(Document.key, Document.content).where(
            Document.organisation_id == organisation_id,
            Document.key.in_(keys),
            Document.made_at > datetime.now(UTC) - KEPT_FOR,
        )
    )
    return {key: json.loads(content) for key, content in found}
