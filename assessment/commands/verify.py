"""`assessment verify`: does a report say what its own figures give?"""

from pathlib import Path

import click
from flask import Flask

from assessment.language import prepare_languages
from assessment.reporting.verify import UnreadableReportError, verify_report


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Recompute the figures and sentences of the report FILE from the question figures inside it.

    Prints what differs, one line each, and then exits 1. Needs no database.
    """
    app = Flask("assessment")
    prepare_languages(app)
    try:
        with app.app_context():
            found = verify_report(file.read_bytes())
    except UnreadableReportError as error:
        raise click.ClickException(str(error)) from None
    for difference in found:
        click.echo(difference)
    if found:
        count = "1 difference" if len(found) == 1 else f"{len(found)} differences"
        raise click.ClickException(f"{count}: this report does not say what its figures give.")
    click.echo(
        "Every figure and sentence follows from the question figures inside. Drawings over a page are not looked for."
    )
