"""The command ``assessment``. Each command is a thin function in ``assessment/commands/``, loaded when it is called."""

from importlib import import_module

import click

from assessment.assets import AssetsMissingError
from assessment.migrations import SchemaError
from assessment.settings import SettingsError

COMMANDS = {
    "demo": "demo",
    "doctor": "doctor",
    "import": "importing",
    "migrate": "migrate",
    "questionnaire": "questionnaire",
    "report": "report",
    "results": "results",
    "serve": "serve",
    "verify": "verify",
    "worker": "worker",
}
"""Name of a command: its module in assessment/commands/, which holds it under the name ``command``."""


class LazyCommands(click.Group):
    """Loads a command's module only when it is called, so that ``--help`` does not wait for fonts and solvers."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"assessment.commands.{COMMANDS[cmd_name]}").command
        return command


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quality-maturity-assessment")
def group() -> None:
    """Ask an organisation how quality is driven, show honestly what people see, and decide what to do next."""


def main() -> None:
    """Run the command; what the environment or the database does not allow is said in one line each."""
    try:
        group()
    except (SettingsError, AssetsMissingError, SchemaError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
