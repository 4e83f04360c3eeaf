"""Effort against effect, coarse on purpose: guesses must not look exact."""

from itertools import groupby

from markupsafe import Markup

from reports.charts.parts import (
    ACCENT,
    HAIRLINE,
    LEVELS,
    MUTED,
    WHITE,
    Size,
    box,
    circle,
    level_line,
    picture,
    upright,
    words,
)
from reports.charts.specification import EffortEffect, Placed

CELL = 100 / 3


def draw_effort_effect(chart: EffortEffect, size: Size) -> Markup:
    """Effect rises upwards, effort to the right; what stands at the top left comes first."""
    row = size.line * 2 + 14
    top = size.line + 6
    parts = [words(f"{chart.effect}", 0, size.small, size.small, fill=MUTED, bold=True)]
    parts += draw_grid(chart, size, top, row)
    by_cell = sorted(chart.placed, key=lambda placed: (placed.effort, placed.effect))
    for (effort, effect), group in groupby(by_cell, key=lambda placed: (placed.effort, placed.effect)):
        parts += draw_marks(list(group), effort, effect, size, top, row)
    bottom = top + row * 3
    for place, step in enumerate(chart.effort_steps):
        parts.append(words(step, CELL * (place + 0.5), bottom + size.line, size.small, anchor="middle", fill=MUTED))
    parts.append(words(chart.effort, 100, bottom + size.line * 2, size.small, anchor="end", fill=MUTED, bold=True))
    return picture(chart.message, bottom + size.line * 2 + 8, *parts, kind="effort")


def draw_grid(chart: EffortEffect, size: Size, top: float, row: float) -> list[Markup]:
    parts = [box(0, CELL, top, row, LEVELS[0])]
    for place in range(4):
        parts.append(level_line(0, 100, top + row * place, HAIRLINE))
        parts.append(upright(CELL * place, top, top + row * 3, HAIRLINE))
    for place, step in enumerate(reversed(chart.effect_steps)):
        parts.append(words(step, 0, top + row * place + size.small + 2, size.small, fill=MUTED, shift=6))
    return parts


def draw_marks(group: list[Placed], effort: int, effect: int, size: Size, top: float, row: float) -> list[Markup]:
    """Marks of one cell stand side by side around its middle, a little below the step's word."""
    middle = CELL * (effort - 0.5)
    y = top + row * (3 - effect) + row * 0.66
    step = min(10.0, (CELL - 4) / len(group))
    parts: list[Markup] = []
    for place, placed in enumerate(group):
        x = middle + (place - (len(group) - 1) / 2) * step
        parts.append(circle(x, y, size.line / 2 + 1, ACCENT))
        parts.append(words(placed.label, x, y + size.small * 0.36, size.small, anchor="middle", fill=WHITE, bold=True))
    return parts
