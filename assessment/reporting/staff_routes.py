"""The page to which a survey's link leads once its results are there, for whoever was asked: answered or not."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.clock import tell_time
from assessment.reporting.staff import make_staff_page
from assessment.respond.failures import register_failures
from assessment.respond.loading import load_anyone
from assessment.results.service import load_results

blueprint = Blueprint("staff", __name__, url_prefix="/survey")
register_failures(blueprint)


@blueprint.get("/results")
def show_staff() -> ResponseReturnValue:
    """Below the path of the link's cookie, which alone says whose survey it is."""
    survey = load_anyone().survey
    if survey.find_state(tell_time()) != "released":
        return redirect(url_for("respond.survey.welcome"), 303)
    page = make_staff_page(load_results(survey.id, language=g.language))
    return render_template("reporting/staff.html", survey=survey, page=page)
