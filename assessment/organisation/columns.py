"""Which column of a file is which, in any order, and the cells of each person."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from assessment.organisation.celltexts import FORMULA_CELL
from assessment.organisation.faults import COLUMNS, FileError
from assessment.organisation.names import same_name
from assessment.organisation.sheet import Sheet, write_titles
from assessment.organisation.words import WORDS, find_column, looks_like_level

NAME_PARTS = ("first", "infix", "last")
TOTAL = re.compile(
    r"(grand |sub|sub-|eind)?(totaal|total|totals|totalen|sum|som)( aantal)?"
    r"( (people|persons|employees|staff|personen|medewerkers|mensen))?\s*:?\s*[\d.,]*",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[\d.,\s]+%?")


@dataclass(frozen=True, slots=True)
class Table:
    """``rows``: the cells of each row by column (faults.COLUMNS); those a file leaves out are empty.

    ``given`` are the columns that the file has; ``unused`` the names of its others; ``sums`` the rows that add up
    others and are nobody. ``level``: the name of an unused column that may name the level above the units, with its
    cells in ``above``.
    """

    rows: dict[int, dict[str, str]]
    given: tuple[str, ...]
    unused: tuple[str, ...]
    guessed: bool = False
    sums: tuple[int, ...] = ()
    level: str = ""
    above: dict[int, str] = field(default_factory=dict)


def read_table(sheet: Sheet) -> Table:
    """The people of a sheet; raises FileError when a column that is needed is missing or stands twice."""
    places = _place_columns(sheet)
    has_name = "name" in places or "last" in places or "first" in places
    for column, is_there in (("unit", "unit" in places), ("name", has_name or "email" in places)):
        if not is_there:
            raise FileError(f"no {column} column", row=sheet.header_row, value=write_titles(sheet.header))
    given = tuple(column for column in COLUMNS if column in places or (column == "name" and has_name))
    used = set(places.values())
    unused = [title[:60] for place, title in enumerate(sheet.header) if place not in used]
    level, above = _find_level(sheet, used)
    return Table(
        {number: _pick(cells, places) for number, cells in sheet.rows.items()},
        given,
        tuple(title for title in unused if title.isprintable() and title),
        sheet.guessed,
        tuple(number for number, cells in sheet.rows.items() if is_sum(cells)),
        level,
        above,
    )


def _find_level(sheet: Sheet, used: Collection[int]) -> tuple[str, dict[int, str]]:
    """The first unused column whose name may be that of a level above the unit, and its cells."""
    for place, title in enumerate(sheet.header):
        if place not in used and title.isprintable() and looks_like_level(title):
            return title[:60], {number: cells[place] for number, cells in sheet.rows.items() if cells[place]}
    return "", {}


def _place_columns(sheet: Sheet) -> dict[str, int]:
    """Where each column stands."""
    found: dict[str, list[tuple[int, int]]] = {column: [] for column in WORDS}
    for place, title in enumerate(sheet.header):
        meant = find_column(title)
        if meant is not None:
            column, doubt = meant
            found[column].append((doubt, place))
    for ranked in found.values():
        ranked.sort()
        if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            first, second = (sheet.header[place][:60] for _, place in ranked[:2])
            raise FileError("column twice", row=sheet.header_row, column=second, value=first)
    return {column: ranked[0][1] for column, ranked in found.items() if ranked}


def is_sum(cells: Iterable[str]) -> bool:
    """Whether a row says "Total" and numbers, and nothing else."""
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if TOTAL.fullmatch(cell)]
    return bool(words) and all(cell in words or cell == FORMULA_CELL or NUMBER.fullmatch(cell) for cell in filled)


def _pick(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    row = {column: cells[places[column]] if column in places else "" for column in COLUMNS}
    if "name" not in places:
        row["name"] = same_name(" ".join(cells[places[part]] for part in NAME_PARTS if part in places))
    return row
