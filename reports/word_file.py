"""A report as a text file of an office program: headings, lists and tables that the program knows as such.

Charts stand as their tables, under their sentence. What the organisation wrote is text and nothing else.
"""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.charts import AnswerBar, Table, table_of
from reports.charts.parts import ACCENT, INK, MUTED
from reports.document import (
    Block,
    Bullets,
    Columns,
    Grid,
    Heading,
    KeyLine,
    Ladder,
    Panel,
    Paragraph,
    Picture,
    Reference,
    Report,
    Section,
    Title,
)
from reports.html import check_link
from reports.zipped import settle

LOCALES = {"en": "en-GB", "nl": "nl-NL"}
FONT = "Calibri"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What the file's own form has no place for."""

STRONG = ("lead", "strong", "finding")
QUIET = ("muted", "aside", "small")


def write_words(report: Report) -> bytes:
    """The file's bytes, the same for the same report."""
    writer = Writer(report)
    writer.write_blocks(report.page_one)
    for section in report.sections:
        writer.write_section(section)
    kept = BytesIO()
    writer.document.save(kept)
    return settle(kept.getvalue(), report.made_at)


def plain(text: str) -> str:
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


class Writer:
    """Writes block after block to the end of a document."""

    def __init__(self, report: Report) -> None:
        self.document = Document()
        self.report = report
        self._describe()
        self._dress()
        self._write_footer()
        if report.look.logo:
            self._write_logo()

    def _describe(self) -> None:
        facts, report = self.document.core_properties, self.report
        facts.title, facts.subject, facts.author = plain(report.title), plain(report.subject), plain(report.author)
        facts.last_modified_by, facts.comments, facts.identifier = "", "", report.identifier
        facts.language = LOCALES.get(report.language, report.language)
        facts.created = facts.modified = report.made_at.replace(tzinfo=None)

    def _dress(self) -> None:
        """Sizes and colours of the house in the program's own styles, so that whoever edits goes on in them."""
        accent = self.report.look.colour or ACCENT
        styles: Any = self.document.styles
        base = styles["Normal"]
        base.font.name, base.font.size, base.font.color.rgb = FONT, Pt(11), colour(INK)
        base.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LOCALES.get(self.report.language, self.report.language))
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(language)
        for level, size, shade in ((1, 20, INK), (2, 16, INK), (3, 13, accent), (4, 11, INK)):
            style = styles[f"Heading {level}"]
            style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), True, False
            style.font.color.rgb = colour(shade)
            fonts = style.element.rPr.rFonts
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
        for section in self.document.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2)
            section.top_margin = section.bottom_margin = Cm(1.8)

    def _write_footer(self) -> None:
        line: Any = self.document.sections[0].footer.paragraphs[0]
        before, _, rest = self.report.footer.page.partition("{page}")
        between, _, after = rest.partition("{pages}")
        for text, field in ((f"{self.report.footer.identity} · {before}", "PAGE"), (between, "NUMPAGES"), (after, "")):
            quiet(line.add_run(plain(text)))
            if field:
                run = quiet(line.add_run())
                simple = OxmlElement("w:fldSimple")
                simple.set(qn("w:instr"), field)
                line._p.remove(run._r)
                simple.append(run._r)
                run.text = "1"
                line._p.append(simple)

    def _write_logo(self) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        shape: Any = paragraph.add_run().add_picture(BytesIO(self.report.look.logo), height=Cm(1))
        if shape.width > Cm(6):
            shape.height, shape.width = int(shape.height * Cm(6) / shape.width), Cm(6)
        shape._inline.docPr.set("descr", plain(self.report.look.name))

    def write_section(self, section: Section) -> None:
        heading = self.document.add_heading(plain(section.title), 2)
        heading.paragraph_format.page_break_before = section.new_page
        self.write_blocks(section.blocks)

    def write_blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.write(block)

    def write(self, block: Block) -> None:
        if isinstance(block, Title):
            if block.kicker:
                quiet(self.document.add_paragraph().add_run(plain(block.kicker)))
            self.document.add_heading(plain(block.text), 1)
        elif isinstance(block, Heading):
            self.document.add_heading(plain(f"{block.text} {block.note}".strip()), block.level)
        elif isinstance(block, Paragraph):
            self.write_paragraph(block)
        elif isinstance(block, Bullets):
            self.write_bullets(block)
        elif isinstance(block, KeyLine):
            self.write_pairs((fact.figure, fact.text) for fact in block.facts)
        elif isinstance(block, Ladder):
            self.write_pairs((f"{one.name}{f' ({one.mark})' if one.mark else ''}", one.text) for one in block.levels)
        elif isinstance(block, Picture):
            # The figures of bars without a table of their own stand in the table that follows them all.
            if block.table or not isinstance(block.chart, AnswerBar):
                self.write_table(table_of(block.chart), silent=block.silent)
        elif isinstance(block, Grid):
            self.write_table(block.table, silent=block.silent)
        elif isinstance(block, Reference):
            self.document.add_paragraph(plain(f"{block.text}: {check_link(block.address)}"))
        elif isinstance(block, Columns):
            self.write_blocks((*block.left, *block.right))
        elif isinstance(block, Panel):
            self.write_blocks(block.blocks)
        # A list of contents is left to the program, which makes one from the headings.

    def write_paragraph(self, block: Paragraph) -> None:
        run = self.document.add_paragraph().add_run(plain(block.text))
        run.bold = block.kind in STRONG or None
        if block.kind in QUIET:
            quiet(run)

    def write_bullets(self, block: Bullets) -> None:
        """Numbers stand in the text: lists of their own would count on from one to the next."""
        for place, (text, more) in enumerate(block.entries, start=1):
            style = None if block.numbered else "List Bullet"
            paragraph = self.document.add_paragraph(style=style)
            if block.numbered:
                paragraph.add_run(f"{place}. ").bold = True
            paragraph.add_run(plain(text))
            if more:
                quiet(paragraph.add_run(plain(f" {more}")))
            paragraph.paragraph_format.space_after = Pt(2)

    def write_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        for name, text in pairs:
            paragraph = self.document.add_paragraph(style="List Bullet")
            paragraph.add_run(plain(name)).bold = True
            paragraph.add_run(plain(f" {text}" if text else ""))
            paragraph.paragraph_format.space_after = Pt(2)

    def write_table(self, table: Table, *, silent: bool) -> None:
        if not silent:
            caption = self.document.add_paragraph()
            caption.add_run(plain(table.caption)).bold = True
            caption.paragraph_format.keep_with_next = True
        body: Any = self.document.element.body
        body.insert(len(body) - 1, make_table(table))
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)


