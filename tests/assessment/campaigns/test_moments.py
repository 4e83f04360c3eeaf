"""Opening and closing by the clock of the survey's own zone, over both nights when clocks change (F22)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessment.campaigns.moments import (
    MissingMomentError,
    count_days_left,
    find_moment,
    follow_next,
    list_zones,
    tell_clock,
    today_in,
)

ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Athens",
    "Atlantic/Azores",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
)
SPRING, AUTUMN, LEAP_DAY = date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [SPRING, AUTUMN, LEAP_DAY, date(2027, 12, 31), date(2027, 7, 1)])
def test_a_time_on_the_page_is_the_time_on_the_clock(zone: str, day: date) -> None:
    for clock in (time(8, 0), time(17, 0), time(23, 59), time(5, 0)):
        for last in (False, True):
            moment = find_moment(day, clock, zone, last=last)
            assert moment.utcoffset() == timedelta(0)
            assert tell_clock(moment, zone) == (day, clock)


def test_an_hour_that_is_skipped_does_not_exist() -> None:
    with pytest.raises(MissingMomentError, match="02:30 does not exist on 2027-03-28 in Europe/Amsterdam"):
        find_moment(SPRING, time(2, 30), "Europe/Amsterdam")
    with pytest.raises(MissingMomentError):
        find_moment(SPRING, time(0, 0), "Atlantic/Azores")
    assert find_moment(SPRING, time(3, 0), "Europe/Amsterdam") == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_an_hour_that_comes_twice_opens_at_its_first_and_closes_at_its_last() -> None:
    """Nobody is shut out early."""
    assert find_moment(AUTUMN, time(2, 30), "Europe/Amsterdam") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert find_moment(AUTUMN, time(2, 30), "Europe/Amsterdam", last=True) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_there_is_one_set_of_figures_a_day_all_year(zone: str) -> None:
    """From any moment the next morning lies ahead, and every day of the calendar has exactly one."""
    now = datetime(2027, 1, 1, tzinfo=UTC)
    days = []
    for _ in range(370):
        now = follow_next(zone, now)
        days.append(today_in(zone, now))
        assert now.astimezone(ZoneInfo(zone)).time() == time(5, 0)
    assert days == [days[0] + timedelta(days=number) for number in range(370)]


def test_days_left_are_days_of_the_calendar() -> None:
    closes = datetime(2027, 3, 28, 15, tzinfo=UTC)
    at = [datetime(2027, 3, day, hour, tzinfo=UTC) for day, hour in ((21, 8), (27, 22), (27, 23), (28, 14), (29, 1))]
    assert [count_days_left(closes, "Europe/Amsterdam", now) for now in at] == [7, 1, 0, 0, 0]
    assert count_days_left(None, "Europe/Amsterdam", at[0]) is None


def test_zones_of_europe_come_first() -> None:
    zones = list_zones()
    assert zones[0] == "Europe/Amsterdam"
    assert set(ZONES) <= set(zones)
    assert len(zones) == len(set(zones))
