"""What the doctor says of keys, address and mail server, against real servers."""

from pathlib import Path

import pytest
from flask import Flask

from assessment.commands.surroundings import examine_address, examine_keys, examine_mail, is_healthy
from assessment.settings import Settings, fill_secrets
from tests.assessment.commands.running import find_port
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.server import LiveServer

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def make_settings(folder: Path, **changes: object) -> Settings:
    return fill_secrets(Settings(instance=folder / "instance", **changes))  # type: ignore[arg-type]


def test_keys_made_by_the_program_are_named_with_their_place(tmp_path: Path) -> None:
    finding = examine_keys(make_settings(tmp_path))

    assert finding.detail.startswith(f"secret-key and link-key kept in {(tmp_path / 'instance').resolve()}")
    assert finding.problem == ""


def test_keys_from_the_environment_are_never_shown(tmp_path: Path) -> None:
    key = "k7Vw-2qLzT9xB4nR8sYdP1mGhJ5cFa3E"
    finding = examine_keys(make_settings(tmp_path, secret_key=key, link_key=key[::-1]))

    assert finding.detail == "set in the environment"


def test_an_address_on_a_network_needs_production(tmp_path: Path) -> None:
    assert examine_address(make_settings(tmp_path)).problem == ""
    assert "ASSESSMENT_PRODUCTION" in examine_address(make_settings(tmp_path, base_address="http://10.0.0.7")).problem


def test_an_address_where_nothing_answers_is_said(tmp_path: Path) -> None:
    settings = make_settings(tmp_path).model_copy(
        update={"production": True, "base_address": f"https://127.0.0.1:{find_port()}"}
    )
    finding = examine_address(settings)

    assert finding.detail.endswith("does not answer")
    assert "DNS" in finding.problem


def test_a_server_that_runs_answers(live_server: LiveServer) -> None:
    assert is_healthy(live_server.url)
    assert not is_healthy(f"{live_server.url}/nothing")


@SQLITE_ONLY
def test_a_mail_server_that_talks_is_fine_and_gets_no_mail(app: Flask, mailbox: Mailbox) -> None:
    finding = examine_mail(app.extensions["settings"])

    assert (finding.subject, finding.problem) == ("Mail", "")
    assert "takes mail from" in finding.detail
    assert mailbox.kept == []


@SQLITE_ONLY
def test_a_mail_server_that_is_not_there_is_said(app: Flask, mailbox: Mailbox) -> None:
    settings: Settings = app.extensions["settings"]

    finding = examine_mail(settings.model_copy(update={"mail_port": find_port()}))

    assert finding.problem.startswith("check ASSESSMENT_MAIL_HOST")


@SQLITE_ONLY
def test_a_sign_in_that_the_server_does_not_know_is_said(app: Flask, mailbox: Mailbox) -> None:
    settings: Settings = app.extensions["settings"]

    finding = examine_mail(settings.model_copy(update={"mail_user": "nobody"}))

    assert finding.problem != ""


def test_no_mail_server_is_no_fault(tmp_path: Path) -> None:
    assert examine_mail(make_settings(tmp_path)).problem == ""
