"""Words of the minutes: for parts and points that were agreed, answers, states and who can act."""

from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

import questionnaires
from assessment.models import in_language
from assessment.results.numbers import locale_of
from assessment.sessions.board import Card


def tell_note(lens: str, language: str) -> str:
    """What must stand beside everything that is read through a model; "" for the drivers."""
    return in_language(questionnaires.lens(lens).note or {}, language) if lens in questionnaires.lens_ids() else ""


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


def name_actor(actor: str) -> str:
    return {"we": _("We"), "managers": _("Senior managers")}.get(actor, "")


def name_status(status: str) -> str:
    return {"done": _("done"), "dropped": _("dropped"), "late": _("late")}.get(status, _("open"))


def write_day(day: date | None, language: str) -> str:
    """ "15 April 2027"; "" for none."""
    return format_date(day, "d MMMM y", locale=locale_of(language)) if day else ""
