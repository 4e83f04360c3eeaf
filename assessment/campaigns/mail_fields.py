"""Fields for an organisation's own words in mails: one a kind and language, empty where ours are used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, TextAreaField, ValidationError

from assessment.campaigns.fields import check_length, clean
from assessment.campaigns.mail_texts import KINDS, MOST_LETTERS, MOST_WORDS, SLOTS, find_faults, find_standard
from assessment.campaigns.setup_form import tell_language
from assessment.models import Campaign


@dataclass(frozen=True, slots=True)
class MailField:
    """A field and the text that is used while it is empty."""

    field: Field
    ours: str
    language: str


def name_field(kind: str, language: str) -> str:
    return f"mail-{kind}-{language}"


def make_mail_fields(languages: Sequence[str]) -> dict[str, Any]:
    kinds = {"invitation": _("the invitation"), "reminder": _("the reminder"), "extended": _("a later closing")}
    hint = _("Subject, an empty line, then paragraphs. Leave it empty to use the words above.")
    return {
        name_field(kind, language): TextAreaField(
            _("Your words for %(mail)s in %(language)s", mail=kinds[kind], language=tell_language(language)),
            description=hint,
            filters=[clean],
            validators=[check_length(MOST_LETTERS), check_text],
        )
        for kind in KINDS
        for language in languages
    }


def check_text(_form: Form, field: Field) -> None:
    """What would make the mail useless is refused, with what to do."""
    faults = find_faults(field.data) if field.data else []
    said = {
        "no-text": _("Write a subject in the first line, an empty line, and then the text"),
        "no-link": _("Put {link} on a line of its own in the text: without it nobody can answer"),
        "words": _("Shorten this to %(limit)s words: long mails are not read", limit=MOST_WORDS),
    }
    for fault in faults:
        if fault in said:
            raise ValidationError(said[fault])
    if faults:
        known = ", ".join(f"{{{slot}}}" for slot in SLOTS)
        raise ValidationError(
            _("Nothing can be put in place of {%(slot)s}. Use %(known)s", slot=faults[0], known=known)
        )


def list_mail_fields(form: Form, campaign: Campaign, languages: Sequence[str]) -> list[MailField]:
    return [
        MailField(form[name_field(kind, language)], find_standard(campaign, kind, language), language)
        for kind in KINDS
        for language in languages
    ]


def read_mail_texts(form: Form, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """The column of the draft: kinds and languages with words of one's own."""
    texts = {
        kind: {language: text for language in languages if (text := form[name_field(kind, language)].data)}
        for kind in KINDS
    }
    return {kind: by_language for kind, by_language in texts.items() if by_language}


def fill_mail_fields(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        name_field(kind, language): text
        for kind, by_language in texts.items()
        for language, text in by_language.items()
    }
