"""Words of the minutes: for parts and points that were agreed, answers, states and who can act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _

import questionnaires
from assessment.models import in_language
from assessment.results.numbers import locale_of

EVIDENCE = "evidence"
ASSESSORS = "efqm-2013"
"""The questionnaire whose scale of evidence assessors use."""


def name_part(lens: str, part: str, language: str) -> str:
    """ "1a Set mission, vision ..."; the part's id alone where the model does not know it."""
    if lens not in questionnaires.lens_ids():
        return part
    titles = {key: title for one in questionnaires.lens(lens).dimensions for key, title in one.parts.items()}
    return f"{part} {in_language(titles[part], language)}" if part in titles else part


def tell_note(lens: str, language: str) -> str:
    """What must stand beside everything that is read through a model; "" for the drivers."""
    return in_language(questionnaires.lens(lens).note or {}, language) if lens in questionnaires.lens_ids() else ""


def write_points(points: Mapping[str, Any], language: str) -> str:
    """A step of the scale of evidence in its words; else each element and its points."""
    if EVIDENCE in points:
        labels = questionnaires.shipped(ASSESSORS).scales[EVIDENCE].labels
        words = labels.get(language) or labels["en"]
        step = points[EVIDENCE]
        return words[int(step)] if step in range(len(words)) else str(step)
    return ", ".join(f"{key} {value}" for key, value in points.items())


def name_worth() -> dict[str, str]:
    return {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}


def name_answer(answer: str) -> str:
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
