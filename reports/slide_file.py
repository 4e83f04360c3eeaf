"""Slides as a file of an office program: real text, tables and shapes, nothing that is a picture of a page.

What stands on a slide is set in the largest size at which it fits; widths are estimated as in charts.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from reports.charts import GapDots, GapRow, Mark, Table, table_of
from reports.charts.parts import ACCENT, HAIRLINE, INK, MUTED, OUTLINE, PLUM, WHITE
from reports.deck import Deck, Slide
from reports.document import Block, Bullets, Columns, Fact, Grid, Heading, KeyLine, Ladder, Panel, Paragraph, Picture
from reports.word_file import FONT, LOCALES, plain
from reports.zipped import settle

WIDTH, HEIGHT = 960.0, 540.0
"""Points of a slide as wide as a screen."""

LEFT, RIGHT, TOP, BOTTOM = 44.0, 916.0, 112.0, 500.0
SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 11.0)
GAP = 8.0


def write_slides(deck: Deck) -> bytes:
    """The file's bytes, the same for the same deck."""
    made: Any = Presentation()
    made.slide_width, made.slide_height = Pt(WIDTH), Pt(HEIGHT)
    facts = made.core_properties
    facts.title, facts.subject, facts.author = plain(deck.title), plain(deck.subject), plain(deck.author)
    facts.language, facts.identifier = LOCALES.get(deck.language, deck.language), deck.identifier
    facts.last_modified_by, facts.comments, facts.keywords = "", "", ""
    facts.created = facts.modified = deck.made_at.replace(tzinfo=None)
    for number, slide in enumerate(deck.slides, start=1):
        Writer(made, deck, slide, number).write()
    kept = BytesIO()
    made.save(kept)
    return settle(kept.getvalue(), deck.made_at)


class Writer:
    """Writes one slide from top to bottom."""

    def __init__(self, made: Any, deck: Deck, slide: Slide, number: int) -> None:
        self.deck, self.slide, self.number = deck, slide, number
        self.accent = deck.look.colour or ACCENT
        self.language = LOCALES.get(deck.language, deck.language)
        self.page: Any = made.slides.add_slide(made.slide_layouts[5])

    def write(self) -> None:
        self._write_title()
        size = next((size for size in SIZES if self._measure(size) <= BOTTOM - TOP), SIZES[-1])
        self.write_blocks(self.slide.blocks, LEFT, RIGHT, TOP, size)
        footer = f"{self.deck.footer} · {self.number}"
        self.add_text([[(footer, False, MUTED)]], LEFT, HEIGHT - 32, RIGHT - LEFT, 20, 10)
        if self.deck.look.logo:
            self._write_logo()
        notes: Any = self.page.notes_slide.notes_text_frame
        notes.text = plain("\n".join(self.slide.notes))
        self._mark_language(self.page.notes_slide.element)
        self._mark_language(self.page.element)

    def _mark_language(self, element: Any) -> None:
        for run in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
            run.set("lang", self.language)

    def _write_title(self) -> None:
        shape = self.page.shapes.title
        place(shape, LEFT, 28, (RIGHT - LEFT) - (150 if self.deck.look.logo else 0), 72)
        size = 28 if count_lines(self.slide.title, RIGHT - LEFT - 150, 28) <= 2 else 22
        fill_text(shape.text_frame, [[(self.slide.title, True, INK)]], size)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _write_logo(self) -> None:
        picture = self.page.shapes.add_picture(BytesIO(self.deck.look.logo), Pt(0), Pt(20), height=Pt(36))
        if picture.width > Pt(140):
            picture.height, picture.width = int(picture.height * Pt(140) / picture.width), Pt(140)
        picture.left = Pt(RIGHT) - picture.width
        describe(picture, self.deck.look.name)

    def _measure(self, size: float) -> float:
        return sum(measure(block, RIGHT - LEFT, size) + GAP for block in self.slide.blocks)

    def write_blocks(self, blocks: Iterable[Block], left: float, right: float, top: float, size: float) -> None:
        for block in blocks:
            height = measure(block, right - left, size)
            self.write_block(block, left, right, top, height, size)
            top += height + GAP

    def write_block(self, block: Block, left: float, right: float, top: float, height: float, size: float) -> None:
        if isinstance(block, Columns):
            middle = (left + right) / 2
            self.write_blocks(block.left, left, middle - 12, top, size)
            self.write_blocks(block.right, middle + 12, right, top, size)
        elif isinstance(block, Panel):
            self.write_blocks(block.blocks, left, right, top, size)
        elif isinstance(block, Picture) and isinstance(block.chart, GapDots):
            GapShapes(self, block.chart, left, right, top, size).draw()
        elif isinstance(block, Picture | Grid):
            table = block.table if isinstance(block, Grid) else table_of(block.chart)
            self.add_table(table, left, right, top, size)
        else:
            self.add_text(list_lines(block, self.accent), left, top, right - left, height, size)

    def add_text(
        self,
        lines: "list[Line]",
        left: float,
        top: float,
        width: float,
        height: float,
        size: float,
        align: Any = PP_ALIGN.LEFT,
    ) -> Any:
        shape = self.page.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height))
        fill_text(shape.text_frame, lines, size, align)
        return shape

    def add_table(self, table: Table, left: float, right: float, top: float, size: float) -> None:
        widths = share_width(table, right - left)
        frame = self.page.shapes.add_table(
            len(table.rows) + 1, len(table.head), Pt(left), Pt(top), Pt(right - left), Pt(20)
        )
        describe(frame, table.caption)
        grid = frame.table
        grid.first_row, grid.horz_banding = True, False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Pt(width)
        for number, texts in enumerate((table.head, *table.rows)):
            grid.rows[number].height = Pt(row_height(texts, widths, size))
            for at, text in enumerate(texts):
                cell = grid.cell(number, at)
                cell.margin_top = cell.margin_bottom = Pt(2)
                cell.margin_left = cell.margin_right = Pt(4)
                cell.fill.solid()
                cell.fill.fore_color.rgb = colour(self.accent if number == 0 else WHITE)
                bold, shade = number == 0 or at == 0, WHITE if number == 0 else INK
                side = PP_ALIGN.RIGHT if at in table.numeric else PP_ALIGN.LEFT
                fill_text(cell.text_frame, [[(text, bold, shade)]], size - 2, side)


