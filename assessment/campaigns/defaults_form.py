"""What most surveys leave as it is: questionnaire, smallest group, words, target, comments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, Form, HiddenField, SelectField, StringField, TextAreaField, ValidationError

from assessment.access.asked import parse_version
from assessment.campaigns.choice import has_open_link
from assessment.campaigns.fields import LONGEST_LINE, LONGEST_TEXT, CountField, DayField, check_length, clean, offer
from assessment.campaigns.setup_form import tell_language
from assessment.campaigns.states import LARGEST_SMALLEST
from assessment.models import Campaign
from assessment.release.limits import OPEN_SMALLEST

SMALLEST = 5


def check_smallest(_form: Form, field: Field) -> None:
    if field.data is None or not SMALLEST <= field.data <= LARGEST_SMALLEST:
        raise ValidationError(_("Choose a smallest group of 5 to 50 people"))


def check_target(_form: Form, field: Field) -> None:
    if field.data is not None and not 1 <= field.data <= 100:
        raise ValidationError(_("Choose a target of 1 to 100"))


class DefaultsForm(Form):
    """``questionnaire``: "shipped:ID" or "kept:NUMBER". Purposes and own words follow by language."""

    version = HiddenField()
    questionnaire = SelectField(lazy_gettext("Questionnaire"))
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

    def check(self) -> bool:
        sound = self.validate()
        if sound and self.target_score.data and not self.target_by.data:
            self.target_by.errors = [_("Choose the day by which the target is to be reached")]
            return False
        return sound

    def read_values(self) -> dict[str, Any]:
        """Columns of the draft, but those of the questionnaire itself."""
        target_by: date | None = self.target_by.data
        slots = {
            slot: {language: self[f"slot-{slot}-{language}"].data for language in self.named} for slot in self.slots
        }
        return {
            "smallest_group": max(self.smallest_group.data or 0, OPEN_SMALLEST if self.open_link.data else SMALLEST),
            "asks_comments": self.asks_comments.data,
            "target": {"score": self.target_score.data, "by": target_by.isoformat()}
            if self.target_score.data and target_by
            else None,
            "purpose": {lang: self[f"purpose-{lang}"].data for lang in self.named if self[f"purpose-{lang}"].data},
            "slots": {slot: words for slot, texts in slots.items() if (words := _filled(texts))},
        }


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language, text in texts.items() if text}


def make_defaults_form(campaign: Campaign, offered: Sequence[tuple[str, str]], sent: Any = None) -> DefaultsForm:
    """``offered``: value and title of each questionnaire that may be chosen."""
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
    form: DefaultsForm = type("OwnDefaultsForm", (DefaultsForm,), fields)(sent, data=_fill(campaign, named))
    form.questionnaire.choices = offer(offered)
    return form


def _fill(campaign: Campaign, named: Sequence[str]) -> dict[str, Any]:
    target = campaign.target or {}
    data: dict[str, Any] = {
        "version": str(campaign.row_version),
        "questionnaire": f"kept:{campaign.questionnaire_version_id}",
        "practices": campaign.extra_version_id is not None,
        "smallest_group": campaign.smallest_group,
        "open_link": has_open_link(campaign.structure),
        "asks_comments": campaign.asks_comments,
        "target_score": target.get("score"),
        "target_by": date.fromisoformat(target["by"]) if target.get("by") else None,
    }
    data |= {f"purpose-{language}": campaign.purpose.get(language, "") for language in named}
    for slot, texts in campaign.slots.items():
        data |= {f"slot-{slot}-{language}": text for language, text in dict(texts).items()}
    return data
