"""Texts that a facilitator can send on, in each language of the survey."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _

from assessment.language import LANGUAGES, addressing
from assessment.models import Campaign, in_language
from assessment.respond.promise import DATE_LOCALES, tell_moment
from assessment.scoring.figures import Count, Participation

LOW_BELOW = 50
"""Per cent who answered: with fewer, the results speak "of those who answered" at best."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text in several languages: pairs of a language and its words."""

    title: str
    texts: tuple[tuple[str, str], ...]


def _write(campaign: Campaign, title: str, compose: Callable[[str], str]) -> Message:
    texts = []
    for language in [code for code in campaign.languages if code in LANGUAGES] or ["en"]:
        with force_locale(language), addressing(campaign.form_of_address):
            texts.append((language, compose(language)))
    return Message(title, tuple(texts))


def list_encouragements(campaign: Campaign) -> list[Message]:
    """Three things to do when few have answered."""

    def ask_teams(language: str) -> str:
        return _(
            "Could you give your team ten minutes at the next meeting to fill in “%(name)s”? It is anonymous, and "
            "working time. Please leave the room meanwhile, and do not ask who has answered.",
            name=in_language(campaign.name, language),
        )

    def ask_sponsor(language: str) -> str:
        return _(
            "I asked for this survey because I want to hear what helps you and what stands in the way. I cannot see "
            "who answered or what. I read the results as soon as they are there, and you will hear what we do. "
            "It takes ten minutes, until %(moment)s. %(sponsor)s",
            moment=tell_moment(campaign.closes_at, campaign.zone, language),
            sponsor=campaign.sponsor,
        )

    def explain(_language: str) -> str:
        return _(
            "Are you unsure whether it is really anonymous? Ask %(contact)s. Results appear only for groups of "
            "%(smallest)s or more, and only after closing.",
            contact=campaign.contact,
            smallest=campaign.smallest_group,
        )

    return [
        _write(campaign, _("Ask team leaders for ten minutes of a meeting"), ask_teams),
        _write(campaign, _("Let the sponsor write a few lines"), ask_sponsor),
        _write(campaign, _("Take away the doubt about anonymity"), explain),
    ]


def write_thanks(campaign: Campaign, participation: Participation) -> Message:
    """What to tell people after closing."""

    def compose(language: str) -> str:
        day = campaign.results_on
        told = format_date(day, "d MMMM y", locale=DATE_LOCALES.get(language, language)) if day else ""
        sentences = [
            _("“%(name)s” is closed. Thank you for answering.", name=in_language(campaign.name, language)),
            _("%(answered)s people answered.", answered=_count(participation)),
            _("On %(day)s you will see the results, and hear what we do with them.", day=told) if told else "",
            _("Groups of fewer than %(smallest)s are never shown.", smallest=campaign.smallest_group),
            _("Questions? %(contact)s", contact=campaign.contact) if campaign.contact else "",
        ]
        return " ".join(sentence for sentence in sentences if sentence)

    return _write(campaign, _("What you can tell people"), compose)


def _count(participation: Participation) -> str:
    answered = participation.answered
    if isinstance(answered, Count):
        return _("%(low)s to %(high)s", low=answered.low, high=answered.high)
    return str(answered)
