"""The few SVG parts that charts are made of: widths in per cent, so that text keeps its size on a phone.

Presentation attributes only: no style, no id, no clip, no gradient (content security policy, tagged PDF).
"""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

Medium = Literal["page", "paper"]
LONG_WORD = 30
"""Letters in one."""

INK = "#17212b"
MUTED = "#4e5965"
HAIRLINE = "#c9d0d7"
OUTLINE = "#8c939d"
WHITE = "#ffffff"
ACCENT = "#0e5a6d"
PLUM = "#a3246b"
GREY = "#8c939d"
VIOLET = "#5a57c4"
ANSWERS = ("#a8480a", "#f0b57e", "#e6e8eb", "#6fa9ba", "#0b4a5c")
ON_ANSWERS = (WHITE, INK, INK, INK, WHITE)
LEVELS = ("#f4f9fa", "#bad9e2", "#82b6c5", "#2b7589", "#0a3848")
ON_LEVELS = (INK, INK, INK, WHITE, WHITE)


@dataclass(frozen=True)
class Size:
    """Sizes in CSS pixels of one medium. ``room``: around the figures in a bar; ``narrow``: the smallest width a chart
    is drawn at; ``letter``: how wide a letter is for its height, on average."""

    text: float
    small: float
    line: float
    room: float
    narrow: float
    letter: float = 0.49


SIZES: dict[Medium, Size] = {
    "page": Size(text=15, small=14, line=20, room=8, narrow=296),
    "paper": Size(text=12.67, small=11.34, line=16, room=2, narrow=600),
}


def tag(name: str, *children: Markup | str, **attributes: str | float) -> Markup:
    """An element; underscores in attribute names stand for hyphens. Texts are escaped, markup is not."""
    pairs = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), plain(value)) for key, value in attributes.items()
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, pairs, inside)


def plain(value: str | float) -> str:
    """A number as short as it can be, always the same for the same value."""
    return value if isinstance(value, str) else f"{round(value, 3):g}"


def holds_long_word(text: str) -> bool:
    """Whether the head of a row must be broken inside a word, as no column is that wide."""
    return any(len(word) > LONG_WORD for word in text.split())


def per_cent(value: float) -> str:
    return f"{plain(value)}%"


def picture(message: str, height: float, *children: Markup, kind: str) -> Markup:
    """The SVG itself; its title is the first child and the figure's text alternative."""
    return tag(
        "svg",
        tag("title", message),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{kind}",
        role="img",
        width="100%",
        height=height,
    )


def words(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "start",
    fill: str = INK,
    bold: bool = False,
    shift: float = 0,
) -> Markup:
    """A line of text; ``x`` in per cent, ``y``, ``size`` and ``shift`` in pixels."""
    return tag(
        "text",
        text,
        x=per_cent(x),
        y=y,
        dx=shift,
        text_anchor=anchor,
        fill=fill,
        font_family="House Sans, House Sans Ext, system-ui, sans-serif",
        font_size=size,
        font_weight=600 if bold else 400,
    )


def upright(x: float, top: float, bottom: float, stroke: str, width: float = 1, dash: str = "") -> Markup:
    dashes = {"stroke_dasharray": dash} if dash else {}
    return tag("line", x1=per_cent(x), x2=per_cent(x), y1=top, y2=bottom, stroke=stroke, stroke_width=width, **dashes)


def level_line(left: float, right: float, y: float, stroke: str, width: float = 1) -> Markup:
    return tag("line", x1=per_cent(left), x2=per_cent(right), y1=y, y2=y, stroke=stroke, stroke_width=width)


def circle(x: float, y: float, radius: float = 6, fill: str = INK) -> Markup:
    return tag("circle", cx=per_cent(x), cy=y, r=radius, fill=fill, stroke=WHITE, stroke_width=1.5)


def diamond(x: float, y: float, shift: float = 0, fill: str = PLUM) -> Markup:
    """A diamond of 16 pixels around (x per cent, y): a nested drawing, since paths know no per cent."""
    shape = tag("path", d="M1 8L8 1L15 8L8 15Z", fill=fill, stroke=WHITE, stroke_width=1.5)
    return tag(
        "g",
        tag("svg", shape, x=per_cent(x), y=y - 8, width=16, height=16),
        transform=f"translate({plain(shift - 8)} 0)",
    )


def square(x: float, y: float, fill: str = GREY) -> Markup:
    return _shape("M2.5 2.5H13.5V13.5H2.5Z", x, y, fill)


def triangle(x: float, y: float, fill: str = VIOLET) -> Markup:
    return _shape("M8 1.5L15 14H1Z", x, y, fill)


def _shape(path: str, x: float, y: float, fill: str) -> Markup:
    """A figure of 16 pixels around (x per cent, y): a nested drawing, since paths know no per cent."""
    drawn = tag("path", d=path, fill=fill, stroke=WHITE, stroke_width=1.5)
    return tag("g", tag("svg", drawn, x=per_cent(x), y=y - 8, width=16, height=16), transform="translate(-8 0)")


def box(left: float, width: float, top: float, height: float, fill: str, **more: str | float) -> Markup:
    return tag("rect", x=per_cent(left), y=top, width=per_cent(width), height=height, fill=fill, **more)


def text_width(text: str, size: float, letter: float = 0.49) -> float:
    """A prudent estimate in pixels: the family's letters are just under half as wide as they are high, on average."""
    return len(text) * size * letter
