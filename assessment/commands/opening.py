"""How every command that needs the database opens the application."""

from flask import Flask

from assessment.app import create_app
from assessment.migrations import prepare_schema
from assessment.settings import Settings


def open_app(settings: Settings | None = None) -> Flask:
    """The application on a database of the right revision; an empty one is given its tables.

    Raises SettingsError, AssetsMissingError or SchemaError, which ``assessment.cli.main`` tells in one line.
    """
    app = create_app(settings)
    prepare_schema(app)
    return app
