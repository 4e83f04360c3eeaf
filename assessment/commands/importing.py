"""`assessment import`: answer sheets that exist already."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

import questionnaires
from assessment.campaigns.faults import SheetError
from assessment.campaigns.headcounts import read_head_counts
from assessment.campaigns.importing import default_name, import_sheets, release_import
from assessment.campaigns.service import CampaignPlan, PlanError
from assessment.campaigns.sheets import AnswerSheets, read_sheets
from assessment.commands.opening import open_app
from assessment.organisation.names import find_name_fault, same_name
from assessment.settings import load_settings
from questionnaires.model import Questionnaire


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
    text, questionnaire = load_questionnaire(asked)
    plan = CampaignPlan(
        name=dict.fromkeys(questionnaire.languages, read_name(name or default_name(file), "--name")),
        questionnaire=text,
        languages=questionnaire.languages,
        disclosure=disclosure,
        asks_comments=False,
    )
    organisation = read_name(organisation, "--organisation")
    with refusing(file), _showing("Reading") as show:
        sheets = read_sheets(file, questionnaire, unit, group, limit=limit, progress=show)
    with refusing(head_counts):
        counts = read_head_counts(head_counts, limit=limit) if head_counts else []
    with refusing(None):
        app = open_app(settings)
    with app.app_context():
        with refusing(head_counts), _showing("Storing") as show:
            campaign_id = import_sheets(organisation, plan, sheets, counts, show)
        understood = _describe(sheets)
        # Stored now: releasing takes memory of its own.
        del sheets
        with finishing_later(campaign_id), _showing("Scoring") as show:
            release_import(campaign_id, lambda percent: show(percent, 100))
    click.echo(understood, err=True)
    click.echo(campaign_id)


def load_questionnaire(asked: str) -> tuple[str, Questionnaire]:
    """Text and form of a shipped questionnaire, or of a file; a click error says what is wrong with it, or that there
    is neither.
    """
    shipped = questionnaires.shipped_ids()
    if asked not in shipped and not Path(asked).exists():
        raise click.ClickException(f"{asked} is neither a file nor one of: {', '.join(shipped)}")
    try:
        text = questionnaires.shipped_text(asked) if asked in shipped else questionnaires.read_text(asked)
        return text, questionnaires.load_text(text, asked)
    except questionnaires.QuestionnaireError as error:
        raise click.ClickException(f"the questionnaire cannot be used; nothing was stored.\n{error}") from None


def read_name(name: str, option: str) -> str:
    """A name given on the command line; a click error where it is none."""
    plain = same_name(name)
    fault = find_name_fault(plain)
    if fault:
        raise click.BadParameter(f"the name {fault}", param_hint=option)
    return plain


@contextmanager
def refusing(path: Path | None) -> Iterator[None]:
    """Say what is wrong with the file, or with the database, and that nothing was stored."""
    try:
        yield
    except SheetError as error:
        raise click.ClickException(f"{path} was not taken in; nothing was stored.\n{error}") from None
    except PlanError as error:
        raise click.ClickException(f"nothing was stored: {error}") from None
    except DBAPIError as error:
        raise click.ClickException(f"nothing was stored: the database says: {error.orig}") from None


@contextmanager
def finishing_later(campaign_id: int) -> Iterator[None]:
    """The answers are stored; what keeps them from being released now is said, and that a worker will do it."""
    try:
        yield
    except DBAPIError as error:
        raise click.ClickException(
            f"the answers are stored as survey {campaign_id} and not released yet: the database says: {error.orig}\n"
            "assessment worker or assessment serve releases them."
        ) from None


def _describe(sheets: AnswerSheets) -> str:
    """What was understood, a line each: names that may be one name spelt twice are worth a look."""
    groups = f" and {len(sheets.groups)} groups" if sheets.groups else ""
    lines = [f"{len(sheets)} answer sheets of {len(sheets.units)} units{groups}."]
    for kind, names in (("units", sheets.units), ("groups", sheets.groups)):
        for first, second in names.find_look_alikes():
            lines.append(f'The {kind} "{first}" and "{second}" look alike: if they are one, correct the file.')
    return "\n".join(lines)


@contextmanager
def _showing(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, so that standard output holds the campaign's id and nothing else; gives a function that
    is told how much is done and how much there is.
    """
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show
