"""Making clusters in the facilitator's hand, and proposing names for them from phones."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.tokens import is_token
from assessment.letters import holds_unkept
from assessment.sessions import clusters
from assessment.sessions.room_routes import load_seat

hand = Blueprint("clusters", __name__, url_prefix="/<int:session_id>/clusters")
room = Blueprint("clusters", __name__, url_prefix="/room/clusters")


@hand.post("")
def put_together(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """Ticked notes become a cluster, or go to one."""
    wish = request.form.get("wish", "")
    if not is_token(wish):
        return lead_back(organisation_id, session_id)
    try:
        clusters.put_together(
            organisation_id,
            session_id,
            request.form.get("criterion", ""),
            request.form.getlist("note"),
            read_name(),
            wish=wish,
            into=request.form.get("into", ""),
        )
    except clusters.EmptyError:
        flash(_("Tick the notes that say one thing."))
    return lead_back(organisation_id, session_id)


@hand.post("/<cluster_id>")
def change(organisation_id: int, session_id: int, cluster_id: str) -> ResponseReturnValue:
    """``do``: name, we, managers, nobody, merge, apart."""
    place = organisation_id, session_id, cluster_id
    match request.form.get("do", ""):
        case "name":
            clusters.take_name(*place, read_name())
        case "we" | "managers" as actor:
            clusters.set_actor(*place, actor)
        case "nobody":
            clusters.set_actor(*place, "")
        case "merge":
            clusters.merge_clusters(*place, request.form.get("into", ""))
        case "apart":
            clusters.take_apart(*place)
        case _unknown:
            clusters.find_cluster(session_id, cluster_id)
    return lead_back(organisation_id, session_id)


@room.post("/<cluster_id>")
def propose(cluster_id: str) -> ResponseReturnValue:
    seat, name = load_seat(), read_name()
    if name:
        clusters.propose_name(seat, cluster_id, name)
    return redirect(url_for("room.show_room"), 303)


def read_name() -> str:
    """As it was typed, cut to its length; "" where it holds what cannot be kept."""
    name = " ".join(request.form.get("name", "").split())[: clusters.LONGEST_CLUSTER]
    return "" if holds_unkept(name) else name


def lead_back(organisation_id: int, session_id: int, *, settled: bool = False) -> ResponseReturnValue:
    """To the session's page; where somebody came from what is open of all sessions, or from another session's page, to
    that. ``settled``: what was pressed is open no more, and gone from the former."""
    if request.values.get("to") == "open":
        if settled:
            flash(_("It stands with its session now, where it can be opened again."))
        return redirect(url_for("sessions.following.show_open", organisation_id=organisation_id), 303)
    back_to = request.values.get("to", session_id, type=int)
    return redirect(url_for("sessions.show_hand", organisation_id=organisation_id, session_id=back_to), 303)
