"""What can be chosen when a session is set up, and the plan that a filled form stands for."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from assessment.campaigns.fields import offer
from assessment.language import LANGUAGES, current_language
from assessment.models import Campaign, Workshop, WorkshopTemplate, db, in_language
from assessment.sessions.agenda_changes import list_agendas
from assessment.sessions.agendas import AGENDAS, Agenda, find_agenda, name_kind, tell_purpose
from assessment.sessions.canvas import CANVASES, name_canvas
from assessment.sessions.forms import SetupForm, list_choices
from assessment.sessions.running import Plan

NO_SURVEY = "0"
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
OWN = "own-"
RESULTS, MANAGERS = "results-60", "managers-60"
ABOUT_RESULTS = ("walk", "explain")
"""Kinds of phases that have nothing to show without a survey."""


def make_setup_form(organisation_id: int, sent: Any = None, about: str = "", agenda: str = "") -> SetupForm:
    """With what can be chosen; filled with what most networks want, so that a name is enough. ``about``: the survey
    from whose results somebody came here; ``agenda``: what they came for."""
    surveys = sorted(list_surveys(organisation_id), key=lambda one: str(one.id) != about)
    is_about = bool(surveys) and str(surveys[0].id) == about
    form = SetupForm(
        sent,
        data={
            "agenda": agenda or (RESULTS if is_about else AGENDAS[0].key),
            "lens": "efqm-2013",
            "language": current_language(),
            "survey": str(surveys[0].id) if surveys else NO_SURVEY,
            "question": _("What hinders quality here?"),
        },
    )
    list_choices(
        form,
        agenda=offer([*((one.key, describe_agenda(one)) for one in AGENDAS), *list_own(organisation_id)]),
        lens=offer((lens, name_canvas(lens, current_language())) for lens in CANVASES),
        language=offer((code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
        survey=offer(
            [
                *((str(one.id), in_language(one.name, current_language())) for one in surveys),
                (NO_SURVEY, _("no survey")),
            ]
        ),
    )
    return form


def describe_agenda(agenda: Agenda) -> str:
    return f"{name_kind(agenda.kind)}, {_write_minutes(agenda.minutes)}"


def list_own(organisation_id: int) -> list[tuple[str, str]]:
    """The agendas that this organisation keeps."""
    return [
        (f"{OWN}{row.id}", f"{row.name}, {_write_minutes(sum(one['minutes'] for one in row.phases))}")
        for row in list_agendas(organisation_id)
    ]


def _write_minutes(minutes: int) -> str:
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def tell_purposes(own: Sequence[WorkshopTemplate]) -> dict[str, str]:
    """A line for each agenda that can be chosen, by its key."""
    shipped = {one.key: tell_purpose(one.key) for one in AGENDAS}
    kept = {f"{OWN}{one.id}": _("Your own agenda: %(kind)s.", kind=name_kind(one.kind)) for one in own}
    return shipped | kept


def list_surveys(organisation_id: int) -> list[Campaign]:
    """Released ones, the latest first."""
    own = select(Campaign).where(
        Campaign.organisation_id == organisation_id, Campaign.state == "released", Campaign.pulse_of_id.is_(None)
    )
    return list(db.session.scalars(own.order_by(Campaign.id.desc())))


def read_plan(organisation_id: int, form: SetupForm) -> Plan:
    """``form``: valid. The session before is the latest of the same organisation that has ended."""
    key = str(form.agenda.data)
    if key.startswith(OWN):
        row = next(one for one in list_agendas(organisation_id) if one.id == int(key.removeprefix(OWN)))
        kind, phases = row.kind, [(one["kind"], one["minutes"], one["title"]) for one in row.phases]
    else:
        agenda = find_agenda(key)
        kind, phases = agenda.kind, [(*one, "") for one in agenda.phases]
    survey = str(form.survey.data)
    if survey == NO_SURVEY:
        phases = [one for one in phases if one[0] not in ABOUT_RESULTS]
    return Plan(
        kind=kind,
        name=str(form.name.data),
        question=str(form.question.data),
        language=str(form.language.data),
        lens=str(form.lens.data),
        phases=phases,
        campaign_id=None if survey == NO_SURVEY else int(survey),
        previous_id=find_previous(organisation_id),
        named=kind == "consensus",
    )


def find_previous(organisation_id: int) -> int | None:
    own = select(Workshop.id).where(Workshop.organisation_id == organisation_id, Workshop.state == "ended")
    return db.session.scalar(own.order_by(Workshop.ended_at.desc(), Workshop.id.desc()).limit(1))
