"""Which language a page is in: the visitor's choice, else the browser's wish, else English."""

from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = ("en", "nl")
COOKIE = "language"
ROOT = Path(__file__).parent


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


def current_language() -> str:
    """The language in force, which a page may have forced: "en" or "nl"."""
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def prepare_languages(app: Flask) -> None:
    """Join the catalogues of all rooms; tell templates the ``language`` in force."""
    folders = [ROOT / "translations", *sorted(ROOT.glob("*/translations"))]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders)
    Babel(app, locale_selector=choose_language)
    app.context_processor(lambda: {"language": current_language()})
