"""Groups of people beside each other: a row each, a mark of the group's own shape, its name and figure beside it."""

from markupsafe import Markup

from reports.charts.gap_dots import Plan, any_long, draw_axis, draw_head, figure, plan_for, shifted
from reports.charts.parts import (
    GREY,
    HAIRLINE,
    INK,
    OUTLINE,
    PLUM,
    VIOLET,
    WHITE,
    Size,
    circle,
    level_line,
    per_cent,
    picture,
    square,
    tag,
    text_width,
    triangle,
    upright,
    words,
)
from reports.charts.parts import diamond as draw_diamond
from reports.charts.specification import Dot, DotRow, DotRows, DotShape, GapRow

COLOURS: dict[DotShape, str] = {"circle": INK, "diamond": PLUM, "square": GREY, "triangle": VIOLET, "ring": INK}
DARK_ENOUGH = {PLUM, INK, VIOLET}
"""Colours that a figure can be read in; beside the others it is set in ink."""


def draw_dot_rows(chart: DotRows, size: Size) -> Markup:
    plan = plan_for(chart, size)
    parts, top = draw_key(chart, size)
    axis, top = draw_axis(chart, size, plan, top)
    parts += axis
    for row in chart.rows:
        head, start = draw_head(GapRow(row.label, None, note=row.note), size, plan, top)
        bottom = start + plan.band + (size.line if has_long(row) else 0)
        parts += [upright(plan.place(value), start, bottom, HAIRLINE) for value in (0, 25, 50, 75, 100)]
        parts += head + draw_dots(row, size, plan, start + plan.band / 2)
        top = bottom
    return picture(chart.message, top + 2, *parts, kind="dots")


def draw_key(chart: DotRows, size: Size) -> tuple[list[Markup], float]:
    """The legend where a row has marks of several shapes, broken where the narrowest picture ends; and its height."""
    if not chart.key:
        return [], 2
    parts: list[Markup] = []
    left, y = 0.0, size.line / 2 + 2
    for shape, text in chart.key:
        width = text_width(text, size.small, size.letter) + 22
        if left and left + width > size.narrow:
            left, y = 0.0, y + size.line + 4
        parts.append(shifted(draw_shape(shape, 0, y), left + 9))
        parts.append(words(text, 0, y + size.small * 0.36, size.small, shift=left + 22))
        left += width + 16
    return parts, y + size.line / 2 + 4


def draw_dots(row: DotRow, size: Size, plan: Plan, y: float) -> list[Markup]:
    """The marks of a row, and their figures outside of them: the lowest one's to the left where there are two."""
    ordered = sorted(row.dots, key=lambda dot: dot.mark.value)
    figures: list[Markup] = []
    marks: list[Markup] = []
    if len(ordered) > 1:
        ends = (plan.place(ordered[0].mark.value), plan.place(ordered[-1].mark.value))
        marks.append(level_line(*ends, y, OUTLINE, 2))
    for place, dot in enumerate(ordered):
        left = place == 0 and len(ordered) > 1
        colour = COLOURS[dot.shape]
        figures += figure(dot.mark, left, size, plan, y, colour if colour in DARK_ENOUGH else INK)
        marks.append(draw_dot(dot, plan, y))
    return figures + marks


def draw_dot(dot: Dot, plan: Plan, y: float) -> Markup:
    return draw_shape(dot.shape, plan.place(dot.mark.value), y)


def draw_shape(shape: DotShape, x: float, y: float) -> Markup:
    if shape == "diamond":
        return draw_diamond(x, y)
    if shape == "square":
        return square(x, y)
    if shape == "triangle":
        return triangle(x, y)
    if shape == "ring":
        # Everybody, beside a part of them.
        return tag("circle", cx=per_cent(x), cy=y, r=5.5, fill=WHITE, stroke=INK, stroke_width=2)
    return circle(x, y)


def has_long(row: DotRow) -> bool:
    return any(any_long(GapRow("", dot.mark)) for dot in row.dots)
