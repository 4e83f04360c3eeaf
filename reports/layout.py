"""The layout process: an order as JSON on standard input, a PDF on standard output.

It opens nothing but the packaged fonts: every other address stops it, whether it stands in a link, a style, an image
or an attachment.
"""

import logging
import sys
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from json import load
from typing import Any

import pydyf  # type: ignore[import-untyped]  # the engine ships no types
from weasyprint import HTML, Attachment  # type: ignore[import-untyped]  # the engine ships no types
from weasyprint.urls import (  # type: ignore[import-untyped]  # the engine ships no types
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from reports import signs
from reports.limits import TOO_BIG, end, set_limits

FONTS = "look:fonts/"
LOGO = "look:logo"


class Refusal(logging.Handler):
    """Turns every error that the engine only writes to its log into an end: nothing may be missing unnoticed."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            raise FatalURLFetchingError(record.getMessage())


class LookFetcher(URLFetcher):  # type: ignore[misc]  # the engine ships no types
    """Gives out packaged fonts by their bare names, the report's own logo, and nothing else."""

    def __init__(self, logo: bytes) -> None:
        super().__init__(allowed_protocols={"look"}, allow_redirects=False, fail_on_errors=True)
        self.logo = logo

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url == LOGO and self.logo:
            return URLFetcherResponse(url, self.logo, {"Content-Type": "image/png"})
        name = url.removeprefix(FONTS)
        folder = files("reports").joinpath("look", "fonts")
        if not url.startswith(FONTS) or name not in {font.name for font in folder.iterdir()}:
            raise FatalURLFetchingError(f"the report asked for {url[:80]!r}, which it may not open")
        return URLFetcherResponse(url, folder.joinpath(name).read_bytes(), {"Content-Type": "font/woff2"})


def draw_pdf(order: dict[str, Any]) -> bytes:
    signs.install()
    fetcher = LookFetcher(b64decode(order.get("logo", "")))
    document = HTML(string=order["html"], url_fetcher=fetcher, media_type="print")
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=order["identifier"].encode(),
        output_intent="srgb",
        attachments=[make_attachment(entry) for entry in order["attachments"]],
        finisher=finish,
    )
    return pdf


def finish(_document: Any, pdf: Any) -> None:
    mark_headers(pdf)
    paint_straight(pdf)


def paint_straight(pdf: Any) -> None:
    """Let words be painted on the page itself. The engine paints what is anchored at its middle or end as a picture of
    its own, and some readers make that picture too narrow: the first letter loses its left edge. Nothing in a report
    is translucent, so that both ways look the same otherwise."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Subtype") == "/Form":
            one.extra.pop("Group", None)


def mark_headers(pdf: Any) -> None:
    """Say of each header cell whether it heads its column or its row: the engine leaves that open."""
    known = {one.reference: one for one in pdf.objects}
    for cell in pdf.objects:
        if isinstance(cell, pydyf.Dictionary) and cell.get("S") == "/TH":
            row = known.get(cell.get("P"), {})
            part = known.get(row.get("P"), {})
            scope = "/Column" if part.get("S") == "/THead" else "/Row"
            cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = scope


def make_attachment(entry: dict[str, str]) -> Attachment:
    moment = datetime.fromisoformat(entry["moment"])
    return Attachment(
        string=b64decode(entry["content"]),
        name=entry["name"],
        description=entry["description"],
        created=moment,
        modified=moment,
        relationship=entry["relationship"],
    )


def answer(order: dict[str, Any]) -> bytes:
    """The PDF of an order, within its limits; ends the process, with the reason, where there is none."""
    set_limits(order["seconds"], order["memory"])
    logger = logging.getLogger("weasyprint")
    logger.addHandler(Refusal())
    try:
        return draw_pdf(order)
    except MemoryError:
        end(f"the report needs more than {order['memory'] // 1024**2} MiB and was stopped", TOO_BIG)
    except RecursionError:
        end("the report is nested too deeply and was stopped", TOO_BIG)
    except FatalURLFetchingError as refusal:
        end(str(refusal))


if __name__ == "__main__":
    sys.stdout.buffer.write(answer(load(sys.stdin.buffer)))