class GapShapes:
    """What is seen and said, as marks on lines: shapes that can be moved and changed."""

    def __init__(self, writer: Writer, chart: GapDots, left: float, right: float, top: float, size: float) -> None:
        self.writer, self.chart, self.size = writer, chart, size
        self.left, self.right, self.top = left, right, top
        self.label, self.note = (right - left) * 0.2, (right - left) * 0.26
        self.line = size * 1.9

    def place(self, value: float) -> float:
        start, end = self.left + self.label + 20, self.right - self.note - 20
        return start + min(100.0, max(0.0, value)) / 100 * (end - start)

    def draw(self) -> None:
        self.draw_key()
        axis = self.top + self.size * 1.6
        last = max(len(self.chart.axis) - 1, 1)
        for at, word in enumerate(self.chart.axis):
            x = self.place(at * 100 / last)
            self.write(word, x - 60, axis, 120, MUTED, PP_ALIGN.CENTER, self.size - 4)
        first = axis + self.size * 1.5
        end = first + self.line * len(self.chart.rows)
        for value in (0, 25, 50, 75, 100):
            self.rule(self.place(value), first, self.place(value), end, HAIRLINE, 0.75)
        if self.chart.target is not None:
            x = self.place(self.chart.target.value)
            self.rule(x, first, x, end, ACCENT, 1.5, dashed=True)
        for number, row in enumerate(self.chart.rows):
            self.draw_row(row, first + self.line * (number + 0.5))

    def draw_key(self) -> None:
        key, x = self.chart.key, self.left
        for word, kind in ((key.seen, "seen"), (key.said, "said"), (key.last, "last"), (key.target, "target")):
            if word:
                self.sign(kind, x + 8, self.top + self.size * 0.8)
                width = len(word) * (self.size - 3) * 0.55 + 16
                self.write(word, x + 16, self.top, width, INK, PP_ALIGN.LEFT, self.size - 3)
                x += width + 28

    def sign(self, kind: str, x: float, y: float) -> None:
        if kind in ("seen", "said"):
            self.mark(kind, x, y, "")
        else:
            shade = INK if kind == "last" else ACCENT
            self.rule(x, y - 8, x, y + 8, shade, 1.5, dashed=kind == "target")

    def draw_row(self, row: GapRow, y: float) -> None:
        text = self.size - 2
        half = self.size * 0.8
        self.write(row.label, self.left, y - half, self.label + 12, INK, PP_ALIGN.LEFT, text, bold=True)
        self.write(row.note, self.right - self.note, y - half, self.note, INK, PP_ALIGN.RIGHT, text)
        if row.seen and row.said:
            self.rule(self.place(row.seen.value), y, self.place(row.said.value), y, OUTLINE, 1.5)
        if row.last:
            x = self.place(row.last.value)
            self.rule(x, y - self.line / 2, x, y - self.line / 2 + 8, INK, 1.5)
        lower = row.said is None or row.seen is None or row.seen.value <= row.said.value
        for kind, mark, left, shade in (("said", row.said, not lower, PLUM), ("seen", row.seen, lower, INK)):
            if mark is not None:
                x = self.place(mark.value)
                self.figure(mark, x, y, left, shade)
                self.mark(kind, x, y, f"{row.label}: {getattr(self.chart.columns, kind)} {mark.text}")

    def figure(self, mark: Mark, x: float, y: float, left: bool, shade: str) -> None:
        width = len(mark.text) * self.size * 0.6 + 10
        start, side = (x - 9 - width, PP_ALIGN.RIGHT) if left else (x + 9, PP_ALIGN.LEFT)
        self.write(mark.text, start, y - self.size * 0.8, width, shade, side, self.size - 2, bold=True)

    def mark(self, kind: str, x: float, y: float, told: str) -> None:
        form, radius = (MSO_SHAPE.OVAL, 6) if kind == "seen" else (MSO_SHAPE.DIAMOND, 7)
        shape = self.writer.page.shapes.add_shape(form, Pt(x - radius), Pt(y - radius), Pt(2 * radius), Pt(2 * radius))
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(INK if kind == "seen" else PLUM)
        shape.line.color.rgb = colour(WHITE)
        describe(shape, told)

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, shade: str, width: float, *, dashed: bool = False
    ) -> None:
        line = self.writer.page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(x), Pt(y), Pt(to_x), Pt(to_y))
        line.line.color.rgb, line.line.width = colour(shade), Pt(width)
        if dashed:
            line.line.dash_style = MSO_LINE.DASH
        decorate(line)

    def write(
        self, text: str, x: float, y: float, width: float, shade: str, side: Any, size: float, *, bold: bool = False
    ) -> None:
        if text:
            self.writer.add_text([[(text, bold, shade)]], x, y, width, size * 1.5, size, side)


