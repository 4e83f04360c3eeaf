"""What everybody who was asked may read after the release: what the whole organisation answered, and what is asked.

It is the same page for all of them, made from the figures of everybody together: no unit and no group of people.
"""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.reporting.worked_on import Entries, list_build_on, list_work_on
from assessment.results.circumstances import (
    asks_senior_managers,
    write_joint,
    write_participation,
    write_purpose_limit,
    write_seen_done,
    write_since,
    write_who_counts,
)
from assessment.results.network import NetworkPart, make_network
from assessment.results.numbers import speaking, write_period
from assessment.results.page import DimensionPart, make_dimension
from assessment.results.priority_parts import DecisionPart, make_asked_before, make_decisions
from assessment.results.pulse_page import AskedAgain, list_asked_again, summarise_pulse
from assessment.results.sentences import end_sentence
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView


@dataclass(frozen=True)
class StaffPage:
    """The page from top to bottom, in one language; "" and empty where there is nothing to say."""

    organisation: str
    survey: str
    period: str
    answered: str
    who_counts: str
    verdict: str
    nothing: bool
    in_words: bool
    build_on: Entries
    work_on: Entries
    decisions: tuple[DecisionPart, ...]
    since: str
    seen_done: str
    drivers: tuple[DimensionPart, ...]
    joint: str
    kept: tuple[str, ...]
    contact: str
    no_answer: str
    asked_again: tuple[AskedAgain, ...] = ()
    network: NetworkPart | None = None


def make_staff_page(view: ResultsView, days: int | None = None) -> StaffPage:
    """The page of a release, through its own drivers, in the view's language. ``days``: how long senior managers have
    been asked, once that is worth saying."""
    nothing = view.derived.form == "none" or view.everybody is None
    pulse = view.facts.pulse
    with speaking(view.language):
        return StaffPage(
            organisation=view.text(view.facts.organisation),
            survey=view.text(view.facts.name),
            period=write_period(view),
            answered=write_participation(view),
            who_counts=write_who_counts(view),
            verdict=summarise_pulse(view) if pulse else end_sentence(write_verdict(view)),
            nothing=nothing,
            in_words=view.derived.form == "words",
            build_on=() if nothing or pulse else list_build_on(view),
            work_on=() if nothing or pulse else list_work_on(view),
            decisions=make_asked_before(view) if pulse else make_decisions(view),
            since=write_since(view) if view.previous else "",
            seen_done=write_seen_done(view),
            drivers=() if nothing else tuple(make_dimension(view, result) for result in view.core),
            asked_again=list_asked_again(view) if pulse and not nothing else (),
            network=make_network(view),
            joint=end_sentence(write_joint(view)) if asks_senior_managers(view) and not nothing else "",
            kept=list_kept(view),
            contact=view.facts.contact,
            no_answer=_("No answer after %(days)s days", days=days) if days else _("No answer yet"),
        )


def list_kept(view: ResultsView) -> tuple[str, ...]:
    """What of the promise still holds, now that there are results."""
    smallest = view.figures.summary.smallest_group
    return (
        _("This page is the same for everybody who was asked, and shows what all answered together."),
        _(
            "Nobody can see or work out what you answered: groups under %(smallest)s are never shown.",
            smallest=smallest,
        ),
        write_purpose_limit(),
    )
