"""What phones show at this moment, in words for the facilitator, who sees none of them: told from what the hand itself
shows, so that both say the same."""

from collections.abc import Callable

from flask_babel import gettext as _

from assessment.sessions.phases.screens import Shown


def tell_phones(kind: str, shown: Shown) -> str:
    """``shown``: what the hand is given in a phase of that kind."""
    tell = TELLERS.get(kind)
    return tell(shown) if tell else _("“Look at the wall.”")


def _tell_warm_up(shown: Shown) -> str:
    if shown["place"] is None:
        return _("“A warm-up of a few minutes is about to begin.”")
    return _("the answer.") if shown["place"].closed else _("the question, and what can be tapped.")


def _tell_sorting(shown: Shown) -> str:
    board = shown["board"]
    if shown["alone"]:
        return _("“Look at the wall: the facilitator places the notes, and you say where.”")
    if board.open:
        return _("one note at a time, with the criteria to tap.")
    if board.tray:
        return _("how many notes wait in the tray.")
    return _("“Every note is sorted.”")


def _tell_finding(shown: Shown) -> str:
    return _("the finding, with its notes.") if shown["sentences"] else _("“Look at the wall.”")


def _tell_clusters(shown: Shown) -> str:
    if any(column.groups for column in shown["columns"]):
        return _("each cluster, with a field for another name.")
    return _("“Which notes say one thing?”, and no field before there is a cluster.")


def _tell_vote(shown: Shown) -> str:
    ballot = shown["ballot"]
    if ballot.ended in ("dots", "hands"):
        return _("the result.")
    if ballot.ended or ballot.small:
        return _("“We vote by show of hands.”, and no dots.")
    return _("what can be voted for, and three dots.")


def _tell_cards(shown: Shown) -> str:
    return _("the cards, and which phone writes which.") if shown["cards"] else _("no card yet.")


def _tell_route(shown: Shown) -> str:
    if not shown["asked"]:
        return _("“This session asks nothing of senior managers.”")
    if any(one.row.manager for one in shown["asked"]):
        return _("“I know this person” at each request that names somebody; only you see who taps it.")
    return _("the requests. “I know this person” comes once somebody is named.")


def _tell_close(shown: Shown) -> str:
    ballot = shown["ballot"]
    return _("“Thank you for being here.”") if ballot.ended or ballot.small else _("whether it was worth their time.")


def _tell_back(shown: Shown) -> str:
    if shown["promised"] or shown["asked"]:
        return _("open actions and requests, as on the wall.")
    return _("“Nothing is open from earlier sessions.”")


def _tell_gap(shown: Shown) -> str:
    if not shown["riddle"]:
        return _("“Look at the wall.”")
    return _("the explanations of both sides.") if shown["revealed"] else _("a field for an explanation.")


def _tell_scores(shown: Shown) -> str:
    if shown["named"] and not shown["fixed"]:
        return _("the parts to score, each person's own.")
    return _("that no score can be given.")


TELLERS: dict[str, Callable[[Shown], str]] = {
    "arrive": lambda _shown: _("“You are in.”"),
    "back": _tell_back,
    "warm-up": _tell_warm_up,
    "write": lambda _shown: _("a field for a note, and each person's own notes."),
    "read": lambda _shown: _("all notes, in the order of the wall."),
    "sort": _tell_sorting,
    "finding": _tell_finding,
    "cluster": _tell_clusters,
    "vote": _tell_vote,
    "work-out": _tell_cards,
    "route": _tell_route,
    "close": _tell_close,
    "walk": lambda shown: _("the step on the wall.") if shown["step"] else _("“Look at the wall.”"),
    "explain": _tell_gap,
    "open": lambda _shown: _("each request with its answer."),
    "cases": lambda _shown: _("each request with its case."),
    "worries": lambda _shown: _("what each senior manager says something about."),
    "answers": lambda shown: _("the requests and their answers.") if shown["asked"] else _("“No request is open.”"),
    "review": lambda shown: _("the open actions.") if shown["promised"] else _("“No action is open.”"),
    "pledge": lambda _shown: _("what was named so far."),
    "next-date": lambda shown: _("the next date.") if shown["day"] else _("“When do we meet again?”"),
    "score": _tell_scores,
    "divided": lambda shown: (
        _("the part on the wall, with everybody's scores.") if shown["standing"] else _("“Look at the wall.”")
    ),
}
"""By kind of phase; where a kind is not listed, phones lead to the wall."""
