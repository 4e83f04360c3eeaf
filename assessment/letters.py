"""Texts are whole letters in UTF-8. What a request brings otherwise is refused with its place and never guessed at:
the framework would write %FF or a replacement sign in its stead (trust rule F21)."""

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from flask import Request
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser, MultiPartParser

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
ANY_BYTE = "latin-1"
"""Reads a byte as a letter, so that none is lost before it is looked at."""


def holds_unkept(text: str, but: str = "") -> bool:
    """Whether a text holds control characters, halves of pairs or code points that are no characters: none may stand in
    XML or a PDF. ``but``: control characters that are allowed here."""
    return not text.isprintable() and any(_is_unkept(letter) and letter not in but for letter in text)


def _is_unkept(letter: str) -> bool:
    number = ord(letter)
    return unicodedata.category(letter) in ("Cc", "Cs") or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


class UnreadableTextError(BadRequest):
    """``field``: what it is called in the form, "" for the address; ``place``: the byte in it, from 1."""

    def __init__(self, field: str, place: int) -> None:
        super().__init__()
        self.field, self.place = field, place


class WholeParts(MultiPartParser):
    def get_part_charset(self, headers: Headers) -> str:
        return ANY_BYTE


class WholeForms(FormDataParser):
    """Forms in either encoding, their texts in UTF-8 or not at all."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], Any, Any]:
        if mimetype == FORM:
            return stream, self.cls(read_pairs(stream.read())), self.cls()
        boundary = (options or {}).get("boundary", "")
        if mimetype != PARTS or not boundary.isascii() or not boundary:
            return stream, self.cls(), self.cls()
        parser = WholeParts(
            stream_factory=self.stream_factory,
            max_form_memory_size=self.max_form_memory_size,
            max_form_parts=self.max_form_parts,
            cls=self.cls,
        )
        try:
            form, files = parser.parse(stream, boundary.encode(), content_length)
        except ValueError:
            return stream, self.cls(), self.cls()
        pairs = ((name, read_whole(text.encode(ANY_BYTE), name)) for name, text in form.items(multi=True))
        return stream, self.cls(pairs), files


class WholeRequest(Request):
    form_data_parser_class = WholeForms

    def _get_file_stream(self, *_told: Any, **_more: Any) -> IO[bytes]:
        """Files that are sent stay in memory, which the limit of a request bounds: none ever lies on the disk."""
        return BytesIO()


def check_texts(request: Request) -> None:
    """Raise where the form or the address holds what cannot be read; a NUL in an address is no letter either."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        try:
            request.form  # noqa: B018 - it is read now, and kept
        except UnreadableTextError:
            # Whoever asks afterwards, for the error page too, finds an empty form.
            request.__dict__.update(form=MultiDict(), files=MultiDict())
            raise
    for name, text in read_pairs(request.query_string, whose=""):
        if "\0" in name + text:
            raise UnreadableTextError("", (name + text).index("\0") + 1)


def read_pairs(content: bytes, whose: str | None = None) -> Iterator[tuple[str, str]]:
    """Names and texts of a form or an address; ``whose``: the field that is named when one cannot be read, if it is not
    their own name."""
    for pair in content.split(b"&"):
        if pair:
            name, _, text = (unquote_to_bytes(part.replace(b"+", b" ")) for part in pair.partition(b"="))
            known = read_whole(name, name.decode(errors="replace") if whose is None else whose)
            yield known, read_whole(text, known if whose is None else whose)


def read_whole(content: bytes, field: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UnreadableTextError(field, error.start + 1) from None
