"""Who may open which route: each names its rule, and what names none stays shut (trust rules S1, S2, S10).

A sign-in is a row: the signed cookie holds a random id, and as soon as the row is gone, so is the right. A route that
works for an organisation has ``organisation_id`` in its address; whoever is no member of it learns not even that it
exists.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, delete, select, update

from assessment.audit import act_as
from assessment.models import Account, Membership, SignIn, db, writing

PUBLIC = "public"
SIGNED_IN = "signed-in"
HALF_SIGNED_IN = "half-signed-in"
"""Whoever gave the password, also before the second factor that the account has: its own page, and the way out."""

ROLES_WITH_SECOND_FACTOR = frozenset({"administrator", "facilitator"})
SIGN_IN_ENDPOINT = "accounts.sign_in"
SECOND_FACTOR_ENDPOINT = "accounts.second_factor"
COOKIE_KEY = "sign_in"
WELCOME_KEY = "welcome"
"""Where the cookie keeps the token of a one-time link, which somebody may have to sign in for to take up."""

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last sight of a browser is kept: a page view rarely writes."""

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Right:
    organisation_id: int
    role: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who is signed in, and what they may do where."""

    account_id: int
    email: str
    name: str
    language: str
    second_factor: bool
    has_second_factor: bool
    rights: tuple[Right, ...]

    @property
    def half_signed_in(self) -> bool:
        """Whether the account has a second factor that this sign-in still waits for."""
        return self.has_second_factor and not self.second_factor

    def roles_in(self, organisation_id: int) -> frozenset[str]:
        """What somebody is in an organisation; what needs a second factor counts only with one."""
        roles = {right.role for right in self.rights if right.organisation_id == organisation_id}
        return frozenset(role for role in roles if self.second_factor or role not in ROLES_WITH_SECOND_FACTOR)

    def lacks_second_factor(self, organisation_id: int) -> bool:
        roles = {right.role for right in self.rights if right.organisation_id == organisation_id}
        return not self.second_factor and bool(roles & ROLES_WITH_SECOND_FACTOR)

    def units_in(self, organisation_id: int) -> frozenset[str] | None:
        """The keys of the units that a unit reader may read; None for those who may read all."""
        if self.roles_in(organisation_id) & {"administrator", "facilitator", "executive"}:
            return None
        return frozenset(
            right.unit
            for right in self.rights
            if right.organisation_id == organisation_id and right.role == "unit-reader"
        )

    @property
    def organisations(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(right.organisation_id for right in self.rights))


def open_to(*roles: str) -> Callable[[View], View]:
    """Name a view's rule: PUBLIC, HALF_SIGNED_IN, SIGNED_IN, or roles of which one is enough."""

    def mark(view: View) -> View:
        view.access = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def open_blueprint(blueprint: Blueprint, *roles: str) -> None:
    """The same for all views of a blueprint that name no rule of their own."""
    blueprint.access = frozenset(roles)  # type: ignore[attr-defined]


def guard_routes(app: Flask, rules: dict[str, frozenset[str]]) -> None:
    """Check each request against its route's rule; ``rules`` are those of endpoints that are not our views."""
    app.extensions["access_rules"] = rules
    app.before_request(check_access)


def find_rule(app: Flask, endpoint: str) -> frozenset[str] | None:
    """The rule of an endpoint; None where none is named."""
    rules: dict[str, frozenset[str]] = app.extensions["access_rules"]
    if endpoint in rules:
        return rules[endpoint]
    named = getattr(app.view_functions[endpoint], "access", None)
    parts = endpoint.split(".")[:-1]
    while named is None and parts:
        named = getattr(app.blueprints.get(".".join(parts)), "access", None)
        parts.pop()
    return named


