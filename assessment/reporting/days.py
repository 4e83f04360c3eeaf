"""Days on page one: without the year where it is that of the report."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date

from assessment.results.numbers import local_day, locale_of, write_date
from assessment.results.view import ResultsView


def write_day(day: date, view: ResultsView, told: int | None = None) -> str:
    """ "15 April" in the year of the release, "15 April 2029" in any other; ``told``: the year that is read above."""
    if day.year != (told or find_year(view)):
        return write_date(day, view)
    written: str = format_date(day, "d MMMM", locale=locale_of(view.language))
    return written


def find_year(view: ResultsView) -> int:
    """The year of the release."""
    return local_day(view.facts.released_at, view.facts.zone).year


def find_other_year(days: Iterable[date | None], view: ResultsView) -> int | None:
    """The year in which all these days lie, where it is not that of the release: it is told once, above them."""
    years = {day.year for day in days if day}
    return years.pop() if len(years) == 1 and years != {find_year(view)} else None
