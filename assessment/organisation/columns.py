"""Which column of a file is which, in English or Dutch and in any order, and the cells of each person."""

import unicodedata
from dataclasses import dataclass

from assessment.organisation.faults import COLUMNS, FileError
from assessment.organisation.names import same_name
from assessment.organisation.sheet import Sheet

WORDS = {
    "name": "name fullname employee employeename person naam volledigenaam medewerker medewerkernaam persoon",
    "first": "firstname givenname forename voornaam roepnaam",
    "infix": "infix prefix tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels",
    "last": "lastname surname familyname achternaam familienaam",
    "email": "email mail emailaddress mailaddress workemail emailadres mailadres emailwerk",
    "unit": "unit department team unitpath orgunit division afdeling eenheid onderdeel organisatieonderdeel",
    "group": "group role standing respondentgroup groep rol functiegroep",
    "language": "language preferredlanguage lang taal voorkeurstaal",
}
"""Names of columns without capitals, blanks and marks."""

NAME_PARTS = ("first", "infix", "last")


@dataclass(frozen=True, slots=True)
class Table:
    """``rows``: the cells of each row by column (faults.COLUMNS); those a file leaves out are empty.

    ``given`` are the columns that the file has; ``unused`` the names of its others.
    """

    rows: dict[int, dict[str, str]]
    given: tuple[str, ...]
    unused: tuple[str, ...]
    guessed: bool = False


def read_table(sheet: Sheet) -> Table:
    """The people of a sheet; raises FileError when a column that is needed is missing or stands twice."""
    places: dict[str, int] = {}
    unused = []
    for place, title in enumerate(sheet.header):
        column = find_column(title)
        if column is None:
            unused.append(title)
        elif column in places:
            raise FileError("column twice", row=sheet.header_row, column=title[:60])
        else:
            places[column] = place
    has_name = "name" in places or "last" in places or "first" in places
    for column, is_there in (("unit", "unit" in places), ("name", has_name or "email" in places)):
        if not is_there:
            raise FileError("no column", row=sheet.header_row, value=column)
    given = tuple(column for column in COLUMNS if column in places or (column == "name" and has_name))
    rows = {number: _pick(cells, places) for number, cells in sheet.rows.items()}
    return Table(rows, given, tuple(title[:60] for title in unused if title.isprintable() and title), sheet.guessed)


def find_column(title: str) -> str | None:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", title.casefold()) if letter.isalnum())
    return next((column for column, words in WORDS.items() if plain in words.split()), None)


def _pick(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    row = {column: cells[places[column]] if column in places else "" for column in COLUMNS}
    if "name" not in places:
        row["name"] = same_name(" ".join(cells[places[part]] for part in NAME_PARTS if part in places))
    return row
