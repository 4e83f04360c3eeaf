"""`assessment import`: answer sheets that exist already."""

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

import questionnaires
from assessment.campaigns.faults import SheetError
from assessment.campaigns.headcounts import HeadCount, read_head_counts
from assessment.campaigns.importing import default_name, import_sheets
from assessment.campaigns.service import CampaignPlan
from assessment.campaigns.sheets import AnswerSheets, read_sheets
from assessment.commands.opening import open_app
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.settings import Settings, load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--questionnaire", "asked", required=True, help="A shipped questionnaire's id, or a questionnaire file.")
@click.option("--unit", required=True, help="The column that names each person's unit.")
@click.option("--group", help="The column that names each person's group, such as staff or middle managers.")
@click.option(
    "--head-counts", type=click.Path(path_type=Path), help="A CSV file with the columns unit, count, (group)."
)
@click.option("--name", help="The survey's name; else made from the file's name.")
@click.option("--organisation", default="My organisation", show_default=True, help="Whose answers these are.")
@click.option(
    "--disclosure",
    type=click.Choice(["anonymous", "full"]),
    default="anonymous",
    show_default=True,
    help="full: exact figures, for answers whose owner holds them anyway.",
)
def command(
    file: Path,
    asked: str,
    unit: str,
    group: str | None,
    head_counts: Path | None,
    name: str | None,
    organisation: str,
    disclosure: str,
) -> None:
    """Turn the answer sheets in FILE (CSV, one column per item id) into a closed survey and print its id.

    A bad cell stops the import, naming row, column and value, and nothing is stored.
    """
    settings = load_settings()
    limit = settings.import_limit_mb * 1_000_000
    try:
        text = load_questionnaire_text(asked)
        questionnaire = questionnaires.load_text(text, asked)
        with _progress() as bar:
            reading = bar.add_task("Reading", total=None)
            sheets = read_sheets(file, questionnaire, unit, group, limit=limit, progress=_shows(bar, reading))
            counts = read_head_counts(head_counts, limit=limit) if head_counts else []
            title = name or default_name(file)
            plan = CampaignPlan(
                name=dict.fromkeys(questionnaire.languages, title),
                questionnaire=text,
                languages=questionnaire.languages,
                disclosure=disclosure,
                asks_comments=False,
            )
            campaign_id = _store_and_release(settings, organisation, plan, sheets, counts, bar)
    except (SheetError, questionnaires.QuestionnaireError) as error:
        raise click.ClickException(f"nothing was stored.\n{error}") from None
    click.echo(f"{len(sheets)} answer sheets of {len(sheets.units)} units.", err=True)
    click.echo(campaign_id)


def load_questionnaire_text(asked: str) -> str:
    """The text of a shipped questionnaire, or of the file of that name; a click error when there is neither."""
    if asked in questionnaires.shipped_ids():
        return questionnaires.shipped_text(asked)
    try:
        return Path(asked).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        shipped = ", ".join(questionnaires.shipped_ids())
        raise click.ClickException(f"{asked} is neither a readable file ({error}) nor one of: {shipped}") from None


def _store_and_release(
    settings: Settings,
    organisation: str,
    plan: CampaignPlan,
    sheets: AnswerSheets,
    counts: list[HeadCount],
    bar: Progress,
) -> int:
    with open_app(settings).app_context():
        storing = bar.add_task("Storing", total=len(sheets))
        campaign_id = import_sheets(organisation, plan, sheets, counts, _shows(bar, storing))
        scoring = bar.add_task("Scoring", total=100)
        close_campaign(campaign_id)
        release_campaign(campaign_id, progress=lambda percent: bar.update(scoring, completed=percent))
        bar.update(scoring, completed=100)
    return campaign_id


def _progress() -> Progress:
    """On standard error, so that standard output holds the campaign's id and nothing else."""
    columns = (
        TextColumn("{task.description:8}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))


def _shows(bar: Progress, task: TaskID) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)

    return show
