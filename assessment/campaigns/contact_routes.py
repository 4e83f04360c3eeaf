"""The people behind a launched survey: contact, server keeper and sponsor may change until it closes, nothing else."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.campaigns.drafts import OvertakenError
from assessment.campaigns.finding import load_survey, make_link, reload_survey
from assessment.campaigns.setup_form import CONTACTS, ContactsForm, list_differences
from assessment.campaigns.setup_routes import read_version
from assessment.campaigns.states import StateError, change_contacts
from assessment.models import Campaign

blueprint = Blueprint("contacts", __name__)

NEEDED = ("contact", "server_keeper", "sponsor")


@blueprint.get("/<int:survey_id>/contacts")
def show_contacts(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "open":
        return redirect(make_link("campaigns.show_survey", survey_id), 303)
    return _render(survey, ContactsForm(data=fill_contacts(survey)))


@blueprint.post("/<int:survey_id>/contacts")
def save_contacts(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    form = ContactsForm(request.form)
    if not check_contacts(form):
        return _render(survey, form), 422
    try:
        values = {name: form[name].data for name in CONTACTS}
        change_contacts(organisation_id, survey_id, read_version(form.version.data), values)
    except StateError:
        flash(_("The survey is not open any more: who is behind it stays as it was."))
    except OvertakenError:
        now = reload_survey(organisation_id, survey_id)
        theirs = list_differences(form, fill_contacts(now))
        form.version.data = str(now.row_version)
        return _render(now, form, theirs), 409
    else:
        flash(_("Saved. Whoever opens the survey from now on reads this."))
    return redirect(make_link("campaigns.show_survey", survey_id), 303)


def check_contacts(form: ContactsForm) -> bool:
    """As at set-up; but who was named at launch cannot be nobody now."""
    sound = form.validate()
    for name in NEEDED:
        if not form[name].data:
            form[name].errors = [_("People were told who this is: write somebody here")]
            sound = False
    return sound


def fill_contacts(survey: Campaign) -> dict[str, str]:
    return {"version": str(survey.row_version), **{name: getattr(survey, name) for name in CONTACTS}}


def _render(survey: Campaign, form: ContactsForm, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template("campaigns/contacts.html", survey=survey, form=form, errors=list_errors(form), theirs=theirs)
