"""Units by driver: an HTML table with the number in every cell and grey hatching where nothing is shown."""

from markupsafe import Markup

from reports.charts.parts import OUTLINE, holds_long_word, tag
from reports.charts.specification import HeatCell, HeatMap, HeatRow

HATCHING = tag(
    "svg",
    tag("title", "{}"),
    # One path, not six: with hundreds of units this stands in thousands of cells.
    tag(
        "path",
        d="".join(f"M{left} 12L{left + 12} 0" for left in range(-6, 30, 6)),
        stroke=OUTLINE,
        stroke_width=1.5,
        fill="none",
    ),
    xmlns="http://www.w3.org/2000/svg",
    class_="hatching",
    width=30,
    height=12,
    aria_hidden="true",
)


def draw_heat_map(chart: HeatMap) -> Markup:
    notes = any(row.note for row in chart.rows)
    head = [tag("th", chart.corner, scope="col")]
    if notes:
        head.append(tag("th", chart.note_head, scope="col", class_="number"))
    head += [tag("th", column, scope="col", class_="heat-head") for column in chart.columns]
    rows = [draw_row(row, notes) for row in chart.rows]
    return tag(
        "table",
        tag("caption", chart.message),
        tag("thead", tag("tr", *head)),
        tag("tbody", *rows),
        class_="heat-map",
    )


def draw_row(row: HeatRow, notes: bool) -> Markup:
    long = {"class_": "long"} if holds_long_word(row.label) else {}
    label = tag("a", row.label, href=row.address) if row.address else row.label
    cells = [tag("th", label, scope="row", **long)]
    if notes:
        cells.append(tag("td", row.note, class_="number"))
    return tag("tr", *cells, *(draw_cell(cell) for cell in row.cells))


def draw_cell(cell: HeatCell) -> Markup:
    if cell.level is None:
        # On a page it is left out for those who listen; in a PDF every picture says what it means.
        return tag("td", HATCHING.format(cell.text), tag("span", cell.text), class_="not-shown")
    return tag("td", cell.text, class_=f"level-{cell.level}")
