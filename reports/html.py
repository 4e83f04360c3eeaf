"""From a report to one HTML text: for the PDF with its styles inside, for a browser with links to them."""

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.charts import Medium, draw, table_of
from reports.charts.parts import holds_long_word
from reports.document import Block, Report
from reports.limits import check_size

STYLES = ("colours.css", "type.css", "charts.css", "report.css")
SCHEMES = ("http", "https", "mailto")
PERCENT = re.compile(r"(?<=\d) %")
FONT = re.compile(r'url\("(fonts/[^"]+)"\)')
LOGO = "look:logo"
"""The address of a report's logo, which only the layout's fetcher knows."""


class UnsafeLinkError(ValueError):
    """A link leads somewhere a report must not lead: only http, https and mailto are let through."""


def render_html(report: Report, medium: Medium = "paper") -> str:
    """The whole report as an HTML document; "page" expects the styles at /look/.

    Raises UnsafeLinkError for a link to anything but http, https or mailto.
    """
    if medium == "paper":
        return _render(report, medium, styles=[read_style(name) for name in STYLES], logo=LOGO)
    return _render(report, medium, links=STYLES, logo=inline("image/png", report.look.logo))


def render_file(report: Report) -> str:
    """The same as one file that needs no other: for a browser, with styles, fonts and logo inside.

    Raises LayoutError.
    """
    check_size(report)
    styles = [read_style(name, inside=True) for name in STYLES]
    return _render(report, "page", styles=styles, logo=inline("image/png", report.look.logo))


def _render(report: Report, medium: Medium, *, styles: Sequence[str] = (), links: Sequence[str] = (), logo: str) -> str:
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            medium=medium,
            styles=styles,
            style_links=links,
            own_style=write_colours(report.look.colour),
            logo=logo,
            footer=split_footer(report),
        )
    )


def write_colours(colour: str) -> Markup:
    """An organisation's colour in place of the accent, and a tint of it; "" for the house's own."""
    if not colour:
        return Markup("")
    return Markup(":root {{ --accent: {}; --accent-tint: {}; }}").format(colour, mix_tint(colour))


def mix_tint(colour: str) -> str:
    """A ninth of a colour on white: ink on it stays legible whatever the colour."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) / 9):02x}" for part in parts)


def inline(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"


def render_blocks(blocks: tuple[Block, ...], medium: Medium = "paper") -> str:
    """The inside of a report alone: a few blocks as HTML, without the page around them."""
    return environment().get_template("inside.html").render(blocks=blocks, medium=medium)


draw_once = lru_cache(maxsize=1024)(draw)
"""The same chart stands in several reports of a release, in the same words."""


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=bind_percent,
    )
    made.filters["kind"] = name_block
    made.filters["checked"] = check_link
    made.filters["whole"] = bind_last_words
    made.globals.update(draw=draw_once, table_of=table_of, holds_long_word=holds_long_word)
    return made


def bind_percent(value: object) -> object:
    """A figure and its per cent sign stay on one line."""
    if not isinstance(value, str) or " %" not in value:
        return value
    bound = PERCENT.sub("\N{NO-BREAK SPACE}%", value)
    return Markup(bound) if isinstance(value, Markup) else bound  # noqa: S704 - it was markup before


@cache
def read_style(name: str, *, inside: bool = False) -> Markup:
    """One of our own style files; its fonts get an address that only the layout knows, or stand ``inside``."""
    folder = files("reports").joinpath("look")
    text = folder.joinpath(name).read_text(encoding="utf-8")
    if inside:
        for font in set(FONT.findall(text)):
            text = text.replace(f'"{font}"', f'"{inline("font/woff2", folder.joinpath(font).read_bytes())}"')
    return Markup(text.replace('url("fonts/', 'url("look:fonts/'))  # noqa: S704 - our own file, no input in it


def name_block(block: Block) -> str:
    return type(block).__name__.lower()


def check_link(address: str) -> str:
    parts = urlsplit(address.strip())
    if parts.scheme not in SCHEMES or any(character < " " for character in address):
        raise UnsafeLinkError(f"a report may not link to {address!r}")
    return address.strip()


def bind_last_words(text: str) -> str:
    """The last two words with a space that does not break: a title's last word never stands alone on its line."""
    before, _, last = text.rpartition(" ")
    return f"{before}\N{NO-BREAK SPACE}{last}" if before else text


def split_footer(report: Report) -> tuple[str, str, str]:
    """What stands before, between and after the two page numbers."""
    before, _, rest = report.footer.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return before, between, after
