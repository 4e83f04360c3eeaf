"""Puts the house together: the only place that knows every room."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
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
from assessment.release import jobs as release_jobs
from assessment.reporting import jobs as reporting_jobs
from assessment.reporting import routes as reporting_routes
from assessment.respond import routes as respond_routes
from assessment.results import routes as results_routes
from assessment.settings import Settings, fill_secrets, load_settings

PAGES = (health.blueprint, respond_routes.blueprint, results_routes.blueprint, reporting_routes.blueprint)
"""What can be opened in a browser, a blueprint a room."""

HANDLERS: dict[str, Handler] = {**release_jobs.HANDLERS, **reporting_jobs.HANDLERS}
"""What workers do: a function for each kind of job."""


class Pages(Environment):
    """Flask's templates, with what all of them know in one plain dict: each import of a macro compares with it."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; raises AssetsMissingError or SettingsError instead of starting half.

    The database is not touched: ``assessment.migrations`` makes and checks its tables.
    """
    settings = fill_secrets(settings) if settings else load_settings()
    require_assets()
    configure_logs(settings.log_level)
    app = LoggedFlask("assessment", static_folder="static", template_folder="templates")
    app.jinja_environment = Pages
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
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    register_handlers(app, HANDLERS)
    return app
