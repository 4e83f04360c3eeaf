"""What assessors agreed on, in words: beside what a survey saw, with its own source and its own name."""

from math import floor

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.results.agreed_fact import AgreedFact
from assessment.results.numbers import round_half_up, speaking, write_date, write_number
from assessment.results.view import ResultsView

LAST_BITS = 1e-6


def tell_kind() -> str:
    """What kind of evidence that is; in the language that is spoken at the time."""
    return _(
        "“Agreed” is what assessors who saw evidence agreed on in a session. It stands beside what the survey saw and "
        "is mixed into no score of it."
    )


def list_agreed(view: ResultsView) -> tuple[str, ...]:
    """Who agreed and when; points, or why there are none; empty where no session was about this model."""
    agreed = view.agreed
    if agreed is None:
        return ()
    with speaking(view.language):
        told = [_write_source(view, agreed), _write_points(view, agreed)]
        note = view.text(agreed.note) if agreed.points is not None else ""
        return tuple(sentence for sentence in (*told, note) if sentence)


def _write_source(view: ResultsView, agreed: AgreedFact) -> str:
    people = ngettext("%(num)s assessor", "%(num)s assessors", agreed.assessors)
    if agreed.held_on is None:
        return _("Session “%(name)s”, %(people)s.", name=agreed.session, people=people)
    day = write_date(agreed.held_on, view)
    return _("Session “%(name)s” on %(day)s, %(people)s.", name=agreed.session, day=day, people=people)


def _write_points(view: ResultsView, agreed: AgreedFact) -> str:
    if agreed.points is not None:
        # Cut, not rounded: whoever is just below a level of recognition must not read its number.
        points = write_number(floor(agreed.points * 10 + LAST_BITS) / 10, view.language)
        reached = view.text(agreed.recognition)
        if reached:
            return _("%(points)s of 1000 points: %(level)s.", points=points, level=reached)
        return _("%(points)s of 1000 points, below the first level of recognition.", points=points)
    if not agreed.open_parts:
        return ""
    told = _("Open: %(parts)s.", parts=", ".join(agreed.open_parts))
    return _("No points: they need every part.") + " " + told if agreed.knows_points else told


def write_agreed_score(view: ResultsView, criterion: str) -> str:
    """ "63", or how many parts are judged while one is open; "" where no session was about this model."""
    found = next((one for one in view.agreed.criteria if one.criterion == criterion), None) if view.agreed else None
    if found is None:
        return "–" if view.agreed else ""
    if found.score is not None:
        return str(round_half_up(found.score))
    with speaking(view.language):
        return _("%(agreed)s of %(parts)s parts", agreed=found.agreed, parts=found.parts)
