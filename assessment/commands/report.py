"""`assessment report`: the PDF that can be handed over."""

from pathlib import Path

import click

from assessment.commands.opening import open_app
from assessment.reporting.service import UnknownLanguageError, publish_report
from assessment.reporting.variants import FULL, VARIANTS
from assessment.reporting.views import NoReportError
from assessment.results.service import NotReleasedError
from reports.pdf import LayoutError


@click.command()
@click.argument("campaign_id", metavar="ID", type=int)
@click.option("--language", help="en or nl; else the survey's first language.")
@click.option(
    "--variant", type=click.Choice(VARIANTS), default=FULL, show_default=True, help="How much of it, for whom."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write."
)
def command(campaign_id: int, language: str | None, variant: str, output: Path) -> None:
    """Write the report of the released survey ID as a PDF.

    It is made once and kept; asking again gives the same bytes.
    """
    try:
        with open_app().app_context():
            content = publish_report(campaign_id, language, variant)
    except (NotReleasedError, NoReportError, UnknownLanguageError, LayoutError) as error:
        raise click.ClickException(str(error)) from None
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from None
    click.echo(f"{output}: {len(content) / 1000:.0f} kB")
