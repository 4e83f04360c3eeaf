"""How each figure was computed: formula in words, what went in, how many people, how sure, where it comes from.

Each function gives sentences for one kind of figure, with the view's own numbers in them.
"""

from collections.abc import Sequence

from flask_babel import gettext as _

from assessment.results.circumstances import write_weighting
from assessment.results.numbers import (
    local_day,
    mark_value,
    round_half_up,
    speaking,
    write_date,
    write_margin,
    write_number,
    write_people,
    write_value,
)
from assessment.results.sentences import write_basis, write_level_certainty
from assessment.results.view import ResultsView
from assessment.scoring.derived import Change, DimensionResult, Gap, Priority
from assessment.scoring.figures import ItemFigure

Sentences = tuple[str, ...]

RELIABLE = 0.70
ENOUGH_FOR_MARGIN = 30
"""From so many answers the margin comes from the answers themselves (method 7), and reliability is warned about."""


def explain_index(view: ResultsView) -> Sentences:
    """The total score and its level."""
    index = view.derived.index
    with speaking(view.language):
        told = [
            _("The mean of the driver scores: %(inputs)s.", inputs=_list_inputs(view)),
            _explain_weights(view),
            write_weighting(view),
            _("Only what people see counts; what senior managers say stands beside it and is never added in."),
            _explain_margin(index.margin, view.derived.n.low),
            _explain_level(view),
            _explain_source(view),
        ]
    return tuple(sentence for sentence in told if sentence)


def _list_inputs(view: ResultsView) -> str:
    counted = [
        result for result in view.derived.dimensions if result.score is not None and _weigh(view, result.dimension)
    ]
    return ", ".join(
        f"{view.dimension_title(result.dimension)} {write_value(result.score, view)}"
        for result in counted
        if result.score
    )


def _weigh(view: ResultsView, dimension: str) -> float:
    if view.lens is not None:
        return next((own.weight for own in view.lens.dimensions if own.id == dimension), 0)
    driver = view.driver(dimension)
    return view.questionnaire.lens.weights.get(dimension, 1) if driver and driver.in_index else 0


def _explain_weights(view: ResultsView) -> str:
    weights = {result.dimension: _weigh(view, result.dimension) for result in view.derived.dimensions if result.score}
    counted = {dimension: weight for dimension, weight in weights.items() if weight}
    if len(set(counted.values())) <= 1:
        return _("All of them weigh the same.") if len(counted) > 1 else ""
    listed = ", ".join(
        f"{view.dimension_title(dimension)} {write_number(weight, view.language)}"
        for dimension, weight in counted.items()
    )
    return _("Their weights: %(weights)s.", weights=listed)


def _explain_margin(margin: float | None, people: int) -> str:
    if margin is None:
        return _("There is no margin: it needs 10 answers.") if people < 10 else ""
    written = write_margin(margin)
    if margin == 0:
        return _("The margin is 0: everybody who was asked is in it.")
    if people >= ENOUGH_FOR_MARGIN:
        return _("Margin %(margin)s: in 95 of 100 such surveys chance moves the score no further.", margin=written)
    return _(
        "Margin %(margin)s: a cautious one, set by the number of people alone, as fewer than 30 answered.",
        margin=written,
    )


def _explain_level(view: ResultsView) -> str:
    index = view.derived.index
    if index.score is None or index.level is None:
        return ""
    start = view.ladder[index.level - 1].start
    end = view.ladder[index.level].start if index.level < len(view.ladder) else None
    bounds = (
        _(
            "Level %(level)s runs from %(start)s to under %(end)s",
            level=index.level,
            start=_write_bound(view, start),
            end=_write_bound(view, end),
        )
        if end is not None
        else _("Level %(level)s runs from %(start)s to 100", level=index.level, start=_write_bound(view, start))
    )
    certainty = write_level_certainty(view, index)
    if not certainty or index.level_probability is None:
        return f"{bounds}."
    percent = min(99, max(1, round_half_up(index.level_probability * 100)))
    chance = _("the true score lies in it with a probability of about %(percent)s %%", percent=percent)
    return f"{bounds}; {chance} ({certainty})."


