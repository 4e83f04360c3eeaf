"""The form of page one's sentences: one field a sentence, empty as long as the one stands that is picked by rule."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, TextAreaField

from assessment.campaigns.fields import check_length, clean
from assessment.improvement.forms import VersionedForm
from assessment.results.circumstances import SINCE
from assessment.results.verdict import MOST_WORDS, VERDICT
from assessment.results.wording import find_changed_numbers

LONGEST = 240
POINTS = {"en": re.compile(r"\bscores?\b", re.IGNORECASE), "nl": re.compile(r"\bscores?\b", re.IGNORECASE)}
"""What the page for staff, which has the same sentences, does not speak of."""


class SentencesForm(VersionedForm):
    """``sentences``: by place, as they are picked by rule, in ``spoken``."""

    sentences: Mapping[str, str] = {}
    spoken: str = "en"

    def list_rows(self) -> list[tuple[Field, str, str]]:
        """Field, what kind of sentence it is for, and that sentence."""
        return [(self[name_field(place)], name_sentence(place), sentence) for place, sentence in self.sentences.items()]

    def check(self) -> bool:
        sound = self.validate()
        for place, sentence in self.sentences.items():
            field = self[name_field(place)]
            fault = "" if field.errors or not field.data else find_fault(place, sentence, field.data, self.spoken)
            if fault:
                field.errors = [fault]
                sound = False
        return sound

    def read_texts(self) -> dict[str, str]:
        return {place: self[name_field(place)].data or "" for place in self.sentences}


def name_field(place: str) -> str:
    return place.replace(" ", "-")


def find_fault(place: str, sentence: str, own: str, language: str) -> str:
    """Why own words cannot stand for a sentence; "" where they can."""
    missing, added = find_changed_numbers(sentence, own, language)
    if added:
        return _("Leave figures as they are: %(numbers)s is not in the sentence", numbers=", ".join(added))
    if missing:
        return _("Keep the figures: %(numbers)s is missing", numbers=", ".join(missing))
    words = len(own.split())
    if place == VERDICT and words > MOST_WORDS:
        return _("Shorten this to %(limit)s words: it has %(words)s", limit=MOST_WORDS, words=words)
    if language in POINTS and POINTS[language].search(own):
        return _("Leave out the word “score”: this sentence also stands on the page for staff")
    return ""


def name_sentence(place: str) -> str:
    if place == VERDICT:
        return _("The verdict")
    return _("Since last time") if place == SINCE else _("A finding")


@lru_cache(maxsize=64)
def _build(sentences: tuple[tuple[str, str], ...], spoken: str) -> type[SentencesForm]:
    fields: dict[str, Any] = {
        name_field(place): TextAreaField(
            lazy_gettext("In your own words"), filters=[clean], validators=[check_length(LONGEST)]
        )
        for place, _sentence in sentences
    }
    return type("SentencesForm", (SentencesForm,), fields | {"sentences": dict(sentences), "spoken": spoken})


def make_words_form(
    sentences: Mapping[str, str], spoken: str, kept: Mapping[str, str], version: str, sent: Any = None
) -> SentencesForm:
    """``kept``: own words by place; ``sent``: what was typed, if anything was."""
    form = _build(tuple(sentences.items()), spoken)
    if sent:
        return form(sent)
    return form(data={name_field(place): text for place, text in kept.items()} | {"version": version})
