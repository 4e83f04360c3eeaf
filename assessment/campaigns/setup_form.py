"""The standard set-up as a form: seven fields on one page, filled from a draft and read back into its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, Form, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from assessment.access.asked import parse_version
from assessment.campaigns.choice import Choice, read_choice
from assessment.campaigns.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    ClockField,
    CountField,
    DayField,
    check_length,
    check_mail,
    clean,
    offer,
)
from assessment.campaigns.moments import MissingMomentError, find_moment, list_zones, tell_clock
from assessment.language import current_language
from assessment.models import Campaign

LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
"""What a language calls itself, for those who choose one."""
EVERYBODY = "count-everybody"
"""The field of a pulse: how many people are asked, wherever they work."""
MOST_COUNTS = 100
"""Fields for head counts on this page; more are typed on a page of their own, some units a page."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page offers to choose from. ``units``: key and full name; ``groups``: key, name and voice; ``listed``:
    how many people the organisation has on its list, or counted where it has none; ``has_list``: which of the two."""

    units: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str, str]]
    listed: int
    has_list: bool

    @property
    def counts_here(self) -> bool:
        """Whether head counts are asked on the page of set-up itself."""
        return not self.listed and len(self.units) * len(self.groups) <= MOST_COUNTS


class ContactsForm(Form):
    """Who is behind a survey: all that may still change after launch. ``version``: the row version that the page was
    made from."""

    version = HiddenField()
    contact = StringField(
        lazy_gettext("Who answers questions"),
        description=lazy_gettext("A name and how to reach them. Everybody who is invited sees this."),
        filters=[clean],
        validators=[check_length(LONGEST_LINE)],
    )
    server_keeper = StringField(
        lazy_gettext("Who runs the server"),
        description=lazy_gettext("The promise names them: while the survey is open only they could technically look."),
        filters=[clean],
        validators=[check_length(LONGEST_LINE)],
    )
    sponsor = StringField(
        lazy_gettext("Sponsor"),
        description=lazy_gettext("The senior manager who asks for this survey: name and role."),
        filters=[clean],
        validators=[check_length(LONGEST_LINE)],
    )
    sponsor_email = StringField(
        lazy_gettext("Mail address of the sponsor"),
        filters=[clean],
        validators=[check_length(LONGEST_LINE), check_mail],
    )


CONTACTS = ("contact", "server_keeper", "sponsor", "sponsor_email")
"""Its columns."""


class SetupForm(ContactsForm):
    """Names, managers and head counts follow by language and place."""

    scope = RadioField(
        lazy_gettext("Which units take part"),
        choices=offer([("all", lazy_gettext("All units")), ("some", lazy_gettext("Only these:"))]),
        default="all",
    )
    units = SelectMultipleField(lazy_gettext("Units that take part"), description=lazy_gettext("With all units below."))
    opens_day = DayField(lazy_gettext("Opens on"))
    opens_clock = ClockField(lazy_gettext("Opens at"))
    closes_day = DayField(lazy_gettext("Closes on"))
    closes_clock = ClockField(lazy_gettext("Closes at"))
    results_on = DayField(lazy_gettext("Results on"), description=lazy_gettext("The day that people are told."))
    zone = SelectField(lazy_gettext("Time zone"))
    languages = SelectMultipleField(lazy_gettext("Languages that people can choose"))
    named: tuple[str, ...] = ()
    counted: tuple[tuple[str, str], ...] = ()
    place: tuple[str, str] | None = None
    """Of a pulse: the unit and group under which everybody's number is kept, as they are asked as one whole."""

    def list_fields(self, prefix: str) -> list[Field]:
        return [self[f"{prefix}-{language}"] for language in self.named]

    def find_count(self, unit: str, group: str) -> Field:
        return self[f"count-{unit}-{group}"]

    def check(self) -> bool:
        """Whether nothing is wrong; what is missing is not wrong."""
        sound = self.validate()
        for field, ahead in ((self.opens_clock, self.opens_day), (self.closes_clock, self.closes_day)):
            if field.data and not ahead.data and not ahead.errors:
                ahead.errors = [_("Choose the day as well, or leave the time empty")]
                sound = False
        if not sound:
            return False
        opens, closes = self._find("opens"), self._find("closes")
        if opens is None or closes is None:
            return False
        if opens[0] and closes[0] and opens[0] >= closes[0]:
            self.closes_day.errors = [_("Choose a closing that comes after the opening")]
            return False
        if self.results_on.data and self.closes_day.data and self.results_on.data < self.closes_day.data:
            self.results_on.errors = [_("Choose a day for the results after the closing")]
            return False
        return True

    def _find(self, which: str) -> tuple[datetime | None] | None:
        """The moment of opening or closing, in a tuple; null where the clock never shows it."""
        day, clock = self[f"{which}_day"], self[f"{which}_clock"]
        if not day.data:
            return (None,)
        proposed = {"opens": "08:00", "closes": "17:00"}[which]
        if clock.data is None:
            clock.process_formdata([proposed])
        try:
            return (find_moment(day.data, clock.data, self.zone.data, last=which == "closes"),)
        except MissingMomentError:
            clock.errors = [_("Choose another time: clocks are put forward over it in that night")]
            return None

    def read_values(self) -> dict[str, Any]:
        """Columns of the draft, from a form that ``check`` passed."""
        opens, closes = self._find("opens"), self._find("closes")
        return {
            "name": self._read("name"),
            "senior_managers": self._read("managers"),
            "opens_at": opens[0] if opens else None,
            "closes_at": closes[0] if closes else None,
            "results_on": self.results_on.data,
            "zone": self.zone.data,
            "languages": [language for language in self.named if language in (self.languages.data or ())],
            **{name: self[name].data for name in CONTACTS},
        }

    def _read(self, prefix: str) -> dict[str, str]:
        texts = {language: self[f"{prefix}-{language}"].data for language in self.named}
        return {language: text for language, text in texts.items() if text}

    def read_choice(self, kept: Choice) -> Choice:
        """The choice on the page; head counts that the page does not ask for stay as they are."""
        units = tuple(self.units.data or ()) if self.scope.data == "some" else None
        if self.place:
            unit, group = self.place
            count = self[EVERYBODY].data
            return replace(kept, units=units, typed=({"unit": unit, "group": group, "count": count},) if count else ())
        if not self.counted:
            return replace(kept, units=units)
        typed = tuple(
            {"unit": unit, "group": group, "count": self.find_count(unit, group).data}
            for unit, group in self.counted
            if self.find_count(unit, group).data
        )
        return replace(kept, units=units, typed=typed)


