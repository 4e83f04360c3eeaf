"""Things that never change, kept in the memory of this process so that they are not made twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most ``most`` things, the longest unused going first. Two threads may make the same thing; one stays."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing kept under ``key``, which must name everything that ``make`` reads."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            kept = self._things.setdefault(key, made)
            if len(self._things) > self._most:
                self._things.popitem(last=False)
            return kept

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
