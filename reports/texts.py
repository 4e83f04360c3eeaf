"""The texts of a rendered report in the order in which its PDF prints them."""

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

NUMBER = "\ufdd0"
"""Stands for a page number, which only the layout knows. It is no character: no text of anybody's holds it."""

BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "li", "th", "td", "caption", "figcaption"})
WOVEN = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Categories of marks, and of signs that turn or join letters."""

UNDRAWN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\u2065\ufeff\ufff0-\ufff8\U000e0000-\U000e0fff•]")
DOTTED = "\N{DOTTED CIRCLE}"
"""Drawn by a font below a mark that has no letter before it."""

TURNED = frozenset({"R", "AL", "AN"})
ALEF = "\N{ARABIC LETTER ALEF}"
SILENT = frozenset({"head", "title", "style"})


@dataclass(frozen=True)
class Pieces:
    """``flow``: texts of the pages; ``pictures``: words in charts; ``heads``: table heads, printed again on each page
    that a table goes on to."""

    flow: tuple[str, ...]
    pictures: tuple[str, ...]
    heads: tuple[str, ...]


def read_pieces(html: str) -> Pieces:
    parser = Reader()
    parser.feed(html)
    parser.close()
    heads = dict.fromkeys(squash(head) for head in parser.heads)
    return Pieces(tuple(parser.flow), tuple(parser.pictures), tuple(sorted(heads, key=len, reverse=True)))


def squash(text: str) -> str:
    """Without spaces, bullets, hyphens of the typesetter, ligatures and code points that Unicode keeps for signs that
    nothing draws: what stays the same in every layout."""
    return UNDRAWN.sub("", unicodedata.normalize("NFKC", text))


def is_woven(text: str) -> bool:
    """Whether a squashed text is painted in another order than it is read in, or with marks over and under letters."""
    return not text.isascii() and any(_is_woven(letter) for letter in text)


def _is_woven(letter: str) -> bool:
    return unicodedata.category(letter) in WOVEN or unicodedata.bidirectional(letter) in TURNED


def list_letters(text: str) -> str:
    """The letters of a woven text without their marks and the circles that carry them, and without the alef that is
    drawn in one sign with a lam."""
    plain = unicodedata.normalize("NFKD", squash(text))
    kept = (letter for letter in plain if letter not in (ALEF, DOTTED) and not letter.isspace())
    return "".join(letter for letter in kept if unicodedata.category(letter) not in WOVEN)


class Reader(HTMLParser):
    """Gathers the texts of blocks; what is not shown, or shown in the footer only, is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow: list[str] = []
        self.pictures: list[str] = []
        self.heads: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self._footer = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "br", "img"):
            return
        self._open.append(tag)
        if tag == "div" and ("class", "footer") in attrs:
            self._footer = len(self._open)
        if tag in BLOCKS or tag == "text":
            self._text = []
        if tag == "thead":
            self.heads.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._footer:
            pass
        elif tag == "text":
            self.pictures.append("".join(self._text))
            self._text = []
        elif tag in BLOCKS:
            self._keep("".join(self._text))
            self._text = []
        if len(self._open) == self._footer:
            self._footer = 0
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._footer and not SILENT.intersection(self._open):
            self._text.append(data)

    def _keep(self, text: str) -> None:
        text = " ".join(text.split())
        if "nav" in self._open and "li" in self._open:
            text += NUMBER
        if "thead" in self._open:
            self.heads[-1] += text
        if text:
            self.flow.append(text)
