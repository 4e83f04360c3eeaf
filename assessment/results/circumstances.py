"""What stands around the figures, in words: who answered, what senior managers signed, what was promised, what this is
not for."""

from datetime import date

from flask_babel import gettext as _

from assessment.results.numbers import round_half_up, speaking, write_count, write_date, write_period
from assessment.results.reasons import name_cell
from assessment.results.sentences import write_result
from assessment.results.view import ResultsView
from assessment.scoring.figures import Count, Participation


def write_participation(view: ResultsView) -> str:
    """ "168 of 233 answered (72 %)"; without head counts "168 answered"."""
    participation = view.figures.summary.participation
    answered = participation.answered
    count = write_count(answered if isinstance(answered, Count) else Count(low=answered, high=answered), view)
    with speaking(view.language):
        if view.figures.summary.open_link and participation.invited is not None:
            return _(
                "%(count)s answers; %(invited)s people could take part", count=count, invited=participation.invited
            )
        if participation.invited is None:
            return _("%(count)s answered; how many were asked is not known", count=count)
        rate = find_rate(participation)
        if rate is None:
            return _("%(count)s of %(invited)s answered", count=count, invited=participation.invited)
        return _(
            "%(count)s of %(invited)s answered (%(rate)s %%)", count=count, invited=participation.invited, rate=rate
        )


def find_rate(participation: Participation) -> int | None:
    """The share that answered: of two exact numbers their own per cent, since everybody will do that sum; else in the
    steps of the release."""
    answered = participation.answered
    exact = answered if isinstance(answered, int) else answered.low if answered.low == answered.high else None
    if exact is None or not participation.invited or participation.rate is None:
        return participation.rate
    return round_half_up(100 * exact / participation.invited)


def write_open_link(view: ResultsView) -> str:
    """What an answer is where a link was open to everybody, and where there are more answers than people (A22)."""
    if not view.figures.summary.open_link:
        return ""
    with speaking(view.language):
        told = _(
            "Some people answered through an open link, at a shared screen or on paper: an answer is a browser, a turn "
            "at the screen or a form, not always a person."
        )
        crowded = list_crowded(view)
        if not crowded:
            return told
        return told + " " + _("More answers than people: %(places)s.", places="; ".join(crowded))


def list_crowded(view: ResultsView) -> list[str]:
    """The whole and the shown units with more answers than people, by their exact numbers. A highest unit that is the
    whole is not said again."""
    crowded = []
    everybody = view.figures.cell("all")
    for cell in view.figures.cells:
        if cell.kind not in ("all", "unit") or cell.invited is None or cell.n.low != cell.n.high:
            continue
        again = cell.kind == "unit" and everybody and (cell.n, cell.invited) == (everybody.n, everybody.invited)
        if cell.n.low > cell.invited and not again:
            told = _("%(answers)s of %(people)s", answers=cell.n.low, people=cell.invited)
            crowded.append(f"{name_cell(view, cell.key)} {told}")
    return crowded


def write_who_counts(view: ResultsView) -> str:
    """Who the figures speak for, by how many took part (method, "Few people, few answers"); "" for "as it is"."""
    with speaking(view.language):
        match view.derived.form:
            case "answered":
                return _("Read as: of those who answered. Between half and 70 % took part.")
            case "those who answered":
                return _("Under half took part: the figures speak for those who answered, so there is no level.")
            case "words":
                return _("A small organisation: results are given in words, for the whole only.")
            case _:
                return ""


