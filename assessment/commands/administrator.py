"""`assessment administrator`: the link that starts an installation, and the way back for who lost every key."""

import click
from flask import Flask

from assessment.access.welcome import welcome_place
from assessment.accounts.links import offer_first_link, rescue
from assessment.commands.opening import open_app
from assessment.settings import Settings


@click.command()
@click.option(
    "--rescue", "email", metavar="MAIL", help="Forget the second factor of this account, for a lost phone and codes."
)
def command(email: str | None) -> None:
    """Print the one-time link that makes the first account of an installation."""
    app = open_app()
    with app.app_context():
        if email is not None:
            _tell_rescue(app, email)
            return
        link = offer_first_address(app)
    if link is None:
        raise click.ClickException(
            "There are accounts or invitations already: an administrator invites colleagues on their page."
        )
    click.echo(link)


def offer_first_address(app: Flask) -> str | None:
    """A new address that makes the first account, valid for 24 hours; None where somebody has one already."""
    with app.app_context():
        token = offer_first_link()
    return _write_address(app, token) if token else None


def _tell_rescue(app: Flask, email: str) -> None:
    token = rescue(email.strip().lower())
    if token is None:
        raise click.ClickException("There is no active account with this mail address.")
    click.echo(
        "The second factor is forgotten, and all sign-ins have ended. This link chooses a new password, for an hour:"
    )
    click.echo(_write_address(app, token))


def _write_address(app: Flask, token: str) -> str:
    settings: Settings = app.extensions["settings"]
    return settings.base_address + welcome_place(token)
