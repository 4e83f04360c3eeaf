"""An assessor's own pages in a room: one a part. Continue keeps what is filled in (no account)."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.sessions import running
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.judged import Judged, JudgedPart, find_judged
from assessment.sessions.part_scores import OwnScore, can_score, find_own, is_shown, save_score
from assessment.sessions.room_routes import load_seat
from assessment.sessions.scoring_forms import PartForm, make_scoring_form, read_points
from assessment.sessions.seats import Seat

blueprint = Blueprint("parts", __name__, url_prefix="/room/parts")


@blueprint.get("/<part>")
def show_part(part: str) -> ResponseReturnValue:
    seat, judged, asked = _find(part)
    if is_shown(seat.workshop):
        raise MovedError
    row = find_own(seat).get(part)
    columns = ("points", "strengths", "areas", "evidence")
    data = {name: getattr(row, name) for name in columns} if row else {}
    return _render(seat, judged, asked, make_scoring_form(PartForm, judged, part, data=data))


@blueprint.post("/<part>")
def save_part(part: str) -> ResponseReturnValue:
    seat, judged, asked = _find(part)
    form = make_scoring_form(PartForm, judged, part, request.form)
    if not form.validate():
        return _render(seat, judged, asked, form), 422
    if is_shown(seat.workshop):
        return _render(seat, judged, asked, form, late=True), 409
    texts = {name: form[name].data or "" for name in ("strengths", "areas", "evidence")}
    save_score(seat, part, OwnScore(read_points(form, judged, part), **texts))
    place = judged.parts.index(asked) + 1
    if request.form.get("then") == "list" or place == len(judged.parts):
        return redirect(url_for("room.show_room"), 303)
    return redirect(url_for(".show_part", part=judged.parts[place].id), 303)


def _find(part: str) -> tuple[Seat, Judged, JudgedPart]:
    """Raises MovedError where parts are not scored now, GoneError for a part that the model has not."""
    seat = load_seat()
    if not can_score(seat.workshop):
        raise MovedError
    judged = find_judged(seat.workshop)
    found = judged.find_part(part)
    if found is None:
        raise GoneError
    return seat, judged, found


def _render(seat: Seat, judged: Judged, part: JudgedPart, form: Any, late: bool = False) -> str:
    number = judged.parts.index(part) + 1
    return render_template(
        "sessions/scoring/part.html",
        seat=seat,
        workshop=seat.workshop,
        part=part,
        number=number,
        count=len(judged.parts),
        before=judged.parts[number - 2].id if number > 1 else "",
        ends=running.tell_end(seat.workshop),
        points=[field for field in form if field.name.startswith("points_")],
        form=form,
        late=late,
        errors=list_errors(form),
    )
