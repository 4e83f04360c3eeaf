"""`assessment export`: the tables of a release as a file."""

from pathlib import Path

import click

from assessment.commands.opening import open_app
from assessment.results.columns import NoParquetError
from assessment.results.exports import FORMATS, write_export
from assessment.results.service import NotReleasedError, UnknownLensError, load_source, read_source
from assessment.results.view import DRIVERS


@click.command()
@click.argument("campaign_id", metavar="ID", type=int)
@click.option(
    "--format", "kind", type=click.Choice(tuple(FORMATS)), default="csv", show_default=True, help="The kind of file."
)
@click.option("--lens", default=DRIVERS, show_default=True, help="The model to read through, such as efqm-2013.")
@click.option("--language", help="en or nl; else the survey's first language.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
def command(campaign_id: int, kind: str, lens: str, language: str | None, output: Path) -> None:
    """Write what may be shown of the released survey ID as a table or a workbook."""
    try:
        with open_app().app_context():
            source = load_source(campaign_id)
            known = source.facts.languages
            if language is not None and language not in known:
                raise click.ClickException(f"there are no results in {language!r}; there are in: {', '.join(known)}")
            content = write_export(read_source(source, lens, language or known[0]), kind)
    except (NotReleasedError, UnknownLensError, NoParquetError) as error:
        raise click.ClickException(str(error)) from None
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from None
    click.echo(f"{output}: {len(content) / 1000:.0f} kB")
