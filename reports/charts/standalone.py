"""A chart as a picture of its own, for a letter or a slide: its sentence above, its values inside, where it comes from
below. Everything stands at fixed pixels, since other programs read per cents each in their own way."""

import re
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from reports.charts.answer_bar import shade_of
from reports.charts.drawing import draw_sized
from reports.charts.heat_picture import draw_heat_picture, measure_heat_picture
from reports.charts.parts import ANSWERS, HAIRLINE, INK, MUTED, OUTLINE, WHITE, Size, plain, tag
from reports.charts.specification import AnswerBar, Chart, HeatMap

EDGE, INSIDE = 24.0, 672.0
"""Pixels around the picture and in it; a table with many columns is wider."""

TITLE, TITLE_LINE = 17.0, 24.0
SMALL, SMALL_LINE = 13.0, 18.0
LEGEND_LINE = 22.0
LETTER, BOLD_LETTER = 0.57, 0.62
"""How wide a letter is for its height, on average, in the widest common family: who opens the SVG in another program
does not have the family of the house."""

WIDE = Size(text=15, small=14, line=20, room=8, narrow=INSIDE, letter=LETTER)
SHARE = re.compile(r' (x|x1|x2|cx|width)="(-?[0-9.e-]+)%"')
HEIGHT = re.compile(r'<svg [^>]*\bheight="([0-9.]+)"')
UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""No such letter may stand in XML."""


@dataclass(frozen=True)
class Drawn:
    """The SVG as a document, and its size in pixels."""

    svg: str
    width: int
    height: int


def draw_standalone(chart: Chart, origin: tuple[str, ...]) -> Drawn:
    """``origin``: lines that say where the picture comes from. The same chart gives the same characters."""
    inside = max(INSIDE, measure_heat_picture(chart)) if isinstance(chart, HeatMap) else INSIDE
    y = EDGE
    parts: list[Markup] = []
    for line in fold(chart.message, inside, TITLE * BOLD_LETTER):
        y += TITLE_LINE
        parts.append(write(line, EDGE, y - 6, TITLE, bold=True))
    y += 12
    body, height = draw_body(chart, inside)
    parts.append(tag("g", *body, transform=f"translate({plain(EDGE)} {plain(y)})"))
    y += height + 12
    parts.append(tag("path", d=f"M{plain(EDGE)} {plain(y)}h{plain(inside)}", stroke=HAIRLINE, fill="none"))
    y += 4
    for told in origin:
        for line in fold(told, inside, SMALL * LETTER):
            y += SMALL_LINE
            parts.append(write(line, EDGE, y - 4, SMALL, fill=MUTED))
    width, height = round(inside + 2 * EDGE), round(y + EDGE - 8)
    svg = tag(
        "svg",
        tag("title", chart.message),
        tag("rect", x=0, y=0, width=width, height=height, fill=WHITE),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
    )
    return Drawn(UNKEPT.sub("\N{REPLACEMENT CHARACTER}", str(svg)), width, height)


def draw_body(chart: Chart, inside: float) -> tuple[list[Markup], float]:
    """The chart itself and how high it is."""
    if isinstance(chart, HeatMap):
        return draw_heat_picture(chart, inside)
    svg = str(draw_sized(chart, WIDE))
    found = HEIGHT.match(svg)
    height = float(found[1]) if found else 0.0
    flat = SHARE.sub(lambda share: f' {share[1]}="{plain(float(share[2]) / 100 * inside)}"', svg)
    # The chart's own frame and title are those of the picture.
    body = [Markup(flat[flat.index("</title>") + 8 : flat.rindex("</svg>")])]  # noqa: S704 - drawn and escaped by us
    if isinstance(chart, AnswerBar):
        legend, more = draw_legend(chart, height + 12)
        return [*body, *legend], height + 12 + more
    return body, height


def draw_legend(chart: AnswerBar, top: float) -> tuple[list[Markup], float]:
    """Every answer with its share: in the bar only wide ones have room for it."""
    parts = []
    y = top
    for place, segment in enumerate(chart.segments):
        colour = ANSWERS[shade_of(place, len(chart.segments))]
        parts.append(tag("rect", x=0.5, y=y + 3.5, width=13, height=13, fill=colour, stroke=OUTLINE))
        parts.append(write(f"{segment.word}: {segment.text}", 24, y + 15, 15))
        y += LEGEND_LINE
    return parts, y - top


def fold(text: str, width: float, letter: float) -> list[str]:
    """The text in lines of about that width, of letters so wide."""
    return wrap(text, max(8, int(width / letter)))


def write(text: str, x: float, y: float, size: float, *, fill: str = INK, bold: bool = False) -> Markup:
    return tag(
        "text",
        text,
        x=x,
        y=y,
        fill=fill,
        font_family="House Sans, House Sans Ext, Source Sans 3, system-ui, sans-serif",
        font_size=size,
        font_weight=600 if bold else 400,
    )
