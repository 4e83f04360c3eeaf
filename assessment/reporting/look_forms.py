"""The form of an organisation's look."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, FileField, Form, StringField, ValidationError

from assessment.reporting.look import LEAST_CONTRAST, LogoError, find_nearest, measure_contrast, redraw_logo

COLOUR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")


def read_colour(text: str | None) -> str | None:
    """#rrggbb for what people write of a colour, "" for nothing, None for what is no colour."""
    text = (text or "").strip().lower()
    if not text:
        return ""
    found = COLOUR.fullmatch(text)
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def find_fault(text: str | None) -> str:
    """Why a colour cannot be taken, "" where it can."""
    colour = read_colour(text)
    if colour is None:
        return _("Write the colour as six letters or digits, such as #0e5a6d")
    if colour and measure_contrast(colour) < LEAST_CONTRAST:
        return _(
            "%(colour)s is too light to be read on white. The nearest colour that can be is %(nearest)s",
            colour=colour,
            nearest=find_nearest(colour),
        )
    return ""


class LookForm(Form):
    """``logo_bytes`` after validation: the logo drawn anew; b"" to take it away, None to leave it."""

    colour = StringField(
        lazy_gettext("Colour of headings"),
        description=lazy_gettext("As #rrggbb. Empty for the colour of the house. Charts keep theirs."),
    )
    logo = FileField(
        lazy_gettext("Logo"), description=lazy_gettext("PNG or JPEG, at most 1 MB. It stands at the top of page one.")
    )
    no_logo = BooleanField(lazy_gettext("Take the logo away"))

    logo_bytes: bytes | None = None

    def validate_colour(self, field: Field) -> None:
        fault = find_fault(field.data)
        if fault:
            raise ValidationError(fault)

    def take_logo(self, content: bytes | None) -> bool:
        """Whether the file that was brought, None for none, is a logo; says at the field why it is none."""
        if content is not None:
            try:
                self.logo_bytes = redraw_logo(content)
            except LogoError as error:
                self.logo.errors = [say_fault(error.reason)]
                return False
        elif self.no_logo.data:
            self.logo_bytes = b""
        return True


def say_fault(reason: str) -> str:
    return {
        "too big": _("This file is larger than 1 MB. Bring a smaller one"),
        "too many points": _("This picture has more than 4 million points. Bring a smaller one"),
    }.get(reason, _("This file is no picture that can be used. Bring a PNG or a JPEG"))
