"""The command ``assessment``. Each command is a thin function in ``assessment/commands/``, loaded when it is called."""

import os
from importlib import import_module

import click

from assessment.settings import StartError

COMMANDS = {
    "administrator": ("administrator", "Print the link that makes the first account."),
    "audit": ("audit", "Check the trail of who changed what."),
    "demo": ("demo", "Build a lived-in example organisation and open its doors."),
    "doctor": ("doctor", "Check everything the application needs."),
    "export": ("exporting", "Write the tables of a released survey as CSV, XLSX or Parquet."),
    "import": ("importing", "Bring in answer sheets that exist already."),
    "migrate": ("migrate", "Bring the database's tables to this version."),
    "questionnaire": ("questionnaire", "List questionnaires, or check a file of your own."),
    "report": ("report", "Write the report of a released survey as a PDF."),
    "results": ("results", "Print the results of a released survey."),
    "serve": ("serve", "Serve the application."),
    "verify": ("verify", "Recompute the figures of a report and say what differs."),
    "worker": ("worker", "Do long work until stopped."),
}
"""Name of a command: its module in assessment/commands/, which holds it as ``command``, and what it does."""


class LazyCommands(click.Group):
    """Loads a command's module only when it is called, so that ``--help`` does not wait for fonts and solvers."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"assessment.commands.{COMMANDS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quality-maturity-assessment")
def group() -> None:
    """Ask an organisation how quality is driven, show honestly what people see, and decide what to do next."""


def main() -> None:
    """Run the command; what the environment or the database does not allow is said in one line each."""
    # Tables of answers are small for linear algebra: its threads would mostly wait for each other, with a core busy and
    # a buffer held for each. It reads this when NumPy is first loaded, which no import of this file does.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        group()
    except StartError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
