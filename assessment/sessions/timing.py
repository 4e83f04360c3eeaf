"""How long a phase still takes, as screens say it."""

from datetime import datetime

from assessment.clock import tell_time


def seconds_left(ends: datetime) -> float:
    """Below zero once it is over."""
    return round((ends - tell_time()).total_seconds(), 1)


def time_left(ends: datetime) -> str:
    """ "4:05", or "+0:30" when it is over since half a minute: what a screen shows that runs no script."""
    left = round(seconds_left(ends))
    minutes, seconds = divmod(abs(left), 60)
    return f"{'+' if left < 0 else ''}{minutes}:{seconds:02}"
