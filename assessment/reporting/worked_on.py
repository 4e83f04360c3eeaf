"""What to build on and what to work on: at most three findings each, every one with its figure."""

from assessment.results.priorities import write_evidence
from assessment.results.sentences import lower_first, write_nearest_answer, write_other_answer, write_result
from assessment.results.view import ResultsView
from assessment.scoring.derived import Priority
from assessment.scoring.figures import ItemFigure

Entries = tuple[tuple[str, str], ...]

MOST = 3
FAVOURABLE = 0.75
UNFAVOURABLE = 30
"""Per cent from which a question is told without a recommendation."""


def list_build_on(view: ResultsView) -> Entries:
    """The strengths as findings, most favourable first."""
    figures = [view.item_figures[item] for item in view.derived.strengths if item in view.item_figures]
    return tuple(word_finding(view, figure, favourable=True) for figure in figures[:MOST])


def list_work_on(view: ResultsView, said: int = MOST) -> Entries:
    """The finding behind each of the first priorities; the first ``said`` with what senior managers say to the same
    question, where that is favourable.

    Only drivers that make up the total are told here; questions to some of the people have pages of their own.
    A priority that a whole driver has fired is told by the driver's question that most see unfavourably and that no
    priority before it has told.
    """
    told: list[str] = []
    entries: list[tuple[str, str]] = []
    core = {result.dimension for result in view.core}
    for priority in view.derived.priorities:
        if priority.dimension not in core:
            continue
        figure = find_figure(view, priority, told)
        if figure is not None:
            told.append(figure.item)
            entries.append(word_finding(view, figure, favourable=False, said=len(entries) < said))
        elif priority.evidence:
            entries.append((write_evidence(view, priority.evidence[0]), ""))
        if len(entries) == MOST:
            break
    return tuple(dict.fromkeys(entries)) or list_unfavourable(view)


def list_unfavourable(view: ResultsView) -> Entries:
    """Where the questionnaire recommends nothing: the questions that most see unfavourably, from 30 %."""
    core = [figure for result in view.core for figure in result.items if view.item(figure.item).scored]
    low = [(figure.unfavourable.value, figure) for figure in core if figure.unfavourable]
    worst = sorted((one for one in low if one[0] >= UNFAVOURABLE), key=lambda one: -one[0])
    return tuple(word_finding(view, figure, favourable=False) for _, figure in worst[:MOST])


def find_figure(view: ResultsView, priority: Priority, told: list[str]) -> ItemFigure | None:
    fired = [evidence.item for evidence in priority.evidence if evidence.item and evidence.item not in told]
    if fired:
        return view.item_figures.get(fired[0])
    result = view.result(priority.dimension)
    shown = [figure for figure in (result.items if result else ()) if figure.unfavourable and figure.item not in told]
    scored = [figure for figure in shown if view.item(figure.item).scored]
    return max(scored, key=lambda figure: figure.unfavourable.value if figure.unfavourable else 0.0, default=None)


def name_place(item: str) -> str:
    """Where a finding about a question stands among the sentences that may be reworded."""
    return f"finding {item}"


def word_finding(view: ResultsView, figure: ItemFigure, *, favourable: bool, said: bool = False) -> tuple[str, str]:
    """The finding sentence and, where ``said``, what senior managers answered; no shares where words must do."""
    sentence = "" if view.derived.form == "words" else write_result(view, figure, "high" if favourable else "low")
    if not sentence:
        nearest = write_nearest_answer(view, figure)
        return f"{view.say(view.item(figure.item).text).rstrip('.')}:", lower_first(nearest)
    told = view.reword(name_place(figure.item), sentence.rstrip("."))
    if said and says_favourably(view, figure.item):
        return f"{told};", lower_first(write_other_answer(view, figure.item))
    return told, ""


def says_favourably(view: ResultsView, item: str) -> bool:
    """Whether the joint answer to a question counts 75 or more."""
    joint = view.figures.summary.joint
    point = joint.answers.get(item) if joint else None
    if point is None:
        return False
    question = view.item(item)
    last = view.questionnaire.scale_of(question).points - 1
    risen = (last - (point - 1) if question.reverse else point - 1) / last
    return risen >= FAVOURABLE
