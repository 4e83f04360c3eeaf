"""What staff see and what senior managers say: two marks a row, their figures outside the pair."""

from dataclasses import dataclass

from markupsafe import Markup

from reports.charts.parts import (
    ACCENT,
    HAIRLINE,
    INK,
    MUTED,
    OUTLINE,
    PLUM,
    Size,
    circle,
    diamond,
    level_line,
    picture,
    text_width,
    upright,
    words,
)
from reports.charts.specification import GapDots, GapRow, Mark


@dataclass(frozen=True)
class Plan:
    """Where things stand. ``left`` and ``right``: per cent of the width at which 0 and 100 of the scale lie."""

    stacked: bool
    left: float
    right: float
    row: float
    dots: float
    """Pixels from the top of a row down to its marks."""

    def place(self, value: float) -> float:
        return self.left + min(100.0, max(0.0, value)) / 100 * (self.right - self.left)


def draw_gap_dots(chart: GapDots, size: Size) -> Markup:
    plan = plan_for(chart, size)
    key, top = draw_key(chart, size)
    axis_y = top + size.line
    parts = draw_axis(chart, size, plan, axis_y)
    start = axis_y + 6
    end = start + plan.row * len(chart.rows)
    parts += [upright(plan.place(value), start, end, HAIRLINE) for value in (0, 25, 50, 75, 100)]
    if chart.target is not None:
        parts.append(upright(plan.place(chart.target.value), start, end, ACCENT, 2, "4 3"))
    for place, row in enumerate(chart.rows):
        parts += draw_row(row, size, plan, start + plan.row * place)
    return picture(chart.message, end + 4, *key, *parts, kind="gaps")


def plan_for(chart: GapDots, size: Size) -> Plan:
    """One line a row on paper where all labels are short; on a screen label and note stand above the marks."""
    wide = size.narrow >= 400
    label_room, note_room = 0.19 * 640, 0.25 * 640
    short = all(
        text_width(row.label, size.text) <= label_room and text_width(row.note, size.text) <= note_room
        for row in chart.rows
    )
    extra = size.line if any(is_long(mark) for row in chart.rows for mark in (row.seen, row.said)) else 0
    if wide and short:
        return Plan(False, 24, 68, size.line + 8 + extra, size.line / 2 + 4)
    return Plan(True, 11, 89, size.line * 2 + 16 + extra, size.line + 16)


def draw_key(chart: GapDots, size: Size) -> tuple[list[Markup], float]:
    """The legend, four in a row on paper and two on a screen, and the height that it takes."""
    marks = (("seen", chart.key.seen), ("said", chart.key.said), ("last", chart.key.last), ("target", chart.key.target))
    shown = [(kind, text) for kind, text in marks if text]
    across = 4 if size.narrow >= 400 else 2
    if any(text_width(text, size.small) + 24 > size.narrow / across for _, text in shown):
        across = max(1, across // 2)
    parts: list[Markup] = []
    for place, (kind, text) in enumerate(shown):
        x = place % across * 100 / across
        y = place // across * (size.line + 4) + size.line / 2 + 2
        parts += [draw_sign(kind, x, y), words(text, x, y + size.small * 0.36, size.small, shift=22)]
    return parts, -(-len(shown) // across) * (size.line + 4)


def draw_sign(kind: str, x: float, y: float) -> Markup:
    """A mark of the legend, eight pixels in from its place."""
    if kind == "said":
        return diamond(x, y, shift=9)
    if kind == "seen":
        return shifted(circle(x, y), 9)
    if kind == "last":
        return shifted(upright(x, y - 8, y + 8, INK, 1.5), 9)
    return shifted(upright(x, y - 8, y + 8, ACCENT, 2, "4 3"), 9)


def shifted(part: Markup, pixels: float) -> Markup:
    return Markup('<g transform="translate({:g} 0)">{}</g>').format(pixels, part)


def draw_axis(chart: GapDots, size: Size, plan: Plan, y: float) -> list[Markup]:
    """The words of the scale. On a narrow screen the outer ones are pulled inwards so that none is cut."""
    last = max(len(chart.axis) - 1, 1)
    parts = []
    for place, word in enumerate(chart.axis):
        anchor = "middle"
        x = plan.place(place * 100 / last)
        if plan.stacked and place in (0, last):
            anchor, x = ("start", 0.0) if place == 0 else ("end", 100.0)
        parts.append(words(word, x, y, size.small, anchor=anchor, fill=MUTED))
    return parts


def draw_row(row: GapRow, size: Size, plan: Plan, top: float) -> list[Markup]:
    y = top + plan.dots
    base = (top + size.text + 2) if plan.stacked else y + size.text * 0.36
    parts = [words(row.label, 0, base, size.text, bold=True)]
    if row.note:
        parts.append(words(row.note, 100, base, size.text if not plan.stacked else size.small, anchor="end"))
    if row.last is not None:
        parts.append(upright(plan.place(row.last.value), y - 9, y + 9, INK, 1.5))
    if row.seen is not None and row.said is not None:
        parts.append(level_line(plan.place(row.seen.value), plan.place(row.said.value), y, OUTLINE, 2))
    return parts + draw_marks(row, size, plan, y)


def draw_marks(row: GapRow, size: Size, plan: Plan, y: float) -> list[Markup]:
    """The marks, and their figures outside the pair: the lower one to the left, the higher one to the right."""
    parts: list[Markup] = []
    lower = row.said is None or row.seen is None or row.seen.value <= row.said.value
    if row.said is not None:
        parts.append(diamond(plan.place(row.said.value), y))
        parts.append(figure(row.said, not lower, size, plan, y, PLUM))
    if row.seen is not None:
        parts.append(circle(plan.place(row.seen.value), y))
        parts.append(figure(row.seen, lower, size, plan, y, INK))
    return parts


def figure(mark: Mark, left: bool, size: Size, plan: Plan, y: float, fill: str) -> Markup:
    x = plan.place(mark.value)
    if is_long(mark):
        anchor = "start" if mark.value < 30 else "end" if mark.value > 70 else "middle"
        return words(mark.text, x, y + size.line + 2, size.small, anchor=anchor, fill=fill, bold=True)
    anchor, shift = ("end", -11) if left else ("start", 11)
    return words(mark.text, x, y + size.text * 0.36, size.text, anchor=anchor, fill=fill, bold=True, shift=shift)


def is_long(mark: Mark | None) -> bool:
    """A marked figure ("at most 12") has no room beside its mark near the ends; it stands below."""
    return mark is not None and len(mark.text) > 4
