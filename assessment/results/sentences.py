"""From figures to words, once for every page, report and file: levels, findings, gaps, changes, certainty.

All functions are pure functions of the view and the figure they are given; `verify` calls them again on the figures
inside a report. Certainty words follow rules: *clearly* where the 95 % margin excludes the other case, *probably* from
70 %, else *cannot be told apart*.
"""

from math import floor
from typing import Literal

from flask_babel import gettext as _

from assessment.results.numbers import (
    round_half_up,
    speaking,
    write_date,
    write_number,
    write_points,
    write_share,
    write_value,
)
from assessment.results.view import ResultsView, TargetFact
from assessment.scoring.derived import Change, DimensionResult, Gap, IndexResult
from assessment.scoring.figures import ItemFigure, Value
from assessment.scoring.margin import CAUTIOUS_FROM

Side = Literal["high", "low"]

CLEARLY = 0.95
PROBABLY = 0.70
DIVIDED = 30
"""Per cent at both ends from which a view is divided (method 9)."""


def start_with_capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def name_level(view: ResultsView, level: int | None) -> str:
    """The level's name: "Partly"; "" without a ladder."""
    return view.text(view.ladder[level - 1].name) if level and level <= len(view.ladder) else ""


def write_level(view: ResultsView, level: int | None) -> str:
    """ "Level 3 of 5: Partly"; "" without a level."""
    if level is None:
        return ""
    with speaking(view.language):
        return _(
            "Level %(level)s of %(top)s: %(name)s", level=level, top=len(view.ladder), name=name_level(view, level)
        )


def describe_level(view: ResultsView, dimension: str, level: int | None) -> str:
    """How that level of a driver looks in daily work, as the questionnaire words it; "" where it does not."""
    driver = view.driver(dimension)
    sentences = view.texts(driver.levels) if driver else ()
    return sentences[level - 1] if level and level <= len(sentences) else ""


def write_level_certainty(view: ResultsView, index: IndexResult) -> str:
    """How sure the level is: "clearly level 3", "probably level 3", "level 3 or 2: they cannot be told apart"."""
    if index.level is None or index.level_probability is None or index.score is None:
        return ""
    with speaking(view.language):
        if index.level_probability >= CLEARLY:
            return _("clearly level %(level)s", level=index.level)
        if index.level_probability >= PROBABLY:
            return _("probably level %(level)s", level=index.level)
        neighbour = find_neighbour(view, index.score.value, index.level)
        return _("level %(level)s or %(other)s: they cannot be told apart", level=index.level, other=neighbour)


def find_neighbour(view: ResultsView, score: float, level: int) -> int:
    """The level whose border lies nearest to a score of ``level``."""
    if level == len(view.ladder):
        return level - 1
    if level == 1:
        return 2
    below = score - view.ladder[level - 1].start
    return level - 1 if below < view.ladder[level].start - score else level + 1


def write_target(view: ResultsView, target: TargetFact) -> str:
    """ "60 by 1 April 2029, set by E. Visser"."""
    told = write_target_terms(view, target)
    return f"{write_number(target.score, view.language)} {told}".strip()


def write_target_terms(view: ResultsView, target: TargetFact) -> str:
    """By when, and who set it: "by 1 April 2029, set by E. Visser"; "" where neither is known."""
    with speaking(view.language):
        terms = [_("by %(day)s", day=write_date(target.by, view))] if target.by else []
        if target.set_by:
            terms.append(_("set by %(name)s", name=target.set_by))
    return ", ".join(terms)


def write_result(view: ResultsView, figure: ItemFigure, side: Side) -> str:
    """One result sentence of a question: "60 % rarely or never ...". "" where its share is not shown or the
    questionnaire words none."""
    share = figure.favourable if side == "high" else figure.unfavourable
    found = view.item(figure.item).found
    if share is None or found is None:
        return ""
    sentence = view.say(found.high if side == "high" else found.low)
    written = write_share(share, view)
    sentence = sentence.replace("{p} %", written).replace("{p}%", written).replace("{p}", written.removesuffix(" %"))
    return start_with_capital(sentence)


