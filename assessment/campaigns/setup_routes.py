"""The pages before launch: standard set-up, forecast, check list, launch."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.asked import parse_version
from assessment.access.fields import list_errors
from assessment.access.senior_managers import find_way
from assessment.campaigns.checklist import is_ready, list_tasks
from assessment.campaigns.choice import find_plan, has_open_link, read_choice
from assessment.campaigns.drafts import FrozenError, OvertakenError, save_draft
from assessment.campaigns.finding import load_survey, make_link, reload_survey
from assessment.campaigns.following import find_sponsor_address
from assessment.campaigns.forecast_words import tell_open_link, tell_written
from assessment.campaigns.inviting import find_mail_host
from assessment.campaigns.launch import NotReadyError, launch_survey
from assessment.campaigns.lengths import share_asked
from assessment.campaigns.outlook import describe_launch
from assessment.campaigns.pulse import list_questions
from assessment.campaigns.second_reader import has_second_reader
from assessment.campaigns.setup_form import (
    SetupForm,
    Surroundings,
    fill_form,
    list_differences,
    make_setup_form,
    tell_language,
)
from assessment.campaigns.sponsor_mail import find_request
from assessment.campaigns.surroundings import load_surroundings
from assessment.models import Campaign, db

blueprint = Blueprint("setup", __name__)

NEXT = {
    "forecast": "campaigns.setup.show_forecast",
    "defaults": "campaigns.defaults.show_defaults",
    "managers": "joint_team.show_team",
    "reader": "campaigns.readers.show_reader",
}
"""Where a button of the page leads after saving; any other one stays here."""


@blueprint.get("/<int:survey_id>/set-up")
def show_setup(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    around = load_surroundings(organisation_id)
    return render_setup(survey, make_setup_form(survey, around), around)


@blueprint.post("/<int:survey_id>/set-up")
def save_setup(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Save what was typed, finished or not. Only what is wrong is refused, and then stays on the page."""
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    around = load_surroundings(organisation_id)
    form = make_setup_form(survey, around, request.form)
    if not form.check():
        return render_setup(survey, form, around), 422
    choice = form.read_choice(read_choice(survey.structure))
    try:
        save_draft(organisation_id, survey_id, read_version(form.version.data), form.read_values(), choice)
    except FrozenError:
        return tell_frozen(survey_id)
    except OvertakenError:
        return show_both(reload_survey(organisation_id, survey_id), form, around), 409
    flash(_("Saved."))
    go = request.form.get("go", "")
    if go == "head-counts":
        return redirect(url_for("organisation.show_head_counts", organisation_id=organisation_id), 303)
    return redirect(make_link(NEXT.get(go, "campaigns.setup.show_setup"), survey_id), 303)


def show_both(now: Campaign, form: SetupForm, around: Surroundings) -> str:
    """What the other one saved stands above what was typed here, which can be saved over it."""
    differences = list_differences(form, fill_form(now, form.named))
    form.version.data = str(now.row_version)
    return render_setup(now, form, around, differences)


def render_setup(
    survey: Campaign, form: SetupForm, around: Surroundings, theirs: list[tuple[str, str]] | None = None
) -> str:
    return render_template(
        "campaigns/setup.html",
        survey=survey,
        form=form,
        around=around,
        errors=list_errors(form),
        theirs=theirs,
        typed=sum(row["count"] for row in read_choice(survey.structure).typed),
        second_reader=has_second_reader(db.session, survey.organisation_id),
        open_link=tell_open_link() if has_open_link(survey.structure) else "",
        tell_language=tell_language,
        questions=list_questions(survey) if survey.pulse_of_id else (),
    )


def read_version(text: str | None) -> int:
    """The row version that a form brings; 0, which no row has, where it brings none."""
    return int(text) if text and text.isdecimal() else 0


def tell_frozen(survey_id: int) -> ResponseReturnValue:
    flash(_("This survey was launched: what was set up stays as it is."))
    return redirect(make_link("campaigns.show_survey", survey_id), 303)


@blueprint.get("/<int:survey_id>/forecast")
def show_forecast(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    plan = find_plan(db.session, organisation_id, read_choice(survey.structure))
    share = share_asked(parse_version(survey.questionnaire_version.text), survey.rotating_blocks)
    return render_template(
        "campaigns/forecast.html",
        survey=survey,
        forecast=tell_written(plan.written, survey.smallest_group, share),
        share=round(100 * share),
    )


@blueprint.get("/<int:survey_id>/check-list")
def show_tasks(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    return render_tasks(survey)


def render_tasks(survey: Campaign) -> str:
    organisation_id = survey.organisation_id
    plan = find_plan(db.session, organisation_id, read_choice(survey.structure))
    tasks = list_tasks(
        survey, plan.structure, has_second_reader(db.session, organisation_id), find_way(db.session, survey.id)
    )
    links = {
        "setup": make_link("campaigns.setup.show_setup", survey.id),
        "defaults": make_link("campaigns.defaults.show_defaults", survey.id),
        "joint": make_link("joint_team.show_team", survey.id),
        "sponsor": "#sponsor-link",
        "second-reader": make_link("campaigns.readers.show_reader", survey.id),
    }
    ready = is_ready(tasks)
    return render_template(
        "campaigns/checklist.html",
        survey=survey,
        tasks=tasks,
        ready=ready,
        outlook=describe_launch(survey, plan) if ready else None,
        sponsor_mail=find_request(survey),
        links=links,
        sponsor_address=find_sponsor_address(survey.id),
        has_server=bool(find_mail_host()),
    )


@blueprint.post("/<int:survey_id>/launch")
def launch(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """What it sets going stands beside the button, and whoever launches says that they have read it."""
    load_survey(organisation_id, survey_id)
    if request.form.get("sure") != "yes":
        flash(_("Nothing was launched: tick first that you have read what the launch sets going."))
        return redirect(make_link(".show_tasks", survey_id), 303)
    try:
        launch_survey(organisation_id, survey_id, read_version(request.form.get("version")))
    except FrozenError:
        return tell_frozen(survey_id)
    except OvertakenError:
        flash(_("Somebody changed the set-up meanwhile. Look at it once more, then launch."))
        return redirect(make_link(".show_tasks", survey_id), 303)
    except NotReadyError:
        flash(_("Something is still missing: see the list."))
        return redirect(make_link(".show_tasks", survey_id), 303)
    flash(_("The survey is launched."))
    return redirect(make_link("campaigns.show_survey", survey_id), 303)
