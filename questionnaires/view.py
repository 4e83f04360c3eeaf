"""A tolerant view of what a file says, for checks that must also work where half of it is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from questionnaires.fault import Path
from questionnaires.source import Data


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the way to it. Asking a value for what it has not gives an empty node, never an error."""

    data: Data
    path: Path = ()

    def __getitem__(self, key: str) -> "Node":
        return Node(self.data.get(key) if isinstance(self.data, dict) else None, (*self.path, key))

    def __bool__(self) -> bool:
        return self.data is not None

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """The keys and values of a map."""
        if isinstance(self.data, dict):
            for key, value in self.data.items():
                yield key, Node(value, (*self.path, key))

    def each(self) -> Iterator["Node"]:
        """The values of a list."""
        if isinstance(self.data, list):
            for place, value in enumerate(self.data):
                yield Node(value, (*self.path, place))

    @property
    def text(self) -> str:
        return self.data if isinstance(self.data, str) else ""

    @property
    def number(self) -> float | None:
        """The number that is written, or None: also for nan and inf, which no field takes."""
        try:
            number = float(self.text)
        except ValueError:
            return None
        return number if isfinite(number) else None

    @property
    def is_true(self) -> bool:
        return self.text.lower() in {"true", "yes", "on", "y", "t", "1"}

    @property
    def is_false(self) -> bool:
        return self.text.lower() in {"false", "no", "off", "n", "f", "0"}


def dimensions_of(root: Node) -> Iterator[Node]:
    return root["dimensions"].each()


def items_of(root: Node) -> Iterator[Node]:
    for dimension in dimensions_of(root):
        yield from dimension["items"].each()


def languages_of(root: Node) -> tuple[str, ...]:
    """The languages that every text must be written in: English where the file does not say, none where what it says
    cannot be read.
    """
    if not root["languages"]:
        return ("en",)
    return tuple(language.text for language in root["languages"].each() if language.text)
