"""The variant for staff: where we stand, on one or two pages, without a number for anybody's work and without units.

It says what the staff page says, on paper: what all answered together, what is asked, what became of it.
"""

from flask_babel import gettext as _

from assessment.reporting.rewording import write_reworded
from assessment.reporting.staff import list_kept
from assessment.reporting.worked_on import list_build_on, list_work_on
from assessment.results.circumstances import (
    asks_senior_managers,
    write_joint,
    write_participation,
    write_seen_done,
    write_since,
    write_who_counts,
)
from assessment.results.numbers import write_period
from assessment.results.priority_parts import make_decisions
from assessment.results.sentences import describe_level, end_sentence, name_gap, name_level, write_finding
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult
from assessment.scoring.figures import ItemFigure
from reports.charts import Table
from reports.document import Block, Bullets, Columns, Grid, Heading, Panel, Paragraph, Title


def build_staff_page(view: ResultsView) -> tuple[Block, ...]:
    """All blocks, in the language that is spoken at the time."""
    kicker = f"{view.text(view.facts.organisation)} · {view.text(view.facts.name)}"
    nothing = ((_("Nothing stands out"), ""),)
    return (
        Title(end_sentence(write_title(view)), kicker),
        *tell_who(view),
        Heading(_("Where we stand"), 2),
        Grid(make_standing(view), "plain", silent=True),
        *tell_joint(view),
        Columns(
            (Heading(_("What goes well"), 2), Bullets(list_build_on(view) or nothing)),
            (Heading(_("What needs work"), 2), Bullets(list_work_on(view) or nothing)),
        ),
        *make_asked(view),
        *make_since(view),
        Panel(
            (Paragraph(" ".join([*list_kept(view), write_reworded(view)]).rstrip(), "small"), *tell_contact(view)),
            "strip",
        ),
    )


def tell_limits(view: ResultsView) -> str:
    """What is kept of whom, and which sentences somebody has written."""
    return " ".join(filter(None, (*list_kept(view), write_reworded(view))))


def write_title(view: ResultsView) -> str:
    """The verdict, which speaks of a score only where there is none."""
    if view.derived.index.score is None and view.derived.form not in ("words", "those who answered"):
        return _("Where we stand, driver by driver")
    return write_verdict(view)


def tell_who(view: ResultsView) -> list[Block]:
    period = write_period(view)
    answered = write_participation(view)
    lines = [f"{answered}, {period}" if period else answered, write_who_counts(view)]
    return [Paragraph(" ".join(end_sentence(line) for line in lines if line), "muted")]


def make_standing(view: ResultsView) -> Table:
    """A line a driver: its level as it looks in daily work; what stands out where no level may be told."""
    levels = view.ladder and view.derived.form != "those who answered"
    told = _("In daily work") if levels else _("What stands out")
    heads = (_("Driver"), _("Level"), told, _("Beside what senior managers say"))
    rows = tuple((view.dimension_title(one.dimension), *tell_driver(view, one, bool(levels))) for one in view.core)
    return Table(_("Where we stand"), heads, rows).without_empty_columns()


def tell_driver(view: ResultsView, result: DimensionResult, levels: bool) -> tuple[str, str, str]:
    gap = view.gap(result.dimension)
    named = name_gap(view, gap) if gap else "–"
    described = describe_level(view, result.dimension, result.level) if levels else ""
    name = name_level(view, result.level) if levels else ""
    if result.score is None:
        return "–", _("not shown"), "–"
    return name or "–", described or find_striking(view, result.items) or "–", named


def find_striking(view: ResultsView, items: tuple[ItemFigure, ...]) -> str:
    """The finding on which most people agree."""
    shown = [figure for figure in items if figure.favourable and figure.unfavourable]
    largest = max(shown, key=weigh_sides, default=None)
    return end_sentence(write_finding(view, largest)) if largest else ""


def weigh_sides(figure: ItemFigure) -> float:
    return max((side.value for side in (figure.favourable, figure.unfavourable) if side), default=0.0)


def tell_joint(view: ResultsView) -> list[Block]:
    if not asks_senior_managers(view):
        return []
    named = any(gap.name in ("blind spot", "hidden strength") for gap in view.derived.gaps)
    meaning = _(
        "Blind spot: senior managers clearly say more of themselves than staff see; the other way round it is a hidden "
        "strength."
    )
    return [Paragraph(" ".join([end_sentence(write_joint(view)), *([meaning] if named else [])]), "muted")]


def make_asked(view: ResultsView) -> list[Block]:
    heading = Heading(_("What senior managers are asked to decide"), 2)
    decisions = make_decisions(view)
    if not decisions:
        return [heading, Paragraph(_("Nothing has been written down yet."))]
    entries = tuple(
        (end_sentence(one.text), ", ".join(part for part in (one.owner or _("no owner yet"), one.due) if part))
        for one in decisions
    )
    return [heading, Bullets(entries)]


def make_since(view: ResultsView) -> list[Block]:
    if not view.previous:
        return []
    seen = "" if view.derived.form == "words" else write_seen_done(view)
    told = " ".join(part for part in (write_since(view), end_sentence(seen)) if part)
    return [Heading(_("Since the last survey"), 2), Paragraph(told)]


def tell_contact(view: ResultsView) -> list[Block]:
    contact = view.facts.contact
    return [Paragraph(_("Questions? %(contact)s", contact=contact), "small")] if contact else []
