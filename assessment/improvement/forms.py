"""The forms about what follows from results. Texts are typed in each language of the survey; one will do."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup, escape
from wtforms import Field, Form, HiddenField, RadioField, StringField, TextAreaField, ValidationError

from assessment.campaigns.fields import LONGEST_LINE, CountField, DayField, check_length, clean, offer
from assessment.campaigns.setup_form import tell_language
from assessment.improvement.targeting import TOTAL, Aim
from assessment.language import current_language

LONGEST_STEP = 400
OWN, NOTHING = "own", "none"
"""Costs in own words, and none told."""

COSTS = ("S", "M", "L")

Texts = dict[str, str]


class VersionedForm(Form):
    """A form that knows what it was made from: ``version`` is the row's at that time."""

    version = HiddenField()

    def check(self) -> bool:
        """Whether it can be saved; says beside each field why not."""
        return bool(self.validate())


class WordsForm(VersionedForm):
    """``named``: the survey's languages. A text has a field a language: "reason-en", "reason-nl"."""

    named: tuple[str, ...] = ()

    def list_texts(self, name: str) -> list[Field]:
        return [self[f"{name}-{language}"] for language in self.named]

    def read_texts(self, name: str) -> Texts:
        return {language: text for language in self.named if (text := self[f"{name}-{language}"].data)}

    def need_text(self, name: str, fault: str) -> bool:
        """Whether it is there in one language at least; the first field says what is missing."""
        if self.read_texts(name):
            return True
        if not any(field.errors for field in self.list_texts(name)):
            self.list_texts(name)[0].errors = [fault]
        return False


def _own() -> Any:
    return StringField(lazy_gettext("Owner, by name"), filters=[clean], validators=[check_length(LONGEST_LINE)])


class AdviceForm(WordsForm):
    choice = RadioField(lazy_gettext("What becomes of it"))
    owner = _own()
    due = DayField(lazy_gettext("By when"))

    def check(self) -> bool:
        sound = self.validate()
        if self.choice.errors:
            self.choice.errors = [_("Choose one of these")]
        if self.choice.data in ("deferred", "rejected"):
            fault = _("Write why: the reason is shown beside it")
            sound = self.need_text("reason", fault) and sound
        return sound

    def read_values(self) -> dict[str, Any]:
        return {
            "choice": self.choice.data,
            "title": self.read_texts("title"),
            "first_step": self.read_texts("step"),
            "reason": self.read_texts("reason"),
            "owner": self.owner.data,
            "due": self.due.data,
        }


class DecisionForm(WordsForm):
    """``earliest``: the day of the results, before which nothing can be decided; ``kept``: the day that stands now."""

    earliest: date | None = None
    kept: date | None = None
    owner = _own()
    due = DayField(lazy_gettext("To be decided by"))
    cost = RadioField(lazy_gettext("What it costs"))

    def check(self) -> bool:
        sound = self.validate()
        if self.cost.errors:
            self.cost.errors = [_("Choose one of these")]
        if self.due.data and self.due.data != self.kept and self.earliest and self.due.data < self.earliest:
            day = format_date(self.earliest, "d MMMM y", locale=current_language())
            self.due.errors = [_("Choose a day from %(day)s on, when the results came", day=day)]
            sound = False
        sound = self.need_text("text", _("Write what is to be decided")) and sound
        if self.cost.data == OWN:
            sound = self.need_text("cost", _("Write what it costs, or choose one of the classes")) and sound
        return sound

    def read_values(self, costs: Mapping[str, Texts]) -> dict[str, Any]:
        """``costs``: the words of each class, by language."""
        own = self.read_texts("cost") if self.cost.data == OWN else {}
        return {
            "text": self.read_texts("text"),
            "owner": self.owner.data,
            "due": self.due.data,
            "cost": costs.get(str(self.cost.data), own),
            "otherwise": self.read_texts("otherwise"),
        }


class ActionForm(WordsForm):
    owner = _own()
    due = DayField(
        lazy_gettext("By when"),
        description=lazy_gettext("From the day after, an action that is not done is told as late."),
    )
    status = RadioField(lazy_gettext("How it stands"))

    def check(self) -> bool:
        sound = self.validate()
        if self.status.errors:
            self.status.errors = [_("Choose one of these")]
        return self.need_text("text", _("Write what was promised")) and sound

    def read_values(self) -> dict[str, Any]:
        return {
            "text": self.read_texts("text"),
            "owner": self.owner.data,
            "due": self.due.data,
            "status": self.status.data,
        }


