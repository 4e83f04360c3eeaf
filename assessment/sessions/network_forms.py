"""The forms of a network's own work: cards, requests and their answers, promises, the next date."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError

from assessment.campaigns.fields import (
    LONGEST_LINE,
    ClockField,
    DayField,
    check_length,
    check_mail,
    clean,
    offer,
)
from assessment.models import SAID
from assessment.sessions.asking import ANSWERS
from assessment.sessions.cards import ORIGIN, REQUEST, Card

LONGEST_CARD = 400
LONGEST_NUMBER = 9
JOINING_WORDS = ("if", "because", "mits", "als", "omdat", "want")


def _line(label: Any, description: Any = "") -> StringField:
    return StringField(label, description=description, filters=[clean], validators=[check_length(LONGEST_LINE)])


def _text(label: Any, description: Any = "") -> TextAreaField:
    return TextAreaField(label, description=description, filters=[clean], validators=[check_length(LONGEST_CARD)])


class CardForm(Form):
    """``version``: of the card that the page had; 0 while there is none."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        version = self.version.data or ""
        return int(version) if version.isdecimal() and len(version) <= LONGEST_NUMBER else -1


def _need(message: Any) -> Any:
    def check(_form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(message))

    return check


class ActionCardForm(CardForm):
    text = TextAreaField(
        lazy_gettext("What is done"),
        description=lazy_gettext("One thing that can be seen when it is done."),
        filters=[clean],
        validators=[_need(lazy_gettext("Write what is done")), check_length(LONGEST_CARD)],
    )
    owner = _line(lazy_gettext("Who does it, by name"))
    email = StringField(
        lazy_gettext("Mail address, for a reminder"),
        filters=[clean],
        validators=[check_length(LONGEST_LINE), check_mail],
    )
    due = DayField(lazy_gettext("By when"))
    actor = RadioField(lazy_gettext("Who can act"))
    origin = SelectField(lazy_gettext("What it comes from"), default="")

    def read_values(self) -> dict[str, Any]:
        values = {name: self[name].data for name in ("text", "owner", "email", "due", "actor")}
        if ORIGIN in self:
            said = next(label for value, label, *_rest in self.origin.iter_choices() if value == self.origin.data)
            values |= {ORIGIN: self.origin.data, SAID: said if self.origin.data else ""}
        return values


class RequestCardForm(CardForm):
    text = TextAreaField(
        lazy_gettext("What we ask of senior managers"),
        description=lazy_gettext("One thing that can be answered with yes or no."),
        filters=[clean],
        validators=[_need(lazy_gettext("Write what is asked")), check_length(LONGEST_CARD)],
    )
    example = _text(lazy_gettext("An example from our work"), lazy_gettext("What happened, without names."))
    brings = _text(lazy_gettext("What it brings"), lazy_gettext("For customers, for colleagues, in hours or money."))

    def read_values(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("text", "example", "brings")}


class RouteForm(CardForm):
    manager = _line(lazy_gettext("Senior manager who is asked, by name"))
    email = StringField(
        lazy_gettext("Mail address"), filters=[clean], validators=[check_length(LONGEST_LINE), check_mail]
    )
    first = _line(lazy_gettext("First messenger"))
    second = _line(lazy_gettext("Second messenger"))
    meets_on = DayField(lazy_gettext("Day of the meeting with her or him"))
    meets_at = ClockField(lazy_gettext("Time"))

    def read_values(self) -> dict[str, Any]:
        values = {name: self[name].data for name in ("manager", "email", "meets_on", "meets_at")}
        return values | {"messengers": [name for name in (self.first.data, self.second.data) if name]}


def drop_joining_word(words: str) -> str:
    """ "Yes, if" and "No, because" stand before the words already: whoever goes on reading types them once more."""
    first, _space, rest = words.partition(" ")
    return rest.lstrip() if first.casefold().strip(",:") in JOINING_WORDS and rest else words


class AnswerForm(CardForm):
    answer = RadioField(lazy_gettext("The answer"))
    words = _text(
        lazy_gettext("In their words"),
        lazy_gettext("The condition of a yes, the reason of a no; read out before it is saved."),
    )
    owner = _line(lazy_gettext("Owner, by name"))
    answer_on = DayField(
        lazy_gettext("Day"), description=lazy_gettext("Of a yes: by when it is done. Otherwise: the day of the answer.")
    )

    def check(self) -> bool:
        sound = self.validate()
        if self.answer.errors:
            self.answer.errors = [_("Choose one of these")]
        if self.answer.data in ("if", "no") and not self.words.data:
            self.words.errors, sound = [_("Write the condition or the reason")], False
        if self.answer.data == "later" and self.answer_on.data is None and not self.answer_on.errors:
            self.answer_on.errors, sound = [_("Choose the day of the answer")], False
        if self.answer.data != "no" and not self.owner.data and not self.owner.errors:
            self.owner.errors, sound = [_("Write the owner, by name")], False
        return sound

    def read_values(self) -> dict[str, Any]:
        values = {name: self[name].data for name in ("answer", "words", "owner", "answer_on")}
        return values | {"words": drop_joining_word(values["words"] or "")}


class NextDateForm(Form):
    day = DayField(lazy_gettext("Day"))
    at = ClockField(lazy_gettext("Time"))
    who = _line(lazy_gettext("Who comes"))
    between = _line(lazy_gettext("Who answers in between"))

    def validate_day(self, field: Field) -> None:
        if field.data is None:
            raise ValidationError(_("Choose the day"))

    def read_values(self) -> dict[str, str]:
        """What the form holds once it is valid."""
        day = self.day.data.isoformat() if self.day.data else ""
        at = f"{self.at.data:%H:%M}" if self.at.data else ""
        return {"day": day, "at": at, "who": self.who.data or "", "between": self.between.data or ""}


def make_card_form(
    card: Card, origins: Sequence[tuple[str, str]] = (), sent: Any = None
) -> ActionCardForm | RequestCardForm:
    """``origins``: what a free card may come from."""
    data = dict(card.values) | {"version": str(card.version)}
    if card.kind == REQUEST:
        return RequestCardForm(sent, data=data)
    form = ActionCardForm(sent, data={"actor": "we"} | data)
    form.actor.choices = offer([("we", _("We can act")), ("managers", _("Senior managers must"))])
    if card.free:
        kept = (card.values.get(ORIGIN, ""), card.values.get(SAID, ""))
        lost = [kept] if kept[0] and kept not in origins else []
        form.origin.choices = offer([("", _("nothing that stands here")), *lost, *origins])
    else:
        del form.origin
    return form


def make_answer_form(data: dict[str, Any], sent: Any = None) -> AnswerForm:
    form = AnswerForm(sent, data=data)
    form.answer.choices = offer((answer, name_answer(answer)) for answer in ANSWERS)
    return form


def name_answer(answer: str) -> str:
    names = {
        "": _("No answer yet"),
        "yes": _("Yes"),
        "if": _("Yes, if"),
        "no": _("No, because"),
        "later": _("An answer on a day"),
    }
    return names[answer]
