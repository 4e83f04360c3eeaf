"""`assessment audit`: the trail of who changed what."""

import click

from assessment.audit.check import Fault, check_trail
from assessment.commands.opening import open_app
from assessment.models import db

REASONS = {
    "changed": "its content is not what it was when it was written",
    "torn": "it does not follow the row before it: a row is missing, was moved, or was slipped in",
}


@click.group()
def command() -> None:
    """Check the trail of who changed what."""


@command.command()
@click.option("--head", metavar="HASH", default="", help="A hash printed or shown earlier: it must still be there.")
def verify(head: str) -> None:
    """Check that no row of the trail was changed, deleted or moved; name the first one that was, and exit 1.

    Prints the hash of the last row. Keep it somewhere else: rows cut off at the end, or a trail that was rewritten as a
    whole, are found out only by a hash that was kept.
    """
    with open_app().app_context():
        verdict = check_trail(db.session, head.strip().lower())
    if verdict.fault is not None:
        raise click.ClickException(_tell(verdict.fault))
    if head and verdict.kept_at is None:
        raise click.ClickException(
            f"The {verdict.rows} rows hang together, and none has the hash {head}: rows after row {verdict.rows} were "
            "cut off, or the trail was written anew."
        )
    since = f"; the hash that was kept is that of row {verdict.kept_at}" if head else ""
    click.echo(f"{verdict.rows} rows, none changed, missing or moved{since}.")
    click.echo(f"Head: {verdict.head}")


def _tell(fault: Fault) -> str:
    return f"Row {fault.place} (id {fault.id}) is wrong: {REASONS[fault.reason]}. The rows before it are as written."
