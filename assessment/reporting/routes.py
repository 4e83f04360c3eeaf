"""The report as a file, for those who may read the whole: it is of the whole organisation."""

import re
from base64 import b64encode
from functools import partial
from hashlib import sha256

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import open_blueprint
from assessment.clock import tell_time
from assessment.language import current_language
from assessment.models import db, in_language, writing
from assessment.reporting.files import ENDPOINTS, Wish, find_file, list_files
from assessment.reporting.identity import name_edition
from assessment.reporting.jobs import ask_for_report
from assessment.reporting.publishing import ask_for_papers, list_reached
from assessment.reporting.service import MEDIA_TYPES, choose_language, dress, find_report
from assessment.reporting.variants import DOCX, FORMS, FULL, HTML, PDF, PPTX, VARIANTS
from assessment.results.edition import find_outdated
from assessment.results.routes import LANGUAGE_NAMES, load_reported
from assessment.results.sources import NotReleasedError
from assessment.results.view import ReleaseSource

STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)

blueprint = Blueprint(
    "reporting", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/results"
)
open_blueprint(blueprint, "administrator", "facilitator", "executive")


@blueprint.get("/report.pdf")
def show_report(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The kept PDF, or a page that says how far it is: looking never makes one. ``variant`` stands in the address."""
    return show_file(organisation_id, survey_id, PDF)


@blueprint.get("/report.html")
def show_page(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The same as one file for a browser."""
    return show_file(organisation_id, survey_id, HTML)


@blueprint.get("/report.docx")
def show_text(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    return show_file(organisation_id, survey_id, DOCX)


@blueprint.get("/report.pptx")
def show_slides(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    return show_file(organisation_id, survey_id, PPTX)


def show_file(organisation_id: int, survey_id: int, form: str) -> ResponseReturnValue:
    source = dress(load_reported(organisation_id, survey_id))
    language = read_language(source, request.args.get("language"))
    variant = read_variant(request.args.get("variant"), form)
    edition = name_edition(source, variant)
    kept = find_report(source.facts.id, source.facts.sha256, language, edition, variant, form)
    if kept is None:
        return show_making(source, Wish(language, variant, form))
    response = make_response(kept)
    response.mimetype = MEDIA_TYPES[form]
    way = "inline" if form in (PDF, HTML) else "attachment"
    name = f"report-{survey_id}-{language}" if variant == FULL else f"report-{survey_id}-{variant}-{language}"
    response.headers["Content-Disposition"] = f'{way}; filename="{name}.{form}"'
    if form == HTML:
        response.headers["Content-Security-Policy"] = write_policy(kept)
    return response


def write_policy(page: bytes) -> str:
    """What a report that is one file may use: the styles that stand in it, by their digests, and fonts and a logo from
    inside. It runs nothing, sends nothing and loads nothing."""
    digests = (b64encode(sha256(style).digest()).decode("ascii") for style in STYLE.findall(page))
    styles = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; style-src {styles}; font-src data:; img-src data:; form-action 'none'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )


@blueprint.get("/files")
def show_files(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Every file that can be had of the report in one language, how far each is, and a button for it."""
    source = dress(load_reported(organisation_id, survey_id))
    language = read_language(source, request.args.get("language"))
    files = list_files(source, language)
    return render_template(
        "reporting/files.html",
        survey=request.view_args,
        name=in_language(source.facts.name, current_language()),
        files=files,
        waits=any(file.state == "making" for file in files),
        report_language=language,
        languages=[(code, LANGUAGE_NAMES.get(code, code)) for code in source.facts.languages],
    )


@blueprint.post("/report")
def ask(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Ask for a file of the report; asking twice makes one."""
    source = dress(load_reported(organisation_id, survey_id))
    language = read_language(source, request.form.get("language"))
    form = request.form.get("form", PDF)
    form = form if form in FORMS else PDF
    variant = read_variant(request.form.get("variant"), form)
    edition = name_edition(source, variant)
    with writing() as session:
        ask_for_report(session, survey_id, language, organisation_id, edition, variant, form)
    if (variant, form) == (FULL, PDF) and list_reached(db.session, survey_id, tell_time()):
        # Readers' pages lead to a report that holds nobody's answers: it is another one.
        ask_for_papers(survey_id, [language])
    place = partial(url_for, organisation_id=organisation_id, survey_id=survey_id, language=language)
    if request.form.get("back") == "files":
        return redirect(place(".show_files"), 303)
    return redirect(place(f".{ENDPOINTS[form]}", variant=None if variant == FULL else variant), 303)


def read_language(source: ReleaseSource, wished: str | None) -> str:
    """One of the survey's languages, whatever the address says."""
    return choose_language(source, wished if wished in source.facts.languages else None)


def read_variant(wished: str | None, form: str) -> str:
    """One of the variants, whatever the address says; slides are of one only."""
    return wished if wished in VARIANTS and form != PPTX else FULL


def show_making(source: ReleaseSource, wish: Wish) -> ResponseReturnValue:
    """Asked for and under way, failed, or never asked for."""
    file = find_file(source, wish)
    if file.state == "making":
        sentence = _("It takes about half a minute. This page looks again by itself.")
        return render_making(_("The report is being made"), sentence, waits=True), 202
    if file.state == "failed":
        return render_making(_("The report could not be made"), file.message, wish=wish), 404
    if find_outdated(source, wish.language):
        sentence = _("It was made before words or decisions changed. Make it again to have them as they are now.")
    else:
        sentence = _("Nobody has asked for the report in this language yet.")
    return render_making(_("The report is not made yet"), sentence, wish=wish), 404


def render_making(title: str, sentence: str, *, wish: Wish | None = None, waits: bool = False) -> str:
    return render_template(
        "reporting/making.html", title=title, sentence=sentence, survey=request.view_args, waits=waits, wish=wish
    )


@blueprint.errorhandler(NotReleasedError)
def tell_missing(_error: NotReleasedError) -> ResponseReturnValue:
    return render_making(_("There is no report yet"), _("It comes with the results, after the survey has closed.")), 404


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
