"""The report as a file, for those who may read the whole: it is of the whole organisation."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import open_blueprint
from assessment.models import writing
from assessment.reporting.identity import name_edition
from assessment.reporting.jobs import ask_for_report, find_asked
from assessment.reporting.service import choose_language, find_report
from assessment.results.routes import load_owned
from assessment.results.sources import NotReleasedError
from assessment.results.view import ReleaseSource

blueprint = Blueprint(
    "reporting", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/results"
)
open_blueprint(blueprint, "administrator", "facilitator", "executive")


@blueprint.get("/report.pdf")
def show_report(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The kept PDF, or a page that says how far it is: looking never makes one."""
    source = load_owned(organisation_id, survey_id)
    language = read_language(source, request.args.get("language"))
    kept = find_report(source.facts.id, source.facts.sha256, language, name_edition(source))
    if kept is None:
        return show_making(source, language)
    response = make_response(kept)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="report-{survey_id}-{language}.pdf"'
    return response


@blueprint.post("/report")
def ask(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Ask for the report; asking twice makes one."""
    source = load_owned(organisation_id, survey_id)
    language = read_language(source, request.form.get("language"))
    with writing() as session:
        ask_for_report(session, survey_id, language, organisation_id, name_edition(source))
    address = url_for(".show_report", organisation_id=organisation_id, survey_id=survey_id, language=language)
    return redirect(address, 303)


def read_language(source: ReleaseSource, wished: str | None) -> str:
    """One of the survey's languages, whatever the address says."""
    return choose_language(source, wished if wished in source.facts.languages else None)


def show_making(source: ReleaseSource, language: str) -> ResponseReturnValue:
    """Asked for and under way, failed, or never asked for."""
    job = find_asked(source.facts.id, language, name_edition(source))
    if job is not None and job.state in ("waiting", "running"):
        sentence = _("It takes about half a minute. This page looks again by itself.")
        return render_making(_("The report is being made"), sentence, waits=True), 202
    if job is not None and job.state == "failed":
        return render_making(_("The report could not be made"), job.message, language=language), 404
    sentence = _("Nobody has asked for the report in this language yet.")
    return render_making(_("The report is not made yet"), sentence, language=language), 404


def render_making(title: str, sentence: str, *, language: str | None = None, waits: bool = False) -> str:
    return render_template(
        "reporting/making.html",
        title=title,
        sentence=sentence,
        survey=request.view_args,
        waits=waits,
        can_ask=language is not None,
        report_language=language,
    )


@blueprint.errorhandler(NotReleasedError)
def tell_missing(_error: NotReleasedError) -> ResponseReturnValue:
    return render_making(_("There is no report yet"), _("It comes with the results, after the survey has closed.")), 404


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
