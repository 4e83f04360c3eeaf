"""Days on page one: without the year where it is that of the report."""

from datetime import date

from babel.dates import format_date

from assessment.results.numbers import local_day, locale_of, write_date
from assessment.results.view import ResultsView


def write_day(day: date, view: ResultsView) -> str:
    """ "15 April" in the year of the release, "15 April 2029" in any other."""
    released = local_day(view.facts.released_at, view.facts.zone)
    if day.year != released.year:
        return write_date(day, view)
    written: str = format_date(day, "d MMMM", locale=locale_of(view.language))
    return written
