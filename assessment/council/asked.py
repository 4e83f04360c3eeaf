"""All questions, as staff read them and as senior managers do: made by the code that shows them to people."""

from flask_babel import gettext as _

from assessment.council.facts import Facts
from assessment.respond.survey import Asked, Block, Page, make_pages
from reports.charts import Table
from reports.document import Block as Printed
from reports.document import Grid, Heading, Paragraph, Section


def build_questions(facts: Facts) -> Section:
    """``first_survey`` decides between questions that stand in for each other until a first survey was released."""
    seen, said = (
        make_pages(facts.questionnaire, Asked(voice, True, facts.first_survey, facts.language), facts.slots)
        for voice in ("sees", "says")
    )
    texts = {row.place: row.text for page in said for row in page.rows}
    blocks: list[Printed] = [
        Paragraph(
            _(
                "Each page opens with the names of the senior managers who are meant. Every question may be left open, "
                "and has “I can’t tell” beside its answers."
            )
        )
    ]
    for page in seen:
        blocks += _print_page(facts, page, texts)
    return Section("questions", _("All questions"), tuple(blocks))


def _print_page(facts: Facts, page: Page, texts: dict[int, str]) -> list[Printed]:
    software = facts.questionnaire.dimension(page.dimension).audience == "software"
    note = _("only in units that build or run software") if software else ""
    printed: list[Printed] = [Heading(page.title, 3, note)]
    for block in page.blocks:
        printed += [
            Paragraph(_tell_answers(block), "muted"),
            Grid(_make_table(page, block, texts), "halves", silent=True),
        ]
    return printed


def _tell_answers(block: Block) -> str:
    """ "In the last three months: Never · Rarely …", as it stands above the questions."""
    answers = " · ".join(option.label for option in block.rows[0].options)
    return f"{block.lead} {answers}".strip()


def _make_table(page: Page, block: Block, texts: dict[int, str]) -> Table:
    """Senior managers are not asked what only staff can see; then their column says so."""
    rows = []
    for row in block.rows:
        own = texts.get(row.place, "")
        rows.append((row.text, _("the same") if own == row.text else own or _("not asked")))
    return Table(page.title, (_("Staff read"), _("Senior managers read")), tuple(rows))
