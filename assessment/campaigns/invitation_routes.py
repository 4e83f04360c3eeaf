"""Pages about invitations, for facilitators: by mail, one reminder, and what became of them."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.rights import get_colleague
from assessment.campaigns import invited, inviting, sponsor_mail
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.mails import TEST_TOKEN, Recipient, write_letter
from assessment.campaigns.reminders import find_hindrance
from assessment.campaigns.service import PlanError
from assessment.clock import tell_time
from assessment.language import current_language
from assessment.mail.faults import tell_fault
from assessment.respond.promise import tell_moment

blueprint = Blueprint("invitations", __name__)

LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
PAGE = "/<int:survey_id>/invitations"


@blueprint.get(PAGE)
def show_invitations(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    language = request.args.get("language", current_language())
    chosen = language if language in survey.languages else survey.languages[0]
    overview = invited.make_overview(survey)
    now = tell_time()
    return render_template(
        "campaigns/invitations.html",
        survey=survey,
        overview=overview,
        opens=tell_moment(survey.opens_at, survey.zone, current_language()),
        is_early=survey.opens_at is not None and now < survey.opens_at,
        hindrance=find_hindrance(survey.opens_at, survey.closes_at, overview.sending, now),
        letter=write_letter(survey.id, "invitation", Recipient("", chosen, None, None, TEST_TOKEN)),
        chosen=chosen,
        tell_fault=tell_fault,
        email=get_colleague().email,
        wish=secrets.token_hex(8),
        has_server=bool(inviting.find_mail_host()),
        language_names=LANGUAGE_NAMES,
    )


@blueprint.get(f"{PAGE}/progress")
def show_progress(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The part of the page that looks again by itself; once all are invited, the whole page is loaded."""
    survey = load_survey(organisation_id, survey_id)
    if "HX-Request" not in request.headers:
        return _back(survey_id)
    progress = inviting.find_progress(survey.id)
    if progress is None:
        return "", 204, {"HX-Refresh": "true"}
    return render_template("campaigns/_inviting.html", survey=survey, progress=progress)


@blueprint.post(PAGE)
def invite(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    try:
        inviting.invite_everybody(organisation_id, survey_id)
        flash(_("Invitations are being made. You can leave this page."))
    except PlanError:
        flash(_("Nobody was invited: the survey is not open."))
    return _back(survey_id)


@blueprint.post(f"{PAGE}/reminder")
def remind(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """There is one only, so whoever asks for it says that they know."""
    load_survey(organisation_id, survey_id)
    if request.form.get("sure") != "yes":
        flash(_("Nobody was reminded: tick first that you know there is only one reminder."))
        return _back(survey_id)
    try:
        reminded = inviting.remind_once(organisation_id, survey_id)
    except PlanError:
        flash(_("Nobody was reminded: the survey is not open, or invitations are still on their way."))
    else:
        flash(
            _("The system reminds whoever has not answered. Nobody is shown who that is.")
            if reminded
            else _("The reminder was sent before: people get only one.")
        )
    return _back(survey_id)


@blueprint.post(f"{PAGE}/test")
def send_test(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """To the address of whoever is signed in; no form names another."""
    survey = load_survey(organisation_id, survey_id)
    colleague = get_colleague()
    language = request.form.get("language", "")
    wish = request.form.get("wish", "")
    if language in survey.languages and wish.isalnum() and len(wish) <= 32:
        inviting.send_test(organisation_id, survey_id, colleague.account_id, language, wish)
        flash(_("A test mail is on its way to %(address)s.", address=colleague.email))
    return _back(survey_id)


@blueprint.post(f"{PAGE}/again")
def try_again(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    count = inviting.try_again(organisation_id, survey_id)
    flash(ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", count))
    return _back(survey_id)


@blueprint.post(f"{PAGE}/sponsor")
def ask_sponsor(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """To the sponsor's address in the set-up."""
    load_survey(organisation_id, survey_id)
    address = sponsor_mail.ask_sponsor(organisation_id, survey_id)
    if address:
        flash(_("The request is on its way to %(address)s; once a day at most.", address=address))
    else:
        flash(_("Nothing was sent: the set-up names no mail address of the sponsor, or all is answered."))
    return redirect(make_link("campaigns.show_survey", survey_id), 303)


def _back(survey_id: int) -> ResponseReturnValue:
    return redirect(make_link(".show_invitations", survey_id), 303)
