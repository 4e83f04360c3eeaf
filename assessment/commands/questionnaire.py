"""``assessment questionnaire``"""

import json
from dataclasses import replace
from pathlib import Path

import click

from assessment.campaigns.offers import UnknownOrganisationError, offer_questionnaire
from assessment.commands.opening import open_app
from questionnaires import (
    Fault,
    QuestionnaireError,
    check_text,
    json_schema,
    load_text,
    read_text,
    shipped,
    shipped_ids,
    shipped_text,
)


@click.group()
def command() -> None:
    """List the questionnaires that are shipped; check a file of your own, or offer it to an organisation."""


@command.command("list")
def show_list() -> None:
    """Print the id, number of questions, languages and title of each questionnaire that is shipped."""
    for questionnaire in map(shipped, shipped_ids()):
        languages = ",".join(questionnaire.languages)
        title = questionnaire.title.get("en", questionnaire.title[questionnaire.languages[0]])
        click.echo(f"{questionnaire.id:<26} {len(questionnaire.items):>3}  {languages:<6} {title}")


@command.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def check(files: tuple[str, ...], strict: bool) -> None:
    """Report every fault of a questionnaire FILE with its file, line and field.

    FILE may also be the id of a questionnaire that is shipped. Exits with 1 where a file cannot be used.
    """
    failed = 0
    for name in files:
        faults = _find_faults(name)
        if strict:
            faults = tuple(replace(fault, severity="error") for fault in faults)
        for fault in faults:
            click.echo(str(fault))
        failed += any(fault.severity == "error" for fault in faults)
        if not any(fault.severity == "error" for fault in faults):
            click.echo(_describe(name, len(faults)))
    if failed:
        count = "the file" if len(files) == 1 else f"{failed} of {len(files)} files"
        click.echo(f"{count} cannot be used: mend the errors listed above", err=True)
        raise SystemExit(1)


@command.command()
@click.argument("file")
@click.option("--unit", default="unit", show_default=True, help="Name of the column for people's units.")
def columns(file: str, unit: str) -> None:
    """Print the first row of a CSV file for answers to a questionnaire FILE (or the id of one that is shipped).

    Give people's answers below it, one row a person, for `assessment import`.
    """
    try:
        questionnaire = load_text(_read(file), file)
    except QuestionnaireError as error:
        raise click.ClickException("\n".join(str(fault) for fault in error.faults)) from None
    click.echo(",".join([unit, *(item.id for item in questionnaire.items)]))


@command.command()
def schema() -> None:
    """Print the JSON Schema of a questionnaire file, for an editor."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@command.command()
@click.argument("file")
@click.option("--organisation", required=True, help="The organisation that may choose it, by its name.")
def offer(file: str, organisation: str) -> None:
    """Offer your own questionnaire FILE to an organisation, to be chosen when a survey is set up.

    Surveys that run keep the version they began with.
    """
    try:
        text = _read(file)
        questionnaire = load_text(text, file)
    except QuestionnaireError as error:
        raise click.ClickException("\n".join(str(fault) for fault in error.faults)) from None
    with open_app().app_context():
        try:
            name = offer_questionnaire(organisation, text)
        except UnknownOrganisationError as error:
            known = ", ".join(error.names) or "none yet"
            raise click.ClickException(f"There is no organisation {organisation}. There are: {known}.") from None
    click.echo(f"{name} can choose {questionnaire.id}, version {questionnaire.version}, when it sets up a survey.")


def _find_faults(name: str) -> tuple[Fault, ...]:
    try:
        return check_text(_read(name), name)
    except QuestionnaireError as error:
        return error.faults


def _describe(name: str, warnings: int) -> str:
    questionnaire = load_text(_read(name), name)
    questions = _count(len(questionnaire.items), "question")
    dimensions = _count(len(questionnaire.dimensions), "dimension")
    return f"{name}: {questions} in {dimensions}, {_count(warnings, 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _read(name: str) -> str:
    if not Path(name).exists() and name in shipped_ids():
        return shipped_text(name)
    return read_text(name)
