"""A report as pages of Markdown: for documents that are read in the repository, without installing anything."""

from collections.abc import Iterable

from reports.charts import Table
from reports.document import (
    Block,
    Bullets,
    Columns,
    Contents,
    Grid,
    Heading,
    Panel,
    Paragraph,
    Reference,
    Report,
    Section,
    Title,
)
from reports.html import check_link

FIRST = "README"
"""The page that holds page one and leads to the others."""


class NoMarkdownError(ValueError):
    """A block that has no form in Markdown, such as a chart."""


def write_pages(report: Report) -> dict[str, str]:
    """File name to text: page one, and a page a section.

    Raises NoMarkdownError for charts and key lines, UnsafeLinkError for links to anything but http, https and mailto.
    """
    pages = {f"{FIRST}.md": _write_blocks(report.page_one, report)}
    for section in report.sections:
        blocks = (Title(section.title), *_raise_headings(section))
        pages[f"{section.key}.md"] = _write_blocks(blocks, report)
    return pages


def _raise_headings(section: Section) -> Iterable[Block]:
    """A section is a page of its own here: its headings stand one level higher."""
    for block in section.blocks:
        yield Heading(block.text, 2 if block.level == 3 else 3, block.note) if isinstance(block, Heading) else block


def _write_blocks(blocks: Iterable[Block], report: Report) -> str:
    return "\n\n".join(_write(block, report) for block in blocks) + "\n"


def _write(block: Block, report: Report) -> str:
    match block:
        case Title():
            return f"# {_escape(block.text)}"
        case Heading():
            note = f" ({_escape(block.note)})" if block.note else ""
            return f"{'#' * block.level} {_escape(block.text)}{note}"
        case Paragraph():
            text = _escape(block.text)
            return f"**{text}**" if block.kind in ("lead", "strong") else text
        case Bullets():
            return "\n".join(_list_entries(block))
        case Grid():
            return _write_table(block.table)
        case Panel():
            inside = _write_blocks(block.blocks, report).rstrip("\n")
            return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
        case Contents():
            links = "\n".join(f"- [{_escape(one.title)}]({one.key}.md)" for one in report.sections)
            return f"## {_escape(block.title)}\n\n{links}"
        case Columns():
            return "\n\n".join(_write(inner, report) for inner in (*block.left, *block.right))
        case Reference():
            return f"[{_escape(block.text)}]({check_link(block.address)})"
    raise NoMarkdownError(f"{type(block).__name__} has no form in Markdown")


def _list_entries(block: Bullets) -> Iterable[str]:
    for number, (text, more) in enumerate(block.entries, start=1):
        mark = f"{number}." if block.numbered else "-"
        yield f"{mark} {_escape(text)}{f' {_escape(more)}' if more else ''}"


def _write_table(table: Table) -> str:
    rule = ["---:" if place in table.numeric else "---" for place in range(len(table.head))]
    rows = [[_escape(cell).replace("|", "\\|") for cell in row] for row in (table.head, *table.rows)]
    return "\n".join(_join_row(row) for row in (rows[0], rule, *rows[1:]))


def _join_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escape(text: str) -> str:
    """Signs that Markdown would read as its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in " ".join(text.split()))
