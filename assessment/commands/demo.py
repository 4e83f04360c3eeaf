"""`assessment demo`"""

import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from assessment.access.welcome import welcome_place
from assessment.accounts.library import prepare_library
from assessment.accounts.service import change_password
from assessment.commands.opening import open_app
from assessment.commands.serve import serve
from assessment.demo import story
from assessment.demo.build import LANGUAGES, Demo, build_demo
from assessment.reporting.service import publish_report
from assessment.settings import Settings, load_settings

FOLDER = Path("demo")


def check_host(_context: click.Context, _option: click.Parameter, host: str) -> str:
    """Raises BadParameter for what phones could not open, or this machine does not have."""
    if host == "0.0.0.0":  # noqa: S104  # that it is refused
        raise click.BadParameter("write the address that phones open, such as 192.168.1.20")
    try:
        with socket.socket() as probe:
            probe.bind((host, 0))
    except OSError as error:
        raise click.BadParameter(f"this machine has no address {host}") from error
    return host


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=check_host,
    help="This machine's address in your network, so that phones reach it.",
)
@click.option("--serve/--no-serve", "serving", default=True, help="Serve it, or only build it and write the report.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help="Where its database and reports go; an earlier demo there is replaced.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Of the network's meeting; surveys and reports are in all of them.",
)
def command(port: int, host: str, serving: bool, folder: Path, language: str) -> None:
    """Build a lived-in example organisation, say where to look, and serve it."""
    settings = load_settings(
        instance=folder,
        database_url="",
        base_address=f"http://{host}:{port}",
        host=host,
        port=port,
        production=False,
    )
    _clear(settings.instance)
    app = open_app(settings)
    prepare_library(app)
    password = _make_password()
    with app.app_context():
        demo = build_demo(datetime.now(UTC).date(), _say, language)
        reports = [_write_report(demo, language, settings.instance) for language in LANGUAGES]
        change_password(demo.reader, password)
        _tell_addresses(app, demo, password, reports)
    if serving:
        click.echo("\nServing; stop with Ctrl+C.")
        serve(settings)
    else:
        click.echo(
            "\nNothing serves these addresses yet: leave --no-serve out, or start "
            f"ASSESSMENT_INSTANCE={settings.instance} ASSESSMENT_HOST={host} ASSESSMENT_PORT={port} "
            f"ASSESSMENT_BASE_ADDRESS={settings.base_address} assessment serve"
        )


def _clear(folder: Path) -> None:
    """Take an earlier demo's database away; keys and anything else in the folder stay."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"assessment.db{suffix}").unlink(missing_ok=True)


def _say(step: str) -> None:
    click.echo(f"  {step} ...", err=True)


def _write_report(demo: Demo, language: str, folder: Path) -> Path:
    _say(f"The report ({language})")
    path = folder / f"report-{language}.pdf"
    path.write_bytes(publish_report(demo.this_year, language))
    return path


def _make_password() -> str:
    """Another one each time: the example may stand where others reach it."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def _tell_addresses(app: Flask, demo: Demo, password: str, reports: list[Path]) -> None:
    settings: Settings = app.extensions["settings"]
    base = settings.base_address
    click.echo(f"\nThe survey       {base}/s/{demo.survey_token}")
    click.echo(f"What staff read  {base}/s/{demo.staff_token}")
    click.echo(f"The results      {base}{demo.results_path}")
    click.echo(f"  sign in as     {story.READER[0]}   password {password}")
    click.echo(f"The quick check  {base}/quick-check")
    click.echo(f"Lead it yourself {base}{welcome_place(demo.welcome_token)}")
    for path in reports:
        click.echo(f"The report       {path}")
