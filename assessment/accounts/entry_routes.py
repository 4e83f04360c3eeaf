"""Signing in and out, and the first page after it."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.frame import list_entries
from assessment.access.next_page import find_own_path
from assessment.access.rights import (
    HALF_SIGNED_IN,
    PUBLIC,
    SECOND_FACTOR_ENDPOINT,
    SIGNED_IN,
    end_sign_in,
    get_colleague,
    open_to,
)
from assessment.accounts.blueprint import blueprint
from assessment.accounts.entry import enter
from assessment.accounts.forms import ForgottenForm, SignInForm, read
from assessment.accounts.known import choose_doors
from assessment.accounts.links import ask_reset
from assessment.accounts.service import TooManyTriesError, check_password, list_organisations
from assessment.log import log

# Not "cookies": that would also take the links of surveys that are open here, and the mark of a known browser, without
# which somebody who guesses elsewhere could keep its owner out. The session's own cookie is emptied beside this.
CLEARED_AT_SIGN_OUT = '"cache", "storage"'


@blueprint.get("/sign-in")
@open_to(PUBLIC)
def sign_in() -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=SignInForm(data={"next": request.args.get("next")}))


@blueprint.post("/sign-in")
@open_to(PUBLIC)
def check_sign_in() -> ResponseReturnValue:
    """The same words, status and time for a wrong password and for an account that does not exist."""
    form = SignInForm(request.form)
    try:
        account = check_password(read(form.email), read(form.password), choose_doors("sign-in", read(form.email)))
    except TooManyTriesError:
        log.warning("sign-in refused", reason="too many tries")
        message = _("Too many tries failed. Wait ten minutes, or choose a new password by mail")
        return _show_sign_in(form, message, 429)
    if account is None:
        log.info("sign-in failed")
        return _show_sign_in(form, _("Mail address and password do not belong together: check both"), 401)
    log.info("signed in", account=account.id)
    return enter(account, form.next.data)


def _show_sign_in(form: SignInForm, message: str, status: int) -> ResponseReturnValue:
    form.password.errors = [message]
    return render_template("accounts/sign_in.html", form=form, errors=list_errors(form)), status


@blueprint.post("/sign-out")
@open_to(HALF_SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    end_sign_in()
    response = make_response(redirect(url_for("accounts.sign_in"), 303))
    response.headers["Clear-Site-Data"] = CLEARED_AT_SIGN_OUT
    return response


@blueprint.get("/forgotten-password")
@open_to(PUBLIC)
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@blueprint.post("/forgotten-password")
@open_to(PUBLIC)
def send_reset() -> ResponseReturnValue:
    """The same answer whether there is such an account or not."""
    form = ForgottenForm(request.form)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form, errors=list_errors(form)), 422
    if not ask_reset(read(form.email), choose_doors("reset", read(form.email))):
        form.email.errors = [_("This was asked for too often. Wait ten minutes and look for the mail meanwhile")]
        return render_template("accounts/forgotten.html", form=form, errors=list_errors(form)), 429
    return render_template("accounts/mail_sent.html", email=read(form.email))


@blueprint.get("/home")
@open_to(SIGNED_IN)
def home() -> ResponseReturnValue:
    """The organisations that somebody works for; with only one, the first page that is for them."""
    colleague = get_colleague()
    if any(colleague.lacks_second_factor(one) for one in colleague.organisations):
        return redirect(url_for(SECOND_FACTOR_ENDPOINT, next=find_own_path(request.args.get("next"))), 303)
    leads = {one: next(iter(list_entries(colleague, one)), None) for one in colleague.organisations}
    if len(leads) == 1 and (only := next(iter(leads.values()))) is not None:
        return redirect(only.address, 303)
    return render_template("accounts/home.html", organisations=list_organisations(colleague.organisations), leads=leads)
