"""The forms of notes: writing one on a phone, pasting those that came on paper, splitting one that says two things."""

import re
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, HiddenField, IntegerField, StringField, TextAreaField, ValidationError

from assessment.letters import holds_unkept
from assessment.sessions.notes import LONGEST_NOTE, MOST_LINES

BULLET = re.compile(r"^[-–—•*·]\s+")
"""Before a line of a list that was copied from elsewhere."""


def join_spaces(text: str | None) -> str:
    """One line: a note has no breaks."""
    return " ".join((text or "").split())


def find_fault(text: str) -> str:
    """What is wrong with a note's text, and how to mend it; "" where nothing is."""
    if not text:
        return _("Write something first")
    if holds_unkept(text):
        return _("Remove the characters that cannot be stored (such as NUL)")
    if len(text) > LONGEST_NOTE:
        return _("Shorten this to %(limit)s characters: it has %(length)s", limit=LONGEST_NOTE, length=len(text))
    return ""


def check_note(_form: Form, field: Any) -> None:
    fault = find_fault(field.data or "")
    if fault:
        raise ValidationError(fault)


class NoteForm(Form):
    """``note``: its id; ``version``: as the page showed it."""

    note = HiddenField()
    version = IntegerField()
    text = TextAreaField(lazy_gettext("Your note"), filters=[join_spaces], validators=[check_note])


class PasteForm(Form):
    """``paste``: an id made by the page."""

    paste = HiddenField()
    lines = TextAreaField(lazy_gettext("Notes from paper, one a line"))


class WordsForm(Form):
    text = StringField(lazy_gettext("What it says"), filters=[join_spaces], validators=[check_note])


class SplitForm(Form):
    first = StringField(lazy_gettext("The first says"), filters=[join_spaces], validators=[check_note])
    second = StringField(lazy_gettext("The second says"), filters=[join_spaces], validators=[check_note])


@dataclass(frozen=True, slots=True)
class Paste:
    """What was pasted: notes that can be put up, and what stays in the field: lines with a fault, each told by its
    number in the field and why, and those that are too many."""

    notes: list[str]
    left: list[str]
    faults: list[str]


def read_paste(pasted: str) -> Paste:
    notes: list[str] = []
    left: list[str] = []
    faults: list[str] = []
    for line in pasted.splitlines():
        text = BULLET.sub("", join_spaces(line))
        if not text:
            continue
        fault = find_fault(text)
        if fault:
            left.append(text)
            faults.append(_("Line %(number)s: %(fault)s", number=len(left), fault=fault))
        elif len(notes) == MOST_LINES:
            left.append(text)
        else:
            notes.append(text)
    if len(left) > len(faults):
        faults.append(_("%(most)s notes go up at once: send what is left in the field once more", most=MOST_LINES))
    return Paste(notes, left, faults)
