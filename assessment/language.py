"""Which language a page is in: the visitor's choice, else the browser's wish, else English."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from babel.support import Translations
from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug import Response

LANGUAGES = ("en", "nl")
COOKIE = "language"
LIFETIME = timedelta(days=365)
ROOT = Path(__file__).parent


FORMAL = "formal"
"""The catalogue of Dutch texts that address people, written with "u" for surveys that chose so: formal.po of a room,
with those texts only. All other Dutch says "je"."""


@contextmanager
def addressing(form_of_address: str) -> Iterator[None]:
    """Write Dutch with "je" or "u" inside the block, and inside this request or job only."""
    before = g.get("form_of_address", "je")
    g.form_of_address = form_of_address
    try:
        yield
    finally:
        g.form_of_address = before


def address_by(form_of_address: str) -> None:
    """The same for the rest of this request."""
    g.form_of_address = form_of_address


def is_formal() -> bool:
    return has_app_context() and g.get("form_of_address", "je") == "u" and current_language() == "nl"


class Texts(Domain):
    """All catalogues; where people are addressed with "u", the formal texts go before the others."""

    def __init__(self) -> None:
        super().__init__()
        self.formal = Domain(domain=FORMAL)
        self.kept: dict[tuple[str, bool], Translations] = {}

    def get_translations(self) -> Translations:
        """Kept by all that decides it: the extension looks it up anew for each of a page's hundred texts."""
        if not has_app_context():
            return super().get_translations()
        key = current_language(), is_formal()
        if key not in self.kept:
            self.kept[key] = self._join(formal=key[1])
        return self.kept[key]

    def _join(self, *, formal: bool) -> Translations:
        plain = super().get_translations()
        if not formal:
            return plain
        joined = Translations()
        joined.plural = getattr(plain, "plural", joined.plural)
        joined.merge(plain).merge(self.formal.get_translations())
        return joined


def choose_language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    if "language" in g:
        # A page that is not there in every language has settled it: a survey's languages are its own.
        settled: str = g.language
        return settled
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def keep_language(response: Response, language: str) -> None:
    """Remember the choice in a cookie for all pages."""
    response.set_cookie(
        COOKIE,
        language,
        max_age=LIFETIME,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def follow_link(response: Response) -> None:
    """Go on in the language of the mail that brought this link, unless another one was chosen in this browser."""
    language = request.args.get("language", "")
    if language in LANGUAGES and COOKIE not in request.cookies:
        keep_language(response, language)


def current_language() -> str:
    """The language in force, which a page may have forced: "en" or "nl"."""
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def prepare_languages(app: Flask) -> None:
    """Join the catalogues of all rooms; tell templates the ``language`` in force."""
    folders = [ROOT / "translations", *sorted(ROOT.glob("*/translations"))]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders)
    Babel(app, locale_selector=choose_language).domain_instance = Texts()
    app.context_processor(lambda: {"language": current_language()})
    # The extension's own look the catalogue up anew for each of the thirty texts of a page.
    app.jinja_env.globals.update({"_": write_text, "gettext": write_text, "ngettext": write_count})


@pass_context
def write_text(context: Context, text: str, **values: object) -> Markup:
    """A text of a page in its language; ``values`` go into its slots, escaped. The text itself is ours."""
    # Macros are not told the page's language.
    language = context.get("language") or current_language()
    formal = language == "nl" and g.get("form_of_address") == "u"
    return _translate(text, language, formal) % values if values else _write_plain(text, language, formal)


@lru_cache(maxsize=2048)
def _translate(text: str, language: str, formal: bool) -> Markup:
    """Kept by all that decides it: ``formal`` is what ``is_formal`` says in that language."""
    with force_locale(language), addressing("u" if formal else "je"):
        return Markup(get_translations().ugettext(text))  # noqa: S704 - texts of our own templates and catalogues


@pass_context
def write_count(context: Context, one: str, many: str, number: int, **values: object) -> Markup:
    """A text that says how many, "%(num)s" being the number, as ``write_text`` writes others."""
    language = context.get("language") or current_language()
    formal = language == "nl" and g.get("form_of_address") == "u"
    return _translate_count(one, many, number, language, formal) % {"num": number, **values}


@lru_cache(maxsize=2048)
def _translate_count(one: str, many: str, number: int, language: str, formal: bool) -> Markup:
    with force_locale(language), addressing("u" if formal else "je"):
        return Markup(get_translations().ungettext(one, many, number))  # noqa: S704 - as above


@lru_cache(maxsize=2048)
def _write_plain(text: str, language: str, formal: bool) -> Markup:
    """Without slots; "%%" becomes "%" here too, so that every text is written by the same rule."""
    return _translate(text, language, formal) % {}
