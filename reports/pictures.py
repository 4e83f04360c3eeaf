"""A chart's picture as a PNG, drawn by the engine of the reports, so that its letters are those of the house."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from threading import Lock

import pypdfium2

from reports.charts.standalone import Drawn
from reports.document import Attachment, Look
from reports.html import read_style
from reports.pdf import Limits, lay_out

SCALE = 2
"""Pixels of the picture for one of the SVG: sharp on a slide and in print."""

POINTS_A_PIXEL = 72 / 96
MOST_SECONDS = 30
_one_at_a_time = Lock()
"""The library that turns pages into pixels knows no threads."""


@dataclass(frozen=True)
class Sheet:
    """What the engine asks of a document beside its page: nothing that changes from one time to the next."""

    identifier: str = "picture"
    made_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    attachments: tuple[Attachment, ...] = ()
    look: Look = field(default_factory=Look)


def render_png(picture: Drawn) -> bytes:
    """The same picture gives the same bytes on the same installation.

    Raises LayoutError.
    """
    size = f"{picture.width}px {picture.height}px"
    style = (
        f"{read_style('type.css')}\n@page {{ size: {size}; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
    )
    head = f"<head><title>Chart</title><style>{style}</style></head>"
    html = f'<!doctype html><html lang="en">{head}<body>{picture.svg}</body></html>'
    pdf = lay_out(html, Sheet(), Limits(seconds=MOST_SECONDS))
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            image = document[0].render(scale=SCALE / POINTS_A_PIXEL).to_pil().convert("RGB")
        finally:
            document.close()
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()
