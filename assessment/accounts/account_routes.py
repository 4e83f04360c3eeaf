"""One's own account."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.next_page import find_own_path
from assessment.access.rights import SIGNED_IN, end_all_sign_ins, get_colleague, open_to, start_sign_in
from assessment.accounts.blueprint import blueprint
from assessment.accounts.factors import count_recovery_codes
from assessment.accounts.forms import ChangePasswordForm, DetailsForm, read
from assessment.accounts.known import choose_doors
from assessment.accounts.passwords import find_password_fault
from assessment.accounts.service import (
    TooManyTriesError,
    change_details,
    change_password,
    check_password,
    list_known_words,
    load_account,
    shortest_password,
)
from assessment.language import LANGUAGES, keep_language
from assessment.log import log


@blueprint.get("/account")
@open_to(SIGNED_IN)
def show_account() -> ResponseReturnValue:
    colleague = get_colleague()
    return _show(DetailsForm(data={"name": colleague.name, "language": colleague.language}))


@blueprint.post("/account")
@open_to(SIGNED_IN)
def save_account() -> ResponseReturnValue:
    form = DetailsForm(request.form)
    if not form.validate():
        return _show(form)
    change_details(get_colleague().account_id, read(form.name), read(form.language))
    response = make_response(redirect(url_for("accounts.show_account"), 303))
    keep_language(response, read(form.language))
    with force_locale(read(form.language)):
        flash(_("Your name and language are saved."))
    return response


@blueprint.post("/account/language")
@open_to(SIGNED_IN)
def switch_language() -> ResponseReturnValue:
    """The other language from here on, in mails too, and back to the same page."""
    colleague, chosen = get_colleague(), request.form.get("language", "")
    response = make_response(redirect(find_own_path(request.form.get("next")) or url_for("accounts.home"), 303))
    if chosen in LANGUAGES:
        change_details(colleague.account_id, colleague.name, chosen)
        keep_language(response, chosen)
    return response


def _show(form: DetailsForm) -> ResponseReturnValue:
    colleague = get_colleague()
    errors = list_errors(form)
    page = render_template(
        "accounts/account.html",
        colleague=colleague,
        form=form,
        codes_left=count_recovery_codes(colleague.account_id),
        errors=errors,
    )
    return page, 422 if errors else 200


@blueprint.get("/account/password")
@open_to(SIGNED_IN)
def ask_password() -> ResponseReturnValue:
    return _show_password(ChangePasswordForm())


@blueprint.post("/account/password")
@open_to(SIGNED_IN)
def save_password() -> ResponseReturnValue:
    """The password now is asked for again: a browser left open is not enough to take an account over."""
    form, colleague = ChangePasswordForm(request.form), get_colleague()
    if not form.validate():
        return _show_password(form, 422)
    fault = _find_fault(form)
    if fault:
        return _show_password(form, fault)
    change_password(colleague.account_id, read(form.password))
    start_sign_in(colleague.account_id, second_factor=colleague.second_factor)
    log.info("password changed", account=colleague.account_id)
    flash(_("Your new password holds from now on. You are signed out everywhere else."))
    return redirect(url_for("accounts.show_account"), 303)


def _find_fault(form: ChangePasswordForm) -> int:
    """0 where the new password may be kept, else the status of the answer; the form then says what is wrong."""
    email = get_colleague().email
    try:
        account = check_password(email, read(form.now), choose_doors("password", email))
    except TooManyTriesError:
        form.now.errors = [_("Too many tries failed. Wait ten minutes and try again")]
        return 429
    if account is None:
        form.now.errors = [_("This is not the password that you have now")]
        return 401
    fault = find_password_fault(read(form.password), shortest_password(account), list_known_words(account))
    if fault:
        form.password.errors = [fault]
        return 422
    return 0


def _show_password(form: ChangePasswordForm, status: int = 200) -> ResponseReturnValue:
    form.explain(shortest_password(load_account(get_colleague().account_id)))
    return render_template("accounts/password.html", form=form, errors=list_errors(form)), status


@blueprint.post("/account/end-other-sign-ins")
@open_to(SIGNED_IN)
def end_others() -> ResponseReturnValue:
    """Everywhere else; this browser gets a new sign-in."""
    colleague = get_colleague()
    end_all_sign_ins([colleague.account_id])
    start_sign_in(colleague.account_id, second_factor=colleague.second_factor)
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("accounts.show_account"), 303)