def check_access() -> ResponseReturnValue | None:
    """Before each request; gives an answer instead of the view's where the visitor may not see it."""
    if request.endpoint is None:
        return None
    rule = find_rule(current_app, request.endpoint)
    if rule is None:
        abort(403)
    if PUBLIC in rule:
        return None
    colleague = find_colleague()
    if colleague is None:
        return _ask_to_sign_in()
    if HALF_SIGNED_IN in rule:
        return None
    if colleague.half_signed_in:
        return redirect(url_for(SECOND_FACTOR_ENDPOINT), 303)
    if SIGNED_IN in rule:
        return None
    organisation_id = (request.view_args or {}).get("organisation_id")
    if organisation_id is None or organisation_id not in colleague.organisations:
        abort(404)
    if colleague.lacks_second_factor(organisation_id) and rule & ROLES_WITH_SECOND_FACTOR:
        return redirect(url_for(SECOND_FACTOR_ENDPOINT), 303)
    if not rule & colleague.roles_in(organisation_id):
        abort(403)
    g.organisation_id = organisation_id
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    """Pages lead to the sign-in and back; anything else is refused."""
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for(SIGN_IN_ENDPOINT, next=request.full_path.rstrip("?")), 303)
    return abort(401)


def find_colleague() -> Colleague | None:
    """Who is signed in with this browser, looked up once a request."""
    if "colleague" not in g:
        g.colleague = _load_colleague(session.get(COOKIE_KEY))
        if g.colleague is not None:
            act_as(g.colleague.email)
    colleague: Colleague | None = g.colleague
    return colleague


def get_colleague() -> Colleague:
    """Who is signed in; 401 where nobody is."""
    return find_colleague() or abort(401)


# Written once: every page asks this, and putting the question together took longer than the answer.
_SIGNED_IN = (
    select(SignIn, Account, Membership)
    .join(Account, Account.id == SignIn.account_id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .where(SignIn.id_sha256 == bindparam("key"), Account.active.is_(True))
    .order_by(Membership.id)
)


def _load_colleague(secret: str | None) -> Colleague | None:
    if not secret:
        return None
    now = datetime.now(UTC)
    key = hash_secret(secret)
    rows = db.session.execute(_SIGNED_IN, {"key": key}).all()
    if not rows:
        return None
    sign_in, account, _ = rows[0]
    if now - sign_in.seen_at > IDLE or now - sign_in.started_at > LONGEST:
        return None
    colleague = Colleague(
        account_id=account.id,
        email=account.email,
        name=account.name,
        language=account.language,
        second_factor=sign_in.second_factor,
        has_second_factor=account.tf_primary_method is not None,
        rights=tuple(Right(one.organisation_id, one.role, one.unit) for _, _, one in rows if one is not None),
    )
    if now - sign_in.seen_at > SEEN_EVERY:
        with writing() as written:
            written.execute(update(SignIn).where(SignIn.id_sha256 == key).values(seen_at=now))
    return colleague


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def start_sign_in(account_id: int, *, second_factor: bool) -> str:
    """A new sign-in of an account; gives the secret for the browser's cookie.

    The one this browser had before ends, and with it what the cookie held, such as the token of its forms.
    """
    secret = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    earlier = session.get(COOKIE_KEY)
    with writing() as written:
        if earlier:
            written.execute(delete(SignIn).where(SignIn.id_sha256 == hash_secret(earlier)))
        written.add(
            SignIn(
                id_sha256=hash_secret(secret),
                account_id=account_id,
                started_at=now,
                seen_at=now,
                second_factor=second_factor,
            )
        )
    welcome = session.get(WELCOME_KEY)
    session.clear()
    session[COOKIE_KEY] = secret
    if welcome:
        session[WELCOME_KEY] = welcome
    _forget_token()
    g.pop("colleague", None)
    return secret


def end_sign_in() -> None:
    """End this browser's sign-in on the server."""
    secret = session.get(COOKIE_KEY)
    session.clear()
    _forget_token()
    if secret:
        with writing() as written:
            written.execute(delete(SignIn).where(SignIn.id_sha256 == hash_secret(secret)))
    g.pop("colleague", None)


def _forget_token() -> None:
    """The form token made for this request belongs to the session before: a page shown now needs a new one."""
    g.pop("csrf_token", None)


def end_all_sign_ins(account_ids: Iterable[int]) -> None:
    """End every sign-in of these accounts: after a new password, a disabled account, a changed right."""
    with writing() as written:
        written.execute(delete(SignIn).where(SignIn.account_id.in_(list(account_ids))))
