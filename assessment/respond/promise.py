"""What somebody is told before they answer: the promise, who asks, how long it takes, until when, what comes after.

The promise is the text of one page, one mail and one poster alike; what is not true of a survey is left out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_name
from flask_babel import gettext as _

from assessment.language import addressing, current_language
from assessment.models import in_language
from assessment.respond.survey import Page, estimate_minutes
from assessment.respond.visit import Survey, Visit

SMALLEST_FOR_COMMENTS = 10
DATE_LOCALES = {"en": "en_GB"}
"""Where a language alone would give another country's order of day and month."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Ready to show, in one language; "" where the organisers said nothing."""

    promise: tuple[str, ...]
    name: str
    purpose: str
    minutes: int
    questions: int
    opens: str
    closes: str
    results_on: str


def describe_survey(visit: Visit, language: str) -> Facts:
    pages = visit.list_pages(language)
    with addressing(visit.survey.form_of_address):
        return _describe(visit.survey, name_door(visit), visit.voice, pages, language, current_language())


@lru_cache(maxsize=256)
def _describe(survey: Survey, door: str, voice: str, pages: tuple[Page, ...], language: str, _in_force: str) -> Facts:
    """Kept by all that goes into it: ``language`` of the survey's own texts, ``_in_force`` of ours."""
    return make_facts(survey, door, voice, pages, language)


def make_facts(survey: Survey, door: str, voice: str, pages: tuple[Page, ...], language: str) -> Facts:
    """``language``: of the survey's own texts; ours are in the one in force."""
    return Facts(
        promise=make_promise(survey, door, voice),
        name=in_language(survey.name, language),
        purpose=in_language(survey.purpose, language),
        minutes=estimate_minutes(pages),
        questions=sum(len(page.rows) for page in pages),
        opens=tell_moment(survey.opens_at, survey.zone, language),
        closes=tell_moment(survey.closes_at, survey.zone, language),
        results_on=tell_day(survey.results_on, language),
    )


class Promised(Protocol):
    """What of a survey its promise depends on."""

    @property
    def smallest_group(self) -> int: ...
    @property
    def asks_comments(self) -> bool: ...
    @property
    def server_keeper(self) -> str: ...
    @property
    def joint_answer_promised(self) -> bool: ...
    @property
    def open_link(self) -> bool: ...


def name_door(visit: Visit) -> str:
    """How somebody came: "screen", "shared" or "own"."""
    if visit.screen:
        return "screen"
    return "shared" if visit.shared else "own"


def make_promise(survey: Promised, door: str, voice: str) -> tuple[str, ...]:
    """The sentences of the promise that are true for this person. ``door``: "own", "shared", "screen" or "paper".

    Where a door is open to everybody nobody knows who answered, and nobody is reminded. The joint answer is news for
    staff only.
    """
    sentences = [
        _("Nobody who uses this application can see or work out what you answered: no manager, no organiser."),
        _tell_groups(survey.smallest_group, survey.asks_comments),
        tell_known(door),
        _(
            "While the survey is open only %(keeper)s could technically look; at closing the link is erased.",
            keeper=survey.server_keeper or _("the person who runs the server"),
        ),
    ]
    if survey.joint_answer_promised and voice == "sees":
        sentences.append(
            _(
                "Senior managers do not fill in this survey: they give one answer together, as a team, and nothing "
                "they say can be used to work out your answers."
            )
        )
    if survey.open_link:
        sentences.append(
            _(
                "Some people answer through an open link, so an answer is a browser, a turn at the screen or a form, "
                "not a person."
            )
        )
    return tuple(sentences)


def _tell_groups(smallest: int, asks_comments: bool) -> str:
    """Where no comments are asked, none are spoken of."""
    if not asks_comments:
        return _("Results appear after closing, for groups of %(smallest)s or more.", smallest=smallest)
    return _(
        "Results appear after closing, for groups of %(smallest)s or more (comments: %(comments)s).",
        smallest=smallest,
        comments=max(SMALLEST_FOR_COMMENTS, smallest),
    )


def tell_known(door: str) -> str:
    """What is known of whoever came this way."""
    match door:
        case "shared":
            return _("This link is the same for everybody: we do not know who used it.")
        case "screen":
            return _(
                "This screen is the same for everybody: we do not know who used it, and it keeps nothing that was not "
                "sent."
            )
        case "paper":
            return _("This form is the same for everybody and has no number: we do not know who filled it in.")
    return _("We know whether you answered, to remind you once; not what, not when.")


@lru_cache(maxsize=256)
def tell_day(day: date | None, language: str) -> str:
    """A day in words, e.g. "19 March 2027"; "" for none."""
    return format_date(day, "d MMMM y", locale=DATE_LOCALES.get(language, language)) if day else ""


def tell_moment(moment: datetime | None, zone: str, language: str) -> str:
    """A moment with its zone, e.g. "Friday 19 March 2027 at 17:00 (Central European Time)"; "" for none."""
    if moment is None:
        return ""
    day, time, name = _write_moment(moment, zone, DATE_LOCALES.get(language, language))
    return _("%(day)s at %(time)s (%(zone)s)", day=day, time=time, zone=name)


@lru_cache(maxsize=256)
def _write_moment(moment: datetime, zone: str, locale: str) -> tuple[str, str, str]:
    local = moment.astimezone(ZoneInfo(zone))
    day = format_datetime(local, "EEEE d MMMM y", locale=locale)
    time = format_datetime(local, "HH:mm", locale=locale)
    return day, time, get_timezone_name(local, width="long", locale=locale)
