"""Surveys of an organisation: the list, and one survey's page wherever it is between set-up and results."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import get_colleague, open_blueprint, open_to
from assessment.campaigns import (
    card_routes,
    contact_routes,
    defaults_routes,
    door_routes,
    invitation_routes,
    paper_routes,
    reader_routes,
    setup_routes,
    state_routes,
    trial_routes,
)
from assessment.campaigns.closing import describe_release, find_progress
from assessment.campaigns.drafts import copy_survey, create_draft
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.following import describe_run
from assessment.campaigns.inviting import find_mail_host
from assessment.campaigns.listing import list_rows
from assessment.campaigns.retaining import tell_retention
from assessment.campaigns.sponsor_mail import find_request
from assessment.campaigns.states import find_phase
from assessment.clock import tell_time

blueprint = Blueprint("campaigns", __name__, url_prefix="/organisations/<int:organisation_id>/surveys")
open_blueprint(blueprint, "facilitator")
ROOMS = (
    setup_routes,
    defaults_routes,
    trial_routes,
    state_routes,
    contact_routes,
    invitation_routes,
    card_routes,
    door_routes,
    paper_routes,
    reader_routes,
)
for room in ROOMS:
    blueprint.register_blueprint(room.blueprint)

READERS = ("administrator", "executive", "unit-reader")
RESULT_READERS = frozenset({"administrator", "facilitator", "executive", "unit-reader"})


@blueprint.get("")
@open_to("facilitator", *READERS)
def list_surveys(organisation_id: int) -> ResponseReturnValue:
    """Facilitators see all surveys; those who read see the released ones."""
    roles = get_colleague().roles_in(organisation_id)
    may_read = bool(roles & RESULT_READERS)
    rows = list_rows(organisation_id, all_states="facilitator" in roles)
    return render_template(
        "campaigns/surveys.html",
        organisation_id=organisation_id,
        rows=rows,
        may_set_up="facilitator" in roles,
        results={row.id: find_results(row.id) for row in rows if row.phase == "released" and may_read},
    )


@blueprint.post("/new")
def start_survey(organisation_id: int) -> ResponseReturnValue:
    made = create_draft(organisation_id, account_id=get_colleague().account_id)
    return redirect(make_link("campaigns.setup.show_setup", made), 303)


@blueprint.post("/<int:survey_id>/copy")
def copy(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    made, moved_on = copy_survey(organisation_id, survey_id)
    flash(_("This is a copy, a year later. Look at the dates, the names and the head counts."))
    if moved_on:
        flash(_("A year later, days of it would fall between 24 December and 2 January: it lies whole weeks later."))
    return redirect(make_link("campaigns.setup.show_setup", made), 303)


@blueprint.get("/<int:survey_id>")
def show_survey(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """One address for a survey: its check list, its run, its closing."""
    survey = load_survey(organisation_id, survey_id)
    phase = find_phase(survey, tell_time())
    match phase:
        case "draft":
            return redirect(make_link("campaigns.setup.show_tasks", survey_id), 303)
        case "waiting" | "open":
            return render_template(
                "campaigns/running.html",
                survey=survey,
                run=describe_run(survey),
                phase=phase,
                sponsor_mail=find_request(survey),
                has_server=bool(find_mail_host()),
            )
        case "released":
            closed = describe_release(survey)
            return render_template(
                "campaigns/released.html",
                survey=survey,
                closed=closed,
                results=find_results(survey_id),
                retention=tell_retention(survey),
            )
        case "closed":
            return render_template("campaigns/counting.html", survey=survey, progress=find_progress(survey_id))
    return render_template("campaigns/withdrawn.html", survey=survey, retention=tell_retention(survey))


@blueprint.get("/<int:survey_id>/progress")
def show_progress(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The part of the page that looks again by itself; with the results there, the whole page is loaded."""
    survey = load_survey(organisation_id, survey_id)
    if "HX-Request" not in request.headers:
        return redirect(url_for(".show_survey", organisation_id=organisation_id, survey_id=survey_id), 303)
    if find_phase(survey, tell_time()) != "closed":
        return "", 204, {"HX-Refresh": "true"}
    return render_template("campaigns/_progress.html", survey=survey, progress=find_progress(survey_id))


def find_results(survey_id: int) -> str:
    """The address of a survey's results."""
    return make_link("results.show_results", survey_id)


@blueprint.before_request
def refuse_imported() -> None:
    """Answer sheets that were brought along have results and no set-up."""
    survey_id = (request.view_args or {}).get("survey_id")
    if survey_id is not None and load_survey(g.organisation_id, survey_id).disclosure == "full":
        abort(404)
