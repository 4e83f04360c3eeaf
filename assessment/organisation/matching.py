"""Which units and groups the words in a list mean."""

import re
from collections.abc import Iterable, Sequence

from assessment.language import current_language
from assessment.models import RespondentGroup, in_language
from assessment.organisation.faults import Fault, find_text_fault
from assessment.organisation.names import make_stem, same_name
from assessment.organisation.plan import STANDARD_GROUPS, stems_of
from assessment.organisation.tree import MOST_LEVELS, MOST_UNITS, Tree, fold

Way = tuple[str, ...]
"""Names of units from the top down to one."""

SEPARATOR = re.compile(r"\s*[/>\\]\s*")


class UnitNames:
    """Units by the words for them: "Care / Home / North" from the top, or a name alone.

    Where the organisation itself is the only unit on top, a way begins below it and may name it or not. A name alone
    is the unit of that name where ways begin, else the only one so called anywhere, else a new one. Ways with several
    names are learnt first: what a row means does not hang on the rows before it, and is the same when they are there.
    """

    def __init__(self, tree: Tree, organisation: Sequence[str]) -> None:
        self.ways: dict[int, Way] = {}
        self._known: dict[Way, Way] = {}
        self._by_name: dict[str, list[Way]] = {}
        self._count = len(tree)
        for place in tree:
            above = self.ways[place.parent_id] if place.parent_id is not None else ()
            way = (*above, in_language(place.name, current_language()))
            self.ways[place.id] = way
            for text in place.name.values():
                self._known.setdefault((*map(fold, above), fold(text)), way)
            for text in {fold(text) for text in place.name.values()}:
                self._by_name.setdefault(text, []).append(way)
        self._old = set(self.ways.values())
        self._base = self._find_base(tree, {fold(name) for name in organisation})

    def _find_base(self, tree: Tree, organisation: set[str]) -> Way:
        tops = tree.list_beside(None)
        if len(tops) == 1 and organisation & {fold(text) for text in tree.places[tops[0]].name.values()}:
            return self.ways[tops[0]]
        return ()

    def learn(self, texts: Iterable[str]) -> None:
        """Take in the ways of several names."""
        for text in sorted({same_name(text) for text in texts}):
            names = self._split(text)
            if len(names) > 1 and not self._find_fault(names):
                self._walk(names)

    def find(self, text: str) -> Way | Fault:
        """The way to the unit that a text means, new or known; or what is wrong with the text, without a place."""
        names = self._split(text)
        fault = self._find_fault(names)
        if fault:
            return fault
        if len(names) > 1:
            return self._walk(names)
        return self._find_alone(names[0])

    def _split(self, text: str) -> Way:
        """The names in a text; one name where a unit is called so with its stroke."""
        if fold(text) in self._by_name:
            return (text,)
        return tuple(name for name in SEPARATOR.split(text) if name) or (text,)

    def _find_fault(self, names: Way) -> Fault | None:
        for name in names:
            code = find_text_fault(name)
            if code:
                return Fault(0, "unit", code)
        if len(self._strip(names)) + len(self._base) > MOST_LEVELS:
            return Fault(0, "unit", "too deep")
        return Fault(0, "unit", "too many units") if self._count >= MOST_UNITS else None

    def _strip(self, names: Way) -> Way:
        """The way without the unit on top that ways begin below."""
        on_top = self._base and self._known.get((fold(names[0]),)) == self._base
        return names[1:] if on_top else names

    def _walk(self, names: Way) -> Way:
        way = self._base
        for name in self._strip(names):
            way = self._step(way, name)
        return way

    def _step(self, above: Way, name: str) -> Way:
        key = (*map(fold, above), fold(name))
        if key not in self._known:
            self._known[key] = (*above, name)
            self._by_name.setdefault(fold(name), []).append((*above, name))
            self._count += 1
        return self._known[key]

    def _find_alone(self, name: str) -> Way | Fault:
        if not self._strip((name,)):
            return self._base
        here = self._known.get((*map(fold, self._base), fold(name)))
        if here is not None:
            return here
        others = list(dict.fromkeys(self._by_name.get(fold(name), [])))
        if len(others) > 1:
            return Fault(0, "unit", "unit twice", " / ".join(others[0]))
        return others[0] if others else self._step(self._base, name)

    def list_new(self, used: Iterable[Way]) -> list[Way]:
        """The units that ``used`` ways need and that are not there yet, each after the one above it."""
        needed = {way[:length] for way in used for length in range(1, len(way) + 1)}
        return sorted(needed - self._old)


class GroupNames:
    """Groups by their keys, their names in any language, and the other words for the standard ones."""

    def __init__(self, groups: Sequence[RespondentGroup]) -> None:
        keys = {group.key for group in groups}
        self._names = [in_language(group.name, current_language()) for group in groups]
        self._by_stem = {stem: each.key for each in STANDARD_GROUPS if each.key in keys for stem in stems_of(each)}
        self._by_name = {fold(group.key): group.key for group in groups}
        self._by_name |= {fold(text): group.key for group in groups for text in group.name.values()}

    def find(self, text: str) -> str | None:
        """The key of the group that a text means, or None."""
        return self._by_name.get(fold(text)) or self._by_stem.get(make_stem(text))

    def write(self) -> str:
        return ", ".join(self._names)
