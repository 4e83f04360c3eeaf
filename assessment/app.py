"""Puts the house together: the only place that knows every room."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from flask import Flask
from flask_wtf import CSRFProtect

from assessment import health
from assessment.assets import require_assets, serve_look
from assessment.database import engine_options, prepare_database
from assessment.errors import register_errors
from assessment.headers import configure_cookies_and_limits
from assessment.jobs import Handler, register_handlers
from assessment.language import prepare_languages
from assessment.log import LoggedFlask, configure_logs, log_requests
from assessment.models import db
from assessment.settings import Settings, fill_secrets, load_settings

ROOMS = ("respond", "results", "reporting")
"""Rooms with pages: each has ``routes.py`` with a ``blueprint``."""

WORKING_ROOMS = ("release", "campaigns", "reporting")
"""Rooms with long work: each has ``jobs.py`` with ``HANDLERS``, a function for each kind of job."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; raises AssetsMissingError or SettingsError instead of starting half.

    The database is not touched: ``assessment.migrations`` makes and checks its tables.
    """
    settings = fill_secrets(settings) if settings else load_settings()
    require_assets()
    configure_logs(settings.log_level)
    app = LoggedFlask("assessment", static_folder="static", template_folder="templates")
    app.debug = settings.debug
    app.extensions["settings"] = settings
    configure_cookies_and_limits(app, settings)
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(settings.database_url)}
    db.init_app(app)
    prepare_database(app, db)
    CSRFProtect(app)
    log_requests(app)
    prepare_languages(app)
    register_errors(app)
    serve_look(app)
    _open_rooms(app)
    return app


def _open_rooms(app: Flask) -> None:
    app.register_blueprint(health.blueprint)
    for routes in _find_modules(ROOMS, "routes"):
        app.register_blueprint(routes.blueprint)
    handlers: dict[str, Handler] = {}
    for jobs in _find_modules(WORKING_ROOMS, "jobs"):
        handlers |= jobs.HANDLERS
    register_handlers(app, handlers)


def _find_modules(rooms: tuple[str, ...], name: str) -> list[ModuleType]:
    return [
        import_module(f"assessment.{room}.{name}")
        for room in rooms
        if find_spec(f"assessment.{room}") and find_spec(f"assessment.{room}.{name}")
    ]
