"""Charts: a frozen specification in, an SVG string out, one for the web page and the PDF.

``draw`` gives the picture, ``table_of`` the table that follows it; both read the same specification.
"""

from reports.charts.drawing import draw
from reports.charts.parts import Medium
from reports.charts.specification import (
    AnswerBar,
    BarColumns,
    Chart,
    Dot,
    DotRow,
    DotRows,
    DotShape,
    EffortEffect,
    GapColumns,
    GapDots,
    GapKey,
    GapRow,
    HeatCell,
    HeatMap,
    HeatRow,
    Mark,
    Placed,
    ScoreStrip,
    Segment,
    Step,
    StripWords,
    Table,
)
from reports.charts.tables import table_of

__all__ = [
    "AnswerBar",
    "BarColumns",
    "Chart",
    "Dot",
    "DotRow",
    "DotRows",
    "DotShape",
    "EffortEffect",
    "GapColumns",
    "GapDots",
    "GapKey",
    "GapRow",
    "HeatCell",
    "HeatMap",
    "HeatRow",
    "Mark",
    "Medium",
    "Placed",
    "ScoreStrip",
    "Segment",
    "Step",
    "StripWords",
    "Table",
    "draw",
    "table_of",
]
