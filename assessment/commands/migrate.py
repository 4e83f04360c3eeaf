"""``assessment migrate``"""

import click

from assessment.foundation import create_foundation
from assessment.migrations import migrate


@click.command()
def command() -> None:
    """Bring the database's tables to this version; nothing changes when a step fails."""
    revision = migrate(create_foundation())
    click.echo(f"The database is at revision {revision}.")
