"""The second reader of comments: who it is, and inviting one by mail."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, SelectField, StringField

from assessment.access.fields import list_errors
from assessment.access.rights import get_colleague
from assessment.accounts.forms import LANGUAGE_CHOICES
from assessment.accounts.service import clean_email
from assessment.campaigns.fields import LONGEST_LINE, check_length, check_mail, clean
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.second_reader import InvitedError, describe_second_readers, invite_second_reader
from assessment.language import current_language
from assessment.log import log

blueprint = Blueprint("readers", __name__)


class ReaderForm(Form):
    email = StringField(
        lazy_gettext("Mail address"), filters=[clean, clean_email], validators=[check_length(LONGEST_LINE), check_mail]
    )
    language = SelectField(lazy_gettext("Language of the mail"), choices=LANGUAGE_CHOICES)


@blueprint.get("/<int:survey_id>/second-reader")
def show_reader(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    return _show(organisation_id, survey_id, ReaderForm(data={"language": current_language()}))


@blueprint.post("/<int:survey_id>/second-reader")
def invite_reader(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """An invitation with this one right; a facilitator gives no other."""
    load_survey(organisation_id, survey_id)
    form = ReaderForm(request.form)
    if form.validate() and not _invite(form, organisation_id):
        flash(
            _(
                "A link is on its way to %(email)s. Comments are asked if it is used before the launch.",
                email=form.email.data,
            )
        )
        return redirect(make_link(".show_reader", survey_id), 303)
    return _show(organisation_id, survey_id, form), 422


def _invite(form: ReaderForm, organisation_id: int) -> bool:
    """Whether something is wrong, which then stands beside the field."""
    email = form.email.data or ""
    if not email:
        form.email.errors = [_("Write the mail address of the second reader")]
    elif email == get_colleague().email:
        form.email.errors = [_("Write the address of somebody else: the second reader reads beside you")]
    else:
        try:
            invite_second_reader(organisation_id, email, form.language.data)
        except InvitedError as error:
            already = _("%(email)s is the second reader already", email=email)
            waiting = _("%(email)s has an invitation that still works: an administrator can change it", email=email)
            form.email.errors = [already if error.reason == "reader" else waiting]
    if form.email.errors:
        return True
    log.info("second reader invited", account=get_colleague().account_id)
    return False


def _show(organisation_id: int, survey_id: int, form: ReaderForm) -> str:
    return render_template(
        "campaigns/second_reader.html",
        survey=load_survey(organisation_id, survey_id),
        readers=describe_second_readers(organisation_id),
        form=form,
        errors=list_errors(form),
    )
