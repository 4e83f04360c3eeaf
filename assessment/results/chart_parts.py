"""A chart as pages show it: drawn once, with its table."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from reports.charts import Chart, Table, draw, table_of

draw_once = lru_cache(maxsize=1024)(draw)
"""Charts say the same for as long as a release stands, and drawing them is most of a page's cost."""


@dataclass(frozen=True)
class ChartPart:
    """A picture, the table that says the same, and what the picture is called as a file (pictures.py)."""

    picture: Markup
    table: Table
    key: str


def draw_part(chart: Chart | None, key: str = "") -> ChartPart | None:
    """The picture with its table; None for a chart that there is none of. ``key``: under which it is a file too."""
    return None if chart is None else ChartPart(draw_once(chart), table_of(chart), key)
