"""Every kind of phase and its screens; a kind that is not listed shows its name and its time."""

from assessment.sessions.phases import arrive, explain, walk, warm_up
from assessment.sessions.phases.screens import Screens

PLAIN = Screens()
SCREENS: dict[str, Screens] = {
    "arrive": arrive.SCREENS,
    "explain": explain.SCREENS,
    "walk": walk.SCREENS,
    "warm-up": warm_up.SCREENS,
}


def find_screens(kind: str) -> Screens:
    return SCREENS.get(kind, PLAIN)


def find_template(kind: str, screen: str) -> str:
    """``screen``: wall, hand or phone."""
    return f"sessions/phases/{kind if kind in SCREENS else 'plain'}/{screen}.html"
