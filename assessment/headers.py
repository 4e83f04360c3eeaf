"""What every answer carries, errors too, and what a request may bring (trust rules S6, S8, S9, F3, F20)."""

from datetime import timedelta

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from assessment.letters import FORM, WholeRequest, check_texts
from assessment.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_REQUEST = LARGEST_FILE + 1024 * 1024
"""Bytes: a file and the form around it."""

LARGEST_FORM = 500_000
"""Bytes of form fields, in either encoding."""

MOST_FIELDS = 1_000
SESSION_HOURS = 12


class SignedSessions(SecureCookieSessionInterface):
    """Flask's sessions in a signed cookie, with the signer kept: it is the same for every request."""

    _kept: tuple[object, URLSafeTimedSerializer] | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))
        kept = self._kept
        if kept is not None and kept[0] == keys:
            return kept[1]
        made = super().get_signing_serializer(app)
        if made is not None:
            self._kept = (keys, made)
        return made


def configure_cookies_and_limits(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        TRUSTED_HOSTS=list(settings.hosts),
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_FIELDS,
        # A survey may lie open on a screen for half a day; the check must not throw its answers away.
        WTF_CSRF_TIME_LIMIT=SESSION_HOURS * 3600,
    )
    app.session_interface = SignedSessions()
    app.request_class = WholeRequest
    app.before_request(refuse_halves)
    app.before_request(limit_form)
    app.before_request(check_letters)
    app.after_request(add_headers)


def refuse_halves() -> None:
    """Take no form whose sender went away before all of it was there: its first half would stand for the whole.

    The server says that what it hands over ends by itself, at the length that was told or where the connection broke;
    without that word the framework counts, and answers 400 to what is too short.
    """
    if request.content_length is not None:
        request.environ.pop("wsgi.input_terminated", None)


def limit_form() -> None:
    """Hold a form that is not multipart to the same limits: the framework limits only multipart by itself."""
    if request.mimetype != FORM:
        return
    request.max_content_length = LARGEST_FORM
    if request.get_data(cache=True).count(b"&") >= MOST_FIELDS:
        abort(413)


def check_letters() -> None:
    """Before any guard or view reads the form, so that a text that cannot be read is told by its field."""
    check_texts(request)


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A report that is one file says which of its own styles it may use, and nothing else may be loaded by it.
        if name != "Content-Security-Policy" or name not in response.headers:
            response.headers[name] = value
    if "Cache-Control" not in response.headers or request.endpoint in ("static", "look"):
        response.headers["Cache-Control"] = _choose_caching(response)
    return response


def _choose_caching(response: Response) -> str:
    """Files of the look may be kept for good under an address with their version; whatever a person sees, never."""
    if request.endpoint not in ("static", "look") or response.status_code >= 400:
        return "no-store"
    return "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
