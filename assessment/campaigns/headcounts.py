"""Head counts from a second file: how many people each unit, or each group in a unit, has."""

from dataclasses import dataclass, field
from pathlib import Path

from assessment.campaigns.faults import MOST_FAULTS, SheetError, SheetFault, refuse
from assessment.campaigns.table import read_rows
from assessment.organisation.names import find_name_fault, same_name

MOST_PEOPLE = 1_000_000
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class HeadCount:
    """``row``: where it stands in its file, for faults found later."""

    unit: str
    group: str | None
    count: int
    row: int = field(default=0, compare=False)


def read_head_counts(path: Path, *, limit: int) -> list[HeadCount]:
    """Rows of a CSV file with the columns ``unit``, ``count`` and, where groups are counted, ``group``.

    Raises SheetError naming row, column and value of every fault, up to MOST_FAULTS.
    """
    faults: list[SheetFault] = []
    rows = read_rows(path, limit, faults)
    number, header = next(rows)
    names = [name.casefold() for name in header]
    if sorted(names) not in (["count", "unit"], ["count", "group", "unit"]):
        message = "are the columns; give unit, count and, where groups are counted, group"
        raise refuse(message, number, value=", ".join(header))
    counts: dict[tuple[str, str | None], HeadCount] = {}
    for number, row in rows:
        cells = dict(zip(names, row, strict=True))
        count = _read_row(number, cells, faults)
        if count is not None and (count.unit, count.group) in counts:
            earlier = counts[count.unit, count.group].row
            faults.append(SheetFault(number, "unit", cells["unit"], f"is counted twice: see row {earlier}"))
        elif count is not None:
            counts[count.unit, count.group] = count
        if len(faults) >= MOST_FAULTS:
            break
        if len(counts) > MOST_ROWS:
            raise refuse(f"is one row more than the limit of {MOST_ROWS}", number)
    if faults:
        raise SheetError(faults)
    if not counts:
        raise refuse("The file has a header and no head count below it.")
    return list(counts.values())


def _read_row(number: int, cells: dict[str, str], faults: list[SheetFault]) -> HeadCount | None:
    """The row's head count; its faults are added to ``faults`` and give None."""
    names = {column: same_name(cells[column]) for column in ("unit", "group") if column in cells}
    found = [
        SheetFault(number, column, name, message)
        for column, name in names.items()
        if (message := find_name_fault(name))
    ]
    digits = cells["count"].strip()
    if not (digits.isascii() and digits.isdigit() and int(digits) <= MOST_PEOPLE):
        message = f"is no number of people: write a whole number up to {MOST_PEOPLE} in digits only"
        found.append(SheetFault(number, "count", cells["count"], message))
    faults += found
    return None if found else HeadCount(names["unit"], names.get("group"), int(digits), number)
