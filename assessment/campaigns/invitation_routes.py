"""Pages about invitations, for facilitators: by mail, one reminder, cards for people without mail."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.rights import get_colleague, open_blueprint
from assessment.campaigns import inviting
from assessment.campaigns.mails import TEST_TOKEN, Recipient, write_letter
from assessment.campaigns.service import PlanError
from assessment.models import Campaign

blueprint = Blueprint(
    "invitations", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:campaign_id>/invitations"
)
open_blueprint(blueprint, "facilitator")

LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}


def load_survey(organisation_id: int, campaign_id: int) -> Campaign:
    return inviting.find_survey(organisation_id, campaign_id) or abort(404)


@blueprint.get("/")
def show_invitations(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    language = request.args.get("language")
    chosen = language if language in survey.languages else survey.languages[0]
    return render_template(
        "campaigns/invitations.html",
        survey=survey,
        overview=inviting.make_overview(survey),
        letter=write_letter(survey.id, "invitation", Recipient("", chosen, None, None, TEST_TOKEN)),
        chosen=chosen,
        faults=explain_faults(),
        email=get_colleague().email,
        wish=secrets.token_hex(8),
        has_server=bool(inviting.find_mail_host()),
        language_names=LANGUAGE_NAMES,
    )


@blueprint.post("/")
def invite(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    try:
        inviting.invite_everybody(survey.organisation_id, survey.id)
        flash(_("Invitations are being made. You can leave this page."))
    except PlanError:
        flash(_("Nobody was invited: the survey is not open."))
    return _back(survey)


@blueprint.post("/reminder")
def remind(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    try:
        reminded = inviting.remind_once(survey.organisation_id, survey.id)
    except PlanError:
        flash(_("Nobody was reminded: the survey is not open."))
    else:
        flash(
            _("The system reminds whoever has not answered. Nobody is shown who that is.")
            if reminded
            else _("The reminder was sent before: people get only one.")
        )
    return _back(survey)


@blueprint.post("/test")
def send_test(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    """To the address of whoever is signed in; no form names another."""
    survey = load_survey(organisation_id, campaign_id)
    colleague = get_colleague()
    language = request.form.get("language", "")
    wish = request.form.get("wish", "")
    if language in survey.languages and wish.isalnum() and len(wish) <= 32:
        inviting.send_test(survey.organisation_id, survey.id, colleague.account_id, language, wish)
        flash(_("A test mail is on its way to %(address)s.", address=colleague.email))
    return _back(survey)


@blueprint.post("/again")
def try_again(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    count = inviting.try_again(survey.organisation_id, survey.id)
    flash(ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", count))
    return _back(survey)


def _back(survey: Campaign) -> ResponseReturnValue:
    place = url_for(".show_invitations", organisation_id=survey.organisation_id, campaign_id=survey.id)
    return redirect(place, 303)


def explain_faults() -> dict[str, str]:
    """What a word in the outbox means; what a server said stays in its own log."""
    return {
        "address": _("This is no mail address."),
        "unsure": _("The mail server broke off twice: it may have arrived."),
        "gave-up": _("The mail server did not take it for four days."),
        "refused": _("The mail server knows no such mailbox, or refuses it."),
    }
