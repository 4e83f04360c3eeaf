"""How every command that needs the database opens the application."""

import click
from flask import Flask

from assessment.app import create_app
from assessment.migrations import prepare_schema
from assessment.models import db
from assessment.settings import Settings


def open_app(settings: Settings | None = None) -> Flask:
    """The application on a database of the right revision; an empty one is given its tables. When the command ends,
    however it ends, connections are closed.

    Raises SettingsError, AssetsMissingError or SchemaError, which ``assessment.cli.main`` tells in one line.
    """
    app = create_app(settings)
    command = click.get_current_context(silent=True)
    if command is not None:
        command.call_on_close(lambda: close_database(app))
    prepare_schema(app)
    return app


def close_database(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
