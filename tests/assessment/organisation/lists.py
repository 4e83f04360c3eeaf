"""Lists of people as files."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

from assessment.organisation import upload

HEADER = ("Name", "E-mail", "Unit", "Group", "Language")


def write_csv(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode()


def write_xlsx(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def make_people(count: int, unit: str = "Care") -> list[tuple[str, ...]]:
    return [(f"Person {n:04}", f"person{n}@zonneveld.example", unit, "Staff", "nl") for n in range(count)]


def mend(organisation_id: int, account_id: int, typed: Mapping[str, str]) -> None:
    """Mend the list as it stands."""
    preview = upload.show_list(organisation_id, account_id)
    assert preview is not None
    upload.mend_rows(organisation_id, account_id, typed, preview.seen)
