"""Where somebody is after signing in, their own account, and the way out."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.access.rights import SIGNED_IN, end_sign_in, get_colleague, open_to
from assessment.accounts.service import list_organisations

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/home")
@open_to(SIGNED_IN)
def home() -> ResponseReturnValue:
    """The organisations that somebody works for; with only one, its surveys."""
    colleague = get_colleague()
    organisations = list_organisations(colleague.organisations)
    return render_template("accounts/home.html", organisations=organisations)


@blueprint.get("/account")
@open_to(SIGNED_IN)
def show_account() -> ResponseReturnValue:
    return render_template("accounts/account.html", colleague=get_colleague())


@blueprint.get("/account/second-factor")
@open_to(SIGNED_IN)
def second_factor() -> ResponseReturnValue:
    return render_template("accounts/account.html", colleague=get_colleague())


@blueprint.post("/sign-out")
@open_to(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    end_sign_in()
    return redirect(url_for("respond.start"), 303)
