"""What happens between a right password and the page that somebody wanted."""

from flask import Response, redirect, url_for

from assessment.access.next_page import find_own_path
from assessment.access.rights import SECOND_FACTOR_ENDPOINT, start_sign_in
from assessment.accounts.known import keep_known
from assessment.accounts.service import needs_second_factor
from assessment.language import keep_language
from assessment.models import Account


def enter(account: Account, wished: str | None) -> Response:
    """Sign somebody in who gave the password; the second factor comes first where the account has or needs one."""
    waits = account.tf_primary_method is not None or needs_second_factor(account.id)
    start_sign_in(account.id, second_factor=False)
    if waits:
        return _redirect(url_for(SECOND_FACTOR_ENDPOINT, next=find_own_path(wished)))
    return lead_on(account, wished)


def lead_on(account: Account, wished: str | None) -> Response:
    """To the page that was wanted, if it is one of ours; from now on this browser is known to the account."""
    response = _redirect(find_own_path(wished) or url_for("accounts.home"))
    remember(response, account)
    return response


def remember(response: Response, account: Account) -> None:
    keep_known(response, account.email)
    keep_language(response, account.language)


def _redirect(address: str) -> Response:
    return redirect(address, 303)  # type: ignore[return-value] # the application's responses are Flask's
