"""Names of units and groups as people write them, and the keys made from them."""

import re
import unicodedata
from collections.abc import Collection
from typing import Self

from assessment.letters import holds_unkept

MOST_NAME_CHARACTERS = 200
MOST_KEY_CHARACTERS = 50
FORMULA_STARTS = ("=", "+", "-", "@")


def same_name(text: str) -> str:
    """What two spellings of one name have in common: composed letters (NFC), no spaces but single ones inside.

    Capitals and accents count: "North" and "north" are two names.
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


def find_name_fault(name: str) -> str | None:
    """Why this cannot be a name, or None. ``name``: as ``same_name`` gives it."""
    if all(unicodedata.category(character) == "Cf" for character in name):
        return "is blank"
    if name.startswith(FORMULA_STARTS):
        return "begins as a formula does: let the name begin with a letter or a digit"
    if len(name) > MOST_NAME_CHARACTERS:
        return f"has {len(name)} characters, a name at most {MOST_NAME_CHARACTERS}: is this the right column?"
    if holds_unkept(name):
        return "holds a character that cannot be printed: write the name as plain text"
    return None


class NameList:
    """Names in order of first appearance, each as it was first spelt; a name's place counts from 0."""

    def __init__(self, most: int) -> None:
        self.names: list[str] = []
        self._most = most
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.names)

    def copy(self) -> Self:
        """The same names, to which others can be added."""
        made = type(self)(self._most)
        made.names = [*self.names]
        made._places = dict(self._places)
        return made

    def find(self, name: str) -> int | None:
        """The place of a name, whatever its spelling; None when it is not in the list."""
        return self._places.get(same_name(name))

    def take(self, cell: str) -> int:
        """The place of a name, added when it is new. Raises ValueError, which says why it cannot be a name."""
        place = self._places.get(cell)
        if place is None:
            place = self.find(cell)
        return self._add(cell) if place is None else place

    def _add(self, cell: str) -> int:
        name = same_name(cell)
        message = find_name_fault(name)
        if message is None and len(self.names) >= self._most:
            message = f"is name number {self._most + 1} and the limit is {self._most}: is this the right column?"
        if message is not None:
            raise ValueError(message)
        self.names.append(" ".join(cell.split()))
        self._places[name] = len(self.names) - 1
        return len(self.names) - 1

    def find_look_alikes(self) -> list[tuple[str, str]]:
        """Pairs of names that differ only in capitals, accents or marks: they may be one name spelt in two ways."""
        first: dict[str, str] = {}
        pairs = []
        for name in self.names:
            stem = make_stem(name) or name.casefold()
            if stem in first:
                pairs.append((first[stem], name))
            first.setdefault(stem, name)
        return pairs


def make_stem(name: str) -> str:
    """The name in letters a-z, digits and hyphens, accents taken off; empty where it has none of these."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_KEY_CHARACTERS].strip("-")


def make_key(name: str, taken: Collection[str], otherwise: str) -> str:
    """A key for the name that is not ``taken``: its stem (or ``otherwise``), numbered from 2 where others have it."""
    stem = make_stem(name) or otherwise
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
