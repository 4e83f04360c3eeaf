"""What is wrong with a file somebody brings, said so that they can mend it."""

from dataclasses import dataclass

MOST_FAULTS = 20
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class SheetFault:
    """``row`` counts as a spreadsheet does, the header being row 1; 0 means the file as a whole."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row else []
        place += [f"column {_show(self.column)}"] if self.column else []
        value = f' "{_show(self.value)}"' if self.value else ""
        return f"{', '.join(place)}{':' if place else ''}{value} {self.message}".strip()


def _show(text: str) -> str:
    """Short, and harmless to a terminal: what cannot be printed (control characters, marks that turn the direction of
    writing, bytes that are no UTF-8) becomes a replacement character.
    """
    cut = text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cut)


class SheetError(Exception):
    """A file that was refused; nothing of it is stored. ``faults`` holds the first ones, at most MOST_FAULTS."""

    def __init__(self, faults: list[SheetFault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        more = [f"These are the first {MOST_FAULTS}; there may be more."] if len(faults) >= MOST_FAULTS else []
        super().__init__("\n".join([*(str(fault) for fault in self.faults), *more]))


def refuse(message: str, row: int = 0, column: str = "", value: str = "") -> SheetError:
    """The error for a file with one fault."""
    return SheetError([SheetFault(row, column, value, message)])
