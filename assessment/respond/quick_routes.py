"""The quick check's pages. Everything travels in the form: nothing is stored, not even in a cookie."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.language import LANGUAGES, choose_language
from assessment.respond.drafts import Answers
from assessment.respond.forms import PageForm, question_form
from assessment.respond.quick import make_quick_page, make_quick_view
from assessment.respond.survey import Page
from questionnaires import shipped

blueprint = Blueprint("quick", __name__, url_prefix="/quick-check")


@blueprint.before_request
def settle_language() -> None:
    """The language of the button pressed, else the one the form came in, else as everywhere."""
    for name in ("language", "spoken"):
        if request.form.get(name) in LANGUAGES:
            g.language = request.form[name]
            return
    g.language = choose_language()


@blueprint.get("/")
def ask() -> ResponseReturnValue:
    page = make_quick_page(g.language)
    return _show(page, question_form(page, _start(), asks_comment=False), [])


@blueprint.post("/")
def view() -> ResponseReturnValue:
    page = make_quick_page(g.language)
    form = question_form(page, _start(), asks_comment=False)
    form.validate()
    errors = form.list_errors()
    wants_view = request.form.get("go") == "view" or request.form.get("shown") == "view"
    if wants_view and request.form.get("go") != "questions" and not errors:
        result = make_quick_view(form.answers.data, g.language)
        if result.drivers:
            return render_template(
                "respond/quick_view.html", page=page, chosen=form.answers.data, view=result, languages=LANGUAGES
            )
        errors = [(f"{page.rows[0].name}-0", _("Answer at least one question, so that there is something to show"))]
    # Switching the language or going back to the questions is no mistake; only asking for a view can be one.
    return _show(page, form, errors if wants_view else []), 422 if errors and wants_view else 200


def _start() -> Answers:
    return Answers(bytes(len(shipped("quick-check").items)))


def _show(page: Page, form: PageForm, errors: list[tuple[str, str]]) -> str:
    return _render("quick_check", page, form, faults=form.answers.faults, errors=errors)


def _render(name: str, page: Page, form: PageForm, **context: Any) -> str:
    chosen = form.answers.data
    return render_template(f"respond/{name}.html", page=page, chosen=chosen, languages=LANGUAGES, **context)
