"""The facilitator's pages of sessions: the list, setting up, leading, and the wall for the projector."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from assessment.access.fields import list_errors
from assessment.access.rights import open_blueprint
from assessment.language import addressing, current_language
from assessment.models import Workshop
from assessment.results.numbers import speaking
from assessment.sessions import agenda_routes, following_routes, people_routes, running
from assessment.sessions.agenda_changes import list_agendas
from assessment.sessions.agendas import name_kind, name_phase, read_phases
from assessment.sessions.asking import list_unsettled
from assessment.sessions.canvas import CANVASES, explain_canvas
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.days import write_day
from assessment.sessions.doors import find_door
from assessment.sessions.following import list_agreed
from assessment.sessions.forms import MinutesForm, SetupForm
from assessment.sessions.minutes import tell_again
from assessment.sessions.network_forms import name_answer
from assessment.sessions.people import list_people
from assessment.sessions.phases.all import find_screens, find_template
from assessment.sessions.phones import tell_phones
from assessment.sessions.planning import MANAGERS, make_setup_form, read_plan, tell_purposes
from assessment.sessions.seats import count_people
from assessment.sessions.sorting import count_phones
from assessment.sessions.streaming import FOR_WALLS, stream

blueprint = Blueprint("sessions", __name__, url_prefix="/organisations/<int:organisation_id>/sessions")
open_blueprint(blueprint, "facilitator")
blueprint.register_blueprint(agenda_routes.blueprint)
blueprint.register_blueprint(people_routes.blueprint)
blueprint.register_blueprint(following_routes.whole)


@blueprint.get("")
def list_sessions(organisation_id: int) -> ResponseReturnValue:
    rows = running.list_sessions(organisation_id)
    return render_template(
        "sessions/list.html",
        organisation_id=organisation_id,
        sessions=[(row, name_kind(row.kind), tell_next(row)) for row in rows],
    )


def tell_next(workshop: Workshop) -> str:
    """The one thing to do with a session."""
    steps = {
        "planned": _("Next: start it when the projector shows the wall."),
        "running": _("Next: lead it."),
        "ended": _("Next: read what was agreed."),
    }
    return steps[workshop.state]


@blueprint.get("/new")
def show_new(organisation_id: int) -> ResponseReturnValue:
    asked = {name: request.args.get(given, "") for name, given in (("about", "survey"), ("agenda", "agenda"))}
    return _render_new(organisation_id, make_setup_form(organisation_id, **asked))


@blueprint.post("/new")
def plan(organisation_id: int) -> ResponseReturnValue:
    form = make_setup_form(organisation_id, request.form)
    if not form.validate():
        return _render_new(organisation_id, form), 422
    session_id = running.plan_session(organisation_id, read_plan(organisation_id, form))
    return redirect(_find_place(organisation_id, session_id), 303)


def _render_new(organisation_id: int, form: SetupForm) -> str:
    own = list_agendas(organisation_id)
    answers_requests = form.agenda.data == MANAGERS
    waiting, answered = list_unsettled(organisation_id) if answers_requests else ([], 0)
    return render_template(
        "sessions/new.html",
        organisation_id=organisation_id,
        form=form,
        own=own,
        agenda_hints=tell_purposes(own),
        lens_hints={lens: explain_canvas(lens) for lens in CANVASES},
        requests=waiting,
        answered=answered,
        folded=answers_requests and not (form.question.errors or form.lens.errors),
        errors=list_errors(form),
    )


@blueprint.get("/<int:session_id>")
def show_hand(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """What the facilitator holds: where the session is, and what can be done about it."""
    workshop = running.find_session(organisation_id, session_id)
    return render_hand(workshop)


def render_hand(workshop: Workshop, form: Form | None = None, **told: Any) -> str:
    """``form``: one with errors; ``told``: what besides is shown, such as what was typed and cannot be taken."""
    phases = read_phases(workshop.phases)
    phase = phases[workshop.phase]
    shown = find_screens(phase.kind).hand(workshop) | told
    return render_template(
        "sessions/hand.html",
        workshop=workshop,
        kind=name_kind(workshop.kind),
        phases=[(one, name_phase(one)) for one in phases],
        phase=phase,
        ends=running.tell_end(workshop),
        longer=[(more, running.stretch(workshop, more)) for more in (1, 5)],
        door=find_door(workshop),
        again=tell_again(workshop, current_language()) if workshop.state == "ended" else "",
        unreached=current_app.extensions["settings"].local,
        people=count_people(workshop.id),
        names=[one.name for one in list_people(workshop.id) if one.name],
        writes=any(one.kind == "write" for one in phases),
        devices=count_phones(workshop.id),
        phones=tell_phones(phase.kind, shown),
        part=find_template(phase.kind, "hand"),
        followed=list_agreed(workshop, current_language()) if workshop.state == "ended" else None,
        write_day=write_day,
        name_answer=name_answer,
        errors=list_errors(form) if form else [],
        shown=shown,
    )


@blueprint.get("/<int:session_id>/wall")
def show_wall(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """For the projector, in the language of the room."""
    workshop = running.find_session(organisation_id, session_id)
    phase = running.find_phase(workshop)
    with speaking(workshop.language), addressing("je"):
        return render_template(
            "sessions/wall.html",
            workshop=workshop,
            language=workshop.language,
            phase=phase,
            title=name_phase(phase),
            ends=running.tell_end(workshop),
            door=find_door(workshop),
            people=count_people(workshop.id),
            devices=count_phones(workshop.id),
            part=find_template(phase.kind, "wall"),
            shown=find_screens(phase.kind).wall(workshop),
        )


@blueprint.get("/<int:session_id>/stream")
def show_stream(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return stream(running.find_session(organisation_id, session_id), FOR_WALLS)


@blueprint.get("/<int:session_id>/version")
def show_version(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """For a screen whose stream does not come through."""
    return Response(str(running.find_session(organisation_id, session_id).wall_version), mimetype="text/plain")


@blueprint.post("/<int:session_id>/start")
def start(organisation_id: int, session_id: int) -> ResponseReturnValue:
    running.start_session(organisation_id, session_id)
    return redirect(_find_place(organisation_id, session_id), 303)


@blueprint.post("/<int:session_id>/phase")
def go(organisation_id: int, session_id: int) -> ResponseReturnValue:
    running.go_to(organisation_id, session_id, request.form.get("phase", ""))
    return redirect(_find_place(organisation_id, session_id), 303)


@blueprint.post("/<int:session_id>/minutes")
def give_minutes(organisation_id: int, session_id: int) -> ResponseReturnValue:
    form = MinutesForm(request.form)
    if not form.validate():
        return render_hand(running.find_session(organisation_id, session_id), form), 422
    running.give_minutes(organisation_id, session_id, form.phase.data or "", form.minutes.data or 1)
    return redirect(_find_place(organisation_id, session_id), 303)


@blueprint.get("/<int:session_id>/<any(end, discard):action>")
def ask(organisation_id: int, session_id: int, action: str) -> ResponseReturnValue:
    """What ending or discarding does, before it is done."""
    workshop = running.find_session(organisation_id, session_id)
    if workshop.state != {"end": "running", "discard": "planned"}[action]:
        raise MovedError
    phases = read_phases(workshop.phases)
    left = [name_phase(one) for one in phases[workshop.phase + 1 :]]
    return render_template("sessions/confirm.html", workshop=workshop, action=action, left=left)


@blueprint.post("/<int:session_id>/end")
def end(organisation_id: int, session_id: int) -> ResponseReturnValue:
    running.end_session(organisation_id, session_id)
    return redirect(_find_place(organisation_id, session_id), 303)


@blueprint.post("/<int:session_id>/discard")
def discard(organisation_id: int, session_id: int) -> ResponseReturnValue:
    running.discard_session(organisation_id, session_id)
    return redirect(url_for(".list_sessions", organisation_id=organisation_id), 303)


def _find_place(organisation_id: int, session_id: int) -> str:
    return url_for("sessions.show_hand", organisation_id=organisation_id, session_id=session_id)


@blueprint.errorhandler(GoneError)
def tell_gone(_error: GoneError) -> ResponseReturnValue:
    return render_template("sessions/gone.html"), 404


@blueprint.errorhandler(MovedError)
def tell_moved(_error: MovedError) -> ResponseReturnValue:
    """What was pressed came too late: the page says where the session is now."""
    given = request.view_args or {}
    return redirect(_find_place(given["organisation_id"], given["session_id"]), 303)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
