"""What every room and every command stands on: settings, logs, the database, languages. It knows no room."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment

from assessment.assets import require_assets
from assessment.database import engine_options, prepare_database
from assessment.language import prepare_languages
from assessment.log import LoggedFlask, configure_logs
from assessment.models import db
from assessment.settings import Settings, fill_secrets, load_settings


class Pages(Environment):
    """Flask's templates, with what all of them know in one plain dict: each import of a macro compares with it."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def create_foundation(settings: Settings | None = None) -> Flask:
    """The application without its rooms: no page, no job. Commands that serve nothing open this one, so that they need
    not load every room's libraries.

    Raises AssetsMissingError or SettingsError instead of starting half. The database is not touched:
    ``assessment.migrations`` makes and checks its tables.
    """
    settings = fill_secrets(settings) if settings else load_settings()
    require_assets()
    configure_logs(settings.log_level)
    app = LoggedFlask("assessment", static_folder="static", template_folder="templates")
    app.jinja_environment = Pages
    app.debug = settings.debug
    app.extensions["settings"] = settings
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(settings.database_url)}
    db.init_app(app)
    prepare_database(app, db)
    prepare_languages(app)
    return app
