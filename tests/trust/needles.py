"""Many secrets looked for in much text at once: the work grows with the text, not with the text times the secrets."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

WORD = 8
"""Bytes at the beginning of a secret by which it is looked for; what is shorter is looked for by itself."""


class Needles:
    """Secrets in bytes, sorted by their beginnings."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._short: set[bytes] = set()
        self._long: defaultdict[int, set[bytes]] = defaultdict(set)
        for needle in needles:
            if len(needle) < WORD:
                self._short.add(needle)
            else:
                self._long[int.from_bytes(needle[:WORD], "little")].add(needle)
        self._starts = np.array(sorted(self._long), dtype="<u8")

    def find(self, stack: bytes) -> set[bytes]:
        """Those that stand anywhere in it."""
        found = {needle for needle in self._short if needle in stack}
        if not self._long:
            return found
        for offset in range(min(WORD, len(stack) - WORD + 1)):
            words = np.frombuffer(stack, dtype="<u8", count=(len(stack) - offset) // WORD, offset=offset)
            nearest = self._starts[np.searchsorted(self._starts, words, side="right") - 1]
            for place in np.flatnonzero(nearest == words):
                at = offset + WORD * int(place)
                found |= {one for one in self._long[int(words[place])] if stack.startswith(one, at)}
        return found
