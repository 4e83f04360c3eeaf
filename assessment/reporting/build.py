"""Results in, a whole report out."""

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from assessment.reporting.answered import build_answered
from assessment.reporting.attached import attach_figures, attach_result
from assessment.reporting.comments import build_comments
from assessment.reporting.drivers import build_drivers, build_main_drivers
from assessment.reporting.executive import build_second_page
from assessment.reporting.glossary import build_glossary
from assessment.reporting.guide import build_figures, build_guide
from assessment.reporting.identity import make_identity
from assessment.reporting.lenses import build_lenses
from assessment.reporting.method import build_method
from assessment.reporting.network import build_network
from assessment.reporting.page_one import MOST_NUMBERS, MOST_SPARED, MOST_WORDS, build_page_one
from assessment.reporting.priorities import build_follow_up, build_priorities
from assessment.reporting.quality import build_quality
from assessment.reporting.staff_variant import build_staff_page
from assessment.reporting.units import build_units
from assessment.reporting.variants import EXECUTIVE, FULL, MANAGEMENT, STAFF, cut_views
from assessment.reporting.views import ReportViews, check_report
from assessment.reporting.wear import wear_look
from assessment.results.numbers import speaking
from assessment.results.view import ResultsView
from reports.document import Attachment, Block, Footer, Report, Section
from reports.html import render_blocks
from reports.texts import read_pieces


def build_report(views: ReportViews, variant: str = FULL) -> Report:
    """A report in the views' language.

    Raises NoReportError where too few people answered for a report.
    """
    views = cut_views(views, variant)
    view = views.main
    with speaking(views.language):
        check_report(view)
        identity = make_identity(view, variant)
        name = view.text(view.facts.name)
        return Report(
            language=views.language,
            title=f"{name} – {view.text(view.facts.organisation)}",
            subject=name_subject(variant),
            author=view.text(view.facts.organisation),
            identifier=identity.number,
            made_at=view.facts.released_at,
            page_one=build_staff_page(view) if variant == STAFF else fit_page_one(view).blocks,
            sections=list_sections(views, variant),
            footer=Footer(identity.printed, _("page {page} of {pages}")),
            attachments=attach_files(views, variant),
            look=wear_look(view),
        )


def name_subject(variant: str) -> str:
    if variant == STAFF:
        return _("Where we stand: what staff see, what senior managers say, what is asked")
    return _("Quality maturity: what staff see, what senior managers say, what to decide")


def attach_files(views: ReportViews, variant: str) -> tuple[Attachment, ...]:
    """For staff without the table, whose heads speak of scores."""
    result = attach_result(views, variant)
    return (result,) if variant == STAFF else (result, attach_figures(views))


@dataclass(frozen=True, slots=True)
class FittedPage:
    """Page one, and how many words and numbers are on it."""

    blocks: tuple[Block, ...]
    words: int
    numbers: int

    @property
    def within_budgets(self) -> bool:
        return self.words <= MOST_WORDS and self.numbers <= MOST_NUMBERS


def fit_page_one(view: ResultsView) -> FittedPage:
    """Page one with as much on it as its budgets of words and numbers allow."""
    spared = 0
    while not (page := measure_page_one(view, spared)).within_budgets and spared < MOST_SPARED:
        spared += 1
    return page


def measure_page_one(view: ResultsView, spared: int) -> FittedPage:
    blocks = build_page_one(view, spared)
    return FittedPage(blocks, *count_words(blocks))


def list_sections(views: ReportViews, variant: str = FULL) -> tuple[Section, ...]:
    if variant == STAFF:
        return ()
    sections = {EXECUTIVE: list_executive, MANAGEMENT: list_management}.get(variant, list_full)(views)
    return tuple(section for section in sections if section is not None)


def list_executive(views: ReportViews) -> list[Section | None]:
    return [build_second_page(views.main)]


def list_management(views: ReportViews) -> list[Section | None]:
    """What managers work with: without the tables that repeat page one, without comments, other models and
    annexes, and with one page for all that counts in no total."""
    view = views.main
    return [
        build_guide(views),
        *build_main_drivers(view),
        build_units(view),
        build_priorities(view),
        build_follow_up(view),
        build_network(view),
        replace(build_quality(view), new_page=True),
    ]


def list_full(views: ReportViews) -> list[Section | None]:
    view = views.main
    return [
        build_guide(views),
        build_figures(view),
        *build_drivers(view),
        *build_comments(view),
        build_units(view),
        build_priorities(view),
        build_answered(view),
        build_follow_up(view),
        build_network(view),
        build_lenses(views.others, view),
        build_quality(view),
        build_method(view, make_identity(view)),
        build_glossary(),
    ]


def count_words(blocks: tuple[Block, ...]) -> tuple[int, int]:
    """Words as a reader counts them, numbers and those in pictures too; and how many of them are numbers."""
    pieces = read_pieces(render_blocks(blocks))
    words = [word for text in (*pieces.flow, *pieces.pictures) for word in text.split()]
    numbers = [word for word in words if any(character.isdigit() for character in word)]
    return sum(any(character.isalnum() for character in word) for word in words), len(numbers)