def find_side(figure: ItemFigure) -> Side | None:
    """The side that more people are on, the favourable one when both weigh the same; None where no share is shown."""
    if figure.favourable is None or figure.unfavourable is None:
        return None
    return "low" if figure.unfavourable.value > figure.favourable.value else "high"


def is_divided(figure: ItemFigure) -> bool:
    """At least 30 % at both ends (method 9), as shown."""
    ends = (figure.favourable, figure.unfavourable)
    return all(end is not None and end.mark != "at most" and end.value >= DIVIDED for end in ends)


def write_finding(view: ResultsView, figure: ItemFigure) -> str:
    """What a question found, in words: the sentence of the larger side, both where the view is divided, the nearest
    answer where only a score is shown or the organisation is too small for per cents, with its question where the
    questionnaire words no findings, and "" where nothing is shown."""
    side = find_side(figure)
    if side is None or view.derived.form == "words":
        return write_nearest_answer(view, figure)
    sentence = write_result(view, figure, side)
    if not sentence:  # a questionnaire without result sentences
        return write_question_in_words(view, figure)
    if not is_divided(figure):
        return sentence
    other = figure.unfavourable if side == "high" else figure.favourable
    share = write_share(other, view) if other else ""
    with speaking(view.language):
        return _("Divided view: %(one)s; %(share)s see the opposite", one=sentence.rstrip("."), share=share)


def write_question_in_words(view: ResultsView, figure: ItemFigure) -> str:
    """A question and the answer nearest to its score, without a number: for organisations told in words."""
    question = end_sentence(view.say(view.item(figure.item).text))
    return f"{question} {end_sentence(write_nearest_answer(view, figure))}".strip()


def end_sentence(sentence: str) -> str:
    return sentence if not sentence or sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def name_answer(view: ResultsView, item: str, point: int) -> str:
    """The label of a scale point as chosen: "often"."""
    scale = view.questionnaire.scale_of(view.item(item))
    label = view.texts(scale.labels)[point - 1]
    return lower_first(label)


def lower_first(text: str) -> str:
    """A title or label inside a sentence: "Commitment" becomes "commitment", "HR policy" stays."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:] == first[1:].lower() and len(first) > 1 else text


def write_nearest_answer(view: ResultsView, figure: ItemFigure) -> str:
    """The answer that lies nearest to a shown score: "On average nearest to: sometimes". A score half-way names both
    neighbours; one with an open end none."""
    if figure.score is None or figure.score.mark is not None:
        return ""
    item = view.item(figure.item)
    points = view.questionnaire.scale_of(item).points
    risen = figure.score.value / 100 * (points - 1)
    place = points - risen if item.reverse else 1 + risen
    below = floor(place + 0.25)
    with speaking(view.language):
        if place - below <= 0.25:
            return _("On average nearest to: %(answer)s", answer=name_answer(view, figure.item, below))
        return _(
            "On average between: %(lower)s and %(higher)s",
            lower=name_answer(view, figure.item, below),
            higher=name_answer(view, figure.item, below + 1),
        )


def write_joint_answer(view: ResultsView, item: str) -> str:
    """What senior managers answered together: "Senior managers say: often"; "" where there is no joint answer."""
    joint = view.figures.summary.joint
    if joint is None or item not in joint.answers:
        return ""
    point = joint.answers[item]
    with speaking(view.language):
        if point is None:
            return _("Senior managers reached no common answer")
        return _("Senior managers say: %(answer)s", answer=name_answer(view, item, point))


def write_other_answer(view: ResultsView, item: str) -> str:
    """Beside a finding that is unfavourable: "Senior managers say otherwise: often". The bare answer could be read as
    saying yes to the finding."""
    joint = view.figures.summary.joint
    point = joint.answers.get(item) if joint else None
    if point is None:
        return ""
    with speaking(view.language):
        return _("Senior managers say otherwise: %(answer)s", answer=name_answer(view, item, point))


def write_cant_tell(view: ResultsView, figure: ItemFigure) -> str:
    """ "Not visible to 20 %": the share who saw too little to say; "" where it is not shown or nobody."""
    share = figure.cant_tell
    if share is None or (share.mark is None and round_half_up(share.value) == 0):
        return ""
    with speaking(view.language):
        return _("Not visible to %(share)s", share=write_share(share, view))


def name_gap(view: ResultsView, gap: Gap) -> str:
    """The name of a gap as people read it; "no name" cases say why none is given."""
    joint = view.figures.summary.joint
    with speaking(view.language):
        if gap.name == "blind spot":
            return _("blind spot")
        if gap.name == "hidden strength":
            return _("hidden strength")
        if gap.name == "shared view":
            return _("shared view")
        if joint is not None and joint.after_results:
            return _("answered after seeing results")
        if joint is not None and _has_no_margin(view, gap):
            return _("no name, for want of a margin")
        if gap.said.mark or gap.seen.mark:
            return _("too inexact for a name")
        return _("cannot be told apart")


def _has_no_margin(view: ResultsView, gap: Gap) -> bool:
    """A part of a model may have none of its own."""
    seen = next((result for result in view.derived.dimensions if result.dimension == gap.dimension), None)
    return seen is not None and seen.margin is None and seen.n.low >= CAUTIOUS_FROM


def count_gap_points(gap: Gap) -> int:
    """The distance between both figures as they are printed, so that the reader's subtraction is right."""
    return abs(round_half_up(gap.said.value) - round_half_up(gap.seen.value))