def make_setup_form(campaign: Campaign, around: Surroundings, sent: Any = None) -> SetupForm:
    """The form of a draft; ``sent``: what came in with the request, which then stands on the page."""
    questionnaire = parse_version(campaign.questionnaire_version.text)
    named = tuple(questionnaire.languages)
    counted = (
        tuple((unit, group[0]) for unit, _name in around.units for group in around.groups) if around.counts_here else ()
    )
    names = dict(around.units)
    groups = {key: name for key, name, _voice in around.groups}
    counts: dict[str, Any] = {
        f"count-{unit}-{group}": CountField(f"{names[unit]}: {groups[group]}") for unit, group in counted
    }
    made = _make_class(named, current_language())
    seeing = [key for key, _name, voice in around.groups if voice == "sees"]
    if campaign.pulse_of_id is not None:
        if not around.listed and around.units and seeing:
            field = CountField(_("How many people are asked, senior managers not counted"))
            made = type("PulseForm", (made,), {"place": (around.units[0][0], seeing[0]), EVERYBODY: field})
    elif counts:
        made = type("CountedForm", (made,), {"counted": counted} | counts)
    form = made(sent, data=fill_form(campaign, named))
    form.units.choices = offer(around.units)
    form.languages.choices = offer((language, LANGUAGE_NAMES.get(language, language)) for language in named)
    form.zone.choices = _offer_zones()
    return form


@lru_cache(maxsize=32)
def _make_class(named: tuple[str, ...], _language: str) -> type[SetupForm]:
    """Labels are in the language of the page."""
    fields: dict[str, Any] = {"named": named}
    for language in named:
        fields[f"name-{language}"] = _name_field(language)
        fields[f"managers-{language}"] = _managers_field(language)
    return type("DraftForm", (SetupForm,), fields)


@lru_cache(maxsize=1)
def _offer_zones() -> list[Any]:
    """Hundreds that are always the same."""
    return offer((zone, zone.replace("_", " ")) for zone in list_zones())


def tell_language(code: str) -> str:
    """What the page's language calls another one: "Dutch", "Engels"."""
    return Locale.parse(code, sep="-").get_language_name(current_language()) or code


def _name_field(language: str) -> StringField:
    label = _("Name of the survey in %(language)s", language=tell_language(language))
    return StringField(label, filters=[clean], validators=[check_length(LONGEST_LINE)])


def _managers_field(language: str) -> TextAreaField:
    label = _("Senior managers, as named in %(language)s", language=tell_language(language))
    return TextAreaField(label, filters=[clean], validators=[check_length(LONGEST_TEXT)])


def fill_form(campaign: Campaign, named: Sequence[str]) -> dict[str, Any]:
    """The data of the form as the draft stands."""
    choice = read_choice(campaign.structure)
    opens_day, opens_clock = tell_clock(campaign.opens_at, campaign.zone)
    closes_day, closes_clock = tell_clock(campaign.closes_at, campaign.zone)
    data: dict[str, Any] = {
        "version": str(campaign.row_version),
        "scope": "all" if choice.units is None else "some",
        "units": list(choice.units or ()),
        "opens_day": opens_day,
        "opens_clock": opens_clock,
        "closes_day": closes_day,
        "closes_clock": closes_clock,
        "results_on": campaign.results_on,
        "zone": campaign.zone,
        "languages": list(campaign.languages),
    }
    data |= {name: getattr(campaign, name) for name in CONTACTS}
    for language in named:
        data[f"name-{language}"] = campaign.name.get(language, "")
        data[f"managers-{language}"] = campaign.senior_managers.get(language, "")
    for row in choice.typed:
        data[f"count-{row['unit']}-{row['group']}"] = row["count"]
    seeing = campaign.structure.get("whole", ())
    data[EVERYBODY] = sum(row["count"] for row in choice.typed if row["group"] in seeing) or None
    return data


def list_differences(form: Form, other: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and the other person's text of each field that both filled in differently; ``other``: a form's values."""
    return [
        (str(field.label.text), _write(other[name]))
        for name, field in form._fields.items()
        if name != "version" and name in other and (field.data or None) != (other[name] or None)
    ]


def _write(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value or "–")
