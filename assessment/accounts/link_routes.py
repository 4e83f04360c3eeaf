"""What one-time links open: the first start, an invitation, a new password."""

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.rights import PUBLIC, ROLES_WITH_SECOND_FACTOR, WELCOME_KEY, find_colleague, open_to
from assessment.accounts.blueprint import blueprint
from assessment.accounts.entry import enter
from assessment.accounts.forms import FirstForm, JoinForm, PasswordForm, read
from assessment.accounts.links import (
    Link,
    SpentLinkError,
    choose_password,
    find_link,
    join,
    start_organisation,
    take_up,
)
from assessment.accounts.passwords import SHORTEST, SHORTEST_ALONE, find_password_fault
from assessment.accounts.roles import name_roles
from assessment.accounts.service import (
    find_account,
    list_known_words,
    load_account,
    shortest_password,
    split_email,
)
from assessment.language import COOKIE, LANGUAGES, current_language
from assessment.log import log


@blueprint.get("/welcome/<token>")
@open_to(PUBLIC)
def open_link(token: str) -> ResponseReturnValue:
    """Uses nothing up, since mail scanners open links too, and looks nothing up, so that all tokens answer alike."""
    session[WELCOME_KEY] = token[:64]
    return redirect(url_for("accounts.welcome"), 303)


@blueprint.get("/welcome")
@open_to(PUBLIC)
def welcome() -> ResponseReturnValue:
    link = find_link(session.get(WELCOME_KEY))
    if link is None:
        return _show_spent()
    if link.kind == "first":
        return _show("first", link, FirstForm())
    if link.kind == "reset":
        return _show("new_password", link, PasswordForm())
    return _show("take_up", link) if _has_account(link) else _show("join", link, JoinForm())


@blueprint.post("/welcome")
@open_to(PUBLIC)
def accept() -> ResponseReturnValue:
    link = find_link(session.get(WELCOME_KEY))
    if link is None:
        return _show_spent()
    try:
        if link.kind == "first":
            return _start(link)
        if link.kind == "reset":
            return _choose(link)
        return _take_up(link) if _has_account(link) else _join(link)
    except SpentLinkError:
        return _show_spent()


def _start(link: Link) -> ResponseReturnValue:
    form = FirstForm(request.form)
    words = [read(form.name), read(form.organisation), *split_email(read(form.email))]
    if not _check(form, SHORTEST, words):
        return _show("first", link, form)
    account_id = start_organisation(
        link, read(form.organisation), read(form.name), read(form.email), read(form.password), current_language()
    )
    log.info("first account made", account=account_id)
    return _go_in(account_id)


def _join(link: Link) -> ResponseReturnValue:
    form = JoinForm(request.form)
    words = [read(form.name), *split_email(link.email), *link.organisation.values()]
    if not _check(form, _shortest(link), words):
        return _show("join", link, form)
    account_id = join(link, read(form.name), read(form.password), _find_language(link))
    log.info("account made by invitation", account=account_id)
    return _go_in(account_id)


def _find_language(link: Link) -> str:
    """Of a new account: what was chosen in this browser, else what it wishes for, else that of the invitation."""
    if request.cookies.get(COOKIE) in LANGUAGES or request.accept_languages.best_match(LANGUAGES):
        return current_language()
    return link.language


def _take_up(link: Link) -> ResponseReturnValue:
    """Whoever has an account already signs in with it first: the mail alone is not enough to add rights to it."""
    colleague = find_colleague()
    if colleague is None or colleague.email != link.email:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.welcome")), 303)
    if colleague.half_signed_in:
        abort(403)
    take_up(link, colleague.account_id)
    session.pop(WELCOME_KEY)
    return redirect(url_for("accounts.home"), 303)


def _choose(link: Link) -> ResponseReturnValue:
    form = PasswordForm(request.form)
    account = find_account(link.email)
    if account is None:
        raise SpentLinkError
    if not _check(form, shortest_password(account), list_known_words(account)):
        return _show("new_password", link, form)
    account_id = choose_password(link, read(form.password))
    log.info("password renewed by mail", account=account_id)
    return _go_in(account_id)


def _go_in(account_id: int) -> ResponseReturnValue:
    """On to the second factor, which no link skips, or to the first page."""
    session.pop(WELCOME_KEY)
    return enter(load_account(account_id), None)


def _check(form: PasswordForm, shortest: int, words: list[str]) -> bool:
    """Whether the form is filled in well; what is wrong with the password stands beside it."""
    good = form.validate()
    fault = find_password_fault(read(form.password), shortest, words) if form.password.data else None
    if fault:
        form.password.errors = [fault]
    return good and fault is None


def _show(page: str, link: Link, form: PasswordForm | None = None) -> ResponseReturnValue:
    names = name_roles()
    if form is not None:
        form.explain(_shortest(link))
    errors = list_errors(form) if form is not None else []
    text = render_template(
        f"accounts/{page}.html",
        link=link,
        form=form,
        roles=[names[role] for role in link.roles],
        needs_second_factor=bool(ROLES_WITH_SECOND_FACTOR & set(link.roles)),
        errors=errors,
    )
    return text, 422 if errors else 200


def _shortest(link: Link) -> int:
    """Least characters of the password that this link asks for."""
    if link.kind == "reset":
        account = find_account(link.email)
        return shortest_password(account) if account else SHORTEST
    return SHORTEST if ROLES_WITH_SECOND_FACTOR & set(link.roles) else SHORTEST_ALONE


def _has_account(link: Link) -> bool:
    account = find_account(link.email)
    return account is not None and account.active and account.password is not None


def _show_spent() -> ResponseReturnValue:
    session.pop(WELCOME_KEY, None)
    return render_template("accounts/spent_link.html", title=_("This link does not work any more")), 404
