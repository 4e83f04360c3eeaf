"""The forms of setting a session up, joining it and leading it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, HiddenField, IntegerField, RadioField, SelectField, StringField, ValidationError

from assessment.campaigns.fields import LONGEST_LINE, check_length, clean
from assessment.sessions.agendas import LONGEST_PHASE, LONGEST_TITLE
from assessment.sessions.seats import LONGEST_NAME


class SetupForm(Form):
    name = StringField(
        lazy_gettext("What the session is called"), filters=[clean], validators=[check_length(LONGEST_LINE)]
    )
    question = StringField(
        lazy_gettext("The question on the wall"),
        filters=[clean],
        validators=[check_length(LONGEST_LINE)],
        description=lazy_gettext("What people write notes about, as a question."),
    )
    agenda = RadioField(lazy_gettext("What kind of session"))
    lens = RadioField(lazy_gettext("The model that notes are placed on"))
    language = RadioField(lazy_gettext("Language of the room"))
    survey = SelectField(
        lazy_gettext("The survey it is about"),
        description=lazy_gettext("Parts that talk about results show this one; without a survey they are left out."),
    )

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(_("Give the session a name"))


class JoinForm(Form):
    code = StringField(
        lazy_gettext("The six letters on the wall"), filters=[clean], validators=[check_length(LONGEST_LINE)]
    )
    name = StringField(lazy_gettext("Your name"), filters=[clean], validators=[check_length(LONGEST_NAME)])
    knows = HiddenField()
    """That the session shows names, which the page has said."""


class MinutesForm(Form):
    phase = HiddenField()
    minutes = IntegerField(lazy_gettext("Minutes"))

    def validate_minutes(self, field: IntegerField) -> None:
        if field.data is None or not 1 <= field.data <= LONGEST_PHASE:
            raise ValidationError(_("Write a whole number from 1 to %(most)s", most=LONGEST_PHASE))


class PhaseForm(MinutesForm):
    title = StringField(lazy_gettext("Own title"), filters=[clean], validators=[check_length(LONGEST_TITLE)])


class AddPhaseForm(PhaseForm):
    kind = SelectField(lazy_gettext("What people do"))
    before = SelectField(lazy_gettext("Where"))


class AgendaNameForm(Form):
    name = StringField(lazy_gettext("Its name"), filters=[clean], validators=[check_length(LONGEST_TITLE)])

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(_("Give the agenda a name"))


class PersonForm(Form):
    name = StringField(lazy_gettext("Name"), filters=[clean], validators=[check_length(LONGEST_NAME)])

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(_("Write a name"))


def list_choices(form: Any, **choices: list[Any]) -> None:
    """Give fields what can be chosen."""
    for name, offered in choices.items():
        form[name].choices = offered
