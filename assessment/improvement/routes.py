"""Recommendations and decisions: what the facilitator makes of a survey's results, on one page."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import get_colleague, open_blueprint, open_to
from assessment.improvement import action_routes, advice_routes, decision_routes, pulse_routes, target_routes
from assessment.improvement.changing import GoneError
from assessment.improvement.following import load_view, make_follow_up
from assessment.results.sources import NotReleasedError

blueprint = Blueprint(
    "improvement", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/follow-up"
)
open_blueprint(blueprint, "facilitator")
for room in (advice_routes, decision_routes, action_routes, target_routes, pulse_routes):
    blueprint.register_blueprint(room.blueprint)


@blueprint.get("")
@open_to("facilitator", "administrator", "executive")
def show_follow_up(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    return render_template(
        "improvement/follow_up.html",
        page=make_follow_up(view),
        survey_place={"organisation_id": organisation_id, "survey_id": survey_id},
        may_write="facilitator" in get_colleague().roles_in(organisation_id),
    )


@blueprint.errorhandler(NotReleasedError)
def wait(_error: NotReleasedError) -> ResponseReturnValue:
    """Nothing follows before the release: the results page says when that is, and there is nothing else."""
    if request.endpoint != f"{blueprint.name}.{show_follow_up.__name__}":
        return tell_gone(GoneError())
    return redirect(url_for("results.show_results", **(request.view_args or {})), 303)


def _name_place() -> dict[str, int]:
    given = request.view_args or {}
    return {name: given[name] for name in ("organisation_id", "survey_id")}


@blueprint.errorhandler(GoneError)
def tell_gone(_error: GoneError) -> ResponseReturnValue:
    return render_template(
        "improvement/gone.html", survey_place=_name_place(), title=_("This is not there any more")
    ), 404


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
