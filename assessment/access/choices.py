"""Choices of a form as HTML: an organisation has hundreds of units, and a template's loop over them takes longest."""

from functools import lru_cache
from typing import Any

from flask import Flask
from markupsafe import Markup, escape
from wtforms import RadioField, SelectField, SelectMultipleField

Pairs = tuple[tuple[Any, str], ...]
"""Value and label of each choice."""


def add_choices(app: Flask) -> None:
    """Give templates ``write_options`` and ``write_answers``."""
    app.jinja_env.globals.update({"write_options": write_options, "write_answers": write_answers})


def write_options(field: SelectField) -> Markup:
    """What stands inside a ``select``."""
    pairs = _list_pairs(field)
    parts = list(_write_options(pairs))
    for number in _find_chosen(field, pairs):
        parts[number] = parts[number].replace('">', '" selected>', 1)
    return _join(parts)


@lru_cache(maxsize=64)
def _write_options(pairs: Pairs) -> tuple[str, ...]:
    """None chosen: kept by what is offered, which is mostly the same units."""
    return tuple(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in pairs)


def write_answers(field: SelectField) -> Markup:
    """Radio buttons, or boxes to tick, each with its label."""
    pairs = _list_pairs(field)
    kind = "radio" if isinstance(field, RadioField) else "checkbox"
    parts = list(_write_answers(pairs, kind, field.name, field.id))
    for number in _find_chosen(field, pairs):
        parts[number] = parts[number].replace('"> <span>', '" checked> <span>', 1)
    return _join(parts)


@lru_cache(maxsize=64)
def _write_answers(pairs: Pairs, kind: str, name: str, own_id: str) -> tuple[str, ...]:
    start = f'<label class="answer"><input type="{kind}" name="{escape(name)}" id="{escape(own_id)}-'
    return tuple(
        f'{start}{number}" value="{escape(value)}"> <span>{escape(label)}</span></label>'
        for number, (value, label) in enumerate(pairs)
    )


def _join(parts: list[str]) -> Markup:
    return Markup("\n".join(parts))  # noqa: S704 - what people wrote was escaped one by one


def _list_pairs(field: SelectField) -> Pairs:
    choices: Any = field.choices or ()
    return tuple((value, str(label)) for value, label, *_rest in choices)


def _find_chosen(field: SelectField, pairs: Pairs) -> list[int]:
    """The places of what is chosen."""
    chosen = set(field.data or ()) if isinstance(field, SelectMultipleField) else {field.data}
    return [number for number, (value, _label) in enumerate(pairs) if field.coerce(value) in chosen]
