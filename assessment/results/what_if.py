"""What if, in sentences: what would have to be so for the next level, and which step gains most. Never a forecast."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import round_half_up, speaking, write_number, write_value
from assessment.results.page import Sentences
from assessment.results.priorities import name_effort, word_title
from assessment.results.sentences import name_level
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from assessment.scoring.derived import DimensionResult
from assessment.scoring.reading import read_own
from assessment.scoring.what_if import Step, find_next_level, rank_steps

FORMS = ("full", "answered")
"""Small organisations are told in words, and under half of the people give no level."""


@dataclass(frozen=True)
class StepPart:
    title: str
    driver: str
    address: str
    told: str


@dataclass(frozen=True)
class WhatIfPage:
    head: PageHead
    sentences: Sentences
    steps: tuple[StepPart, ...]
    computed: Sentences


def make_what_if_page(view: ResultsView, ways: Ways) -> WhatIfPage | None:
    """In the view's language; None where there are no levels to speak of."""
    if not tells_what_if(view):
        return None
    with speaking(view.language):
        return WhatIfPage(
            head=make_head(view, _("What if"), ways),
            sentences=tuple(told for result in view.core if (told := write_next_level(view, result))),
            steps=tuple(_make_step(view, step, ways) for step in list_steps(view)),
            computed=explain_what_if(view),
        )


def tells_what_if(view: ResultsView) -> bool:
    return view.derived.form in FORMS and bool(view.ladder) and view.everybody is not None


def write_next_level(view: ResultsView, result: DimensionResult) -> str:
    """ "Commitment: for level 4, As a rule, four more people in ten would have to answer favourably ..."."""
    if not tells_what_if(view):
        return ""
    found = find_next_level(result, [step.start for step in view.ladder])
    if found is None or result.score is None:
        return ""
    with speaking(view.language):
        told = {
            "driver": view.dimension_title(result.dimension),
            "people": count_people(found.tenths),
            "level": found.level,
            "name": name_level(view, found.level),
            "now": write_value(result.score, view),
            "start": write_number(view.ladder[found.level - 1].start, view.language),
        }
        if found.tenths == 1:
            sentence = _(
                "%(driver)s: for level %(level)s, %(name)s, one more person in ten would have to answer favourably "
                "instead of unfavourably (it begins at %(start)s; now %(now)s).",
                **told,
            )
        else:
            sentence = _(
                "%(driver)s: for level %(level)s, %(name)s, %(people)s more people in ten would have to answer "
                "favourably instead of unfavourably (it begins at %(start)s; now %(now)s).",
                **told,
            )
        if found.enough:
            return sentence
        return f"{sentence} {_('Fewer than that see it unfavourably now: some in the middle would have to as well.')}"


def count_people(tenths: int) -> str:
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
    )
    return words[min(tenths, len(words)) - 1]


def list_steps(view: ResultsView) -> tuple[Step, ...]:
    fired = (*view.derived.priorities, *view.derived.deferred)
    counted = {result.dimension for result in view.core}
    return rank_steps(
        [priority for priority in fired if priority.dimension in counted],
        {advice.id: advice for advice in view.questionnaire.recommendations},
        {one.id: one for one in read_own(view.questionnaire).dimensions},
        view.item_figures,
    )


def _make_step(view: ResultsView, step: Step, ways: Ways) -> StepPart:
    advice = view.recommendation(step.recommendation)
    driver = view.dimension_title(step.dimension)
    return StepPart(
        title=word_title(view, advice),
        driver=driver,
        address=ways.driver(step.dimension),
        told=_(
            "%(driver)s: at most %(gain)s points, effort %(effort)s",
            driver=driver,
            gain=round_half_up(step.gain) or _("less than 1"),
            effort=name_effort(view, advice),
        ),
    )


def explain_what_if(view: ResultsView) -> Sentences:
    with speaking(view.language):
        return (
            _("This is arithmetic on the shown figures, no forecast: nobody knows what an action brings."),
            _("An answer such as “often” (75) instead of “rarely” (25) adds 50 points."),
            _("People in ten: the distance to the next level, divided by 50, rounded up."),
            _(
                "A step: if all who see the questions it looks at unfavourably saw them favourably, so many points "
                "would its driver gain. The order is that gain, divided by the effort (1, 2 or 4)."
            ),
        )
