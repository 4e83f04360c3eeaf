"""How figures are written out, once for page and paper: rounding, margins, numbers of people, dates.

Every function takes the view, whose language it speaks; none reads anything else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from math import floor
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from assessment.results.view import ResultsView
from assessment.scoring.figures import Count, Value
from assessment.scoring.level import find_level

BRITISH = "en_GB"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak that language inside, in a request or in a job; costs nothing where it is spoken already."""
    locale = get_locale()
    if locale is not None and locale.language == language:
        yield
        return
    with force_locale(language):
        yield


def locale_of(language: str) -> str:
    """The locale in which numbers and dates are written; English ones the British way."""
    return BRITISH if language == "en" else language


def round_half_up(value: float) -> int:
    """The whole number nearest to ``value``; halves go up, as people expect (Python's round sends them to even)."""
    return floor(value + 0.5)


def level_of(view: ResultsView, score: float) -> int | None:
    """The level 1.. that a score of 0-100 lies in (method 6); None where the view has no ladder."""
    return find_level(score, [step.start for step in view.ladder])


def write_number(value: float, language: str) -> str:
    """A number with at most one decimal, in the language's own writing."""
    return format_decimal(value, format="0.#", locale=locale_of(language))


def write_score(score: float, view: ResultsView) -> str:
    """A score in whole points. Where rounding would carry it into another level, it keeps a cut-off decimal: 59.7 is
    written 59.7 and never 60, so that number and level cannot part."""
    whole = round_half_up(score)
    if level_of(view, whole) == level_of(view, score):
        return str(whole)
    return write_number(floor(score * 10) / 10, view.language)


def write_points(points: float, view: ResultsView) -> str:
    """A distance in points, without its sign; less than half a point is "less than 1"."""
    whole = round_half_up(abs(points))
    with speaking(view.language):
        return str(whole) if whole else _("less than 1")


def mark_value(text: str, value: Value, view: ResultsView) -> str:
    """A written figure with its open end: "at least 80"."""
    with speaking(view.language):
        if value.mark == "at least":
            return _("at least %(figure)s", figure=text)
        if value.mark == "at most":
            return _("at most %(figure)s", figure=text)
        if value.mark == "about":
            return _("about %(figure)s", figure=text)
    return text


def write_value(value: Value, view: ResultsView) -> str:
    """A score with its open end, in whole points."""
    return mark_value(write_score(value.value, view), value, view)


def write_share(share: Value, view: ResultsView) -> str:
    """A share with its open end: "at most 10 %"."""
    return mark_value(f"{round_half_up(share.value)} %", share, view)


def write_margin(margin: float | None) -> str:
    """The 95 % margin, "±2"; "" where there is none. A margin is rounded up: it never claims more than it knows."""
    return "" if margin is None else f"±{-floor(-margin)}"


def write_count(count: Count, view: ResultsView) -> str:
    """A number of people as it may be shown: "24", "5 to 9", "fewer than 5"."""
    if count.low == count.high:
        return str(count.low)
    with speaking(view.language):
        if count.low == 0:
            return _("fewer than %(limit)s", limit=count.high + 1)
        return _("%(low)s to %(high)s", low=count.low, high=count.high)


def write_people(count: Count, view: ResultsView) -> str:
    """ "24 people", "5 to 9 people"."""
    with speaking(view.language):
        return _("1 person") if count.high == 1 else _("%(count)s people", count=write_count(count, view))


def write_date(day: date, view: ResultsView) -> str:
    """ "15 April 2027"."""
    return format_date(day, "d MMMM y", locale=locale_of(view.language))


def local_day(moment: datetime, zone: str) -> date:
    """The day of a moment on the calendar of the survey's own zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def write_period(view: ResultsView) -> str:
    """When people could answer: "1-19 March 2027"; "" where the survey was never open (imported answers)."""
    facts = view.facts
    if facts.opens_at is None or facts.closes_at is None:
        return ""
    first, last = local_day(facts.opens_at, facts.zone), local_day(facts.closes_at, facts.zone)
    locale = locale_of(view.language)
    if first == last:
        return write_date(first, view)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{write_date(last, view)}"
    pattern = "d MMMM" if first.year == last.year else "d MMMM y"
    return f"{format_date(first, pattern, locale=locale)} – {write_date(last, view)}"


def write_moment(moment: datetime, zone: str, language: str) -> str:
    """A moment on the clock of the survey's own zone: "19 March 2027, 17:00 (Europe/Amsterdam)"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), 'd MMMM y', locale=locale_of(language))}, {local:%H:%M} ({zone})"
