"""What stands on paper forms and how it is typed: questions with their digits, typed forms, and their sealed shape."""

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assessment.respond.drafts import Answers
from assessment.respond.survey import Option, Page, Row
from assessment.respond.visit import Survey, Visit
from assessment.scoring.answers import CANT_TELL, NOT_ASKED, SKIPPED

NONCE_BYTES = 12
CANT_TELL_DIGIT = "0"


@dataclass(frozen=True, slots=True)
class TypedForm:
    """One form as one person typed it. ``codes``: as in an answer set; ``group``: null where none was ticked."""

    group: str | None
    codes: bytes


@dataclass(frozen=True, slots=True)
class Typed:
    """A batch so far: the forms of the first person, and the same forms typed anew by the second."""

    first: tuple[TypedForm, ...] = ()
    second: tuple[TypedForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two typed otherwise. ``number`` of the form, from 1; ``row``: the question, null for the group."""

    number: int
    row: Row | None
    first: int | str | None
    second: int | str | None

    @property
    def name(self) -> str:
        return f"d-{self.number}-{self.row.name if self.row else 'group'}"


def list_paper_pages(survey: Survey, unit: str | None, language: str) -> tuple[Page, ...]:
    """The questions on the forms of a unit: those of people who see. Where questions take turns, all of them: every
    copy is the same, and a choice of blocks would be asked of nobody by chance."""
    visit = Visit(
        token="",
        invitation_id=0,
        shared=True,
        done=False,
        unit=unit,
        group=None,
        row_version=0,
        answers=Answers(b"", blocks=survey.questionnaire.rotating_blocks),
        survey=survey,
    )
    return visit.list_pages(language)


def find_digit(option: Option, row: Row) -> str:
    """What is typed for an answer: its place on the scale, 0 for "can't tell", 9 for "does not apply"."""
    if not option.beside:
        return str(option.code)
    if option.code == CANT_TELL:
        return CANT_TELL_DIGIT
    points = sum(not one.beside for one in row.options)
    return "9" if points < 9 else "99"


def read_digits(row: Row) -> Mapping[str, int]:
    """What may be typed for a question, and the code of each; nothing typed is a question that was skipped."""
    return {find_digit(option, row): option.code for option in row.options} | {"": SKIPPED}


def count_digits(row: Row) -> int:
    """How long what is typed for a question can be."""
    return max(len(digits) for digits in read_digits(row))


def write_digit(row: Row, code: int) -> str:
    return next((find_digit(option, row) for option in row.options if option.code == code), "")


def make_codes(items: int, pages: Sequence[Page], typed: Mapping[int, int]) -> bytes:
    """All codes of a form; ``typed``: place to code. What this unit is not asked stays so."""
    codes = bytearray([NOT_ASKED]) * items
    for page in pages:
        for row in page.rows:
            codes[row.place] = typed.get(row.place, SKIPPED)
    return bytes(codes)


def list_differences(pages: Sequence[Page], typed: Typed) -> list[Difference]:
    """In the order of the pile and of its questions."""
    differences: list[Difference] = []
    for number, (one, other) in enumerate(zip(typed.first, typed.second, strict=False), start=1):
        if one.group != other.group:
            differences.append(Difference(number, None, one.group, other.group))
        differences += [
            Difference(number, row, one.codes[row.place], other.codes[row.place])
            for page in pages
            for row in page.rows
            if one.codes[row.place] != other.codes[row.place]
        ]
    return differences


def settle(typed: Typed, differences: Sequence[Difference], chosen: Mapping[str, str]) -> list[TypedForm]:
    """The forms as they count; ``chosen``: a difference's name to "first" or "second"."""
    groups = [form.group for form in typed.second]
    codes = [bytearray(form.codes) for form in typed.second]
    for difference in differences:
        if chosen[difference.name] == "second":
            continue
        place = difference.number - 1
        if difference.row is None:
            groups[place] = typed.first[place].group
        else:
            codes[place][difference.row.place] = typed.first[place].codes[difference.row.place]
    return [TypedForm(group, bytes(code)) for group, code in zip(groups, codes, strict=True)]


def seal_typed(typed: Typed, link_key: bytes, batch_id: int) -> bytes:
    """AES-256-GCM, bound to the batch; the nonce stands in front."""
    content = {
        name: [{"group": form.group, "codes": base64.b64encode(form.codes).decode()} for form in forms]
        for name, forms in (("first", typed.first), ("second", typed.second))
    }
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_make_key(link_key)).encrypt(nonce, json.dumps(content).encode(), str(batch_id).encode())


def open_typed(sealed: bytes, link_key: bytes, batch_id: int) -> Typed:
    nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    content = json.loads(AESGCM(_make_key(link_key)).decrypt(nonce, secret, str(batch_id).encode()))
    first, second = (
        tuple(TypedForm(form["group"], base64.b64decode(form["codes"])) for form in content[name])
        for name in ("first", "second")
    )
    return Typed(first, second)


def _make_key(link_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assessment paper batch").derive(link_key)
