"""What a report is made of: a typed document that knows nothing of what it is about.

A report opens with page one, then has sections; both are tuples of blocks. All texts are plain text: templates escape
them. Times are in UTC and come from the caller, so that the same report always gives the same bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reports.charts import Chart, Table

COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Title:
    """The document's one first heading: a sentence with the conclusion. ``kicker`` stands small above it."""

    text: str
    kicker: str = ""


@dataclass(frozen=True)
class Heading:
    """``level`` 2 inside page one, 3 inside a section (whose own title is 2), 4 below that."""

    text: str
    level: Literal[2, 3, 4] = 3
    note: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: Literal["body", "lead", "muted", "aside", "small", "strong", "finding"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list; numbered where its order counts. Each entry has a text and, set muted, more about it."""

    entries: tuple[tuple[str, str], ...]
    numbered: bool = False
    kind: Literal["body", "compact", "small"] = "body"


@dataclass(frozen=True)
class Fact:
    """A figure set large, or a short text in its place, and what it is."""

    figure: str
    text: str


@dataclass(frozen=True)
class KeyLine:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Picture:
    """A chart. Its message is printed above it unless ``silent``; its table follows unless ``table`` is false (then the
    table must stand elsewhere in the report)."""

    chart: Chart
    table: bool = True
    silent: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as a block. ``kind``: "plain", "tight" for annexes, "halves" for two texts side by side, "asks" for page
    one's decisions."""

    table: Table
    kind: Literal["plain", "tight", "halves", "asks"] = "plain"
    silent: bool = False


@dataclass(frozen=True)
class Described:
    """One level of a ladder in words; ``mark`` says what it is ("now", "next"), "" for the others."""

    name: str
    text: str
    mark: str = ""
    current: bool = False


@dataclass(frozen=True)
class Ladder:
    levels: tuple[Described, ...]


@dataclass(frozen=True)
class Reference:
    """A link; ``address`` must be http, https or mailto."""

    text: str
    address: str


@dataclass(frozen=True)
class Columns:
    left: "tuple[Block, ...]"
    right: "tuple[Block, ...]"


@dataclass(frozen=True)
class Panel:
    """Blocks that stay together. ``kind``: "card" is outlined, "note" tinted, "strip" small at the foot of page one,
    "together" shows nothing of itself."""

    blocks: "tuple[Block, ...]"
    kind: Literal["card", "note", "strip", "together"] = "card"


@dataclass(frozen=True)
class Contents:
    """Where each section begins."""

    title: str


Block = (
    Title | Heading | Paragraph | Bullets | KeyLine | Picture | Grid | Ladder | Reference | Columns | Panel | Contents
)


@dataclass(frozen=True)
class Section:
    """``key`` is its address inside the document: letters, digits and hyphens."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = True


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. ``relationship``: "Data" is what tables show, "Source" what the report was made from."""

    name: str
    description: str
    content: bytes
    relationship: Literal["Data", "Source"]


@dataclass(frozen=True)
class Footer:
    """``page`` holds {page} and {pages}: "page {page} of {pages}"."""

    identity: str
    page: str


@dataclass(frozen=True)
class Look:
    """An organisation's own mark: ``colour`` as #rrggbb in place of the house's accent, ``logo`` as PNG bytes, and what
    the logo says in words. Empty for the house's own."""

    colour: str = ""
    logo: bytes = b""
    name: str = ""

    def __post_init__(self) -> None:
        if self.colour and not COLOUR.fullmatch(self.colour):
            raise ValueError(f"{self.colour!r} is no colour")


HOUSE = Look()


@dataclass(frozen=True)
class Report:
    """``identifier`` names this very report; ``made_at`` is when its figures were released."""

    language: str
    title: str
    subject: str
    author: str
    identifier: str
    made_at: datetime
    page_one: tuple[Block, ...]
    sections: tuple[Section, ...]
    footer: Footer
    attachments: tuple[Attachment, ...] = ()
    look: Look = HOUSE
