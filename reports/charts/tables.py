"""The table that follows a chart, made of the same specification, so that the two cannot differ."""

from reports.charts.specification import (
    AnswerBar,
    Chart,
    DotRows,
    EffortEffect,
    GapDots,
    HeatMap,
    Mark,
    ScoreStrip,
    Table,
)


def table_of(chart: Chart) -> Table:
    """Heads and rows of texts; a column in which nothing stands is left out."""
    if isinstance(chart, GapDots):
        return gap_table(chart)
    if isinstance(chart, DotRows):
        texts = tuple((row.label, *row.cells) for row in chart.rows)
        return Table(chart.message, chart.head, texts, tuple(range(1, len(chart.head))))
    if isinstance(chart, AnswerBar):
        rows = tuple((segment.word, segment.text) for segment in chart.segments)
        return Table(chart.message, (chart.columns.answer, chart.columns.share), rows, (1,))
    if isinstance(chart, ScoreStrip):
        return strip_table(chart)
    if isinstance(chart, HeatMap):
        return heat_table(chart)
    return effort_table(chart)


def gap_table(chart: GapDots) -> Table:
    columns = chart.columns
    texts = [
        (row.label, text_of(row.seen), text_of(row.said), text_of(row.last), text_of(row.target), row.note)
        for row in chart.rows
    ]
    heads = (columns.label, columns.seen, columns.said, columns.last, columns.target, columns.note)
    kept = [place for place in range(6) if place < 2 or any(row[place] for row in texts)]
    rows = tuple(tuple(row[place] or columns.nothing for place in kept) for row in texts)
    numeric = tuple(at for at, place in enumerate(kept) if 1 <= place <= 4)
    return Table(chart.message, tuple(heads[place] for place in kept), rows, numeric)


def strip_table(chart: ScoreStrip) -> Table:
    names = chart.words
    pairs = [(names.score, text_of(chart.score)), (names.level, level_name(chart))]
    pairs.append((names.margin, "" if chart.margin is None else f"±{chart.margin:g}"))
    pairs += [(names.last, text_of(chart.last)), (names.target, text_of(chart.target))]
    return Table(chart.message, (names.figure, names.value), tuple(pair for pair in pairs if pair[1]), (1,))


def level_name(chart: ScoreStrip) -> str:
    """The name of the level in which the score lies; levels are closed on the left."""
    if chart.score is None:
        return ""
    value = chart.score.value
    return next((step.name for step in reversed(chart.steps) if value >= step.start), "")


def heat_table(chart: HeatMap) -> Table:
    head = (chart.corner, chart.note_head, *chart.columns)
    rows = tuple((row.label, row.note, *(cell.text for cell in row.cells)) for row in chart.rows)
    return Table(chart.message, head, rows, tuple(range(1, len(head))))


def effort_table(chart: EffortEffect) -> Table:
    rows = tuple(
        (item.label, item.name, chart.effect_steps[item.effect - 1], chart.effort_steps[item.effort - 1])
        for item in chart.placed
    )
    return Table(chart.message, (chart.number, chart.name, chart.effect, chart.effort), rows)


def text_of(mark: Mark | None) -> str:
    return "" if mark is None else mark.text
