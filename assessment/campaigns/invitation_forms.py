"""Forms of the pages about invitations."""

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

MOST_CARDS = 480


class CardsForm(Form):
    """How many cards for which unit. Choices are set by the page: keys of the survey's own units and groups."""

    unit = SelectField(_("Unit"))
    group = SelectField(_("Group"))
    count = IntegerField(
        _("Number of cards"),
        description=_("24 fit on a sheet. Print a few more than there are people."),
        validators=[
            InputRequired(_("Say how many cards you need")),
            NumberRange(1, MOST_CARDS, _("Write a number from 1 to %(max)s", max=MOST_CARDS)),
        ],
    )
