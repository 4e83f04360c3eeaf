"""What was typed to mend a list, said again where it could not be stored: nothing that somebody typed is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.organisation.faults import COLUMNS, name_column
from assessment.organisation.mending import LEAVE_OUT, show_text

FIELD = re.compile(rf"row-(\d{{1,9}})-({'|'.join((*COLUMNS, 'leave'))})|((?:word|unit)-[0-9a-f]{{16}})|level", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """``fields``: as upload.mend_rows takes them; ``words``: the word that each field of a word is about; ``brought``:
    which file it was (preview.Shown)."""

    fields: Mapping[str, str]
    words: Mapping[str, str]
    brought: str


def read_typed(values: Mapping[str, str]) -> Typed:
    fields = {name: text for name, text in values.items() if FIELD.fullmatch(name)}
    words = {name: values.get(f"{name}-text", "") for name in fields}
    return Typed(fields, words, values.get("brought", ""))


def name_typed(typed: Typed, groups: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each field that holds something, in words, and what was typed or chosen; ``groups``: names by their keys."""
    return [
        (_name_field(name, typed), _say_text(name, text, groups))
        for name, text in typed.fields.items()
        if text.strip() or name.endswith("-leave")
    ]


def _name_field(name: str, typed: Typed) -> str:
    found = FIELD.fullmatch(name)
    if name == "level":
        return _("The column for the level above the unit")
    if name.startswith("unit-"):
        return _("Instead of the unit “%(word)s”", word=show_text(typed.words[name]))
    if found is None or found[3]:
        word = show_text(typed.words[name])
        return _("Rows with the group “%(word)s”", word=word) if word else _("Rows without a group")
    if found[2] == "leave":
        return _("Row %(number)s", number=found[1])
    return _("Row %(number)s, %(column)s", number=found[1], column=name_column(found[2]))


def _say_text(name: str, text: str, groups: Mapping[str, str]) -> str:
    if name == "level":
        return _("use it")
    if name.endswith("-leave"):
        return _("leave it out") if text else _("it is a person")
    if text == LEAVE_OUT and name.startswith("word-"):
        return _("leave these rows out")
    chosen = name.startswith("word-") or name.endswith("-group")
    return groups.get(text, show_text(text)) if chosen else show_text(text)
