"""The form about one recommendation."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.campaigns.setup_routes import read_version
from assessment.improvement.advising import choose_advice, find_choice
from assessment.improvement.differences import Differences
from assessment.improvement.following import fill_advice, find_back, find_priority, load_view
from assessment.improvement.forms import AdviceForm, make_advice_form
from assessment.improvement.saving import save_sent
from assessment.results.priority_parts import make_priority
from assessment.results.view import ResultsView

blueprint = Blueprint("advice", __name__)


@blueprint.get("/recommendations/<recommendation>")
def show_advice(organisation_id: int, survey_id: int, recommendation: str) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    find_priority(view, recommendation)
    return _render(view, recommendation, _make_form(view, recommendation))


@blueprint.post("/recommendations/<recommendation>")
def save_advice(organisation_id: int, survey_id: int, recommendation: str) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    find_priority(view, recommendation)
    form = _make_form(view, recommendation, request.form)

    def save(seen: str) -> None:
        choose_advice(organisation_id, survey_id, recommendation, read_version(seen), form.read_values())

    told = save_sent(
        form,
        save,
        lambda: _make_form(view, recommendation),
        lambda form, theirs: _render(view, recommendation, form, theirs),
    )
    return told or redirect(find_back(survey_id, f"about-{recommendation}"), 303)


def _make_form(view: ResultsView, recommendation: str, sent: object = None) -> AdviceForm:
    advice, languages = view.recommendation(recommendation), view.facts.languages
    ours = {
        name: {code: view.say({code: texts[code]}) for code in languages if code in texts}
        for name, texts in (("title", advice.title), ("step", advice.first_step))
    }
    return make_advice_form(languages, fill_advice(find_choice(view.facts.id, recommendation)), ours, sent)


def _render(view: ResultsView, recommendation: str, form: AdviceForm, theirs: Differences = None) -> str:
    return render_template(
        "improvement/advice.html",
        part=make_priority(view, find_priority(view, recommendation)),
        form=form,
        errors=list_errors(form),
        theirs=theirs,
        back=find_back(view.facts.id, f"about-{recommendation}"),
    )
