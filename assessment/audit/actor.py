"""Who changes something: whoever is signed in, the program by itself, or whoever types a command on the server."""

from flask import Flask, current_app, g

SYSTEM = "system"
"""Jobs, and everything else that the running application does by itself."""

COMMAND_LINE = "command line"


def act_as(email: str) -> None:
    """For the rest of this request, what is changed is changed by this account."""
    g.actor = email


def let_act(app: Flask, name: str) -> None:
    """Who acts in this application where nobody is signed in; an application that serves nothing runs a command."""
    app.extensions["actor"] = name


def find_actor() -> str:
    actor: str = g.get("actor") or current_app.extensions.get("actor", COMMAND_LINE)
    return actor