make_colour: Callable[[int, int, int], RGBColor] = RGBColor
"""The library gives no types for it."""

Line = list[tuple[str, bool, str]]
"""The runs of a paragraph: text, whether it is bold, its colour."""


def list_lines(block: Block, accent: str) -> list[Line]:
    """The paragraphs of a block that is text."""
    if isinstance(block, Heading):
        return [[(f"{block.text} {block.note}".strip(), True, accent)]]
    if isinstance(block, Paragraph):
        return [[(block.text, block.kind == "strong", MUTED if block.kind in ("muted", "small", "aside") else INK)]]
    if isinstance(block, Bullets):
        signs = [f"{place} " if block.numbered else "• " for place in range(1, len(block.entries) + 1)]
        return [
            [(sign, block.numbered, accent), (text, False, INK), (f" {more}" if more else "", False, MUTED)]
            for sign, (text, more) in zip(signs, block.entries, strict=True)
        ]
    if isinstance(block, KeyLine):
        return [[part for fact in block.facts for part in word_fact(fact)]]
    if isinstance(block, Ladder):
        return [
            [(f"{level.name}{f' ({level.mark})' if level.mark else ''}: ", True, accent), (level.text, False, INK)]
            for level in block.levels
        ]
    raise TypeError(f"no slide holds a {type(block).__name__}")


def word_fact(fact: Fact) -> Line:
    return [(fact.figure, True, INK), (f" {fact.text}   " if fact.text else "   ", False, MUTED)]


def measure(block: Block, width: float, size: float) -> float:
    """About how high a block will be, in points."""
    if isinstance(block, Columns):
        half = width / 2 - 12
        return max(sum(measure(one, half, size) + GAP for one in side) for side in (block.left, block.right))
    if isinstance(block, Panel):
        return sum(measure(one, width, size) + GAP for one in block.blocks)
    if isinstance(block, Picture) and isinstance(block.chart, GapDots):
        return size * 3.1 + size * 1.9 * len(block.chart.rows)
    if isinstance(block, Picture | Grid):
        table = block.table if isinstance(block, Grid) else table_of(block.chart)
        widths = share_width(table, width)
        return sum(row_height(texts, widths, size) for texts in (table.head, *table.rows))
    lines = ["".join(text for text, _bold, _shade in line) for line in list_lines(block, INK)]
    return sum(count_lines(line, width, size) for line in lines) * size * 1.25 + 4


def count_lines(text: str, width: float, size: float) -> int:
    return max(1, ceil(len(text) * size * 0.52 / width))


def share_width(table: Table, width: float) -> list[float]:
    """Columns as wide as what stands in them asks for, within reason."""
    longest = [max(len(row[at]) for row in (table.head, *table.rows)) for at in range(len(table.head))]
    wished = [min(max(length, 8), 60) for length in longest]
    return [width * one / sum(wished) for one in wished]


def row_height(texts: tuple[str, ...], widths: list[float], size: float) -> float:
    lines = max(count_lines(text, width - 8, size - 2) for text, width in zip(texts, widths, strict=True))
    return lines * (size - 2) * 1.25 + 6


def fill_text(frame: Any, lines: list[Line], size: float, align: Any = PP_ALIGN.LEFT) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = align
        for text, bold, shade in line:
            if text:
                run = paragraph.add_run()
                run.text = plain(text)
                run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
                run.font.color.rgb = colour(shade)


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def describe(shape: Any, text: str) -> None:
    """The text alternative; a shape without one is decoration."""
    if text:
        shape._element._nvXxPr.cNvPr.set("descr", plain(text))
    else:
        decorate(shape)


DECORATION = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def decorate(shape: Any) -> None:
    shape._element._nvXxPr.cNvPr.append(parse_xml(DECORATION))


def colour(code: str) -> RGBColor:
    return make_colour(*(int(code[place : place + 2], 16) for place in (1, 3, 5)))
