"""The survey's own address for those who have a code on paper: /c/7 (trust rule A17)."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form, StringField

from assessment.access.fields import list_errors
from assessment.clock import tell_time
from assessment.respond.codes import BusyError, find_token
from assessment.respond.cookies import drop_token, keep_token, name_link_cookie, name_own_cookie
from assessment.respond.finding import find_survey
from assessment.respond.loading import settle_language
from assessment.respond.visit import Survey

blueprint = Blueprint("codes", __name__)


class CodeForm(Form):
    code = StringField()


@blueprint.get("/c/<int:campaign_id>")
def ask(campaign_id: int) -> ResponseReturnValue:
    survey = _load(campaign_id)
    return _show(survey, _make_form())


@blueprint.post("/c/<int:campaign_id>")
def enter(campaign_id: int) -> ResponseReturnValue:
    """A code that opens nothing is told nothing more, whether it was used or never was."""
    survey = _load(campaign_id)
    if "language" in request.form:
        return _show(survey, _make_form())
    form = _make_form(request.form.get("code", ""))
    try:
        token = find_token(campaign_id, form.code.data or "", released=_is_released(survey))
    except BusyError:
        message = _("Too many wrong codes were typed here in the last minute. Wait a minute, or scan the picture.")
        return _refuse(survey, form, message, 429)
    if token is None:
        message = _("This code opens nothing. Look at each letter once more; a code works once.")
        return _refuse(survey, form, message, 422)
    response = redirect(url_for("respond.survey.welcome"), 303)
    keep_token(response, name_link_cookie(), token)
    drop_token(response, name_own_cookie())
    return response


def _load(campaign_id: int) -> Survey:
    """The survey, whose language the page takes; drafts and surveys of named people have no such page."""
    survey = find_survey(campaign_id)
    if survey is None or survey.state == "draft" or survey.disclosure == "full":
        abort(404)
    g.language = settle_language(survey.languages)
    return survey


def _is_released(survey: Survey) -> bool:
    return survey.find_state(tell_time()) == "released"


def _make_form(typed: str = "") -> CodeForm:
    form = CodeForm(data={"code": typed[:40]})
    form.code.label.text = _("Your code")
    form.code.description = _("Ten letters and digits, as on your card or letter. Capitals and hyphens do not matter.")
    return form


def _refuse(survey: Survey, form: CodeForm, message: str, status: int) -> ResponseReturnValue:
    form.code.errors = [message]
    return _show(survey, form), status


def _show(survey: Survey, form: CodeForm) -> str:
    released = _is_released(survey)
    return render_template("respond/code.html", survey=survey, form=form, errors=list_errors(form), released=released)