def make_table(table: Table) -> Any:
    """Built row by row: asking the library for a cell counts all cells before it. The head is marked as one, so that it
    is read out and printed again; the sentence of the table is its text alternative."""
    made = OxmlElement("w:tbl")
    facts = OxmlElement("w:tblPr")
    for name, value in (("w:tblStyle", "TableGrid"), ("w:tblCaption", None), ("w:tblDescription", None)):
        if name == "w:tblCaption":
            facts.append(_make_width())
            facts.append(_make_borders())
            facts.append(_make_look())
        entry = OxmlElement(name)
        entry.set(qn("w:val"), value or plain(table.caption))
        facts.append(entry)
    made.append(facts)
    grid = OxmlElement("w:tblGrid")
    for _column in table.head:
        grid.append(OxmlElement("w:gridCol"))
    made.append(grid)
    made.append(make_row(table.head, table.numeric, head=True))
    for row in table.rows:
        made.append(make_row(row, table.numeric))
    return made


def _make_width() -> Any:
    width = OxmlElement("w:tblW")
    width.set(qn("w:w"), "5000")
    width.set(qn("w:type"), "pct")
    return width


def _make_borders() -> Any:
    """Thin lines between rows, as everywhere in the house."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("bottom", "insideH") else "nil")
        if side in ("bottom", "insideH"):
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "C9D0D7")
        borders.append(line)
    return borders


def _make_look() -> Any:
    look = OxmlElement("w:tblLook")
    for name, value in (("w:firstRow", "1"), ("w:firstColumn", "1"), ("w:noVBand", "1"), ("w:noHBand", "1")):
        look.set(qn(name), value)
    return look


def make_row(texts: tuple[str, ...], numeric: tuple[int, ...], *, head: bool = False) -> Any:
    row = OxmlElement("w:tr")
    facts = OxmlElement("w:trPr")
    facts.append(OxmlElement("w:cantSplit"))
    if head:
        facts.append(OxmlElement("w:tblHeader"))
    row.append(facts)
    for place, text in enumerate(texts):
        cell = OxmlElement("w:tc")
        paragraph = OxmlElement("w:p")
        shape = OxmlElement("w:pPr")
        space = OxmlElement("w:spacing")
        space.set(qn("w:before"), "20")
        space.set(qn("w:after"), "20")
        shape.append(space)
        if place in numeric:
            side = OxmlElement("w:jc")
            side.set(qn("w:val"), "right")
            shape.append(side)
        paragraph.append(shape)
        paragraph.append(make_run(text, bold=head or place == 0))
        cell.append(paragraph)
        row.append(cell)
    return row


def make_run(text: str, *, bold: bool) -> Any:
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    if bold:
        look.append(OxmlElement("w:b"))
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "19")
    look.append(size)
    run.append(look)
    words = OxmlElement("w:t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = plain(text)
    run.append(words)
    return run


def quiet(run: Any) -> Any:
    run.font.size, run.font.color.rgb = Pt(9.5), colour(MUTED)
    return run


def colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#").upper())
