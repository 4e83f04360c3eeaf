"""What staff see and what senior managers say: two marks a row, their figures outside the pair."""

from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from reports.charts.parts import (
    ACCENT,
    HAIRLINE,
    INK,
    MUTED,
    OUTLINE,
    PLUM,
    WHITE,
    Size,
    circle,
    diamond,
    level_line,
    per_cent,
    picture,
    tag,
    text_width,
    upright,
    words,
)
from reports.charts.specification import DotRows, GapDots, GapRow, Mark

BESIDE = 11.0
"""Pixels from the middle of a mark to its figure."""

STROKE = 7
"""Pixels of the stroke of last time: it ends above the figures, so that it is never read as part of one."""


@dataclass(frozen=True)
class Plan:
    """Where things stand. ``left`` and ``right``: per cent of the width at which 0 and 100 of the scale lie."""

    stacked: bool
    left: float
    right: float
    band: float
    """Pixels that the marks of a row take."""

    def place(self, value: float) -> float:
        return self.left + min(100.0, max(0.0, value)) / 100 * (self.right - self.left)


def draw_gap_dots(chart: GapDots, size: Size) -> Markup:
    plan = plan_for(chart, size)
    parts, top = draw_key(chart, size)
    axis, top = draw_axis(chart, size, plan, top)
    parts += axis
    for row in chart.rows:
        head, start = draw_head(row, size, plan, top)
        bottom = start + plan.band + (size.line if any_long(row) else 0)
        parts += draw_grid(row.target or chart.target, plan, start, bottom)
        parts += head + draw_marks(row, size, plan, start + plan.band / 2)
        top = bottom
    return picture(chart.message, top + 2, *parts, kind="gaps")


def plan_for(chart: GapDots | DotRows, size: Size) -> Plan:
    """One line a row on paper where all labels are short; on a screen label and note stand above the marks."""
    fits = all(
        text_width(row.label, size.text) <= 0.2 * size.narrow and text_width(row.note, size.text) <= 0.27 * size.narrow
        for row in chart.rows
    )
    if size.narrow >= 400 and fits:
        return Plan(False, 22, 72, size.line + 10)
    return Plan(True, 12, 88, size.line + 12)


def draw_key(chart: GapDots, size: Size) -> tuple[list[Markup], float]:
    """The legend, set one after the other and broken where the narrowest picture ends; and its height."""
    marks = (("seen", chart.key.seen), ("said", chart.key.said), ("last", chart.key.last), ("target", chart.key.target))
    parts: list[Markup] = []
    left, y = 0.0, size.line / 2 + 2
    for kind, text in marks:
        width = text_width(text, size.small, size.letter) + 22
        if text and left and left + width > size.narrow:
            left, y = 0.0, y + size.line + 4
        if text:
            parts.append(draw_sign(kind, left + 9, y))
            parts.append(words(text, 0, y + size.small * 0.36, size.small, shift=left + 22))
            left += width + 16
    return parts, y + size.line / 2 + 4


def draw_sign(kind: str, shift: float, y: float) -> Markup:
    """A mark of the legend, ``shift`` pixels from the left."""
    if kind == "said":
        return diamond(0, y, shift)
    if kind == "seen":
        return shifted(circle(0, y), shift)
    if kind == "last":
        return shifted(upright(0, y - 7, y + 7, INK, 1.5), shift)
    return shifted(upright(0, y - 8, y + 8, ACCENT, 2, "4 3"), shift)


def shifted(part: Markup, pixels: float) -> Markup:
    return Markup('<g transform="translate({:g} 0)">{}</g>').format(pixels, part)


def draw_axis(chart: GapDots | DotRows, size: Size, plan: Plan, top: float) -> tuple[list[Markup], float]:
    """The words of the scale, each on the first line where it does not touch the one before; and where they end."""
    last = max(len(chart.axis) - 1, 1)
    ends: list[float] = []
    parts = []
    for place, word in enumerate(chart.axis):
        width = text_width(word, size.small, size.letter)
        x = plan.place(place * 100 / last)
        anchor, left = "middle", x / 100 * size.narrow - width / 2
        if left < 0:
            anchor, x, left = "start", 0.0, 0.0
        elif left + width > size.narrow:
            anchor, x, left = "end", 100.0, size.narrow - width
        line = next((at for at, end in enumerate(ends) if left > end + 4), len(ends))
        ends[line : line + 1] = [left + width]
        parts.append(words(word, x, top + size.line * (line + 0.8), size.small, anchor=anchor, fill=MUTED))
    return parts, top + size.line * len(ends) + 4


