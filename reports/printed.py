"""Does a PDF print what a report says? Compares the text of its pages, character by character without spaces.

A page's text comes in the order in which the engine paints it: first what flows, then the words inside pictures, then
bullets, then the footer. So two strings are walked along, one of flowing text and one of words in pictures.

A text that runs from right to left, or whose letters carry marks, is painted in an order of its own, and its marks are
not all told by the file. Of such a text the letters are compared as a heap, from its beginning to its end.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf._text_extraction import set_custom_rtl
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from reports.document import Report
from reports.html import render_html
from reports.texts import NUMBER, Pieces, is_woven, list_letters, read_pieces, squash

SYNC = 10
"""So many equal characters bring the two texts together again after a difference."""
REACH = 400
"""So far is looked ahead for them."""

TURNING = "".join(map(chr, (*range(0x0590, 0x0900), *range(0xFB1D, 0xFE00), *range(0xFE70, 0xFF00))))
"""What the reading library would take for letters that turn a text round."""


@dataclass
class Walk:
    """How far the comparison has come; ``found`` are the differences in words."""

    flow: str
    pictures: str
    heads: tuple[str, ...]
    pieces: Pieces
    at_flow: int = 0
    at_pictures: int = 0
    found: list[str] = field(default_factory=list)
    owed: Counter[str] = field(default_factory=Counter)
    """Letters of such a text that goes on over the page."""
    heaps: dict[int, int] = field(init=False)
    picture_heaps: dict[int, int] = field(init=False)
    """From where to where such texts stand in the strings."""

    def __post_init__(self) -> None:
        self.heaps, self.picture_heaps = find_heaps(self.pieces.flow), find_heaps(self.pieces.pictures)


def find_heaps(pieces: tuple[str, ...]) -> dict[int, int]:
    """From where to where the letters are compared as a heap: neighbours of this kind make one."""
    heaps: dict[int, int] = {}
    start, first, end = 0, 0, -1
    for piece in map(squash, pieces):
        if piece and is_woven(piece):
            first = start if start >= end else first
            end = start + len(piece)
            heaps[first] = end
        start += len(piece)
    return heaps


def take_heap(need: Counter[str], text: str, at: int) -> tuple[int, Counter[str]] | None:
    """Where the letters that are needed end in ``text``, in whatever order they stand, and which are still missing at
    its end; None where another letter comes between."""
    need = need.copy()
    while at < len(text):
        letters = Counter(list_letters(text[at]))
        if letters and not need:
            return at, need
        if not letters <= need:
            return None
        need, at = need - letters, at + 1
    return at, need


def compare_pages(report: Report, pdf: bytes) -> tuple[str, ...]:
    """What the pages of ``pdf`` print otherwise than ``report`` says, a sentence each; empty when nothing differs."""
    pieces = read_pieces(render_html(report))
    walk = Walk("".join(map(squash, pieces.flow)), "".join(map(squash, pieces.pictures)), pieces.heads, pieces)
    reader = PdfReader(BytesIO(pdf))
    for number, page in enumerate(reader.pages, start=1):
        read_codes_plainly(page)
        text = strip_footer(report, squash(read_as_painted(page)), number, len(reader.pages), walk)
        walk_page(walk, text, number)
        walk.found += list_additions(page, number, report.look.logo)
    if walk.at_flow < len(walk.flow):
        walk.found.append(f"missing: “{quote(pieces.flow, walk.at_flow)}”")
    if walk.at_pictures < len(walk.pictures):
        walk.found.append(f"missing in a picture: “{quote(pieces.pictures, walk.at_pictures)}”")
    return tuple(walk.found)


def read_codes_plainly(page: PageObject) -> None:
    """Let each code of a font stand for what its own table of letters says.

    Where no font has a sign (a rare one in a comment), the layout writes a font's codes in another way, which the
    reading library takes for letters of one byte: all words in that font would read as broken.
    """
    fonts = page["/Resources"].get_object().get("/Font")  # type: ignore[union-attr]
    for font in (fonts.get_object() if fonts is not None else {}).values():
        if isinstance(font.get_object().get("/Encoding", {}).get_object(), StreamObject):
            font.get_object()[NameObject("/Encoding")] = NameObject("/Identity-H")


def read_as_painted(page: PageObject) -> str:
    """The text of a page letter by letter as it was painted: nothing is turned round for reading from right to left,
    since the reading library turns signs, and whole texts, across the borders of neighbouring texts."""
    before = set_custom_rtl(None, None, None)
    set_custom_rtl(None, None, TURNING)
    try:
        return page.extract_text()
    finally:
        set_custom_rtl(*before)


def strip_footer(report: Report, text: str, number: int, pages: int, walk: Walk) -> str:
    footer = squash(report.footer.identity) + squash(report.footer.page.format(page=number, pages=pages))
    if text.endswith(footer):
        return text.removesuffix(footer)
    walk.found.append(f"page {number}: the footer does not read “{report.footer.identity}, page {number} of {pages}”")
    return text


def walk_page(walk: Walk, text: str, number: int) -> None:
    """Follow the flowing text as far as it goes, then the words in pictures; note every difference on the way."""
    at = 0
    if walk.owed:
        at, walk.owed = take_heap(walk.owed, text, at) or (at, Counter())
    while at < len(text):
        at = follow_flow(walk, text, at)
        rest = find_pictures(walk, text, at)
        if rest is not None:
            follow_pictures(walk, text, rest, number)
            return
        if at == len(text):
            return
        head = next((head for head in walk.heads if text.startswith(head, at)), "")
        if head:
            at += len(head)
            continue
        met = meet(text, at, walk.flow, walk.at_flow)
        if met is None:
            follow_pictures(walk, text, at, number)
            return
        note(walk, number, text[at : at + met[0]], walk.flow[walk.at_flow : walk.at_flow + met[1]])
        at, walk.at_flow = at + met[0], walk.at_flow + met[1]


def follow_flow(walk: Walk, text: str, at: int) -> int:
    """The place in ``text`` up to which it is the flowing text; NUMBER stands for a page number."""
    while at < len(text) and walk.at_flow < len(walk.flow):
        if walk.at_flow in walk.heaps:
            end = walk.heaps[walk.at_flow]
            taken = take_heap(Counter(list_letters(walk.flow[walk.at_flow : end])), text, at)
            if taken is None:
                break
            (at, walk.owed), walk.at_flow = taken, end
            continue
        if walk.flow[walk.at_flow] == NUMBER:
            digits = re.compile(r"\d{1,4}").match(text, at)
            if digits is None:
                break
            at = digits.end()
        elif walk.flow[walk.at_flow] == text[at]:
            at += 1
        else:
            break
        walk.at_flow += 1
    return at


def find_pictures(walk: Walk, text: str, at: int) -> int | None:
    """Where the words in pictures begin: here, or a little before, where their first letters read on like the text."""
    if at == len(text):
        return None
    if walk.at_pictures in walk.picture_heaps:
        return at if take_picture(walk, text, at) else None
    for back in range(min(at, 40) + 1):
        start = at - back
        wanted = walk.pictures[walk.at_pictures : walk.at_pictures + min(SYNC, len(text) - start)]
        if wanted and text.startswith(wanted, start):
            walk.at_flow -= back
            return start
    return None


def take_picture(walk: Walk, text: str, at: int) -> int | None:
    """The end of a heap of letters in a picture, which stands on one page."""
    wanted = walk.pictures[walk.at_pictures : walk.picture_heaps[walk.at_pictures]]
    taken = take_heap(Counter(list_letters(wanted)), text, at)
    return None if taken is None or taken[1] else taken[0]


def follow_pictures(walk: Walk, text: str, at: int, number: int) -> None:
    while at < len(text):
        if walk.at_pictures in walk.picture_heaps:
            end = take_picture(walk, text, at)
            if end is not None:
                at, walk.at_pictures = end, walk.picture_heaps[walk.at_pictures]
                continue
        if walk.at_pictures < len(walk.pictures) and text[at] == walk.pictures[walk.at_pictures]:
            at, walk.at_pictures = at + 1, walk.at_pictures + 1
            continue
        met = meet(text, at, walk.pictures, walk.at_pictures)
        if met is None:
            note(walk, number, text[at:], "")
            return
        wanted = walk.pictures[walk.at_pictures : walk.at_pictures + met[1]]
        note(walk, number, text[at : at + met[0]], wanted, picture=True)
        at, walk.at_pictures = at + met[0], walk.at_pictures + met[1]


def meet(text: str, at: int, wanted: str, place: int) -> tuple[int, int] | None:
    """The nearest point at which both texts agree again: how far on in each; at the end of a page a shorter match will
    do. None when there is none within reach."""
    for distance in range(1, REACH):
        for over in range(distance + 1):
            under = distance - over
            tail = text[at + over : at + over + SYNC]
            if tail and wanted.startswith(tail, place + under):
                return over, under
    return None


def note(walk: Walk, number: int, printed: str, wanted: str, *, picture: bool = False) -> None:
    where = f"page {number}" + (", in a picture" if picture else "")
    if not wanted:
        walk.found.append(f"{where}: prints “{printed[:80]}”, which no figure gives")
        return
    pieces, at = (walk.pieces.pictures, walk.at_pictures) if picture else (walk.pieces.flow, walk.at_flow)
    walk.found.append(f"{where}: prints “{printed[:80]}” instead of “{wanted[:80]}” in “{quote(pieces, at)}”")


def quote(pieces: tuple[str, ...], at: int) -> str:
    """The piece of text in which a place lies, as it should read."""
    for piece in pieces:
        at -= len(squash(piece))
        if at < 0:
            return piece.replace(NUMBER, "")[:100]
    return ""


def list_additions(page: PageObject, number: int, logo: bytes) -> list[str]:
    """Notes and images laid over a page: a report has none but its ``logo``. All pages name the same pictures."""
    notes = [entry.get_object() for entry in page.get("/Annots") or ()]
    kinds = {str(entry.get("/Subtype")) for entry in notes} - {"/Link"}
    found = [f"page {number}: something was laid over it ({kind.lstrip('/')})" for kind in sorted(kinds)]
    images = list_images(page)
    if not logo and images:
        found.append(f"page {number}: an image was added")
    if logo and (len(images) != 1 or images[0].get_data() != read_pixels(logo)):
        found.append(f"page {number}: the logo is not the report's own")
    return found


def list_images(page: PageObject) -> list[StreamObject]:
    resources = page["/Resources"].get_object()
    drawn = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    pictures = drawn.get_object() if drawn is not None else None
    entries = [entry.get_object() for entry in pictures.values()] if isinstance(pictures, DictionaryObject) else []
    return [entry for entry in entries if isinstance(entry, StreamObject) and entry.get("/Subtype") == "/Image"]


def read_pixels(logo: bytes) -> bytes:
    """What a PDF keeps of a picture without transparency: three bytes a point."""
    with Image.open(BytesIO(logo)) as picture:
        return picture.convert("RGB").tobytes()