def write_joint(view: ResultsView) -> str:
    """Who signed the joint answer and when, or that there is none."""
    joint = view.figures.summary.joint
    with speaking(view.language):
        if joint is None and "says" in view.figures.voices:
            return _("Senior managers answered the survey themselves, anonymously and as one group.")
        if joint is None:
            return _("Senior managers gave no answer of their own; these results show what staff see.")
        sealed = write_date(date.fromisoformat(joint.sealed_on[:10]), view)
        if joint.members == 1:
            return (
                _("The senior manager: own answer, given on %(day)s after seeing results", day=sealed)
                if joint.after_results
                else _("The senior manager: own answer, sealed on %(day)s", day=sealed)
            )
        if joint.after_results:
            return _(
                "Senior managers: joint answer of %(signed)s of %(members)s, given on %(day)s after seeing results",
                signed=joint.signed,
                members=joint.members,
                day=sealed,
            )
        return _(
            "Senior managers: joint answer of %(signed)s of %(members)s, sealed on %(day)s",
            signed=joint.signed,
            members=joint.members,
            day=sealed,
        )


SINCE = "since"
"""The place of what became of promises, among the sentences that may be reworded."""


def write_since(view: ResultsView) -> str:
    """What became of the last survey's promises: the facilitator's own words, else counted."""
    return view.reword(SINCE, count_kept(view))


def count_kept(view: ResultsView) -> str:
    """ "9 actions promised: 5 done, 2 late, 2 dropped." """
    with speaking(view.language):
        if view.previous is None:
            return _("This is the first survey: there is nothing yet to compare with.")
        if not view.actions:
            return _("No action was promised after the last survey.")
        done, late, dropped, still_open = (
            sum(action.status == status for action in view.actions) for status in ("done", "late", "dropped", "open")
        )
        total = len(view.actions)
        told = [(done, _("done")), (late, _("late")), (dropped, _("dropped")), (still_open, _("still open"))]
        fates = ", ".join(f"{count} {word}" for count, word in told if count)
        return (
            _("1 action promised: %(fates)s.", fates=fates)
            if total == 1
            else _("%(total)s actions promised: %(fates)s.", total=total, fates=fates)
        )


def write_seen_done(view: ResultsView) -> str:
    """How many saw something done since the last survey: the result sentence of the question that another one stands
    in for until there is a first release (content 1); "" where it is not asked or not shown, or words must do."""
    if view.previous is None or view.derived.form == "words":
        return ""
    after = {item.stands_in_for for item in view.questionnaire.items if item.stands_in_for}
    for item in view.questionnaire.items:
        if item.id in after and item.id in view.item_figures:
            return write_result(view, view.item_figures[item.id], "high")
    return ""


def write_smallest_group(view: ResultsView) -> str:
    summary = view.figures.summary
    with speaking(view.language):
        if view.full_disclosure:
            return _("Own data, fully shown: nothing is rounded or held back.")
        hidden = [
            withheld for withheld in summary.withheld if withheld.key.startswith("unit:") and "/" not in withheld.key
        ]
        limit = _("Groups under %(smallest)s are never shown", smallest=summary.smallest_group)
        if not hidden:
            return limit + "."
        return limit + "; " + _("units not shown on their own: %(count)s.", count=len(hidden))


def write_weighting(view: ResultsView) -> str:
    with speaking(view.language):
        if view.figures.summary.weighted:
            return _("Units count by their head count.")
        return _("Every answer counts the same.")


def write_purpose_limit() -> str:
    """What results are never for; in the language that is spoken at the time."""
    return _("Figures are not for appraisal, bonus or ranking.")


def list_trust_lines(view: ResultsView) -> tuple[str, ...]:
    """The trust strip: participation and period, smallest group, joint answer, weighting, what it is not for."""
    period = write_period(view)
    participation = write_participation(view)
    with speaking(view.language):
        lines = (
            f"{participation}, {period}" if period else participation,
            write_open_link(view),
            write_who_counts(view),
            write_smallest_group(view),
            write_joint(view) if asks_senior_managers(view) and view.derived.form != "none" else "",
            write_weighting(view),
            write_purpose_limit(),
        )
    return tuple(line for line in lines if line)


def asks_senior_managers(view: ResultsView) -> bool:
    """Whether a second voice belongs to this survey: one answered, or its questions are worded for one."""
    return view.figures.summary.joint is not None or any(item.self_text for item in view.questionnaire.items)
