"""What can be chosen when a session is set up, and the plan that a filled form stands for."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from assessment.campaigns.fields import offer
from assessment.language import LANGUAGES, current_language
from assessment.models import Campaign, Workshop, WorkshopTemplate, db, in_language
from assessment.sessions.agendas import AGENDAS, Agenda, find_agenda, name_kind
from assessment.sessions.canvas import CANVASES, name_canvas
from assessment.sessions.forms import SetupForm, list_choices
from assessment.sessions.running import Plan

NO_SURVEY = "0"
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
OWN = "own-"


def make_setup_form(organisation_id: int, sent: Any = None) -> SetupForm:
    """With what can be chosen; filled with what most networks want, so that a name is enough."""
    surveys = list_surveys(organisation_id)
    form = SetupForm(
        sent,
        data={
            "agenda": AGENDAS[0].key,
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
    minutes = ngettext("%(num)s minute", "%(num)s minutes", agenda.minutes)
    return f"{name_kind(agenda.kind)}, {minutes}"


def list_own(organisation_id: int) -> list[tuple[str, str]]:
    """The agendas that this organisation keeps."""
    own = select(WorkshopTemplate).where(WorkshopTemplate.organisation_id == organisation_id)
    rows = db.session.scalars(own.order_by(WorkshopTemplate.name)).all()
    return [(f"{OWN}{row.id}", row.name) for row in rows]


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
        row = db.session.scalars(
            select(WorkshopTemplate).where(
                WorkshopTemplate.id == int(key.removeprefix(OWN)), WorkshopTemplate.organisation_id == organisation_id
            )
        ).one()
        kind, phases = row.kind, [(one["kind"], one["minutes"]) for one in row.phases]
    else:
        agenda = find_agenda(key)
        kind, phases = agenda.kind, list(agenda.phases)
    survey = str(form.survey.data)
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
