"""A score on the ladder: the levels as a strip, the score above it with its margin, target and last time below."""

from itertools import pairwise

from markupsafe import Markup

from reports.charts.parts import (
    ACCENT,
    INK,
    LEVELS,
    MUTED,
    ON_LEVELS,
    OUTLINE,
    WHITE,
    Size,
    box,
    circle,
    level_line,
    picture,
    tag,
    upright,
    words,
)
from reports.charts.specification import Mark, ScoreStrip


def draw_score_strip(chart: ScoreStrip, size: Size) -> Markup:
    top = size.line * 2 + 4
    strip = size.line + 8
    parts = draw_levels(chart, size, top, strip)
    if chart.score is not None:
        parts += draw_score(chart, chart.score, size, top)
    below = top + strip
    if chart.last is not None:
        parts.append(upright(chart.last.value, top - 5, below + 5, INK, 1.5))
        parts.append(beside(f"{chart.words.last} {chart.last.text}", chart.last, below + size.line, size, MUTED))
        below += size.line
    if chart.target is not None:
        parts.append(upright(chart.target.value, top - 9, below + 5, ACCENT, 2, "4 3"))
        parts.append(beside(f"{chart.words.target} {chart.target.text}", chart.target, below + size.line, size, ACCENT))
        below += size.line
    return picture(chart.message, below + 8, *parts, kind="strip")


def draw_levels(chart: ScoreStrip, size: Size, top: float, height: float) -> list[Markup]:
    edges = [step.start for step in chart.steps] + [100]
    parts = []
    for place, (left, right) in enumerate(pairwise(edges)):
        shade = round(place * 4 / max(len(chart.steps) - 1, 1))
        parts.append(box(left, right - left, top, height, LEVELS[shade]))
        if place:
            parts.append(upright(left, top, top + height, WHITE, 2))
        text = str(place + 1)
        parts.append(
            words(
                text,
                (left + right) / 2,
                top + height / 2 + size.small * 0.36,
                size.small,
                anchor="middle",
                fill=ON_LEVELS[shade],
            )
        )
    parts.append(tag("rect", x="0%", y=top, width="100%", height=height, fill="none", stroke=OUTLINE))
    return parts


def draw_score(chart: ScoreStrip, score: Mark, size: Size, top: float) -> list[Markup]:
    y = top - 10
    text = score.text if chart.margin is None else f"{score.text} ±{chart.margin:g}"
    parts = [beside(text, score, size.text, size, INK, bold=True)]
    if chart.margin is not None:
        left, right = max(0.0, score.value - chart.margin), min(100.0, score.value + chart.margin)
        parts += [
            level_line(left, right, y, INK, 2),
            upright(left, y - 5, y + 5, INK, 2),
            upright(right, y - 5, y + 5, INK, 2),
        ]
    parts.append(circle(score.value, y))
    return parts


def beside(text: str, mark: Mark, y: float, size: Size, fill: str, *, bold: bool = False) -> Markup:
    """A text at its mark: centred, but kept inside the picture near the ends."""
    anchor = "start" if mark.value < 22 else "end" if mark.value > 78 else "middle"
    shift = {"start": -6, "end": 6, "middle": 0}[anchor]
    x = min(100.0, max(0.0, mark.value))
    if (anchor == "start" and x < 3) or (anchor == "end" and x > 97):
        shift = 0
    return words(text, x, y, size.text if bold else size.small, anchor=anchor, fill=fill, bold=bold, shift=shift)
