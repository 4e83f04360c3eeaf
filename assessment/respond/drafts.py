"""What somebody has answered so far, and its sealed form: a copy of the database alone opens none (trust rule A17)."""

import base64
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assessment.access.tokens import draft_key
from assessment.respond.survey import Page

NONCE_BYTES = 12
PADDED_TO = 512


@dataclass(frozen=True, slots=True)
class Answers:
    """``codes``: a byte an item in the questionnaire's order, 0 where nothing is chosen yet, else as in an answer set.

    ``comments``: dimension to text. ``unit`` and ``group`` only where the person chose them. ``writers``: dimension to
    the form that saved it last and its edits (service.Writer), which tells a second device from a second save, and a
    late one from the last. ``blocks``: those
    drawn for the person where questions take turns; None before.
    """

    codes: bytes
    comments: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    group: str | None = None
    writers: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[str, ...] | None = None

    def with_page(self, page: Page, codes: Mapping[int, int], comment: str | None, writer: str) -> "Answers":
        """The same with one page's answers replaced; ``codes`` by place, ``comment`` None where none was asked."""
        changed = bytearray(self.codes)
        for row in page.rows:
            changed[row.place] = codes.get(row.place, 0)
        comments = dict(self.comments)
        if comment is not None:
            comments.pop(page.dimension, None)
            if comment.strip():
                comments[page.dimension] = comment
        writers = {**self.writers, page.dimension: writer}
        return replace(self, codes=bytes(changed), comments=comments, writers=writers)

    def show_page(self, page: Page) -> dict[int, int]:
        """What is chosen on a page: place to code, without the places where nothing is."""
        return {row.place: self.codes[row.place] for row in page.rows if self.codes[row.place]}

    def write_page(self, page: Page) -> bytes:
        """One page's answers as bytes: equal exactly when the page looks the same."""
        comment = self.comments.get(page.dimension, "")
        return bytes(self.codes[row.place] for row in page.rows) + comment.encode()

    def count_page(self, page: Page) -> int:
        return len(self.show_page(page))

    def find_next(self, pages: Iterable[Page]) -> Page | None:
        """The first page on which nothing is answered yet."""
        return next((page for page in pages if not self.count_page(page)), None)

    def write_all(self) -> bytes:
        """Everything as bytes, in one spelling."""
        content = {
            "codes": base64.b64encode(self.codes).decode(),
            "comments": dict(self.comments),
            "unit": self.unit,
            "group": self.group,
            "writers": dict(self.writers),
            "blocks": self.blocks,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def seal_draft(answers: Answers, token: str, invitation_id: int, browser: str = "") -> bytes:
    """AES-256-GCM under a key made from the token, bound to the invitation; the nonce stands in front. ``browser``: its
    secret, where only the browser that saved a draft may open it.

    Padded with spaces, so that the length does not tell how much somebody wrote.
    """
    plain = answers.write_all()
    plain += b" " * (-len(plain) % PADDED_TO)
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(draft_key(token, browser)).encrypt(nonce, plain, str(invitation_id).encode())


def open_draft(sealed: bytes, token: str, invitation_id: int, browser: str = "") -> Answers:
    """The answers in a sealed draft; raises cryptography's InvalidTag when token, invitation or browser is another."""
    nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    content = json.loads(AESGCM(draft_key(token, browser)).decrypt(nonce, secret, str(invitation_id).encode()))
    return Answers(
        codes=base64.b64decode(content["codes"]),
        comments=content["comments"],
        unit=content["unit"],
        group=content["group"],
        writers=content["writers"],
        blocks=None if content.get("blocks") is None else tuple(content["blocks"]),
    )
