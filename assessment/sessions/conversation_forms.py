"""What is typed and pressed in walks, explanations and warm-ups."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, HiddenField, IntegerField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Regexp

from assessment.campaigns.fields import check_length, clean
from assessment.sessions.explanations import LONGEST


class ExplanationForm(Form):
    """``note``: the id that the page has made for it."""

    note = HiddenField(validators=[Regexp("^[0-9a-f]{32}$")])
    text = TextAreaField(
        lazy_gettext("My explanation"),
        filters=[clean],
        validators=[check_length(LONGEST)],
        description=lazy_gettext("One or two sentences, as you would say them. No names."),
    )

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError(_("Write one sentence at least"))


class PlaceForm(Form):
    """A press on a button that leads somewhere: ``phase`` is where the page was, ``place`` where it leads."""

    phase = HiddenField(validators=[InputRequired()])
    place = IntegerField(validators=[InputRequired()])


class VoteForm(Form):
    vote = HiddenField(validators=[Regexp("^[0-9a-f]{32}$")])
    question = IntegerField(validators=[InputRequired()])
    choice = HiddenField(validators=[InputRequired()])
