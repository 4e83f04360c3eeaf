"""Requests to senior managers: "I know this person" from phones; their way and answers in the facilitator's hand."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.improvement.differences import Differences, list_differences, look_again
from assessment.models import NetworkRequest, Workshop
from assessment.sessions import asking, running
from assessment.sessions.cards import OvertakenError
from assessment.sessions.changing import GoneError
from assessment.sessions.cluster_routes import lead_back
from assessment.sessions.doors import find_host
from assessment.sessions.inviting import write_calendar, write_invitation
from assessment.sessions.network_forms import AnswerForm, RouteForm, make_answer_form
from assessment.sessions.room_routes import load_seat

hand = Blueprint("requests", __name__, url_prefix="/<int:session_id>/requests/<int:request_id>")
room = Blueprint("requests", __name__, url_prefix="/room/requests")


@room.post("/<int:request_id>/know")
def tell_known(request_id: int) -> ResponseReturnValue:
    """ "I know this person", or not after all."""
    asking.tell_known(load_seat(), request_id, known=request.form.get("known") == "yes")
    return redirect(url_for("room.show_room"), 303)


@hand.get("/route")
def show_route(organisation_id: int, session_id: int, request_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, request_id)
    return _render_route(workshop, row, _make_route_form(row), None)


@hand.post("/route")
def save_route(organisation_id: int, session_id: int, request_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, request_id)
    form = _make_route_form(row, request.form)
    if not form.validate():
        return _render_route(workshop, row, form, None), 422
    try:
        asking.save_route(organisation_id, session_id, request_id, form.seen, form.read_values())
    except OvertakenError:
        look_again()
        now = _make_route_form(row)
        theirs = list_differences(form, now)
        form.version.data = now.version.data
        return _render_route(workshop, row, form, theirs), 409
    flash(_("Saved."))
    return redirect(request.path, 303)


@hand.get("/invitation.ics")
def hand_out_calendar(organisation_id: int, session_id: int, request_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, request_id)
    if row.meets_on is None or row.meets_at is None:
        raise GoneError
    response = Response(write_calendar(workshop, row, find_host()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="invitation-{request_id}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@hand.get("/answer")
def show_answer(organisation_id: int, session_id: int, request_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, request_id)
    return _render_answer(workshop, row, _make_answer_form(row), None)


@hand.post("/answer")
def save_answer(organisation_id: int, session_id: int, request_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, request_id)
    form = _make_answer_form(row, request.form)
    if not form.check():
        return _render_answer(workshop, row, form, None), 422
    try:
        asking.save_answer(organisation_id, session_id, request_id, form.seen, form.read_values())
    except OvertakenError:
        look_again()
        now = _make_answer_form(row)
        theirs = list_differences(form, now)
        form.version.data = now.version.data
        return _render_answer(workshop, row, form, theirs), 409
    return lead_back(organisation_id, session_id)


@hand.post("/settle")
def settle(organisation_id: int, session_id: int, request_id: int) -> ResponseReturnValue:
    """``do``: close it, or carry it over."""
    how = request.form.get("do", "")
    if how in ("close", "carry"):
        asking.settle_request(organisation_id, session_id, request_id, closed=how == "close")
    else:
        asking.find_request(organisation_id, request_id)
    return lead_back(organisation_id, session_id, settled=how == "close")


def _find(organisation_id: int, session_id: int, request_id: int) -> tuple[Workshop, NetworkRequest]:
    """Raises GoneError."""
    return running.find_session(organisation_id, session_id), asking.find_request(organisation_id, request_id)


def _place(organisation_id: int, session_id: int, request_id: int) -> dict[str, int]:
    return {"organisation_id": organisation_id, "session_id": session_id, "request_id": request_id}


def _make_route_form(row: NetworkRequest, sent: Any = None) -> RouteForm:
    first, second, *_rest = [*row.messengers, "", ""]
    data = {name: getattr(row, name) for name in ("manager", "email", "meets_on", "meets_at")}
    return RouteForm(sent, data=data | {"first": first, "second": second, "version": str(row.row_version)})


def _make_answer_form(row: NetworkRequest, sent: Any = None) -> AnswerForm:
    """Where nobody has named an owner yet, it is the one who was asked."""
    data = {name: getattr(row, name) for name in ("answer", "words", "owner", "answer_on")}
    return make_answer_form(data | {"owner": row.owner or row.manager, "version": str(row.row_version)}, sent)


def _render_route(workshop: Workshop, row: NetworkRequest, form: RouteForm, theirs: Differences) -> str:
    return render_template(
        "sessions/route.html",
        workshop=workshop,
        row=row,
        form=form,
        theirs=theirs,
        errors=list_errors(form),
        managers=asking.list_asked_before(workshop.organisation_id),
        knowers=asking.list_knowers(workshop).get(row.id, []),
        invitation=write_invitation(workshop, row),
        at=_place(workshop.organisation_id, workshop.id, row.id),
    )


def _render_answer(workshop: Workshop, row: NetworkRequest, form: AnswerForm, theirs: Differences) -> str:
    return render_template(
        "sessions/answer.html", workshop=workshop, row=row, form=form, theirs=theirs, errors=list_errors(form)
    )