def draw_grid(target: Mark | None, plan: Plan, top: float, bottom: float) -> list[Markup]:
    parts = [upright(plan.place(value), top, bottom, HAIRLINE) for value in (0, 25, 50, 75, 100)]
    if target is not None:
        parts.append(upright(plan.place(target.value), top, bottom, ACCENT, 2, "4 3"))
    return parts


def draw_head(row: GapRow, size: Size, plan: Plan, top: float) -> tuple[list[Markup], float]:
    """Label and note of a row, and where its marks begin: beside them, or under them where they are stacked."""
    if not plan.stacked:
        base = top + plan.band / 2 + size.text * 0.36
        note = [words(row.note, 100, base, size.text, anchor="end")] if row.note else []
        return [words(row.label, 0, base, size.text, bold=True), *note], top
    lines = wrap(row.label, int(size.narrow / (size.text * 0.54))) or [""]
    together = text_width(lines[-1], size.text) + text_width(row.note, size.small) + 12 <= size.narrow
    parts = [
        words(line, 0, top + 6 + size.line * (place + 0.8), size.text, bold=True) for place, line in enumerate(lines)
    ]
    count = len(lines) + (0 if together else 1)
    if row.note:
        anchor, x = ("end", 100) if together else ("start", 0)
        parts.append(words(row.note, x, top + 6 + size.line * (count - 0.2), size.small, anchor=anchor))
    return parts, top + 6 + size.line * count + 2


def draw_marks(row: GapRow, size: Size, plan: Plan, y: float) -> list[Markup]:
    """The marks, and their figures outside the pair: the lower one to the left, the higher one to the right."""
    parts: list[Markup] = []
    figures: list[Markup] = []
    if row.seen is not None and row.said is not None:
        parts.append(level_line(plan.place(row.seen.value), plan.place(row.said.value), y, OUTLINE, 2))
    lower = row.said is None or row.seen is None or row.seen.value <= row.said.value
    if row.said is not None:
        figures += figure(row.said, not lower, size, plan, y, PLUM)
        parts.append(diamond(plan.place(row.said.value), y))
    if row.seen is not None:
        figures += figure(row.seen, lower, size, plan, y, INK)
        parts.append(circle(plan.place(row.seen.value), y))
    if row.last is not None:
        parts.append(upright(plan.place(row.last.value), y - plan.band / 2, y - plan.band / 2 + STROKE, INK, 1.5))
    return figures + parts


def figure(mark: Mark, left: bool, size: Size, plan: Plan, y: float, fill: str) -> list[Markup]:
    """A figure beside its mark on a white ground, so that no line runs through it."""
    x = plan.place(mark.value)
    if is_long(mark):
        anchor = "start" if mark.value < 30 else "end" if mark.value > 70 else "middle"
        return [words(mark.text, x, y + size.line + 2, size.small, anchor=anchor, fill=fill, bold=True)]
    anchor, shift = ("end", -BESIDE) if left else ("start", BESIDE)
    width = text_width(mark.text, size.text) + 4
    ground = tag("rect", x=per_cent(x), y=y - 6, width=width, height=12, fill=WHITE)
    behind = shifted(ground, shift - width + 2 if left else shift - 2)
    return [
        behind,
        words(mark.text, x, y + size.text * 0.36, size.text, anchor=anchor, fill=fill, bold=True, shift=shift),
    ]


def any_long(row: GapRow) -> bool:
    return is_long(row.seen) or is_long(row.said)


def is_long(mark: Mark | None) -> bool:
    """A marked figure ("at most 12") has no room beside its mark near the ends; it stands below."""
    return mark is not None and len(mark.text) > 4
