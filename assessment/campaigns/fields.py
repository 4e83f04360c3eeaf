"""Fields that the pages of set-up share, with messages that say what is wrong and how to mend it.

Leaving a field empty is never wrong while a survey is a draft: the check list says what is missing.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, IntegerField, ValidationError
from wtforms.fields import DateField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from assessment.letters import holds_unkept

LONGEST_LINE, LONGEST_TEXT = 200, 2_000
MOST_PEOPLE = 1_000_000
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


def offer(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """What can be chosen: value and label of each."""
    return [SelectChoice(value, label) for value, label in pairs]


def clean(text: str | None) -> str:
    """One kind of line break, no spaces around."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def check_length(longest: int) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if holds_unkept(field.data or "", but="\n\t"):
            raise ValidationError(_("Remove the characters that cannot be stored (such as NUL)"))
        if len(field.data or "") > longest:
            raise ValidationError(
                _("Shorten this to %(limit)s characters: it has %(length)s", limit=longest, length=len(field.data))
            )

    return check


def check_mail(_form: Form, field: Field) -> None:
    if field.data and not _MAIL.fullmatch(field.data):
        raise ValidationError(_("Write the mail address like name@example.org"))


class _OrNothing(Field):
    """A field that may be left empty. What cannot be read stays on the page as it was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(self.tell_shape()) from None

    def tell_shape(self) -> str:
        """How to write it, for somebody who wrote it otherwise."""
        raise NotImplementedError


class DayField(_OrNothing, DateField):
    """A day, or nothing."""

    data: date | None

    def tell_shape(self) -> str:
        return _("Write the day like 2027-03-19 (year, month, day)")


class ClockField(_OrNothing, TimeField):
    """A time of day, or nothing."""

    data: time | None

    def tell_shape(self) -> str:
        return _("Write the time like 17:00")


class CountField(IntegerField):
    """A number of people; empty is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not text.isdecimal() or int(text) > MOST_PEOPLE:
            raise ValueError(_("Write the number of people as a whole number, like 24"))
        self.data = int(text)
