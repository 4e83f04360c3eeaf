"""Code cards, 24 on a sheet of A4, and posters: what opens a survey from paper."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import segno
from jinja2 import Template
from markupsafe import Markup

from reports.document import HOUSE, Attachment, Look
from reports.html import check_link, environment, read_style
from reports.pdf import Limits, lay_out

ON_A_SHEET = 24
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Cards carry no moment: the same cards are the same bytes whenever they are printed."""


@dataclass(frozen=True)
class Card:
    """``address``: what the picture opens. ``code``: what is typed instead, as printed; "" where there is none."""

    address: str
    code: str


@dataclass(frozen=True)
class Pile:
    """Cards of one unit. ``place``: where a code is typed; ``lines``: what else stands on each card."""

    language: str
    title: str
    name: str
    lines: tuple[str, ...]
    place: str
    label: str
    page: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Poster:
    """One page to hang up. ``steps`` say how; ``promise`` and ``small`` are sentences below."""

    language: str
    title: str
    steps: tuple[str, ...]
    promise_title: str
    promise: str
    small: tuple[str, ...]
    place: str
    card: Card


@dataclass(frozen=True)
class Identity:
    """What a document is to the layout."""

    identifier: str
    made_at: datetime = MADE_AT
    attachments: tuple[Attachment, ...] = ()
    look: Look = HOUSE


def render_cards(pile: Pile, limits: Limits | None = None) -> bytes:
    """The sheets of one pile as a PDF."""
    sheets = [pile.cards[start : start + ON_A_SHEET] for start in range(0, len(pile.cards), ON_A_SHEET)]
    page = environment().get_template("cards.html")
    return lay_out_sheets("cards", page, limits, pile=pile, sheets=sheets, draw_code=draw_code)


def render_poster(poster: Poster, limits: Limits | None = None) -> bytes:
    return lay_out_sheets(
        "poster", environment().get_template("poster.html"), limits, poster=poster, draw_code=draw_code
    )


def lay_out_sheets(identifier: str, page: Template, limits: Limits | None, **parts: object) -> bytes:
    """Draw what is printed and handed out, in its own style."""
    styles = [read_style(name) for name in ("colours.css", "type.css", "cards.css")]
    return lay_out(page.render(styles=styles, **parts), Identity(identifier), limits or Limits())


def draw_code(address: str, name: str) -> Markup:
    """The picture that a phone reads, with its quiet edge, as one path in a drawing."""
    drawn = BytesIO()
    code = segno.make(check_link(address), error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=4, title=name, unit=None)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by us; the title is escaped by the library
