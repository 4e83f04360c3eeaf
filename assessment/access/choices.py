"""Choices of a form as HTML: an organisation has hundreds of units, and a template's loop over them takes longest."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from markupsafe import Markup, escape
from wtforms import RadioField, SelectField, SelectMultipleField


def add_choices(app: Flask) -> None:
    """Give templates ``write_options`` and ``write_answers``."""
    app.jinja_env.globals.update({"write_options": write_options, "write_answers": write_answers})


def write_options(field: SelectField) -> Markup:
    """What stands inside a ``select``."""
    return _join(
        f'<option value="{value}"{" selected" if chosen else ""}>{label}</option>\n'
        for value, label, chosen in _list_choices(field)
    )


def write_answers(field: SelectField) -> Markup:
    """Radio buttons, or boxes to tick, each with its label."""
    kind = "radio" if isinstance(field, RadioField) else "checkbox"
    start = f'<label class="answer"><input type="{kind}" name="{escape(field.name)}" id="{escape(field.id)}-'
    return _join(
        f'{start}{number}" value="{value}"{" checked" if chosen else ""}> <span>{label}</span></label>\n'
        for number, (value, label, chosen) in enumerate(_list_choices(field))
    )


def _join(parts: Iterator[str]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 - what people wrote was escaped one by one


def _list_choices(field: SelectField) -> Iterator[tuple[Markup, Markup, bool]]:
    """Value and label of each, escaped, and whether it is chosen."""
    several = isinstance(field, SelectMultipleField)
    choices: Any = field.choices or ()
    for value, label, *_rest in choices:
        key = field.coerce(value)
        yield escape(value), escape(label), key in (field.data or ()) if several else key == field.data
