"""How every command that needs the database opens the application."""

from collections.abc import Callable

import click
from flask import Flask

from assessment.foundation import create_foundation
from assessment.migrations import prepare_schema
from assessment.models import db
from assessment.settings import Settings


def open_app(settings: Settings | None = None, make: Callable[[Settings | None], Flask] = create_foundation) -> Flask:
    """The application on a database of the right revision; an empty one is given its tables. When the command ends,
    however it ends, connections are closed.

    ``make``: ``assessment.app.create_app`` for commands that serve pages or run jobs; loading every room takes memory
    and time that the others can save. Raises SettingsError, AssetsMissingError or SchemaError, which
    ``assessment.cli.main`` tells in one line.
    """
    app = make(settings)
    command = click.get_current_context(silent=True)
    if command is not None:
        command.call_on_close(lambda: close_database(app))
    prepare_schema(app)
    return app


def close_database(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
