"""The routes of a network's own work: nested below the facilitator's pages and below those of phones."""

from flask import Blueprint, request

from assessment.sessions import (
    card_routes,
    cluster_routes,
    following_routes,
    promise_routes,
    request_routes,
    running,
    vote_routes,
)

IN_THE_HAND: tuple[Blueprint, ...] = (
    cluster_routes.hand,
    vote_routes.hand,
    card_routes.laying,
    card_routes.hand,
    request_routes.hand,
    promise_routes.hand,
    following_routes.hand,
)
ON_PHONES: tuple[Blueprint, ...] = (cluster_routes.room, vote_routes.room, card_routes.room, request_routes.room)


def find_session() -> None:
    """Whatever is sent: a session of another organisation is not there."""
    given = request.view_args or {}
    running.find_session(given["organisation_id"], given["session_id"])


def nest_routes(hand: Blueprint, room: Blueprint) -> None:
    """Once a process, before the two are registered."""
    for part in IN_THE_HAND:
        part.before_request(find_session)
    for whole, parts in ((hand, IN_THE_HAND), (room, ON_PHONES)):
        for part in parts:
            whole.register_blueprint(part)
