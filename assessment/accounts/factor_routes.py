"""The second factor: setting it up, giving it at sign-in, replacing it, and the recovery codes."""

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.next_page import find_own_path
from assessment.access.rights import (
    HALF_SIGNED_IN,
    SIGNED_IN,
    Colleague,
    end_all_sign_ins,
    get_colleague,
    open_to,
    start_sign_in,
)
from assessment.access.tries import forgive_try, take_try
from assessment.accounts.blueprint import blueprint
from assessment.accounts.entry import lead_on, remember
from assessment.accounts.factors import (
    confirm_app,
    describe_enrolment,
    make_app_secret,
    replace_recovery_codes,
    takes_code,
)
from assessment.accounts.forms import CodeForm, read
from assessment.accounts.known import choose_doors
from assessment.accounts.service import load_account
from assessment.log import log

PENDING = "app_secret"
"""Where the session keeps the encrypted secret of an app that is being set up."""


@blueprint.get("/second-factor")
@open_to(HALF_SIGNED_IN)
def second_factor() -> ResponseReturnValue:
    """Asks for the code, or sets the app up where the account has none yet."""
    colleague = get_colleague()
    wished = find_own_path(request.args.get("next"))
    if colleague.second_factor:
        return redirect(wished or url_for("accounts.home"), 303)
    if colleague.has_second_factor:
        return render_template("accounts/second_factor.html", form=CodeForm(data={"next": wished}))
    return show_enrolment(colleague, CodeForm(data={"next": wished}))


@blueprint.post("/second-factor")
@open_to(HALF_SIGNED_IN)
def check_second_factor() -> ResponseReturnValue:
    colleague = get_colleague()
    if not colleague.has_second_factor:
        return _enrol(colleague)
    form = CodeForm(request.form)
    if not form.validate():
        return render_template("accounts/second_factor.html", form=form, errors=list_errors(form)), 422
    status = _try_code(colleague, form)
    if status:
        return render_template("accounts/second_factor.html", form=form, errors=list_errors(form)), status
    start_sign_in(colleague.account_id, second_factor=True)
    return lead_on(load_account(colleague.account_id), form.next.data)


def _try_code(colleague: Colleague, form: CodeForm) -> int:
    """0 where the code is right, else the status of the answer; the form then says what is wrong."""
    tried = take_try(choose_doors("code", colleague.email))
    if tried is None:
        log.warning("second factor refused", account=colleague.account_id, reason="too many tries")
        form.code.errors = [_("Too many codes were wrong. Wait ten minutes and try again")]
        return 429
    if not takes_code(colleague.account_id, read(form.code)):
        log.info("second factor failed", account=colleague.account_id)
        form.code.errors = [
            _("This code is not right or was used before: wait for the next one in the app, or use a recovery code")
        ]
        return 401
    forgive_try(tried)
    return 0


@blueprint.get("/account/authenticator")
@open_to(SIGNED_IN)
def set_up_app() -> ResponseReturnValue:
    """A new app, in place of the one before where there is one."""
    return show_enrolment(get_colleague(), CodeForm())


@blueprint.post("/account/authenticator")
@open_to(SIGNED_IN)
def confirm_new_app() -> ResponseReturnValue:
    return _enrol(get_colleague())


def show_enrolment(colleague: Colleague, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    if PENDING not in session:
        session[PENDING] = make_app_secret()
    enrolment = describe_enrolment(colleague.email, session[PENDING])
    page = render_template(
        "accounts/set_up_app.html",
        form=form,
        enrolment=enrolment,
        address=request.path,
        replaces=colleague.has_second_factor,
        errors=list_errors(form),
    )
    return page, status


def _enrol(colleague: Colleague) -> ResponseReturnValue:
    """Take the app if its code is right: every other sign-in ends, this one starts anew with both factors."""
    form = CodeForm(request.form)
    secret = session.get(PENDING)
    if not form.validate():
        return show_enrolment(colleague, form, 422)
    codes = confirm_app(colleague.account_id, secret, read(form.code)) if secret else None
    if codes is None:
        form.code.errors = [_("This is not the code that the app shows now: wait for the next one and write it here")]
        return show_enrolment(colleague, form, 401)
    end_all_sign_ins([colleague.account_id])
    start_sign_in(colleague.account_id, second_factor=True)
    return _show_codes(colleague, codes, find_own_path(form.next.data), renewed=colleague.has_second_factor)


@blueprint.post("/account/recovery-codes")
@open_to(SIGNED_IN)
def renew_recovery_codes() -> ResponseReturnValue:
    """New codes instead of all that are left; only for those who have a second factor to recover."""
    colleague = get_colleague()
    if not colleague.second_factor:
        return redirect(url_for("accounts.set_up_app"), 303)
    codes = replace_recovery_codes(colleague.account_id)
    return _show_codes(colleague, codes, url_for("accounts.show_account"), renewed=True)


def _show_codes(colleague: Colleague, codes: list[str], onward: str | None, *, renewed: bool) -> ResponseReturnValue:
    """Shown in this one answer and never again: they are kept as hashes. ``renewed``: there were others before."""
    onward = onward or url_for("accounts.home")
    response = make_response(
        render_template("accounts/recovery_codes.html", codes=codes, onward=onward, renewed=renewed)
    )
    remember(response, load_account(colleague.account_id))
    return response
