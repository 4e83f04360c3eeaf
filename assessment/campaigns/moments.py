"""Moments of a survey in its own zone, and when its days begin: correct in the nights when clocks change (F22)."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
FOLLOWED_AT = time(5, 0)
"""When a day's figures are made: no zone changes its clock at five in the morning."""


class MissingMomentError(ValueError):
    """The clock never shows this time on that day: it is put forward over it."""


@lru_cache(maxsize=1)
def list_zones() -> tuple[str, ...]:
    """Names of zones, those of Europe first."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS)
    return (*(name for name in names if name.startswith("Europe/")), "UTC", *_others(names))


def _others(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("Europe/")]


def find_moment(day: date, clock: time, zone: str, *, last: bool = False) -> datetime:
    """The moment, in UTC, at which the clock of ``zone`` shows this. Where it shows it twice: the first, or ``last``.

    Raises MissingMomentError where it never does.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=int(last))
    moment = local.astimezone(UTC)
    back = moment.astimezone(ZoneInfo(zone))
    if (back.date(), back.time()) != (day, clock):
        raise MissingMomentError(f"{clock:%H:%M} does not exist on {day.isoformat()} in {zone}")
    return moment


def tell_clock(moment: datetime | None, zone: str) -> tuple[date | None, time | None]:
    """The day and the time that the clock of ``zone`` shows at a moment."""
    if moment is None:
        return None, None
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(second=0, microsecond=0)


def today_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def follow_next(zone: str, now: datetime) -> datetime:
    """The next moment, after ``now``, at which a day's figures are made."""
    day = today_in(zone, now)
    moment = find_moment(day, FOLLOWED_AT, zone)
    return moment if moment > now else find_moment(day + timedelta(days=1), FOLLOWED_AT, zone)


def count_days_left(closes_at: datetime | None, zone: str, now: datetime) -> int | None:
    """Whole days by the calendar until closing: 0 on the last day; null without a closing."""
    if closes_at is None:
        return None
    return max(0, (today_in(zone, closes_at) - today_in(zone, now)).days)
