"""What facilitators and senior managers type."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from assessment.joint.facts import LONGEST_FACT, ask_facts
from assessment.letters import holds_unkept
from assessment.release.joint import FACTS
from assessment.respond.survey import Row

LONGEST_NAME = 200
NO_COMMON_ANSWER = "none"
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
"""What a language calls itself."""
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


def clean(text: str | None) -> str:
    """One kind of line break, no spaces around."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def check_text(longest: int) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if holds_unkept(field.data or "", but="\n\t"):
            raise ValidationError(_("Remove the characters that cannot be stored (such as NUL)"))
        if len(field.data or "") > longest:
            raise ValidationError(
                _("Shorten this to %(limit)s characters: it has %(length)s", limit=longest, length=len(field.data))
            )

    return check


def check_name(_form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("Write the name of the senior manager"))
    if "\n" in field.data:
        raise ValidationError(_("Write the name on one line"))


def check_mail(_form: Form, field: Field) -> None:
    if not _MAIL.fullmatch(field.data or ""):
        raise ValidationError(_("Write the mail address like name@example.org"))


class MemberForm(Form):
    """A senior manager: the link goes to this address and to nobody else."""

    name = StringField(lazy_gettext("Name"), filters=[clean], validators=[check_name, check_text(LONGEST_NAME)])
    email = StringField(
        lazy_gettext("Mail address"),
        description=lazy_gettext("The own link goes there and nowhere else: not to you either."),
        filters=[clean],
        validators=[check_mail, check_text(LONGEST_NAME)],
    )
    language = SelectField(lazy_gettext("Language of the mail"))


def make_member_form(languages: list[str], sent: Any = None) -> MemberForm:
    form = MemberForm(sent)
    form.language.choices = [SelectChoice(code, LANGUAGE_NAMES.get(code, code)) for code in languages]
    return form


class WayForm(Form):
    way = RadioField(lazy_gettext("How they answer"), validate_choice=False)


def make_way_form(ways: tuple[str, ...], chosen: str | None, sent: Any = None) -> WayForm:
    """``chosen``: what is stored. Where nothing is, nothing is ticked: the check list calls it not settled."""
    labels = {
        "joint": _("Together: one joint answer as a team, which names nobody, and no anonymous one"),
        "both": _("Anonymously in the survey, and the top team adds a joint answer"),
        "anonymous": _("Anonymously in the survey, shown in bands as one group"),
        "none": _("Not at all"),
    }
    form = WayForm(sent, data={"way": chosen if chosen in ways else None})
    form.way.choices = [SelectChoice(way, labels[way]) for way in ways]
    return form


class FactsForm(Form):
    """``seen``: the version of the meeting that the page was made from. A field a fact follows."""

    seen = HiddenField()

    def read_facts(self) -> dict[str, str]:
        return {key: self[key].data for key in FACTS}


def make_facts_form(facts: Mapping[str, str], seen: int, sent: Any = None) -> FactsForm:
    fields = {
        key: TextAreaField(label, filters=[clean], validators=[check_text(LONGEST_FACT)])
        for key, label in ask_facts().items()
    }
    form: FactsForm = type("OwnFactsForm", (FactsForm,), fields)(sent, data={**facts, "seen": str(seen)})
    return form


def read_number(text: str | None) -> int:
    """A version as a page sent it; 0, which is none, where it is no number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def read_agreed(rows: list[Row], sent: Mapping[str, str]) -> dict[int, int | None]:
    """Place to scale point or null for "no common answer", of those that are answered with something on offer."""
    agreed: dict[int, int | None] = {}
    for row in rows:
        value = sent.get(row.name)
        if value == NO_COMMON_ANSWER:
            agreed[row.place] = None
        for option in row.options:
            if option.value == value and not option.beside:
                agreed[row.place] = option.code
    return agreed
