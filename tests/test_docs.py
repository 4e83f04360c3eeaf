"""What the documentation names is there: settings, commands, recipes, files."""

import re
from pathlib import Path

import click
import pytest

from assessment.cli import COMMANDS, group
from assessment.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
BY_NAME = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
RECIPES = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_setting_has_a_heading_a_default_and_an_example() -> None:
    sections = re.split(r"^## ", (ROOT / "docs/settings.md").read_text(), flags=re.MULTILINE)[1:]
    names = {section.splitlines()[0] for section in sections}

    assert names == {f"ASSESSMENT_{field.upper()}" for field in Settings.model_fields}
    assert [section.splitlines()[0] for section in sections if "Default: " not in section] == []
    assert [section.splitlines()[0] for section in sections if not re.search(r"Example: |the output of", section)] == []


def test_documented_defaults_are_the_real_ones() -> None:
    text = (ROOT / "docs/settings.md").read_text()
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, bool | int):
            section = text.partition(f"## ASSESSMENT_{name.upper()}\n")[2]
            assert re.search(r"Default: `(.*?)`", section)[1] == str(field.default).lower(), name  # type: ignore[index]


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@BY_NAME
def test_recipes_that_are_named_exist(page: Path) -> None:
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", page.read_text(), re.MULTILINE))

    assert named <= RECIPES


@BY_NAME
def test_commands_that_are_named_exist_with_their_options(page: Path) -> None:
    for line in re.findall(r"(?:`|^ {4})assessment ((?:[a-z]|--).*?)(?:`|$)", page.read_text(), re.MULTILINE):
        check_command(line.partition("#")[0].split())


def check_command(words: list[str]) -> None:
    """Fail on a command, subcommand or option that the program does not have."""
    command: click.Command = group
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        name = words.pop(0)
        found = command.get_command(click.Context(command), name)
        assert found is not None, name
        command = found
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("-")} <= known | {"--help", "-h"}


@BY_NAME
def test_files_that_are_linked_exist(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text())

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_command_can_be_loaded_and_says_what_it_does() -> None:
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.help or command.callback is None or command.callback.__doc__, name