def write_gap(view: ResultsView, gap: Gap) -> str:
    """ "gap 36, blind spot"; a gap without a sure name has no number: "shared view"."""
    name = name_gap(view, gap)
    if gap.name not in ("blind spot", "hidden strength"):
        return name
    with speaking(view.language):
        return _("gap %(points)s, %(name)s", points=count_gap_points(gap), name=name)


def write_gap_sentence(view: ResultsView, gap: Gap) -> str:
    """ "Commitment: senior managers say 79, staff see 43. They clearly differ: blind spot."""
    if view.derived.form == "words":
        return f"{view.dimension_title(gap.dimension)}: {name_gap(view, gap)}."
    figures = {
        "driver": view.dimension_title(gap.dimension),
        "said": write_value(gap.said, view),
        "seen": write_value(gap.seen, view),
        "name": name_gap(view, gap),
    }
    with speaking(view.language):
        if gap.name in ("blind spot", "hidden strength"):
            return _(
                "%(driver)s: senior managers say %(said)s, staff see %(seen)s. They clearly differ: %(name)s.",
                **figures,
            )
        return _("%(driver)s: senior managers say %(said)s, staff see %(seen)s: %(name)s.", **figures)


def write_change(view: ResultsView, change: Change) -> str:
    """ "up 7", "down 4" where it is sure, else "no measurable change (47 last time)"."""
    before = write_value(change.before, view)
    with speaking(view.language):
        if not change.real:
            return _("no measurable change (%(before)s last time)", before=before)
        points = count_change_points(view, change)
        if change.difference > 0:
            return _("up %(points)s (%(before)s last time)", points=points, before=before)
        return _("down %(points)s (%(before)s last time)", points=points, before=before)


def count_change_points(view: ResultsView, change: Change) -> str:
    """The distance between the two printed figures; "less than 1" where both print alike."""
    printed = abs(round_half_up(change.now.value) - round_half_up(change.before.value))
    return write_points(float(printed), view)


def write_basis(view: ResultsView, result: DimensionResult) -> str:
    """ "Based on 4 of 5 questions" and, in models, the parts covered; "" where nothing is missing."""
    with speaking(view.language):
        if result.parts:
            return _(
                "%(covered)s of %(parts)s parts covered, %(shown)s questions",
                covered=result.parts_covered,
                parts=result.parts,
                shown=result.based_on,
            )
        if result.based_on == result.of:
            return ""
        return _("based on %(shown)s of %(all)s questions", shown=result.based_on, all=result.of)


def write_dimension_score(view: ResultsView, score: Value | None, reason: str | None) -> str:
    """A score for a table, or why there is none."""
    with speaking(view.language):
        if score is not None:
            return write_value(score, view)
        return _("not assessed") if reason == "not assessed" else _("not shown")


def write_limiting(view: ResultsView) -> str:
    """The dimension whose rise moves the index most: "Commitment would move the total most."""
    limiting = view.derived.index.limiting
    if limiting is None:
        return ""
    with speaking(view.language):
        return _("%(driver)s would move the total most.", driver=view.dimension_title(limiting))
