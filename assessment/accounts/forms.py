"""Forms of accounts. Each binds the fields named here and nothing else (trust rule S3).

Whether a form carries the right token (CSRF) is checked for the whole application before any view runs.
"""

import re

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined] # the stubs are older than SelectChoice
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from assessment.accounts.roles import explain_roles
from assessment.accounts.service import clean_email
from assessment.letters import holds_unkept

LONGEST_EMAIL = 254
LONGEST_NAME = 100
LONGEST_CODE = 40
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\]+@[^@\s<>\"(),:;\\]+\.[^@\s<>\"(),:;\\]+")
LANGUAGE_CHOICES = [SelectChoice("en", "English"), SelectChoice("nl", "Nederlands")]


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
    # Marks that join or turn letters belong to names of many scripts; only what breaks a line does not.
    if holds_unkept(text := field.data or "") or len(text.splitlines()) > 1:
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


def make_name_field() -> StringField:
    return StringField(_("Your name"), filters=[trim], validators=[Needed(_("Write your name")), check_name])


def make_password_field() -> PasswordField:
    """A new password. Whether it is a good one is for ``accounts.passwords``, which knows the names around it."""
    return PasswordField(_("New password"), validators=[Needed(_("Choose a password"))])


class PasswordForm(Form):
    password = make_password_field()

    def explain(self, shortest: int) -> None:
        """Say beside the field what a password must be."""
        self.password.description = _(
            "At least %(number)s characters of any kind. Four words that do not belong together are a good one.",
            number=shortest,
        )


class ChangePasswordForm(PasswordForm):
    now = PasswordField(_("Your password now"), validators=[Needed(_("Write the password that you have now"))])
    password = make_password_field()


class JoinForm(PasswordForm):
    name = make_name_field()
    password = make_password_field()


class FirstForm(PasswordForm):
    organisation = StringField(
        _("Name of the organisation"),
        filters=[trim],
        validators=[Needed(_("Write the name of your organisation")), check_name],
    )
    name = make_name_field()
    email = make_email_field(_("Mail address"), _("Write your mail address"), _("You sign in with it."))
    password = make_password_field()


class DetailsForm(Form):
    name = make_name_field()
    language = SelectField(_("Language"), choices=LANGUAGE_CHOICES)


def make_roles_field() -> SelectMultipleField:
    return SelectMultipleField(_("What may this colleague do?"))


def make_unit_field() -> SelectField:
    return SelectField(_("Unit"), description=_("Only for a unit reader."))


class RightsForm(Form):
    """Roles and, for a unit reader, the unit. The choices of ``unit`` are the organisation's own."""

    roles = make_roles_field()
    unit = make_unit_field()

    def offer(self, units: list[tuple[str, str]]) -> None:
        self.roles.choices = [SelectChoice(role, text) for role, text in explain_roles().items()]
        self.unit.choices = [SelectChoice(key, name) for key, name in [("", _("No unit")), *units]]

    def validate_roles(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one thing that this colleague may do"))

    def validate_unit(self, field: Field) -> None:
        if "unit-reader" in (self.roles.data or ()) and not field.data:
            raise ValidationError(_("Choose the unit that this unit reader may read"))


class InviteForm(RightsForm):
    """Fields stand in the order of the page: that is the order of its errors."""

    email = make_email_field(_("Mail address of your colleague"), _("Write your colleague's mail address"))
    roles = make_roles_field()
    unit = make_unit_field()
    language = RadioField(_("Language of the mail"), choices=LANGUAGE_CHOICES, default="en")
