"""What most surveys leave as it is: questionnaire, smallest group, words, target, comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from assessment.access.asked import parse_version
from assessment.campaigns.choice import has_open_link
from assessment.campaigns.fields import LONGEST_LINE, LONGEST_TEXT, CountField, DayField, check_length, clean, offer
from assessment.campaigns.lengths import Length
from assessment.campaigns.mail_fields import (
    MailField,
    fill_mail_fields,
    list_mail_fields,
    make_mail_fields,
    read_mail_texts,
)
from assessment.campaigns.setup_form import tell_language
from assessment.campaigns.states import LARGEST_SMALLEST
from assessment.models import Campaign
from assessment.release.limits import OPEN_SMALLEST
from assessment.results.view import DRIVERS

SMALLEST = 5


def check_smallest(_form: Form, field: Field) -> None:
    if field.data is None or not SMALLEST <= field.data <= LARGEST_SMALLEST:
        raise ValidationError(_("Choose a smallest group of 5 to 50 people"))


def check_target(_form: Form, field: Field) -> None:
    if field.data is not None and not 1 <= field.data <= 100:
        raise ValidationError(_("Choose a target of 1 to 100"))


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page offers to choose from: value and title of questionnaires and of views beside the drivers, and how
    much each person may be asked."""

    questionnaires: Sequence[tuple[str, str]]
    views: Sequence[tuple[str, str]]
    lengths: Sequence[Length]


class DefaultsForm(Form):
    """``questionnaire``: "shipped:ID" or "kept:NUMBER"; ``length``: "all", or the number of blocks a person is asked
    besides the core. Purposes and own words follow by language."""

    version = HiddenField()
    questionnaire = SelectField(lazy_gettext("Questionnaire"))
    length = RadioField(
        lazy_gettext("How much each person is asked"),
        description=lazy_gettext("Margins are those of the driver that is least sure, rounding included."),
    )
    views = SelectMultipleField(
        lazy_gettext("Views beside the five drivers"),
        description=lazy_gettext("The same answers, read through other models. Nobody is asked more for it."),
    )
    form_of_address = RadioField(
        lazy_gettext("How people are addressed in Dutch"),
        choices=offer([("je", "je, jou, jouw"), ("u", "u, uw")]),
        description=lazy_gettext("In mails, pages and the promise. The questions themselves speak of “ik” and “wij”."),
    )
    practices = BooleanField(lazy_gettext("Units that build or run software also answer about delivery practices"))
    smallest_group = CountField(
        lazy_gettext("Smallest group"),
        description=lazy_gettext("Fewer people than this are never shown. It may rise until closing and never fall."),
        validators=[check_smallest],
    )
    open_link = BooleanField(
        lazy_gettext("Some people answer through an open link: a poster with a code, a shared screen, or paper"),
        description=lazy_gettext(
            "An answer is then a browser, a turn at the screen or a form, not a person. The smallest group is 10 at "
            "least, and no unit is split by group of people. It is settled at launch."
        ),
    )
    asks_comments = BooleanField(lazy_gettext("Ask for comments"))
    target_score = CountField(lazy_gettext("Target, 0 to 100"), validators=[check_target])
    target_by = DayField(lazy_gettext("To be reached by"))
    named: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()

    def list_purposes(self) -> list[Field]:
        return [self[f"purpose-{language}"] for language in self.named]

    def list_slots(self) -> list[Field]:
        return [self[f"slot-{slot}-{language}"] for slot in self.slots for language in self.named]

    def list_mails(self, campaign: Campaign) -> list[MailField]:
        return list_mail_fields(self, campaign, self.named)

    def check(self) -> bool:
        sound = self.validate()
        if sound and self.target_score.data and not self.target_by.data:
            self.target_by.errors = [_("Choose the day by which the target is to be reached")]
            return False
        return sound

    def _read_views(self) -> list[str]:
        """Empty for all: then a questionnaire that counts in another model tomorrow shows it too."""
        chosen = list(self.views.data or ())
        return [] if len(chosen) == len(self.views.choices or ()) else [DRIVERS, *chosen]

    def read_values(self) -> dict[str, Any]:
        """Columns of the draft, but those of the questionnaire itself."""
        target_by: date | None = self.target_by.data
        slots = {
            slot: {language: self[f"slot-{slot}-{language}"].data for language in self.named} for slot in self.slots
        }
        return {
            "smallest_group": max(self.smallest_group.data or 0, OPEN_SMALLEST if self.open_link.data else SMALLEST),
            "asks_comments": self.asks_comments.data,
            "rotating_blocks": None if self.length.data == "all" else int(self.length.data),
            "views": self._read_views(),
            "form_of_address": self.form_of_address.data if "nl" in self.named else "je",
            "target": {"score": self.target_score.data, "by": target_by.isoformat()}
            if self.target_score.data and target_by
            else None,
            "purpose": {lang: self[f"purpose-{lang}"].data for lang in self.named if self[f"purpose-{lang}"].data},
            "slots": {slot: words for slot, texts in slots.items() if (words := _filled(texts))},
            "mail_texts": read_mail_texts(self, self.named),
        }


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language, text in texts.items() if text}


