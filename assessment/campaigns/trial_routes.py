"""Trying the questions before launch, in both voices and each language, as on a phone.

A trial is never stored: these views read what was chosen to check the form, and write nothing. There is no
invitation, no draft and no answer set behind them, so that nothing can be counted by mistake.
"""

from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.checklist import asks_comments
from assessment.campaigns.choice import find_plan, read_choice
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.second_reader import has_second_reader
from assessment.language import addressing, current_language
from assessment.models import Campaign, db
from assessment.respond.drafts import Answers
from assessment.respond.drawing import draw_questions
from assessment.respond.finding import find_survey
from assessment.respond.forms import question_form
from assessment.respond.promise import make_facts
from assessment.respond.survey import Asked, Page, estimate_minutes, make_pages

blueprint = Blueprint("trial", __name__)

VOICES = ("sees", "says")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: the pages of one voice in one language."""

    voice: str
    language: str
    pages: tuple[Page, ...]

    @property
    def minutes(self) -> int:
        return estimate_minutes(self.pages)


@blueprint.get("/<int:survey_id>/trial/<int:number>")
def show_trial(organisation_id: int, survey_id: int, number: int) -> ResponseReturnValue:
    """A page of the trial: 0 is what people read before the first question; the one after the last says that nothing
    was kept."""
    survey = load_survey(organisation_id, survey_id)
    trial = _start(survey, request.args.get("voice"), request.args.get("lang"))
    if number == 0:
        return render_template(
            "campaigns/trial_first.html",
            survey=survey,
            trial=trial,
            first=_tell_first(survey, trial),
            takes_turns=survey.rotating_blocks is not None,
        )
    if not 1 <= number <= len(trial.pages):
        return render_template("campaigns/trial_end.html", survey=survey, trial=trial)
    return _render(survey, trial, trial.pages[number - 1])


@blueprint.post("/<int:survey_id>/trial/<int:number>")
def try_page(organisation_id: int, survey_id: int, number: int) -> ResponseReturnValue:
    """Check the page as a real one is checked, forget it, and go on."""
    survey = load_survey(organisation_id, survey_id)
    trial = _start(survey, request.form.get("voice"), request.form.get("lang"))
    if 1 <= number <= len(trial.pages):
        page = trial.pages[number - 1]
        form = question_form(page, Answers(bytes(len(asked_questionnaire(survey).items))), asks_comment=False)
        if not form.validate():
            return _render(survey, trial, page, form.answers.data, form.answers.faults), 422
    where = make_link(".show_trial", survey_id, number=number + 1, voice=trial.voice, lang=trial.language)
    return redirect(where, 303)


def _start(survey: Campaign, voice: str | None, language: str | None) -> Trial:
    languages = survey.languages or ["en"]
    if language not in languages:
        language = current_language() if current_language() in languages else languages[0]
    voice = voice if voice in VOICES else VOICES[0]
    software = survey.extra_version_id is not None
    first = survey.previous_campaign_id is None
    pages = make_pages(asked_questionnaire(survey), Asked(voice, software, first, language), survey.slots)
    return Trial(voice, language, pages)


def _render(
    survey: Campaign,
    trial: Trial,
    page: Page,
    chosen: dict[int, int] | None = None,
    faults: dict[str, str] | None = None,
) -> str:
    return render_template(
        "campaigns/trial.html",
        survey=survey,
        trial=trial,
        page=page,
        meant=_tell_meant(survey, trial),
        takes_turns=survey.rotating_blocks is not None,
        questions=draw_questions(page, chosen or {}, faults or {}),
        errors=[(f"{name}-0", message) for name, message in (faults or {}).items()],
    )


def _tell_meant(survey: Campaign, trial: Trial) -> Markup:
    """Who is meant by senior managers, in the words and the language of the page that is tried."""
    with force_locale(trial.language):
        drawn = render_template("campaigns/_meant.html", asked=find_survey(survey.id), voice=trial.voice)
    return Markup(drawn)  # noqa: S704 - our own template, escaped as it was drawn


def _tell_first(survey: Campaign, trial: Trial) -> Markup:
    """The first page with its promise, as a launch today would have it."""
    asked = find_survey(survey.id)
    if asked is None:
        abort(404)
    structure = find_plan(db.session, survey.organisation_id, read_choice(survey.structure)).structure
    comments = asks_comments(survey, structure, has_second_reader(db.session, survey.organisation_id))
    asked = replace(asked, asks_comments=comments)
    with force_locale(trial.language), addressing(asked.form_of_address):
        facts = make_facts(asked, "own", trial.voice, trial.pages, trial.language)
        drawn = render_template("respond/_first.html", survey=asked, facts=facts)
    return Markup(drawn)  # noqa: S704 - our own template, escaped as it was drawn
