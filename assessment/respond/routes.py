"""The doors of answering: the start page, a survey's link, and the choice of a language where nothing is filled in."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.tokens import is_token
from assessment.language import LANGUAGES, current_language, follow_link, keep_language
from assessment.models import in_language
from assessment.respond import code_routes, quick_routes, survey_routes
from assessment.respond.cookies import drop_token, keep_token, name_link_cookie
from assessment.respond.visit import Survey
from questionnaires import fill_slots

blueprint = Blueprint("respond", __name__)
blueprint.register_blueprint(survey_routes.blueprint)
blueprint.register_blueprint(quick_routes.blueprint)
blueprint.register_blueprint(code_routes.blueprint)

SLOT = "{senior-managers}"
PLACES = ("/", "/survey/", "/survey/thanks", "/survey/results", "/joint/", "/report/", "/report/answers", "/check")
"""Where somebody can be who switches the language without a form to keep."""


@blueprint.app_template_filter("say")
def say(texts: Mapping[str, str]) -> str:
    """A language map in the language in force."""
    return in_language(texts, current_language())


@blueprint.app_template_filter("senior_managers")
def name_senior_managers(survey: Survey) -> str:
    """The word for them: the organisation's own, else the questionnaire's, else ours."""
    word = fill_slots(SLOT, survey.questionnaire, current_language(), survey.slots)
    return _("senior managers") if word == SLOT else word


@blueprint.get("/")
def start() -> ResponseReturnValue:
    return render_template("respond/start.html", languages=LANGUAGES)


@blueprint.get("/s/<token>")
def enter(token: str) -> ResponseReturnValue:
    """Consumes nothing, since mail scanners open links too, and looks nothing up, so that all tokens answer alike."""
    response = redirect(url_for("respond.survey.welcome"), 303)
    if is_token(token):
        keep_token(response, name_link_cookie(), token)
    else:
        drop_token(response, name_link_cookie())
    follow_link(response)
    return response


@blueprint.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keep the language and go back to the page, which must be one of ours by name."""
    place = urlsplit(request.form.get("place", "")).path
    response = redirect(place if place in PLACES else "/", 303)
    chosen = request.form.get("language", "")
    if chosen.isalpha() and len(chosen) <= 3:
        keep_language(response, chosen)
    return response
