"""Does a PDF print what a report says? Compares the text of its pages, character by character without spaces.

A page's text comes in the order in which the engine paints it: first what flows, then the words inside pictures, then
bullets, then the footer. So two strings are walked along, one of flowing text and one of words in pictures.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from reports.document import Report
from reports.html import render_html
from reports.texts import NUMBER, Pieces, read_pieces, squash

SYNC = 10
"""So many equal characters bring the two texts together again after a difference."""
REACH = 400
"""So far is looked ahead for them."""


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


def compare_pages(report: Report, pdf: bytes) -> tuple[str, ...]:
    """What the pages of ``pdf`` print otherwise than ``report`` says, a sentence each; empty when nothing differs."""
    pieces = read_pieces(render_html(report))
    walk = Walk("".join(map(squash, pieces.flow)), "".join(map(squash, pieces.pictures)), pieces.heads, pieces)
    reader = PdfReader(BytesIO(pdf))
    for number, page in enumerate(reader.pages, start=1):
        read_codes_plainly(page)
        text = strip_footer(report, squash(page.extract_text()), number, len(reader.pages), walk)
        walk_page(walk, text, number)
        walk.found += list_additions(page, number)
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


def strip_footer(report: Report, text: str, number: int, pages: int, walk: Walk) -> str:
    footer = squash(report.footer.identity) + squash(report.footer.page.format(page=number, pages=pages))
    if text.endswith(footer):
        return text.removesuffix(footer)
    walk.found.append(f"page {number}: the footer does not read “{report.footer.identity}, page {number} of {pages}”")
    return text


def walk_page(walk: Walk, text: str, number: int) -> None:
    """Follow the flowing text as far as it goes, then the words in pictures; note every difference on the way."""
    at = 0
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
    for back in range(min(at, 40) + 1):
        start = at - back
        wanted = walk.pictures[walk.at_pictures : walk.at_pictures + min(SYNC, len(text) - start)]
        if wanted and text.startswith(wanted, start):
            walk.at_flow -= back
            return start
    return None


def follow_pictures(walk: Walk, text: str, at: int, number: int) -> None:
    while at < len(text):
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


def list_additions(page: PageObject, number: int) -> list[str]:
    """Notes and images laid over a page: a report has none."""
    notes = [entry.get_object() for entry in page.get("/Annots") or ()]
    kinds = {str(entry.get("/Subtype")) for entry in notes} - {"/Link"}
    found = [f"page {number}: something was laid over it ({kind.lstrip('/')})" for kind in sorted(kinds)]
    resources = page["/Resources"].get_object()
    drawn = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    pictures = drawn.get_object() if drawn is not None else None
    if isinstance(pictures, DictionaryObject):
        entries = [entry.get_object() for entry in pictures.values()]
        if any(isinstance(entry, DictionaryObject) and entry.get("/Subtype") == "/Image" for entry in entries):
            found.append(f"page {number}: an image was added")
    return found
