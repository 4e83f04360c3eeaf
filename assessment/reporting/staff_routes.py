"""The page to which a survey's link leads once its results are there, for whoever was asked: answered or not."""

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.clock import tell_time
from assessment.models import Campaign, db
from assessment.reporting.identity import document_key, name_edition
from assessment.reporting.publications import count_days_asked
from assessment.reporting.service import dress, find_kept, read_kept
from assessment.reporting.staff import StaffPage, make_staff_page
from assessment.reporting.variants import STAFF
from assessment.respond.failures import register_failures
from assessment.respond.loading import load_anyone
from assessment.results.kept import Kept
from assessment.results.service import load_results, load_source, name_view
from assessment.results.view import ReleaseSource

blueprint = Blueprint("staff", __name__, url_prefix="/survey")
register_failures(blueprint)

_pages: Kept[StaffPage] = Kept(32)
"""Everybody who was asked reads the same page, hundreds of them in the hour in which they hear of it."""


@blueprint.get("/results")
def show_staff() -> ResponseReturnValue:
    """Below the path of the link's cookie, which alone says whose survey it is."""
    survey = load_anyone().survey
    if survey.find_state(tell_time()) != "released":
        return redirect(url_for("respond.survey.welcome"), 303)
    view = load_results(survey.id, language=g.language)
    days = count_days_asked(db.session.get_one(Campaign, survey.id))
    page = _pages.get((name_view(view), days), lambda: make_staff_page(view, days))
    paper = bool(find_kept(survey.id, [name_paper(view.source, view.language)]))
    return render_template("reporting/staff.html", survey=survey, page=page, paper=paper)


@blueprint.get("/results/where-we-stand.pdf")
def show_paper() -> ResponseReturnValue:
    """The same on paper, once somebody of the organisation has had it made: looking never makes it."""
    survey = load_anyone().survey
    if survey.find_state(tell_time()) != "released":
        return redirect(url_for("respond.survey.welcome"), 303)
    kept = read_kept(survey.id, name_paper(load_source(survey.id), g.language))
    if kept is None:
        return redirect(url_for(".show_staff"), 303)
    response = make_response(kept)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="where-we-stand-{survey.id}-{g.language}.pdf"'
    return response


def name_paper(source: ReleaseSource, language: str) -> str:
    """The key of the staff variant as it would be made now."""
    return document_key(source.facts.sha256, language, name_edition(dress(source), STAFF), STAFF)
