"""Decisions: the form of one, drafting, order, taking away."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.campaigns.setup_form import tell_language
from assessment.campaigns.setup_routes import read_version
from assessment.improvement.deciding import (
    WORDS,
    AnsweredError,
    draft_all,
    is_answered,
    remove_decision,
    save_decision,
    shift_decision,
)
from assessment.improvement.differences import Differences
from assessment.improvement.following import fill_decision, find_back, load_view, write_costs, write_drafts
from assessment.improvement.forms import DecisionForm, make_decision_form
from assessment.improvement.saving import find_own_row, save_sent
from assessment.models import Decision, db
from assessment.results.drafts import name_cost
from assessment.results.numbers import local_day
from assessment.results.view import ResultsView

blueprint = Blueprint("decisions", __name__, url_prefix="/decisions")
PLACE = "decisions"


@blueprint.get("/new")
def show_new(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    return _render(view, None, _make_form(view, None))


@blueprint.post("/new")
def save_new(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    return _save(organisation_id, survey_id, None)


@blueprint.get("/<int:decision_id>")
def show_decision(organisation_id: int, survey_id: int, decision_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    row = find_own_row(Decision, survey_id, decision_id)
    return _render(view, row, _make_form(view, row))


@blueprint.post("/<int:decision_id>")
def save(organisation_id: int, survey_id: int, decision_id: int) -> ResponseReturnValue:
    return _save(organisation_id, survey_id, decision_id)


@blueprint.post("/draft")
def draft(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    drafts = write_drafts(load_view(organisation_id, survey_id).source)
    count = draft_all(organisation_id, survey_id, drafts)
    flash(_("Drafted. Give each an owner and a day.") if count else _("Each of these is asked already."))
    return redirect(find_back(survey_id, PLACE), 303)


@blueprint.post("/<int:decision_id>/shift")
def shift(organisation_id: int, survey_id: int, decision_id: int) -> ResponseReturnValue:
    load_view(organisation_id, survey_id)
    shift_decision(organisation_id, survey_id, decision_id, "up" if request.form.get("way") == "up" else "down")
    return redirect(find_back(survey_id, PLACE), 303)


@blueprint.post("/<int:decision_id>/remove")
def remove(organisation_id: int, survey_id: int, decision_id: int) -> ResponseReturnValue:
    load_view(organisation_id, survey_id)
    try:
        remove_decision(organisation_id, survey_id, decision_id)
    except AnsweredError:
        flash(_("Somebody has answered this decision: it stays, in the words that were answered."))
    else:
        flash(_("Taken away."))
    return redirect(find_back(survey_id, PLACE), 303)


def _save(organisation_id: int, survey_id: int, decision_id: int | None) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    row = None if decision_id is None else find_own_row(Decision, survey_id, decision_id)
    form = _make_form(view, row, request.form)

    values = form.read_values(write_costs(view.source))
    before = {name: dict(getattr(row, name)) for name in WORDS} if row else {}

    def save(seen: str) -> None:
        save_decision(organisation_id, survey_id, decision_id, read_version(seen), values)

    try:
        told = save_sent(
            form,
            save,
            lambda: _make_form(view, find_own_row(Decision, survey_id, decision_id)),
            lambda form, theirs: _render(view, row, form, theirs),
        )
    except AnsweredError:
        form.list_texts("text")[0].errors = [
            _("Somebody has answered this decision: its words, costs and consequence stay. Write another for the rest")
        ]
        return _render(view, row, form), 422
    if told:
        return told
    for language in list_left(before, values):
        flash(_("In %(language)s it still says what it said. Look whether that is the same.", language=language))
    return redirect(find_back(survey_id, PLACE), 303)


def list_left(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Names of the languages in which words stayed that were changed in another one: they may tell another decision."""
    left = []
    for name, old in before.items():
        new = after[name]
        if all(new.get(code) == words for code, words in old.items()):
            continue
        left += [code for code, words in old.items() if words and new.get(code) == words]
    return [tell_language(code) for code in dict.fromkeys(left)]


def _make_form(view: ResultsView, row: Decision | None, sent: object = None) -> DecisionForm:
    costs = write_costs(view.source)
    here = {size: name_cost(view, size) for size in costs}
    form = make_decision_form(view.facts.languages, fill_decision(row, costs), here, sent)
    form.earliest = local_day(view.facts.released_at, view.facts.zone)
    form.kept = row.due if row else None
    return form


def _render(view: ResultsView, row: Decision | None, form: DecisionForm, theirs: Differences = None) -> str:
    return render_template(
        "improvement/decision.html",
        survey=view.text(view.facts.name),
        new=row is None,
        answered=row is not None and is_answered(db.session, row.id),
        form=form,
        errors=list_errors(form),
        theirs=theirs,
        back=find_back(view.facts.id, PLACE),
    )
