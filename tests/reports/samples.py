"""Charts and reports with known content, among them the longest and most extreme that are expected."""

from dataclasses import replace
from datetime import UTC, datetime

from reports.charts import (
    AnswerBar,
    BarColumns,
    Chart,
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
from reports.document import (
    Attachment,
    Bullets,
    Columns,
    Contents,
    Fact,
    Footer,
    Grid,
    Heading,
    KeyLine,
    Panel,
    Paragraph,
    Picture,
    Reference,
    Report,
    Section,
    Title,
)

COLUMNS = GapColumns("Driver", "Staff see", "Senior managers say", "Last year", "Gap", "–")
GAPS = GapDots(
    message="Commitment: staff see 43, senior managers say 79",
    rows=(
        GapRow("Commitment", Mark(43, "43"), Mark(79, "79"), Mark(40, "40"), "gap 36, blind spot"),
        GapRow("Culture", Mark(61, "61"), Mark(67, "67"), Mark(54, "54"), "shared view"),
        GapRow("Goals", None, None, None, "not shown"),
    ),
    axis=("never", "rarely", "sometimes", "often", "always"),
    key=GapKey("staff see", "senior managers say", "staff last year", "target"),
    columns=COLUMNS,
    target=Mark(60, "60"),
)
EXTREME = GapDots(
    message="Ends, marks & <odd> letters",
    rows=(
        GapRow(
            "Designing and building reliable products together with partners", Mark(0, "0"), Mark(100, "100"), None, "x"
        ),
        GapRow("B", Mark(12.5, "at most 12"), Mark(87.5, "at least 88"), None, "gap 76, blind spot"),
        GapRow("C", Mark(50, "50"), Mark(50, "50")),
    ),
    axis=("Nothing to show", "Planned", "Done in places", "Done everywhere and measured", "Measured, improved"),
    key=GapKey("staff see"),
    columns=COLUMNS,
)
BAR = AnswerBar(
    message="60 % rarely or never",
    segments=tuple(
        Segment(word, share, f"{share} %")
        for word, share in zip(("Never", "Rarely", "Sometimes", "Often", "Always"), (25, 35, 20, 15, 5), strict=True)
    ),
    columns=BarColumns("Answer", "Share"),
)
THREE = AnswerBar(
    message="Half are in between",
    segments=(Segment("Low", 30, "30 %"), Segment("Between", 50, "50 %"), Segment("High", 20, "at most 20 %")),
    columns=BarColumns("Answer", "Share"),
)
STRIP = ScoreStrip(
    message="48 of 100: level 3",
    steps=tuple(Step(20.0 * place, name) for place, name in enumerate(("A", "B", "C", "D", "E"))),
    words=StripWords("Score", "Margin", "Level", "Target", "Last year", "Figure", "Value"),
    score=Mark(48, "48"),
    margin=2,
    target=Mark(60, "60"),
    last=Mark(47, "47"),
)
HEAT = HeatMap(
    message="Units side by side",
    corner="Unit",
    note_head="Answers",
    columns=("Commitment", "Reward"),
    rows=(
        HeatRow("Care", (HeatCell("12", 1), HeatCell("88", 5)), "34"),
        HeatRow("Office", (HeatCell("not shown", None), HeatCell("60", 4)), "5 to 9"),
    ),
)
EFFORT = EffortEffect(
    message="One asks little",
    placed=(Placed("1", "Join", 1, 3), Placed("2", "Protect", 3, 1), Placed("3", "See", 1, 3)),
    effort="Effort",
    effect="Effect",
    effort_steps=("small", "medium", "large"),
    effect_steps=("some", "more", "most"),
    number="No.",
    name="Priority",
)
CHARTS: dict[str, Chart] = {
    "gaps": GAPS,
    "extreme": EXTREME,
    "bar": BAR,
    "three": THREE,
    "strip": STRIP,
    "heat": HEAT,
    "effort": EFFORT,
}

SMALL = Report(
    language="en",
    title="A small report – Łódź & co.",
    subject="Everything a report can hold",
    author="Kestrel",
    identifier="small-1",
    made_at=datetime(2027, 3, 20, 9, 30, tzinfo=UTC),
    page_one=(
        Title("Level 3, unchanged.", "Kestrel"),
        KeyLine((Fact("48", "of 100"), Fact("Level 3 of 5: Partly", ""))),
        Heading("What staff see", 2, "sorted"),
        Picture(GAPS, table=False, silent=True),
        Columns((Bullets((("Łódź <b>not bold</b>", "more"),)),), (Bullets((("one", ""), ("two", "")), numbered=True),)),
        Grid(Table("Asked", ("Decision", "Who"), (("A Meet", "E. Visser"),)), "asks", silent=True),
        Panel((Paragraph("Trust strip", "small"),), "strip"),
    ),
    sections=(
        Section("guide", "Guide", (Contents("Contents"), Picture(GAPS), Picture(STRIP))),
        Section("more", "More", (Picture(HEAT), Heading("Below"), Picture(BAR), Picture(EFFORT))),
        Section("link", "Link", (Reference("Write to us", "mailto:quality@example.org"),), new_page=False),
    ),
    footer=Footer("report small-1", "page {page} of {pages}"),
    attachments=(
        Attachment("result.json", "The result", b'{"a":1}', "Source"),
        Attachment("figures.csv", "The figures", b"a,b\r\n", "Data"),
    ),
)


def with_text(text: str) -> Report:
    """The small report with one user text in every place that takes text."""
    return replace(
        SMALL,
        title=text,
        subject=text,
        author=text,
        page_one=(
            Title(text, text),
            KeyLine((Fact(text, text),)),
            Heading(text, 2, text),
            Bullets(((text, text),), numbered=True),
            Grid(Table(text, (text, text), ((text, text),))),
            Picture(replace(BAR, message=text, segments=(Segment(text, 100, text),))),
            Panel((Paragraph(text),)),
        ),
        sections=(Section("text", text, (Paragraph(text), Picture(replace(HEAT, message=text)))),),
        footer=Footer(text, "{page}/{pages}"),
        attachments=(Attachment(text, text, b"x", "Data"),),
    )
