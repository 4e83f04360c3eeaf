"""One door for all charts: ``draw`` chooses the hand that draws."""

from markupsafe import Markup

from reports.charts.answer_bar import draw_answer_bar
from reports.charts.dot_rows import draw_dot_rows
from reports.charts.effort_effect import draw_effort_effect
from reports.charts.gap_dots import draw_gap_dots
from reports.charts.heat_map import draw_heat_map
from reports.charts.parts import SIZES, Medium, Size
from reports.charts.score_strip import draw_score_strip
from reports.charts.specification import AnswerBar, Chart, DotRows, GapDots, HeatMap, ScoreStrip


def draw(chart: Chart, medium: Medium = "page") -> Markup:
    """The chart as an SVG (a heat map: as an HTML table) to be set inline. The same chart gives the same characters.

    ``medium``: "page" for a screen from 296 pixels wide, "paper" for a column of A4.
    """
    return draw_sized(chart, SIZES[medium])


def draw_sized(chart: Chart, size: Size) -> Markup:
    """The same for a medium with sizes of its own."""
    if isinstance(chart, GapDots):
        return draw_gap_dots(chart, size)
    if isinstance(chart, DotRows):
        return draw_dot_rows(chart, size)
    if isinstance(chart, AnswerBar):
        return draw_answer_bar(chart, size)
    if isinstance(chart, ScoreStrip):
        return draw_score_strip(chart, size)
    if isinstance(chart, HeatMap):
        return draw_heat_map(chart)
    return draw_effort_effect(chart, size)
