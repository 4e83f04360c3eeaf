"""Slides to talk by: page one and the drivers, each with what the speaker needs to know."""

from flask_babel import gettext as _

from assessment.reporting.asked import make_asks
from assessment.reporting.drivers import make_ladder, make_standing
from assessment.reporting.identity import make_identity
from assessment.reporting.page_one import make_key_line, make_overview, make_since
from assessment.reporting.views import ReportViews, check_report
from assessment.reporting.wear import wear_look
from assessment.reporting.worked_on import list_build_on, list_work_on
from assessment.results.circumstances import (
    asks_senior_managers,
    write_joint,
    write_participation,
    write_purpose_limit,
    write_smallest_group,
    write_who_counts,
)
from assessment.results.numbers import speaking, write_margin, write_people, write_period
from assessment.results.page import make_dimension
from assessment.results.sentences import (
    end_sentence,
    start_with_capital,
    write_finding,
    write_level_certainty,
    write_question_in_words,
)
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult
from reports.deck import Deck, Slide
from reports.document import Block, Bullets, Columns, Heading, Paragraph


def build_deck(views: ReportViews) -> Deck:
    """The slides of the full report, in the views' language. Raises NoReportError."""
    view = views.main
    with speaking(views.language):
        check_report(view)
        identity = make_identity(view)
        name = view.text(view.facts.name)
        provenance = end_sentence(start_with_capital(identity.printed))
        return Deck(
            language=views.language,
            title=f"{name} – {view.text(view.facts.organisation)}",
            subject=_("Quality maturity: what staff see, what senior managers say, what to decide"),
            author=view.text(view.facts.organisation),
            identifier=identity.number,
            made_at=view.facts.released_at,
            footer=identity.printed,
            slides=tuple(
                Slide(title, tuple(blocks), (*notes, provenance)) for title, blocks, notes in list_slides(view)
            ),
            look=wear_look(view),
        )


def list_slides(view: ResultsView) -> list[tuple[str, list[Block], list[str]]]:
    """Title, blocks and notes of each slide."""
    told = tell_everybody(view)
    name = f"{view.text(view.facts.organisation)} · {view.text(view.facts.name)}"
    strong, weak = list_build_on(view), list_work_on(view)
    nothing = ((_("Nothing stands out"), ""),)
    findings = Columns(
        (Heading(_("Going well"), 2), Bullets(strong or nothing)),
        (Heading(_("To work on"), 2), Bullets(weak or nothing, numbered=bool(weak))),
    )
    overview: list[Block] = [block for block in make_overview(view) if not isinstance(block, Heading)]
    heard = any(row.said for block in overview if (chart := getattr(block, "chart", None)) for row in chart.rows)
    title = _("What staff see, what senior managers say") if heard else _("What staff see")
    asks, since = list(make_asks(view)), list(make_since(view))
    sure: list[Block] = [Bullets(tuple((line, "") for line in told))]
    slides: list[tuple[str, list[Block], list[str]]] = [
        (f"{write_verdict(view)}.", [Paragraph(name, "muted"), *make_key_line(view), *since], told),
        (title, overview, told),
        (_("What goes well, what to work on"), [findings], told),
        (_("Decisions asked"), asks, told),
        *(make_driver_slide(view, result) for result in view.core),
        (_("How sure this is"), sure, told),
    ]
    return [slide for slide in slides if slide[1]]


def tell_everybody(view: ResultsView) -> list[str]:
    """Who answered, the margin of the total, what is not shown, what this is not for."""
    index, period = view.derived.index, write_period(view)
    answered = write_participation(view)
    with_total = view.derived.form not in ("words", "those who answered")
    margin = write_margin(index.margin) if with_total else ""
    lines = [
        f"{answered}, {period}" if period else answered,
        _("Margin of the total: %(margin)s", margin=margin) if margin else "",
        start_with_capital(write_level_certainty(view, index)) if with_total else "",
        write_who_counts(view),
        write_smallest_group(view),
        write_joint(view) if asks_senior_managers(view) else "",
        write_purpose_limit(),
    ]
    return [end_sentence(line) for line in lines if line]


def make_driver_slide(view: ResultsView, result: DimensionResult) -> tuple[str, list[Block], list[str]]:
    part = make_dimension(view, result)
    in_words = view.derived.form == "words"
    word = write_question_in_words if in_words else write_finding
    findings = [end_sentence(word(view, figure)) for figure in result.items if figure.score is not None]
    blocks: list[Block] = [*make_standing(view, result, part), *make_ladder(view, result, part)]
    if any(findings):
        blocks += [Heading(_("What people answered")), Bullets(tuple((line, "") for line in findings if line))]
    notes = [
        _("Answers: %(people)s", people=write_people(result.n, view)),
        _("Margin: %(margin)s", margin=part.margin) if part.margin and not in_words else "",
        part.basis,
        view.say(driver.about) if (driver := view.driver(result.dimension)) and driver.about else "",
    ]
    return part.title, blocks, [end_sentence(start_with_capital(line)) for line in notes if line]
