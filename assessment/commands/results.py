"""`assessment results`: what the disclosure rules let out, as text or as JSON."""

import json

import click

from assessment.commands.opening import open_app
from assessment.results.document import write_document
from assessment.results.service import NotReleasedError, UnknownLensError, load_source, read_source
from assessment.results.summary import write_summary
from assessment.results.view import DRIVERS


@click.command()
@click.argument("campaign_id", metavar="ID", type=int)
@click.option("--lens", default=DRIVERS, show_default=True, help="The model to read through, such as efqm-2013.")
@click.option("--json", "as_json", is_flag=True, help="Everything that may be shown, as JSON.")
def command(campaign_id: int, lens: str, as_json: bool) -> None:
    """Print the results of the released survey ID."""
    try:
        with open_app().app_context():
            source = load_source(campaign_id)
            view = read_source(source, lens)
            if as_json:
                text = json.dumps(write_document(view), ensure_ascii=False, indent=2)
            else:
                text = write_summary(view, read_source(source))
    except (NotReleasedError, UnknownLensError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(text)
