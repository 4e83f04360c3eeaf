"""Results in, a whole report out."""

from flask_babel import gettext as _

from assessment.reporting.answered import build_answered
from assessment.reporting.attached import attach_figures, attach_result
from assessment.reporting.comments import build_comments
from assessment.reporting.drivers import build_drivers
from assessment.reporting.glossary import build_glossary
from assessment.reporting.guide import build_figures, build_guide
from assessment.reporting.identity import make_identity
from assessment.reporting.lenses import build_lenses
from assessment.reporting.method import build_method
from assessment.reporting.page_one import MOST_NUMBERS, MOST_SPARED, MOST_WORDS, build_page_one
from assessment.reporting.priorities import build_follow_up, build_priorities
from assessment.reporting.quality import build_quality
from assessment.reporting.units import build_units
from assessment.reporting.views import NoReportError, ReportViews
from assessment.results.numbers import speaking
from assessment.results.view import ResultsView
from reports.document import Block, Footer, Report, Section
from reports.html import render_blocks
from reports.texts import read_pieces


def build_report(views: ReportViews) -> Report:
    """The full report in the views' language.

    Raises NoReportError where too few people answered for a report.
    """
    view = views.main
    with speaking(views.language):
        if view.derived.form == "none" or view.everybody is None:
            raise NoReportError(_("Too few people answered for a report: extend the survey or hold a session."))
        identity = make_identity(view)
        name = view.text(view.facts.name)
        return Report(
            language=views.language,
            title=f"{name} – {view.text(view.facts.organisation)}",
            subject=_("Quality maturity: what staff see, what senior managers say, what to decide"),
            author=view.text(view.facts.organisation),
            identifier=identity.number,
            made_at=view.facts.released_at,
            page_one=fit_page_one(view),
            sections=list_sections(views),
            footer=Footer(identity.printed, _("page {page} of {pages}")),
            attachments=(attach_result(views), attach_figures(views)),
        )


def fit_page_one(view: ResultsView) -> tuple[Block, ...]:
    """Page one with as much on it as its budgets of words and numbers allow."""
    blocks: tuple[Block, ...] = ()
    for spare in range(MOST_SPARED + 1):
        blocks = build_page_one(view, spare)
        words, numbers = count_words(blocks)
        if words <= MOST_WORDS and numbers <= MOST_NUMBERS:
            break
    return blocks


def list_sections(views: ReportViews) -> tuple[Section, ...]:
    view = views.main
    sections = [
        build_guide(views),
        build_figures(view),
        *build_drivers(view),
        *build_comments(view),
        build_units(view),
        build_priorities(view),
        build_answered(view),
        build_follow_up(view),
        build_lenses(views.others),
        build_quality(view),
        build_method(view, make_identity(view)),
        build_glossary(),
    ]
    return tuple(section for section in sections if section is not None)


def count_words(blocks: tuple[Block, ...]) -> tuple[int, int]:
    """Words as a reader counts them, numbers and those in pictures too; and how many of them are numbers."""
    pieces = read_pieces(render_blocks(blocks))
    words = [word for text in (*pieces.flow, *pieces.pictures) for word in text.split()]
    numbers = [word for word in words if any(character.isdigit() for character in word)]
    return sum(any(character.isalnum() for character in word) for word in words), len(numbers)
