"""What is wrong with a file somebody brings, said so that they can mend it."""

from dataclasses import dataclass

MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class SheetFault:
    """``row`` counts as a spreadsheet does, the header being row 1; 0 means the file as a whole."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        shown = self.value if len(self.value) <= 60 else f"{self.value[:57]}..."
        value = f' "{shown}"' if self.value else ""
        return f"{', '.join(place)}{':' if place else ''}{value} {self.message}".strip()


class SheetError(Exception):
    """A file that was refused; nothing of it is stored. ``faults`` holds the first ones, at most MOST_FAULTS."""

    def __init__(self, faults: list[SheetFault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        more = ["... and more of the same kind below"] if len(faults) >= MOST_FAULTS else []
        super().__init__("\n".join([*(str(fault) for fault in self.faults), *more]))


def refuse(message: str, row: int = 0, column: str = "", value: str = "") -> SheetError:
    """The error for a file with one fault."""
    return SheetError([SheetFault(row, column, value, message)])
