"""One page for a unit's team talk: where it stands, and three questions drafted by rule from its own shown figures.

What goes well, what people are most divided about, what the team can change itself. It tells nothing of the whole, so
that everybody who may read the unit has the same page; and as it is for staff, it knows no "score".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.circumstances import write_purpose_limit
from assessment.results.computed import explain_parts
from assessment.results.dots import chart_beside_whole
from assessment.results.numbers import speaking, write_people, write_period, write_share
from assessment.results.priorities import word_first_step
from assessment.results.reasons import name_cell
from assessment.results.sentences import (
    end_sentence,
    find_side,
    is_divided,
    write_finding,
    write_question_in_words,
    write_result,
)
from assessment.results.unit_page import find_unit
from assessment.results.view import AdviceFact, ResultsView
from assessment.scoring.division import measure_division
from assessment.scoring.figures import Cell, ItemFigure
from questionnaires.model import Recommendation
from reports.charts import DotRows


@dataclass(frozen=True)
class Talk:
    """One of the three: ``told`` is what the figures say, ``question`` what to talk about, ``idea`` a first step."""

    title: str
    told: str
    question: str
    idea: str = ""


@dataclass(frozen=True)
class HandOut:
    unit: str
    survey: str
    organisation: str
    period: str
    people: str
    chart: DotRows | None
    talks: tuple[Talk, ...]
    limit: str
    computed: tuple[str, ...]


def make_hand_out(view: ResultsView, key: str) -> HandOut | None:
    """The hand-out of a unit that is shown on its own, by its cell's key; None for any other."""
    result, cell = find_unit(view, key)
    if result is None or cell is None:
        return None
    with speaking(view.language):
        return HandOut(
            unit=name_cell(view, key),
            survey=view.text(view.facts.name),
            organisation=view.text(view.facts.organisation),
            period=write_period(view),
            people=_("%(people)s answered.", people=write_people(cell.n, view)),
            chart=chart_beside_whole(view, result, whole=False),
            talks=draft_talks(view, cell),
            limit=write_purpose_limit(),
            computed=explain_parts(view),
        )


def draft_talks(view: ResultsView, cell: Cell) -> tuple[Talk, ...]:
    """The three questions; each is about a question of its own. A unit of which no question is shown has none."""
    figures = [figure for figure in cell.items if figure.score is not None and view.item(figure.item).scored]
    if not figures:
        return ()
    well = find_best(figures)
    left = [figure for figure in figures if figure is not well]
    divided = find_most_divided(left)
    advice = find_team_advice(view, [figure for figure in left if figure is not divided])
    return (
        Talk(
            _("What goes well"),
            _say(view, well, "high"),
            _("What makes this work here, and how do we keep it?"),
        ),
        Talk(
            _("Where we see it differently"),
            _say_divided(view, divided),
            _("When does it go one way, and when the other?")
            if divided
            else _("Where do we ourselves see it differently?"),
        ),
        *_draft_change(view, advice),
    )


def find_best(figures: Sequence[ItemFigure]) -> ItemFigure:
    """The question with the largest favourable share; without shares the highest shown figure; the first of equals."""
    return max(figures, key=lambda figure: (_read_share(figure, "high"), figure.score.value if figure.score else 0.0))


def find_most_divided(figures: Sequence[ItemFigure]) -> ItemFigure | None:
    """By the order that the pages of drivers know too; None where no shares are shown."""
    told = [figure for figure in figures if measure_division(figure) >= 0]
    return max(told, key=measure_division, default=None)


def find_team_advice(
    view: ResultsView, figures: Sequence[ItemFigure]
) -> tuple[ItemFigure, Recommendation | None] | None:
    """The question with the largest unfavourable share (without shares the lowest figure) among those that a
    recommendation for teams looks at, with that recommendation. Where all of these recommendations were set aside, or
    none of the questions is shown: among those that a team could act on, else among all, without a recommendation."""
    could = map_team_advice(view, view.questionnaire.recommendations)
    ideas = map_team_advice(view, [one for one in view.questionnaire.recommendations if not _is_set_aside(view, one)])
    own = [figure for figure in figures if figure.item in ideas]
    own = own or [figure for figure in figures if figure.item in could] or list(figures)
    if not own:
        return None
    worst = max(own, key=lambda figure: (_read_share(figure, "low"), -(figure.score.value if figure.score else 0.0)))
    return worst, ideas.get(worst.item)


def map_team_advice(view: ResultsView, library: Sequence[Recommendation]) -> dict[str, Recommendation]:
    """Question to the first of these recommendations for teams that looks at it. One that looks at a whole driver
    leaves out the questions which the questionnaire gives to senior managers by name: no team changes appraisal."""
    every = view.questionnaire.recommendations
    theirs = {condition.item for advice in every if advice.actor != "team" for condition in advice.when}
    found: dict[str, Recommendation] = {}
    for advice in library:
        if advice.actor == "team":
            for condition in advice.when:
                whole = [item for item in list_items(view, condition.dimension) if item not in theirs]
                for item in [condition.item] if condition.item else whole:
                    found.setdefault(item, advice)
    return found


def _is_set_aside(view: ResultsView, advice: Recommendation) -> bool:
    choice = view.choice(advice.id)
    return choice is not None and choice.choice != "accepted"


def list_items(view: ResultsView, dimension: str | None) -> list[str]:
    return [item.id for one in view.questionnaire.dimensions if one.id == dimension for item in one.items]


def list_team_choices(view: ResultsView) -> tuple[AdviceFact, ...]:
    """What was made of the recommendations for teams, as far as a hand-out goes by it: no reason, owner or day."""
    team = {advice.id for advice in view.questionnaire.recommendations if advice.actor == "team"}
    return tuple(
        AdviceFact(recommendation=one.recommendation, choice=one.choice, first_step=one.first_step)
        for one in view.source.choices
        if one.recommendation in team
    )


def _read_share(figure: ItemFigure, side: str) -> float:
    share = figure.favourable if side == "high" else figure.unfavourable
    return share.value if share else -1.0


def _say(view: ResultsView, figure: ItemFigure, side: str) -> str:
    sentence = write_result(view, figure, "high" if side == "high" else "low")
    return end_sentence(sentence) if sentence else write_question_in_words(view, figure)


def _say_divided(view: ResultsView, figure: ItemFigure | None) -> str:
    if figure is None:
        return _("Too few people answered to tell where views differ.")
    if is_divided(figure):
        return end_sentence(write_finding(view, figure))
    side = find_side(figure)
    other = figure.unfavourable if side == "high" else figure.favourable
    told = _say(view, figure, side or "high").rstrip(".")
    return _("%(one)s; %(share)s see the opposite.", one=told, share=write_share(other, view)) if other else f"{told}."


def _draft_change(view: ResultsView, found: tuple[ItemFigure, Recommendation | None] | None) -> tuple[Talk, ...]:
    if found is None:
        return ()
    figure, advice = found
    return (
        Talk(
            _("What we can change ourselves"),
            _say(view, figure, "low"),
            _("What can we do about it ourselves, without waiting for anybody?"),
            word_first_step(view, advice) if advice else "",
        ),
    )