class TargetsForm(VersionedForm):
    """A score and a day for the total and for each of ``drivers``: "score-culture", "by-culture"."""

    drivers: tuple[str, ...] = ()
    set_by = StringField(
        lazy_gettext("Set by"),
        description=lazy_gettext("Stands beside every target that changes now."),
        filters=[clean],
        validators=[check_length(LONGEST_LINE)],
    )

    def list_pairs(self) -> list[tuple[Field, Field]]:
        return [(self[f"score-{name}"], self[f"by-{name}"]) for name in (TOTAL, *self.drivers)]

    def check(self) -> bool:
        sound = self.validate()
        for score, by in self.list_pairs():
            if score.errors or by.errors:
                continue
            if score.data is not None and by.data is None:
                by.errors, sound = [_("Choose the day by which the target is to be reached")], False
            if score.data is None and by.data is not None:
                score.errors, sound = [_("Write the target, or leave its day empty too")], False
        if sound and not self.set_by.data:
            self.set_by.errors, sound = [_("Write who sets these targets")], False
        return sound

    def read_aims(self) -> dict[str, Aim | None]:
        pairs = zip((TOTAL, *self.drivers), self.list_pairs(), strict=True)
        return {name: None if score.data is None else Aim(score.data, by.data) for name, (score, by) in pairs}


def check_score(_form: Form, field: Field) -> None:
    if field.data is not None and not 1 <= field.data <= 100:
        raise ValidationError(_("Choose a target of 1 to 100"))


def make_advice_form(
    named: Sequence[str], data: Mapping[str, Any], ours: Mapping[str, Texts], sent: Any = None
) -> AdviceForm:
    """``ours``: the library's "title" and "step" by language, which stand as hints beside own words."""
    made = _make_advice_class(tuple(named), current_language())
    form = made(sent, data=dict(data))
    form.choice.choices = offer(
        [
            ("accepted", _("Accept: it stands in the report as it is or as worded below")),
            ("deferred", _("Defer: not now, the next recommendation takes its place")),
            ("rejected", _("Reject: not here, the next recommendation takes its place")),
        ]
    )
    for name, texts in ours.items():
        for field, language in zip(form.list_texts(name), form.named, strict=True):
            words = Markup('<span lang="{}">{}</span>').format(language, texts.get(language, "–"))
            field.description = escape(_("Without own words: %(words)s")) % {"words": words}
    return form


@lru_cache(maxsize=16)
def _make_advice_class(named: tuple[str, ...], _language: str) -> type[AdviceForm]:
    fields: dict[str, Any] = {"named": named}
    for code in named:
        language = tell_language(code)
        fields[f"reason-{code}"] = _long(_("Reason, in %(language)s", language=language))
        fields[f"title-{code}"] = _line(_("Title in own words, in %(language)s", language=language))
        fields[f"step-{code}"] = _long(_("First step in own words, in %(language)s", language=language))
    return type("OwnAdviceForm", (AdviceForm,), fields)


def make_decision_form(
    named: Sequence[str], data: Mapping[str, Any], costs: Mapping[str, str], sent: Any = None
) -> DecisionForm:
    """``costs``: the words of each class in the page's language."""
    made = _make_decision_class(tuple(named), current_language())
    form = made(sent, data=dict(data))
    form.cost.choices = offer(
        [(NOTHING, _("Not told")), *((size, costs[size]) for size in COSTS), (OWN, _("In own words, below"))]
    )
    return form


@lru_cache(maxsize=16)
def _make_decision_class(named: tuple[str, ...], _language: str) -> type[DecisionForm]:
    fields: dict[str, Any] = {"named": named}
    for code in named:
        language = tell_language(code)
        fields[f"text-{code}"] = _line(_("What is to be decided, in %(language)s", language=language))
        fields[f"cost-{code}"] = _line(_("Costs in own words, in %(language)s", language=language))
        fields[f"otherwise-{code}"] = _line(_("What follows if it is not decided, in %(language)s", language=language))
    return type("OwnDecisionForm", (DecisionForm,), fields)


def make_action_form(named: Sequence[str], data: Mapping[str, Any], sent: Any = None) -> ActionForm:
    made = _make_action_class(tuple(named), current_language())
    form = made(sent, data=dict(data))
    form.status.choices = offer([("open", _("Open")), ("done", _("Done")), ("dropped", _("Dropped"))])
    return form


@lru_cache(maxsize=16)
def _make_action_class(named: tuple[str, ...], _language: str) -> type[ActionForm]:
    fields: dict[str, Any] = {"named": named}
    for code in named:
        fields[f"text-{code}"] = _line(_("What is promised, in %(language)s", language=tell_language(code)))
    return type("OwnActionForm", (ActionForm,), fields)


def make_targets_form(drivers: Mapping[str, str], data: Mapping[str, Any], sent: Any = None) -> TargetsForm:
    """``drivers``: their titles by id, in the page's language."""
    fields: dict[str, Any] = {"drivers": tuple(drivers)}
    for name, title in {TOTAL: _("Total"), **drivers}.items():
        fields[f"score-{name}"] = CountField(_("%(name)s: target of 100", name=title), validators=[check_score])
        fields[f"by-{name}"] = DayField(_("%(name)s: to be reached by", name=title))
    made: type[TargetsForm] = type("OwnTargetsForm", (TargetsForm,), fields)
    return made(sent, data=dict(data))


def _line(label: str) -> StringField:
    return StringField(label, filters=[clean], validators=[check_length(LONGEST_LINE)])


def _long(label: str) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[check_length(LONGEST_STEP)])
