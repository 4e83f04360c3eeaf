"""Days on page one: without the year where nobody can mistake it."""

from datetime import date

from babel.dates import format_date

from assessment.results.numbers import local_day, locale_of, write_date
from assessment.results.view import ResultsView

NEAR = 330
"""Days from the release within which a day and a month name one day only."""


def write_day(day: date, view: ResultsView) -> str:
    """ "15 April" near the release, "15 April 2029" far from it."""
    released = local_day(view.facts.released_at, view.facts.zone)
    if abs((day - released).days) > NEAR:
        return write_date(day, view)
    written: str = format_date(day, "d MMMM", locale=locale_of(view.language))
    return written
