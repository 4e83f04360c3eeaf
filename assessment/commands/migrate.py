"""``assessment migrate``"""

import click

from assessment.app import create_app
from assessment.migrations import migrate


@click.command()
def command() -> None:
    """Bring the database's tables to this version; nothing changes when a step fails."""
    revision = migrate(create_app())
    click.echo(f"The database is at revision {revision}.")
