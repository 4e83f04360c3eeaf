"""What people wrote, as two readers released it: a page a driver, after all drivers; nothing where nothing is (A12).

A comment stands at the one part of the organisation where its release put it, in the order that was drawn there. No
part is set beside another one's figures here, and no figure beside a comment.
"""

from flask_babel import gettext as _

from assessment.results.comments import CommentsPart, list_comments
from assessment.results.view import ResultsView
from reports.document import Block, Bullets, Heading, Paragraph, Section

MOST = 200
"""About so many comments are printed for one driver: paper has an end, and each part gets the same number."""

FEWEST = 3
"""A part prints so many at least: fewer are never released together."""


def build_comments(view: ResultsView) -> tuple[Section, ...]:
    """A section for each driver that has comments, in the questionnaire's order."""
    sections = []
    for driver in view.questionnaire.dimensions:
        parts = list_comments(view, driver.id)
        if parts:
            title = _("What people wrote: %(driver)s", driver=view.say(driver.title))
            blocks = (_introduce(), *(block for part in parts for block in _print_part(part, len(parts))))
            sections.append(Section(f"comments-{driver.id.replace('.', '-')}", title, blocks))
    return tuple(sections)


def _introduce() -> Block:
    return Paragraph(
        _(
            "Two people read these comments before anybody else did, struck what points to one person as [...], and "
            "left some out. The order is by chance. Each stands once, where at least 10 people were asked."
        ),
        "small",
    )


def _print_part(part: CommentsPart, parts: int) -> list[Block]:
    most = max(FEWEST, MOST // parts)
    blocks: list[Block] = [
        Heading(part.place),
        Bullets(tuple((text, "") for text in part.texts[:most]), kind="compact"),
    ]
    if part.count > most:
        told = _(
            "%(printed)s of %(count)s, drawn by chance; all stand on the results page and in result.json.",
            printed=most,
            count=part.count,
        )
        blocks.append(Paragraph(told, "small"))
    return blocks
