"""What becomes of actions, the one thing of each senior manager, and the next date: in the facilitator's hand."""

from datetime import date

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.tokens import is_token
from assessment.campaigns.fields import LONGEST_LINE
from assessment.letters import holds_unkept
from assessment.sessions import promises
from assessment.sessions.cluster_routes import lead_back
from assessment.sessions.network_forms import LONGEST_CARD, NextDateForm

hand = Blueprint("promises", __name__, url_prefix="/<int:session_id>")


@hand.post("/actions/<int:action_id>")
def settle(organisation_id: int, session_id: int, action_id: int) -> ResponseReturnValue:
    """``do``: done, dropped, open again, carried over, or a new day."""
    how, due = request.form.get("do", ""), None
    if how not in ("done", "dropped", "open", "carried", "day"):
        promises.find_action(organisation_id, action_id)
        return lead_back(organisation_id, session_id)
    if how == "day":
        try:
            due = date.fromisoformat(request.form.get("due", "").strip())
        except ValueError:
            flash(_("Write the new day like 2027-03-19 (year, month, day)."))
            return lead_back(organisation_id, session_id)
    promises.settle_action(organisation_id, session_id, action_id, how, due)
    return lead_back(organisation_id, session_id, settled=how in ("done", "dropped"))


@hand.post("/pledges")
def pledge(organisation_id: int, session_id: int) -> ResponseReturnValue:
    wish = request.form.get("wish", "")
    if not is_token(wish):
        return lead_back(organisation_id, session_id)
    owner, text = _read("owner", LONGEST_LINE), _read("text", LONGEST_CARD)
    if owner and text:
        promises.pledge(organisation_id, session_id, wish, owner, text)
    else:
        flash(_("Write who it is and what it is."))
    return lead_back(organisation_id, session_id)


@hand.post("/pledges/<int:action_id>/remove")
def unpledge(organisation_id: int, session_id: int, action_id: int) -> ResponseReturnValue:
    promises.unpledge(organisation_id, session_id, action_id)
    return lead_back(organisation_id, session_id)


@hand.post("/next-date")
def set_next_date(organisation_id: int, session_id: int) -> ResponseReturnValue:
    form = NextDateForm(request.form)
    if form.validate():
        promises.set_next_date(organisation_id, session_id, form.read_values())
        flash(_("Saved."))
    else:
        flash(list_errors(form)[0][1])
    return lead_back(organisation_id, session_id)


def _read(name: str, longest: int) -> str:
    text = " ".join(request.form.get(name, "").split())[:longest]
    return "" if holds_unkept(text) else text
