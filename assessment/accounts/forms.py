"""Forms of accounts. Each binds the fields named here and nothing else (trust rule S3).

Whether a form carries the right token (CSRF) is checked for the whole application before any view runs.
"""

import re

from flask_babel import lazy_gettext as _
from wtforms import (
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from assessment.accounts.roles import explain_roles
from assessment.accounts.service import clean_email

LONGEST_EMAIL = 254
LONGEST_NAME = 100
LONGEST_CODE = 40
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\]+@[^@\s<>\"(),:;\\]+\.[^@\s<>\"(),:;\\]+")
LANGUAGE_CHOICES = [("en", "English"), ("nl", "Nederlands")]


def trim(text: str | None) -> str:
    return (text or "").strip()


def read(field: Field) -> str:
    """What was written; empty where the field was not sent."""
    return str(field.data or "")


class Needed:
    """Something must be filled in; the message says what."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(self.message)


def check_name(_form: Form, field: Field) -> None:
    if len(field.data or "") > LONGEST_NAME:
        raise ValidationError(_("Shorten this to %(number)s characters", number=LONGEST_NAME))
    if not (field.data or "").isprintable():
        raise ValidationError(_("Leave out line breaks and other control characters"))


def check_email(_form: Form, field: Field) -> None:
    if len(field.data) > LONGEST_EMAIL or not _EMAIL.fullmatch(field.data) or not field.data.isprintable():
        raise ValidationError(_("Write the mail address like name@example.org"))


def make_email_field(label: str, needed: str, description: str = "") -> EmailField:
    return EmailField(
        label,
        description=description,
        filters=[trim, clean_email],
        validators=[Needed(needed), check_email],
    )


class SignInForm(Form):
    email = EmailField(_("Mail address"), filters=[trim, clean_email])
    password = PasswordField(_("Password"))
    next = HiddenField()


class ForgottenForm(Form):
    email = make_email_field(_("Mail address"), _("Write the mail address of your account"))


class CodeForm(Form):
    """``code``: of the app or, at sign-in, a recovery code."""

    code = StringField(
        _("Code"), filters=[trim, lambda code: code[:LONGEST_CODE]], validators=[Needed(_("Write the code"))]
    )
    next = HiddenField()


class PasswordForm(Form):
    """A new password. Whether it is a good one is for ``accounts.passwords``, which knows the names around it."""

    password = PasswordField(_("Password"), validators=[Needed(_("Choose a password"))])


class ChangePasswordForm(PasswordForm):
    now = PasswordField(_("Your password now"), validators=[Needed(_("Write the password that you have now"))])


class JoinForm(PasswordForm):
    name = StringField(_("Your name"), filters=[trim], validators=[Needed(_("Write your name")), check_name])


class FirstForm(JoinForm):
    email = make_email_field(_("Mail address"), _("Write your mail address"), _("You sign in with it."))
    organisation = StringField(
        _("Name of the organisation"),
        filters=[trim],
        validators=[Needed(_("Write the name of your organisation")), check_name],
    )


class DetailsForm(Form):
    name = StringField(_("Your name"), filters=[trim], validators=[Needed(_("Write your name")), check_name])
    language = SelectField(_("Language"), choices=LANGUAGE_CHOICES)


class RightsForm(Form):
    """Roles and, for a unit reader, the unit. The choices of ``unit`` are the organisation's own."""

    roles = SelectMultipleField(_("What may this colleague do?"), validate_choice=True)
    unit = SelectField(_("Unit"), description=_("Only for a unit reader."))

    def offer(self, units: list[tuple[str, str]]) -> None:
        self.roles.choices = list(explain_roles().items())
        self.unit.choices = [("", _("No unit")), *units]

    def validate_roles(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one thing that this colleague may do"))

    def validate_unit(self, field: Field) -> None:
        if "unit-reader" in (self.roles.data or ()) and not field.data:
            raise ValidationError(_("Choose the unit that this unit reader may read"))


class InviteForm(RightsForm):
    email = make_email_field(_("Mail address of your colleague"), _("Write your colleague's mail address"))
    language = RadioField(_("Language of the mail"), choices=LANGUAGE_CHOICES, default="en")
