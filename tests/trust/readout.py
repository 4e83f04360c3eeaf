"""What can be read off pages and files about a release: figures by group of people and question, and bare numbers."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO, StringIO
from math import ceil, floor
from typing import Any

from pypdf import PdfReader

from assessment.reporting.attached import RESULT_NAME
from assessment.scoring.figures import Cell, Count, ItemFigure, ReleasedFigures, Value

NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?(?![\w]|[.,]\d)")
ASIDE = re.compile(r"\d+:\d+|(?i:page|pagina) \d+ (?:of|van) \d+|\d+ (?:words|woorden)|\b[0-9a-f]{10,64}\b")
"""Moments, numbers of pages, lengths of texts, digests: one of ten signs has digits only once in a hundred reports."""
SHARE, MARGIN, OTHER = "share", "margin", "other"
KINDS = dict.fromkeys(
    ("shares", "favourable", "unfavourable", "cant_tell", "rate", "by_unit", "level_probability"), SHARE
) | dict.fromkeys(("margin", "index_margin", "lens_margins"), MARGIN)
"""Fields whose figures are written with a sign of their own: "60 %", "±4"."""


def read_table(text: str, release: ReleasedFigures) -> ReleasedFigures:
    """The table of a results page as the figures that an attacker has from it; who is in a group is known to all."""
    rows: dict[str, list[ItemFigure]] = {}
    for row in csv.DictReader(StringIO(text.removeprefix("\ufeff"))):
        low, _, high = row["answers"].partition(" to ")
        figure = ItemFigure(
            item=row["question"],
            n=Count(low=int(low), high=int(high or low)),
            score=_read_value(row["score"], row["score_open"]),
            favourable=_read_value(row["favourable"], row["favourable_open"]),
            unfavourable=_read_value(row["unfavourable"], row["unfavourable_open"]),
        )
        rows.setdefault(row["group_of_people"], []).append(figure)
    cells = []
    for key, figures in rows.items():
        cell = release.cell(key)
        assert cell is not None, f"{key} is no group of people of the release"
        cells.append(cell.model_copy(update={"items": tuple(figures), "dimensions": ()}))
    return release.model_copy(update={"cells": tuple(cells)})


def _read_value(text: str, mark: str) -> Value | None:
    return Value(value=float(text), mark=mark or None) if text else None  # type: ignore[arg-type] # one of the marks


@lru_cache(maxsize=8)
def read_attachments(pdf: bytes) -> dict[str, bytes]:
    """By name; read once for all who are shown the same file."""
    found = {name: contents[0] for name, contents in PdfReader(BytesIO(pdf)).attachments.items()}
    assert RESULT_NAME in found
    return found


def list_item_figures(cells: Iterable[Cell]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What a table tells of each question in each group."""
    return {
        (cell.key, item.item): (item.n, item.score, item.favourable, item.unfavourable)
        for cell in cells
        for item in cell.items
    }


def list_values(content: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number in a JSON value, each with the kind of figure that the name of its field tells."""
    if isinstance(content, dict):
        for key, value in content.items():
            # A figure is {"value": 60, "mark": ...}, and it is the name above that tells what it is.
            yield from list_values(value, name if key == "value" else key)
    elif isinstance(content, list):
        for value in content:
            yield from list_values(value, name)
    elif isinstance(content, int | float) and not isinstance(content, bool):
        yield KINDS.get(name, OTHER), round(float(content), 6)


def write_ways(kind: str, value: float) -> Iterator[tuple[str, str]]:
    """How a page may write a figure: whole, with decimals that are rounded or cut off; margins are rounded up."""
    size = abs(value) * (100 if kind == SHARE and 0 < abs(value) < 1 else 1)
    if kind == MARGIN:
        yield kind, f"{ceil(size)}"
        return
    yield kind, f"{floor(size + 0.5)}"
    for one in (floor(size * 10) / 10, floor(size * 10 + 0.5) / 10):
        yield kind, f"{one:g}"
        yield kind, f"{one:g}".replace(".", ",")
    yield kind, f"{size:.2f}"
    yield kind, f"{size:.2f}".replace(".", ",")


def find_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Every number in a text and its kind, but for what stands aside."""
    for found in NUMBER.finditer(ASIDE.sub(" ", text)):
        before, after = found.string[: found.start()].rstrip(), found.string[found.end() :].lstrip()
        yield SHARE if after.startswith("%") else MARGIN if before.endswith("±") else OTHER, found[0]
