"""Head counts from a second file: how many people each unit, or each group in a unit, has."""

from dataclasses import dataclass
from pathlib import Path

from assessment.campaigns.faults import SheetError, SheetFault, refuse
from assessment.campaigns.table import read_rows

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class HeadCount:
    unit: str
    group: str | None
    count: int


def read_head_counts(path: Path, *, limit: int) -> list[HeadCount]:
    """Rows of a CSV file with the columns ``unit``, ``count`` and, where groups are counted, ``group``."""
    rows = read_rows(path, limit)
    _, header = next(rows)
    names = [name.strip().casefold() for name in header]
    if sorted(names) not in (["count", "unit"], ["count", "group", "unit"]):
        raise refuse("names other columns than unit, count and (where counted) group", 1, value=", ".join(header))
    counts, faults, seen = [], [], set()
    for number, row in rows:
        cells = dict(zip(names, (cell.strip() for cell in row), strict=True))
        place = (cells["unit"], cells.get("group"))
        if not cells["count"].isdecimal() or int(cells["count"]) > MOST_PEOPLE:
            faults.append(SheetFault(number, "count", cells["count"], "is no number of people"))
        elif not all(cell != "" for cell in place if cell is not None):
            faults.append(SheetFault(number, "unit" if not place[0] else "group", "", "is blank"))
        elif place in seen:
            faults.append(SheetFault(number, "unit", cells["unit"], "is counted twice"))
        else:
            seen.add(place)
            counts.append(HeadCount(cells["unit"], cells.get("group"), int(cells["count"])))
    if faults:
        raise SheetError(faults)
    return counts
