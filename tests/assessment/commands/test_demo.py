"""The address of the example: one that this machine has, so that phones reach it."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessment.cli import group
from assessment.commands.demo import command


@pytest.mark.parametrize(
    ("host", "said"),
    [("0.0.0.0", "write the address that phones open"), ("192.0.2.7", "this machine has no address 192.0.2.7")],
)
def test_an_address_that_no_phone_can_open_is_refused_before_anything_is_built(
    host: str, said: str, tmp_path: Path
) -> None:
    done = CliRunner().invoke(group, ["demo", "--host", host, "--folder", str(tmp_path / "demo")])
    assert (done.exit_code, said in " ".join(done.output.replace("│", " ").split())) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_this_machine_will_do() -> None:
    host = socket.gethostbyname(socket.gethostname())
    assert command.make_context("demo", ["--host", host]).params["host"] == host


def test_the_network_has_met_in_a_language_of_the_program() -> None:
    assert command.make_context("demo", []).params["language"] == "en"
    assert command.make_context("demo", ["--language", "nl"]).params["language"] == "nl"
    refused = CliRunner().invoke(group, ["demo", "--language", "fr"])
    assert (refused.exit_code, "'fr' is not one of 'en', 'nl'" in refused.output) == (2, True)
