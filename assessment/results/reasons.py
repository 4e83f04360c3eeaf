"""Why something is not shown, in plain words. A reason never tells more than the disclosure rules do (A9, T7)."""

from flask_babel import gettext as _

from assessment.results.numbers import speaking
from assessment.results.view import ResultsView
from assessment.scoring.figures import Withheld
from assessment.scoring.participation import UNIT_FROM, shows_cell


def explain_reason(view: ResultsView, reason: str | None) -> str:
    """The sentence behind a reason code; a code without words of its own gets the general one."""
    smallest = view.figures.summary.smallest_group
    with speaking(view.language):
        match reason:
            case "few" | "few answers" | "few people":
                return _("Not shown: fewer than %(smallest)s people answered.", smallest=smallest)
            case "person":
                return _("Not shown: together with other figures it could tell what one person answered.")
            case "sibling" | "linear":
                return _("Not shown: together with other figures it could tell what a small group answered.")
            case "joined":
                return _("Shown together with other groups, because too few people answered.")
            case "role split":
                return _("Not split by group of people: one of the groups here is too small.")
            case "half answered":
                return _("Not shown: fewer than half of the people invited answered.")
            case "not assessed":
                return _("Not assessed by this survey: too few of its parts are asked.")
            case "not asked":
                return _("Not asked here.")
            case _:
                return _("Not shown, to protect the people who answered.")


def explain_withheld(view: ResultsView, withheld: Withheld) -> str:
    """Why a unit or group is missing, and where its people are counted instead."""
    if withheld.key in view.unasked:
        with speaking(view.language):
            return _("Nobody was asked here.")
    reason = explain_reason(view, withheld.reason)
    if withheld.joined_into is None:
        return reason
    with speaking(view.language):
        whole = view.figures.cell(withheld.joined_into)
        if withheld.joined_into == "all" or whole is None:
            return _("Counted in the whole only: apart, it could tell what a small group answered.")
        if withheld.key.startswith("group:"):
            others = [group for group in _list_groups(withheld.joined_into) if group not in _list_groups(withheld.key)]
            return _(
                "Shown together with %(others)s: apart, one of them could tell what a small group answered.",
                others=" + ".join(view.group_name(group) for group in others),
            )
        if view.derived.form == "those who answered":
            return explain_reason(view, "half answered")
        if not shows_cell(whole, view.derived.form, view.figures.summary):
            return _(
                "Counted in the whole only: in an organisation this small units are shown from %(least)s people asked.",
                least=UNIT_FROM,
            )
        return _(
            "Shown inside %(whole)s: apart, it could tell what a small group answered.",
            whole=name_cell(view, withheld.joined_into),
        )


def _list_groups(key: str) -> list[str]:
    """The groups in the key of a group cell, one or several."""
    return key.removeprefix("group:").split("+")


def name_cell(view: ResultsView, key: str) -> str:
    """What a group of people is called: "Care", "Other parts of Care", "Staff in Care"."""
    with speaking(view.language):
        return " · ".join(_name_side(view, side) for side in key.split("/"))


def _name_side(view: ResultsView, side: str) -> str:
    if side == "all":
        return _("Everybody who sees")
    if side == "says":
        return _("Senior managers")
    kind, _colon, key = side.partition(":")
    own, plus, _others = key.partition("+")
    if kind == "group":
        return " + ".join(view.group_name(group) for group in key.split("+"))
    if plus:
        return _("Other parts of %(whole)s", whole=view.unit_name(own)) if own else _("Other units")
    return view.unit_name(own)
