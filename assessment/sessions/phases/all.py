"""Every kind of phase and its screens."""

from assessment.sessions.phases import (
    arrive,
    cluster,
    divided,
    explain,
    finding,
    promises,
    read,
    requests,
    score,
    sort,
    tray,
    vote,
    walk,
    warm_up,
    work_out,
    write,
)
from assessment.sessions.phases.screens import Screens

SCREENS: dict[str, Screens] = {
    "arrive": arrive.SCREENS,
    "write": write.SCREENS,
    "read": read.SCREENS,
    "sort": sort.SCREENS,
    "tray": tray.SCREENS,
    "finding": finding.SCREENS,
    "cluster": cluster.SCREENS,
    "vote": vote.SCREENS,
    "work-out": work_out.SCREENS,
    "route": requests.ROUTE,
    "open": requests.OPEN,
    "cases": requests.CASES,
    "worries": requests.WORRIES,
    "answers": requests.ANSWERS,
    "back": requests.BACK,
    "review": promises.REVIEW,
    "pledge": promises.PLEDGE,
    "next-date": promises.NEXT_DATE,
    "close": promises.CLOSE,
    "score": score.SCREENS,
    "divided": divided.SCREENS,
    "explain": explain.SCREENS,
    "walk": walk.SCREENS,
    "warm-up": warm_up.SCREENS,
}


def find_screens(kind: str) -> Screens:
    return SCREENS[kind]


def find_template(kind: str, screen: str) -> str:
    """``screen``: wall, hand or phone."""
    return f"sessions/phases/{kind}/{screen}.html"
