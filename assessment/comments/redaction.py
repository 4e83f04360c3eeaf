"""Striking words out of a comment: what is shown is what was written, with some of it replaced by ``[...]``.

Pure text in, text out. A redaction is kept as its text; ``find_kept`` reads back from it which characters stand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

MARK = "[...]"
_MARKS = re.compile(r"\[\s*(?:\.{2,}|…)\s*\]")

Kept = tuple[bool, ...]
"""A character each of the original: whether it stays. Of white space nothing is said."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader makes of a comment. ``text``: as it may be shown, or where it is left out the reason."""

    shown: bool
    text: str


def clean(text: str) -> str:
    """One kind of line break, no white space around: as comments are compared."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def find_kept(original: str, redacted: str) -> Kept | None:
    """Which characters stay; null where ``redacted`` is not the original with words replaced by marks.

    White space beside a mark counts for nothing. Where several readings fit, each shows the same words.
    """
    original = clean(original)
    first, *others = _MARKS.split(clean(redacted))
    if not others:
        return (True,) * len(original) if first == original else None
    first, last = first.rstrip(), others.pop().lstrip()
    if not original.startswith(first) or not original.endswith(last):
        return None
    kept = [False] * len(original)
    kept[: len(first)] = [True] * len(first)
    start, end = len(first), len(original) - len(last)
    for part in filter(None, map(str.strip, others)):
        begin = _skip_word(original, start, end)
        found = original.find(part, begin, end) if begin is not None else -1
        if found < 0:
            return None
        start = found + len(part)
        kept[found:start] = [True] * len(part)
    if _skip_word(original, start, end) is None:
        return None
    kept[end:] = [True] * len(last)
    return tuple(kept)


def _skip_word(text: str, start: int, end: int) -> int | None:
    """The place behind the first character that can be seen, of those between; null where there is none: a mark
    stands for something."""
    return next((place + 1 for place in range(start, end) if not text[place].isspace()), None)


def render(original: str, kept: Kept) -> str:
    """The text as it may be shown: a mark for each run that is struck."""
    original = clean(original)
    stays = list(kept)
    for space in re.finditer(r"\s+", original):
        # Space stays unless it lies between two things that are struck.
        beside = kept[space.start() - 1] or kept[space.end()]
        stays[space.start() : space.end()] = [beside] * (space.end() - space.start())
    runs = groupby(zip(original, stays, strict=True), key=lambda pair: pair[1])
    return "".join("".join(character for character, _ in run) if shown else MARK for shown, run in runs)


def says_something(text: str) -> bool:
    """Whether anything is left beside marks."""
    return any(character.isalnum() for character in _MARKS.sub("", text))


def settle(original: str, opinions: Sequence[Opinion]) -> str | None:
    """What is shown where several have read a comment, null: left out. The stricter always wins: one who leaves it out
    is enough, and what either of them struck is struck."""
    if not opinions or not all(opinion.shown for opinion in opinions):
        return None
    masks = [find_kept(original, opinion.text) for opinion in opinions]
    if any(mask is None for mask in masks):
        return None
    both = tuple(map(all, zip(*(mask for mask in masks if mask is not None), strict=True)))
    return render(original, both) if all(both) or says_something(render(original, both)) else None
