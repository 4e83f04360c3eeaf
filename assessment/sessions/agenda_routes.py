"""The page on which a session's agenda is changed, and the agendas that an organisation keeps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.campaigns.fields import offer
from assessment.models import Workshop
from assessment.sessions import agenda_changes, agendas, running
from assessment.sessions.agenda_changes import LongError, TakenError
from assessment.sessions.agendas import Phase, name_phase, name_phase_kind
from assessment.sessions.forms import AddPhaseForm, AgendaNameForm, PhaseForm, list_choices

blueprint = Blueprint("agenda", __name__)
USUAL_MINUTES = 10


@blueprint.get("/<int:session_id>/agenda")
def show(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return _render(running.find_session(organisation_id, session_id))


def _render(
    workshop: Workshop,
    *,
    changed: PhaseForm | None = None,
    added: AddPhaseForm | None = None,
    kept: AgendaNameForm | None = None,
) -> str:
    """With what was filled in wrongly, and why."""
    phases = agendas.read_phases(workshop.phases)
    wrong = changed or added or kept
    return render_template(
        "sessions/agenda.html",
        workshop=workshop,
        phases=[(phase, name_phase_kind(phase.kind)) for phase in phases],
        first=agenda_changes.find_first_open(workshop),
        minutes=sum(phase.minutes for phase in phases),
        changed=changed,
        add_form=added or _make_add_form(workshop),
        keep_form=kept or AgendaNameForm(),
        errors=_list_errors(wrong, f"-{changed.phase.data}" if changed else "") if wrong else [],
    )


def _list_errors(form: PhaseForm | AgendaNameForm, ending: str) -> list[tuple[str, str]]:
    """A form that stands there once a phase has its fields' ids with the phase's id at the end."""
    return [(field + ending, message) for field, message in list_errors(form)]


def _make_add_form(workshop: Workshop, sent: Any = None) -> AddPhaseForm:
    given = {"phase": agenda_changes.find_next_id(workshop), "minutes": USUAL_MINUTES, "before": ""}
    form = AddPhaseForm(sent, prefix="new-", data=given)
    still_open = agendas.read_phases(workshop.phases)[agenda_changes.find_first_open(workshop) :]
    list_choices(
        form,
        kind=offer((kind, name_phase_kind(kind)) for kind in agendas.list_phase_kinds(workshop.kind)),
        before=offer(
            [("", _("at the end")), *((one.id, _("before “%(phase)s”", phase=name_phase(one))) for one in still_open)]
        ),
    )
    return form


@blueprint.post("/<int:session_id>/agenda/add")
def add(organisation_id: int, session_id: int) -> ResponseReturnValue:
    workshop = running.find_session(organisation_id, session_id)
    form = _make_add_form(workshop, request.form)
    if not form.validate():
        return _render(workshop, added=form), 422
    new = Phase(form.phase.data or "", form.kind.data, form.minutes.data or 1, form.title.data or "")
    try:
        agenda_changes.add_phase(organisation_id, session_id, new, form.before.data)
    except LongError:
        form.kind.errors = [_("The agenda has %(most)s parts, and can have no more", most=agendas.MOST_PHASES)]
        return _render(running.find_session(organisation_id, session_id), added=form), 422
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/agenda/<phase_id>/change")
def change(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    form = PhaseForm(request.form)
    form.phase.data = phase_id
    if not form.validate():
        return _render(running.find_session(organisation_id, session_id), changed=form), 422
    agenda_changes.change_phase(organisation_id, session_id, phase_id, form.minutes.data or 1, form.title.data or "")
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/agenda/<phase_id>/move")
def move(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    """Before the phase that was pressed, or to the end."""
    agenda_changes.move_phase(organisation_id, session_id, phase_id, request.form.get("before", ""))
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/agenda/<phase_id>/remove")
def remove(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    agenda_changes.remove_phase(organisation_id, session_id, phase_id)
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/agenda/keep")
def keep(organisation_id: int, session_id: int) -> ResponseReturnValue:
    form = AgendaNameForm(request.form)
    workshop = running.find_session(organisation_id, session_id)
    if not form.validate():
        return _render(workshop, kept=form), 422
    try:
        agenda_changes.keep_agenda(organisation_id, session_id, form.name.data or "")
    except TakenError:
        form.name.errors = [_("Another agenda has this name: choose another one, or take that one away first")]
        return _render(running.find_session(organisation_id, session_id), kept=form), 422
    flash(_("Kept: it can be chosen when the next session is set up."))
    return _go_back(organisation_id, session_id)


@blueprint.post("/agendas/<int:agenda_id>/remove")
def forget(organisation_id: int, agenda_id: int) -> ResponseReturnValue:
    agenda_changes.forget_agenda(organisation_id, agenda_id)
    return redirect(url_for("sessions.show_new", organisation_id=organisation_id), 303)


def _go_back(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return redirect(url_for("sessions.agenda.show", organisation_id=organisation_id, session_id=session_id), 303)