def _write_bound(view: ResultsView, bound: float) -> str:
    return write_number(bound, view.language)


def _explain_source(view: ResultsView) -> str:
    facts = view.facts
    return _(
        "Source: questionnaire %(id)s, version %(version)s; released on %(day)s, release %(sha)s.",
        id=view.questionnaire.id,
        version=view.questionnaire.version,
        day=write_date(local_day(facts.released_at, facts.zone), view),
        sha=facts.sha256[:12],
    )


def explain_dimension(view: ResultsView, result: DimensionResult) -> Sentences:
    """A driver's or criterion's score."""
    with speaking(view.language):
        if result.score is None:
            return (write_basis(view, result),) if result.parts else ()
        told = [
            _("The mean of its question scores: %(inputs)s.", inputs=_list_items(view, result)) if result.items else "",
            _capital(write_basis(view, result)),
            _("%(people)s answered.", people=write_people(result.n, view)),
            _explain_margin(result.margin, result.n.low),
            _explain_reliability(view, result),
            _("Agreement among them: %(label)s.", label=name_agreement(result.agreement_label))
            if result.agreement_label
            else "",
        ]
    return tuple(sentence for sentence in told if sentence)


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _list_items(view: ResultsView, result: DimensionResult) -> str:
    written = []
    for figure in result.items:
        if figure.score is not None:
            weight = view.item(figure.item).weight
            times = f" × {write_number(weight, view.language)}" if weight != 1 else ""
            written.append(f"{write_number(figure.score.value, view.language)}{times}")
    return ", ".join(written)


def _explain_reliability(view: ResultsView, result: DimensionResult) -> str:
    if result.alpha is None:
        return ""
    alpha = f"{result.alpha:.2f}".replace(".", "," if view.language == "nl" else ".")
    if result.alpha < RELIABLE and result.n.low >= ENOUGH_FOR_MARGIN:
        return _(
            "Its questions hang together weakly (alpha %(alpha)s, under 0.70): read each question rather.",
            alpha=alpha,
        )
    return _("Its questions hang together: alpha %(alpha)s.", alpha=alpha)


def name_agreement(label: str | None) -> str:
    """The label of r_wg(J) (method 9), in the language that is spoken at the time."""
    return {
        "none": _("none"),
        "weak": _("weak"),
        "moderate": _("moderate"),
        "strong": _("strong"),
        "very strong": _("very strong"),
    }.get(label or "", label or "")


def explain_items(view: ResultsView) -> Sentences:
    """The score and the shares of one question."""
    with speaking(view.language):
        told = [
            _("Each answer counts from 0 (least mature) to 100 (most mature), in equal steps."),
            _("The score is the mean over those who answered."),
            _("Questions about a bad habit are turned round first, so that more is better everywhere."),
            _("Favourable: answers of 75 and more. Unfavourable: 25 and less."),
            _("“I can't tell” and skipped answers are left out and never count as zero."),
        ]
        if not view.full_disclosure:
            told.append(_("To protect people, scores are shown in steps of 2.5 and shares in steps of 5 or 10 %."))
            if view.figures.summary.weighted:
                told.append(
                    _("The organisation's own scores are means of its units' scores and lie between the steps.")
                )
            told.append(_("Under 10 answers there is only a coarse score."))
    return tuple(told)


