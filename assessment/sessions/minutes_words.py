"""Words of the minutes: for parts and points that were agreed, answers, states and who can act."""

from collections.abc import Sequence
from datetime import date, time

from babel.dates import format_date
from flask_babel import gettext as _

from assessment.results.numbers import locale_of
from assessment.sessions.board import Card


def tell_times(card: Card) -> str:
    return _("said %(times)s times", times=card.times) if card.times > 1 else ""


def name_worth() -> dict[str, str]:
    return {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}


def name_outcome(answer: str) -> str:
    """What became of a request, as it is read; network_forms.name_answer names what can be chosen."""
    return {
        "yes": _("Yes"),
        "if": _("Yes, if"),
        "no": _("No, because"),
        "later": _("Answer promised"),
    }.get(answer, _("No answer yet"))


def name_counted(counted: str) -> str:
    """What a vote was counted in: the same word as in the room."""
    return {"dots": _("Dots"), "hands": _("Hands")}.get(counted, _("How many"))


def tell_place(count: int, counts: Sequence[int]) -> str:
    """Of a choice among what all got: "2, tied"; a dash for one that nobody chose."""
    if not count:
        return "–"
    place = 1 + sum(other > count for other in counts)
    return _("%(place)s, tied", place=place) if counts.count(count) > 1 else str(place)


def write_moment(day: date | None, at: time | None, language: str) -> str:
    """ "12 January 2027, 10:30"; "" for none."""
    return ", ".join(filter(None, (write_day(day, language), f"{at:%H:%M}" if day and at else "")))


def name_actor(actor: str) -> str:
    return {"we": _("We"), "managers": _("Senior managers")}.get(actor, "")


def name_status(status: str) -> str:
    return {"done": _("done"), "dropped": _("dropped"), "late": _("late")}.get(status, _("open"))


def write_day(day: date | None, language: str) -> str:
    """ "15 April 2027"; "" for none."""
    return format_date(day, "d MMMM y", locale=locale_of(language)) if day else ""
