"""What each sign of a font says in the text of a PDF: what is searched for, copied, read aloud and verified.

The engine gives the text of several signs that belong together (a letter and its marks) to one of them and nothing to
the others, wherever they stand again: all letters "a" of a report could read as nothing, and all accents as "á". Here
each sign says its own letter, as its font knows it; what is left goes to the sign that has none of its own.
"""

import unicodedata
from collections import Counter
from functools import cached_property
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from weasyprint.pdf import stream  # type: ignore[import-untyped]  # the engine ships no types
from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]  # the engine ships no types

from reports.texts import DOTTED, TURNED


class ReadableFont(Font):  # type: ignore[misc]  # the engine ships no types
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.to_unicode = Signs(self)


class Signs(dict[int, str]):
    """The engine asks of each sign that it paints, in this order, whether its text is known, and tells it if not.

    Signs that belong together come with one text and otherwise empty ones: first the text where it runs from right to
    left, last where it runs from left to right.
    """

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font, self._group, self._said, self._open = font, list[int](), "", False
        self._new: set[int] = set()

    def __contains__(self, sign: object) -> bool:
        return False

    def __setitem__(self, sign: int, text: str) -> None:
        if self._open and (text or not self._belongs(sign)):
            self._begin()
        self._group.append(sign)
        self._said = self._said or text
        if sign not in self.keys():
            self._new.add(sign)
        if self._said:
            self._settle()
            self._open = any(unicodedata.bidirectional(letter) in TURNED for letter in self._said)
            if not self._open:
                self._begin()

    def _begin(self) -> None:
        self._group, self._said, self._open, self._new = [], "", False, set()

    def _belongs(self, sign: int) -> bool:
        """Whether a sign without text can be one of a group from right to left: else it begins one the other way."""
        own = self._list_own(sign)
        return not own or own == [DOTTED] or self._find_own(sign, self._said)[1]

    def _settle(self) -> None:
        """Share the text among the signs of the group; what was said of a sign before stays."""
        if len(self._group) == 1:
            self._keep(self._group[0], self._said)
            return
        left, nameless = self._said, []
        for sign in self._group:
            own, said = self._find_own(sign, left)
            if own:
                self._keep(sign, own)
                left = take_out(own, left) if said else left
            else:
                nameless.append(sign)
        for sign in nameless:
            self._keep(sign, left)
            left = ""

    def _keep(self, sign: int, text: str) -> None:
        if sign in self._new or not self.get(sign):
            super().__setitem__(sign, text)

    def _find_own(self, sign: int, text: str) -> tuple[str, bool]:
        """The letter for which a font has this sign, one of ``text`` before others and itself before its forms; and
        whether it is one of ``text``."""
        letters = self._list_own(sign)
        for letter in (*letters, *(unicodedata.normalize("NFKC", form) for form in letters)):
            if count_parts(letter) <= count_parts(text):
                return letter, True
        return "".join(letters[:1]), False

    def _list_own(self, sign: int) -> list[str]:
        return self._letters.get(sign) or [chr(code) for code, unused in self._font.missing.items() if unused == sign]

    @cached_property
    def _letters(self) -> dict[int, list[str]]:
        font = TTFont(BytesIO(self._font.file_content), fontNumber=self._font.index, lazy=True)
        found: dict[int, list[str]] = {}
        for code, name in sorted(font.getBestCmap().items()):
            found.setdefault(font.getGlyphID(name), []).append(chr(code))
        return found


def count_parts(text: str) -> Counter[str]:
    """Letters and marks one by one: marks of one letter stand in an order of their own."""
    return Counter(unicodedata.normalize("NFD", text))


def take_out(letter: str, text: str) -> str:
    """What is left of a text without a letter and its marks."""
    parts = unicodedata.normalize("NFD", text)
    for part in unicodedata.normalize("NFD", letter):
        parts = parts.replace(part, "", 1)
    return unicodedata.normalize("NFC", parts)


def install() -> None:
    """From now on the engine takes these fonts."""
    stream.Font = ReadableFont