def explain_question(view: ResultsView, figure: ItemFigure) -> Sentences:
    """One question on its own page: its own numbers first, then what holds for every question."""
    item, driver = view.item(figure.item), view.questionnaire.dimension_of[figure.item]
    with speaking(view.language):
        told = [_("%(people)s answered.", people=write_people(figure.n, view))]
        if figure.score is not None:
            written = write_number(figure.score.value, view.language)
            told.append(_("Its score as released: %(score)s of 100.", score=mark_value(written, figure.score, view)))
        if item.scored:
            told.append(
                _(
                    "It counts in %(driver)s with weight %(weight)s.",
                    driver=view.text(driver.title),
                    weight=write_number(item.weight, view.language),
                )
            )
        else:
            told.append(_("It counts in no score."))
        told.append(
            _("Divided view: at least 30 % at both ends. The order “most divided first” goes by the smaller end.")
        )
        return (*told, *explain_items(view), _explain_source(view))


def explain_gap(view: ResultsView, gap: Gap) -> Sentences:
    """What senior managers say minus what staff see."""
    with speaking(view.language):
        told = [
            _(
                "What senior managers say (%(said)s) minus what staff see (%(seen)s).",
                said=write_value(gap.said, view),
                seen=write_value(gap.seen, view),
            ),
            _("It gets a name from 10 points on, and only where it is larger than the margin of what staff see."),
        ]
        if gap.said.mark or gap.seen.mark:
            told.append(
                _(
                    "A figure that is not shown exactly (“at least”, “at most”, “about”) gives a name only where the "
                    "true gap can but be larger."
                )
            )
    return tuple(told)


def explain_change(view: ResultsView, change: Change) -> Sentences:
    """The difference of two surveys."""
    with speaking(view.language):
        before, now = write_value(change.before, view), write_value(change.now, view)
        return (
            _(
                "Now %(now)s, last time %(before)s, on the questions that were asked both times.",
                now=now,
                before=before,
            ),
            _("It counts as a change only where chance alone would explain it in fewer than 5 of 100 cases."),
        )


def explain_units(view: ResultsView) -> Sentences:
    """The table of units."""
    with speaking(view.language):
        smallest = view.figures.summary.smallest_group
        if view.full_disclosure:
            return (_("Each cell is the driver's score among those who answered in that unit."),)
        return (
            _(
                "Each cell is the driver's score among those who answered in that unit, from %(smallest)s people on.",
                smallest=smallest,
            ),
            _("Smaller units are joined with others nearby. The order is the organisation's own: it is no ranking."),
        )


def explain_parts(view: ResultsView) -> Sentences:
    """Figures of groups and units beside each other."""
    with speaking(view.language):
        if view.full_disclosure:
            return (_("Each figure is of those who answered in that group or unit."),)
        smallest = view.figures.summary.smallest_group
        return (
            _(
                "Each figure is of those who answered in that group or unit, from %(smallest)s people on.",
                smallest=smallest,
            ),
            _("Smaller units are joined with others nearby. The order is the organisation's own: it is no ranking."),
            *explain_items(view),
        )


def explain_priority(view: ResultsView, priority: Priority) -> Sentences:
    """Why a recommendation stands where it stands."""
    return explain_order(view, (priority,))


def explain_order(view: ResultsView, priorities: Sequence[Priority]) -> Sentences:
    """Why recommendations stand in their order. The target in it is the one that each comes with (method 16), never
    one that the organisation has set: where it set one for a driver of these, that is said."""
    targets = {view.recommendation(priority.recommendation).target for priority in priorities}
    with speaking(view.language):
        told = [
            _(
                "Order: distance to the target of %(target)s that comes with the recommendation x share who see it "
                "unfavourably, divided by the effort.",
                target=write_number(min(targets), view.language),
            )
            if len(targets) == 1
            else _(
                "Order: each recommendation's distance to its target x share who see it unfavourably, divided by the "
                "effort."
            ),
            _("A target that was set for the driver does not change the order.")
            if any(view.target_of(priority.dimension) for priority in priorities)
            else "",
            _("A blind spot goes before an equal.") if any(priority.blind_spot for priority in priorities) else "",
        ]
    return tuple(sentence for sentence in told if sentence)
