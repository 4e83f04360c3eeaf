"""The results page and its files, at an address that only its owner knows."""

import json
from functools import partial

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.results_address import find_campaign_id
from assessment.language import LANGUAGES, choose_language
from assessment.results.document import write_document
from assessment.results.page import make_page
from assessment.results.service import UnknownLensError, load_source, read_source
from assessment.results.sources import NotReleasedError
from assessment.results.spreadsheet import write_table
from assessment.results.view import DRIVERS, ReleaseSource, ResultsView
from assessment.results.views import list_choices
from assessment.results.waiting import explain_waiting

blueprint = Blueprint("results", __name__, url_prefix="/results")

LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}


@blueprint.get("/<token>")
def show_results(token: str) -> ResponseReturnValue:
    """The page; ``view`` and ``language`` choose how it is read."""
    source = load_owned(token)
    view = read_chosen(source)
    own = read_source(source, DRIVERS, view.language)
    address = partial(url_for, ".show_results", token=token)
    return render_template(
        "results/results.html",
        page=make_page(view, own),
        views=list_choices(view, address),
        languages=list_languages(address, view=view.derived.lens),
        files={name: url_for(f".{name}", token=token, language=view.language) for name in ("table", "document")}
        | {"report": f"{url_for('.show_results', token=token)}/report.pdf?language={view.language}"},
    )


@blueprint.get("/<token>/results.json")
def document(token: str) -> ResponseReturnValue:
    """The same results as `assessment results ID --json`."""
    text = json.dumps(write_document(read_chosen(load_owned(token))), ensure_ascii=False, indent=1)
    return send_text(text, "application/json", "results.json")


@blueprint.get("/<token>/results.csv")
def table(token: str) -> ResponseReturnValue:
    """All shown figures as a flat table."""
    return send_text(f"\ufeff{write_table(read_chosen(load_owned(token)))}", "text/csv", "results.csv")


def load_owned(token: str) -> ReleaseSource:
    """The source behind an address; an address that was not made here looks like one that leads nowhere."""
    key = current_app.extensions["settings"].link_key.get_secret_value().encode()
    campaign_id = find_campaign_id(key, token)
    if campaign_id is None:
        abort(404)
    try:
        return load_source(campaign_id)
    except NotReleasedError as error:
        if error.waiting is None:
            abort(404)
        raise


def read_chosen(source: ReleaseSource) -> ResultsView:
    """Read through the view and in the language that the address names; unknown ones lead nowhere."""
    language = settle_language(source.facts.languages)
    try:
        return read_source(source, request.args.get("view", DRIVERS), language)
    except UnknownLensError:
        abort(404)


def settle_language(languages: tuple[str, ...]) -> str:
    """The language in the address, else the visitor's where the survey has it, else the survey's own."""
    wished = request.args.get("language")
    own = [language for language in languages if language in LANGUAGES]
    if wished not in LANGUAGES:
        chosen = choose_language()
        wished = chosen if chosen in own or not own else own[0]
    g.language = wished
    return wished


def list_languages(address: partial[str], **more: str) -> list[tuple[str, str, str]]:
    """(code, own name, address of the same page) of each language."""
    return [(code, name, address(language=code, **more)) for code, name in LANGUAGE_NAMES.items()]


def send_text(text: str, media_type: str, name: str) -> Response:
    response = make_response(text)
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.errorhandler(NotReleasedError)
def show_waiting(error: NotReleasedError) -> ResponseReturnValue:
    """What to say while there are no results: when there will be."""
    if error.waiting is None:  # load_owned lets none of these through
        raise error
    language = settle_language(error.waiting.languages)
    address = partial(url_for, ".show_results", token=(request.view_args or {})["token"])
    return render_template(
        "results/waiting.html",
        waiting=explain_waiting(error.waiting, language),
        languages=list_languages(address),
    )


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Whoever has the address may read; it must not leak to search engines or to pages that are linked to."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
