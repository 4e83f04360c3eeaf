"""The page on which a facilitator writes page one's sentences in own words, and reads whether it still fits."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.rights import open_blueprint
from assessment.improvement.changing import GoneError
from assessment.improvement.differences import Differences, look_again
from assessment.improvement.saving import save_sent
from assessment.models import writing
from assessment.reporting.identity import name_edition
from assessment.reporting.jobs import ask_for_report
from assessment.reporting.own_words import Fit, check_fit, name_version, save_words, word_page_one
from assessment.reporting.page_one import MOST_NUMBERS, MOST_WORDS
from assessment.reporting.routes import read_language
from assessment.reporting.service import dress
from assessment.reporting.variants import EXECUTIVE
from assessment.reporting.words_form import SentencesForm, make_words_form
from assessment.results.routes import LANGUAGE_NAMES, load_reported
from assessment.results.service import NotReleasedError, read_source
from assessment.results.view import DRIVERS, ReleaseSource, ResultsView

blueprint = Blueprint(
    "wording", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/report-words"
)
open_blueprint(blueprint, "facilitator")


@blueprint.get("")
def show_words(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    source, view = load(organisation_id, survey_id)
    return _render(source, view, _make_form(view))


@blueprint.post("")
def save(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Keep the words, and have page one laid out with them."""
    _source, view = load(organisation_id, survey_id)
    form = _make_form(view, request.form)

    def keep(seen: str) -> None:
        save_words(organisation_id, survey_id, view.language, seen, form.read_texts())

    told = save_sent(
        form,
        keep,
        lambda: _make_form(load(organisation_id, survey_id)[1]),
        lambda form, theirs: _render(*load(organisation_id, survey_id), form, theirs),
    )
    if told:
        return told
    look_again()
    kept, _view = load(organisation_id, survey_id)
    with writing() as session:
        ask_for_report(session, survey_id, view.language, organisation_id, name_edition(kept, EXECUTIVE), EXECUTIVE)
    return redirect(
        url_for(".show_words", organisation_id=organisation_id, survey_id=survey_id, language=view.language), 303
    )


def load(organisation_id: int, survey_id: int) -> tuple[ReleaseSource, ResultsView]:
    """The release as the report is made from it, read in the language whose words are written."""
    source = dress(load_reported(organisation_id, survey_id))
    language = read_language(source, request.args.get("language"))
    return source, read_source(source, DRIVERS, language)


def _make_form(view: ResultsView, sent: object = None) -> SentencesForm:
    kept = {words.place: words.text for words in view.source.words if words.language == view.language}
    return make_words_form(word_page_one(view).sentences, view.language, kept, name_version(kept), sent)


def _render(source: ReleaseSource, view: ResultsView, form: SentencesForm, theirs: Differences = None) -> str:
    fit = check_fit(source, view) if form.sentences else Fit("none", 0, 0)
    return render_template(
        "reporting/words.html",
        survey=view.text(view.facts.name),
        survey_place=request.view_args,
        form=form,
        errors=list_errors(form),
        theirs=theirs,
        fit=fit,
        limits=(MOST_WORDS, MOST_NUMBERS),
        report_language=view.language,
        languages=[(code, LANGUAGE_NAMES.get(code, code)) for code in source.facts.languages],
    )


@blueprint.errorhandler(NotReleasedError)
def wait(_error: NotReleasedError) -> ResponseReturnValue:
    """There is no page one before the release; the results page says when that is."""
    return redirect(url_for("results.show_results", **(request.view_args or {})), 303)


@blueprint.errorhandler(GoneError)
def tell_gone(_error: GoneError) -> ResponseReturnValue:
    return render_template(
        "improvement/gone.html", survey_place=request.view_args, title=_("This is not there any more")
    ), 404


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
