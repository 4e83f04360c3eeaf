"""Days as people read them."""

from datetime import date

from babel.dates import format_date

from assessment.language import current_language
from assessment.results.numbers import locale_of


def write_day(day: date) -> str:
    return format_date(day, "d MMMM y", locale=locale_of(current_language()))
