"""The table of units or groups as a picture: on pages and in reports it is a table of HTML."""

from textwrap import wrap

from markupsafe import Markup

from reports.charts.parts import HAIRLINE, INK, LEVELS, MUTED, ON_LEVELS, OUTLINE, WHITE, plain, tag
from reports.charts.specification import HeatCell, HeatMap

LABEL, NOTE, CELL = 210.0, 104.0, 110.0
"""Pixels of the columns of names, of answers, and of each driver: wide enough for the letters of other programs."""

TEXT, LINE, PAD = 14.0, 18.0, 8.0
MARKS = 8.0
"""Pixels for the strokes below a cell of which nothing is shown."""


def measure_heat_picture(chart: HeatMap) -> float:
    return LABEL + NOTE + CELL * len(chart.columns)


def draw_heat_picture(chart: HeatMap, inside: float) -> tuple[list[Markup], float]:
    """The table and its height, ``inside`` pixels wide."""
    cell = (inside - LABEL - NOTE) / len(chart.columns)
    heads = [fold(chart.corner, LABEL), fold(chart.note_head, NOTE), *(fold(head, cell) for head in chart.columns)]
    height = max(map(len, heads)) * LINE + PAD
    # Texts of cells stand a little inside their colour, and so do the heads above them.
    lefts = [0.0, LABEL, *(LABEL + NOTE + cell * place for place in range(len(chart.columns)))]
    parts = [
        part
        for left, lines in zip(lefts, heads, strict=True)
        for part in lay(lines, left + (6 if left > LABEL else 0), 0, MUTED, bold=True)
    ]
    top = height
    for row in chart.rows:
        label, note = fold(row.label, LABEL), fold(row.note, NOTE)
        cells = [fold(one.text, cell) for one in row.cells]
        hidden = any(one.level is None for one in row.cells)
        height = max(map(len, (label, note, *cells))) * LINE + 2 * PAD + (MARKS if hidden else 0)
        parts += lay(label, 0, top + PAD, INK) + lay(note, LABEL, top + PAD, INK)
        for left, one, lines in zip(lefts[2:], row.cells, cells, strict=True):
            parts += draw_cell(one, lines, left, top, cell, height)
        top += height
        parts.append(tag("path", d=f"M0 {plain(top)}h{plain(inside)}", stroke=HAIRLINE, fill="none"))
    return parts, top


def draw_cell(one: HeatCell, lines: list[str], left: float, top: float, width: float, height: float) -> list[Markup]:
    """Coloured by its level; hatched, with the reason, where nothing is shown."""
    fill, ink = (WHITE, INK) if one.level is None else (LEVELS[one.level - 1], ON_LEVELS[one.level - 1])
    parts = [tag("rect", x=left + 1, y=top + 1, width=width - 2, height=height - 2, fill=fill)]
    if one.level is None:
        foot = top + height - 4
        marks = "".join(f"M{plain(left + step)} {plain(foot)}l5 -5" for step in range(6, int(width) - 10, 8))
        parts.append(tag("path", d=marks, stroke=OUTLINE, fill="none"))
    return [*parts, *lay(lines, left + 6, top + PAD, ink)]


def lay(lines: list[str], left: float, top: float, fill: str, *, bold: bool = False) -> list[Markup]:
    return [
        tag(
            "text",
            line,
            x=left,
            y=top + LINE * place + TEXT,
            fill=fill,
            font_family="House Sans, House Sans Ext, Source Sans 3, system-ui, sans-serif",
            font_size=TEXT,
            font_weight=600 if bold else 400,
        )
        for place, line in enumerate(lines)
    ]


def fold(text: str, width: float) -> list[str]:
    return wrap(text, max(4, int((width - 10) / (TEXT * 0.62))))