def make_defaults_form(campaign: Campaign, offered: Offer, sent: Any = None) -> DefaultsForm:
    """The form of a draft; ``sent``: what came in with the request, which then stands on the page."""
    questionnaire = parse_version(campaign.questionnaire_version.text)
    named = tuple(questionnaire.languages)
    fields: dict[str, Any] = {"named": named, "slots": tuple(questionnaire.slots)}
    for language in named:
        label = _("Why we ask, in %(language)s", language=tell_language(language))
        fields[f"purpose-{language}"] = TextAreaField(label, filters=[clean], validators=[check_length(LONGEST_TEXT)])
    for slot, words in questionnaire.slots.items():
        for language in named:
            label = _(
                "Your word for “%(word)s” in %(language)s",
                word=words.get(language, slot),
                language=tell_language(language),
            )
            field = StringField(label, filters=[clean], validators=[check_length(LONGEST_LINE)])
            fields[f"slot-{slot}-{language}"] = field
    fields |= make_mail_fields(named)
    form: DefaultsForm = type("OwnDefaultsForm", (DefaultsForm,), fields)(sent, data=_fill(campaign, named, offered))
    form.questionnaire.choices = offer(offered.questionnaires)
    form.length.choices = offer((length.value, tell_length(length)) for length in offered.lengths)
    form.views.choices = offer(offered.views)
    return form


def tell_length(length: Length) -> str:
    """One choice in words: questions, minutes, and what it costs in certainty."""
    asked = {"questions": length.questions, "minutes": length.minutes}
    sentences = [
        _("All questions: %(questions)s, about %(minutes)s minutes.", **asked)
        if length.drawn is None
        else _("Questions take turns: %(questions)s a person at most, about %(minutes)s minutes.", **asked)
    ]
    margins = [
        _("%(margin)s if %(rate)s %% answer", margin=margin, rate=rate)
        for rate, margin in length.margins
        if margin is not None
    ]
    if margins:
        sentences.append(_("Margin in points: %(margins)s.", margins=", ".join(margins)))
    return " ".join(sentences)


def _fill(campaign: Campaign, named: Sequence[str], offered: Offer) -> dict[str, Any]:
    target = campaign.target or {}
    views = [value for value, _title in offered.views if not campaign.views or value in campaign.views]
    data: dict[str, Any] = {
        "version": str(campaign.row_version),
        "questionnaire": f"kept:{campaign.questionnaire_version_id}",
        "practices": campaign.extra_version_id is not None,
        "smallest_group": campaign.smallest_group,
        "open_link": has_open_link(campaign.structure),
        "asks_comments": campaign.asks_comments,
        "length": "all" if campaign.rotating_blocks is None else str(campaign.rotating_blocks),
        "views": views,
        "form_of_address": campaign.form_of_address,
        "target_score": target.get("score"),
        "target_by": date.fromisoformat(target["by"]) if target.get("by") else None,
    }
    data |= {f"purpose-{language}": campaign.purpose.get(language, "") for language in named}
    for slot, texts in campaign.slots.items():
        data |= {f"slot-{slot}-{language}": text for language, text in dict(texts).items()}
    return data | fill_mail_fields(campaign.mail_texts)
