"""What to do: priorities with the figures that fired them, what was deferred, what became of last time’s actions."""

from flask_babel import gettext as _

from assessment.reporting.answered import list_asked_before
from assessment.reporting.asked import make_further_asks
from assessment.results.circumstances import write_seen_done, write_since
from assessment.results.computed import explain_order
from assessment.results.numbers import write_date
from assessment.results.priorities import word_title
from assessment.results.priority_parts import PriorityPart, make_priorities, make_set_aside
from assessment.results.sentences import end_sentence, start_with_capital
from assessment.results.view import ActionFact, ResultsView
from assessment.scoring.derived import Priority
from questionnaires.model import Recommendation
from reports.charts import EffortEffect, Placed, Table
from reports.document import Block, Bullets, Grid, Heading, Panel, Paragraph, Picture, Section

EFFORTS = {"S": 1, "M": 2, "L": 3}
WEIGHTS = {"S": 1, "M": 2, "L": 4}


def build_priorities(view: ResultsView) -> Section:
    blocks: list[Block] = []
    parts = make_priorities(view)
    if parts:
        blocks += [Paragraph(" ".join(explain_order(view, view.derived.priorities)))]
        blocks += [Picture(chart_efforts(view, parts)), Paragraph(_note_estimates(), "small")]
        cards = zip(view.derived.priorities, parts, strict=True)
        blocks += [make_card(view, place, priority, part) for place, (priority, part) in enumerate(cards, start=1)]
    else:
        blocks.append(Paragraph(_("The figures call for no recommendation.")))
    blocks += make_further_asks(view)
    blocks += [Heading(_("For later")), make_deferred(view)]
    blocks += [Heading(_("Deferred or rejected, with reason")), make_rejected(view)]
    return Section("priorities", _("Priorities"), tuple(blocks))


def _note_estimates() -> str:
    return _(
        "Effort is the questionnaire's estimate, effect is read from the figures; both are coarse. "
        "Before deciding, let the people who would do the work estimate both again."
    )


def chart_efforts(view: ResultsView, parts: tuple[PriorityPart, ...]) -> EffortEffect:
    """Effect is distance to target times share who see it unfavourably, in thirds of the largest."""
    advice = [view.recommendation(priority.recommendation) for priority in view.derived.priorities]
    effects = [measure_effect(*pair) for pair in zip(view.derived.priorities, advice, strict=True)]
    largest = max(effects) or 1.0
    placed = tuple(
        Placed(str(place + 1), part.title, EFFORTS[advice[place].effort], 1 + min(2, int(effects[place] / largest * 3)))
        for place, part in enumerate(parts)
    )
    easy = sum(entry.effort == 1 for entry in placed)
    return EffortEffect(
        message=_("%(easy)s of %(all)s priorities ask little effort.", easy=easy, all=len(placed)),
        placed=placed,
        effort=_("Effort"),
        effect=_("Effect"),
        effort_steps=(_("small"), _("medium"), _("large")),
        effect_steps=(_("some"), _("more"), _("most")),
        number=_("No."),
        name=_("Priority"),
    )


def measure_effect(priority: Priority, advice: Recommendation) -> float:
    return priority.weight * WEIGHTS[advice.effort]


def make_card(view: ResultsView, place: int, priority: Priority, part: PriorityPart) -> Panel:
    decision = next((asked for asked in view.decisions if asked.recommendation == priority.recommendation), None)
    owner = part.owner or (decision.owner if decision else "") or _("no owner yet")
    due = part.due or (write_date(decision.due, view) if decision and decision.due else _("no date yet"))
    facts = [
        (_("Who can act"), part.actor),
        (_("Owner, date"), f"{owner}, {due}"),
        (_("Effort"), part.effort),
        (_("Measured by"), part.measure),
        (_("Good enough"), part.good_enough),
    ]
    return Panel(
        (
            Heading(f"{place} {part.title}", 3, part.driver),
            Paragraph(end_sentence(part.first_step)),
            Bullets(tuple((evidence, "") for evidence in part.evidence), kind="small"),
            Paragraph(" · ".join(f"{name}: {text}" for name, text in facts if text), "small"),
        ),
        "card",
    )


def make_deferred(view: ResultsView) -> Block:
    """What figures have fired but is not among the six, by reason; the list stands here even when it is empty."""
    if not view.derived.deferred:
        return Paragraph(_("Nothing waits behind these."))
    taken = [priority.dimension for priority in view.derived.priorities]
    titles: dict[str, list[str]] = {}
    for priority in view.derived.deferred:
        reason = tell_why_deferred(view, priority, taken.count(priority.dimension))
        titles.setdefault(reason, []).append(word_title(view, view.recommendation(priority.recommendation)))
    return Bullets(tuple((reason, end_sentence("; ".join(named))) for reason, named in titles.items()))


def make_rejected(view: ResultsView) -> Block:
    """What the organisation itself set aside, and why; the list stands here even when it is empty."""
    parts = make_set_aside(view)
    if not parts:
        return Paragraph(_("Nothing was deferred or rejected."))
    entries = ((end_sentence(part.title), f"{start_with_capital(part.choice)}: {part.reason}") for part in parts)
    return Bullets(tuple((title, end_sentence(told)) for title, told in entries))


def tell_why_deferred(view: ResultsView, priority: Priority, taken: int) -> str:
    """``taken``: how many priorities serve the same driver."""
    if not view.questionnaire.dimension(priority.dimension).in_index:
        return _("Asked of some units only: for those units to decide.")
    return _("Two priorities serve this driver already.") if taken >= 2 else _("Six priorities are enough at a time.")


def build_follow_up(view: ResultsView) -> Section:
    """Last time's actions with their fate, and whether people saw something done."""
    blocks: list[Block] = [Paragraph(write_since(view))]
    seen = write_seen_done(view)
    if seen and view.derived.form != "words":
        blocks.append(Paragraph(end_sentence(seen)))
    if view.actions:
        blocks.append(make_action_table(view, _("What was promised last time"), view.actions))
    blocks += list_asked_before(view)
    if view.promises:
        title = _("What is promised after this survey")
        blocks += [Heading(title), make_action_table(view, title, view.promises)]
    return Section("follow-up", _("What became of last time’s actions"), tuple(blocks), new_page=False)


def make_action_table(view: ResultsView, title: str, actions: tuple[ActionFact, ...]) -> Grid:
    rows = tuple(make_action_row(view, action) for action in actions)
    heads = (_("Action"), _("Owner"), _("Due"), _("Now"), _("Agreed on"))
    return Grid(Table(title, heads, rows).without_empty_columns(), "plain")


def make_action_row(view: ResultsView, action: ActionFact) -> tuple[str, ...]:
    status = {"open": _("still open"), "done": _("done"), "late": _("late"), "dropped": _("dropped")}[action.status]
    due = write_date(action.due, view) if action.due else "–"
    agreed = tell_session(view, action)
    return view.text(action.text), action.owner or "–", due, status, agreed


def tell_session(view: ResultsView, action: ActionFact) -> str:
    return _("in the session of %(day)s", day=write_date(action.session_on, view)) if action.session_on else "–"
