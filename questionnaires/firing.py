"""Warns of recommendations whose conditions no answers can meet, or that any answers meet."""

from collections.abc import Iterator

from questionnaires.fault import Path
from questionnaires.view import Node, dimensions_of, items_of

_BOUNDS = ("below", "unfavourable_from", "favourable_below")


def warn_of_conditions(root: Node, *, two_voices: bool) -> Iterator[tuple[Path, str]]:
    """A path and message for each condition that can never fire. ``two_voices``: blind spots can be found at all."""
    unscored = {item["id"].text for item in items_of(root) if item["scored"].is_false}
    silent = {dimension["id"].text for dimension in dimensions_of(root) if not _is_scored(dimension)}
    for recommendation in root["recommendations"].each():
        for condition in recommendation["when"].each():
            yield from _warn_of_bounds(condition)
            yield from _warn_of_blind_spot(condition, two_voices=two_voices)
            if condition["item"].text in unscored:
                yield condition.path, f"can never fire: the item '{condition['item'].text}' is not scored"
            if condition["dimension"].text in silent:
                yield condition.path, f"can never fire: nothing in '{condition['dimension'].text}' is scored"


def _warn_of_bounds(condition: Node) -> Iterator[tuple[Path, str]]:
    for bound in _BOUNDS:
        value = condition[bound].number
        if value is None:
            continue
        if not 0 <= value <= 100:
            yield condition[bound].path, f"{value:g} lies outside 0 to 100"
        elif value == 0 and bound != "unfavourable_from":
            yield condition[bound].path, "can never fire: nothing lies below 0"
        elif value == 0:
            yield condition[bound].path, "fires whatever people answer: every share reaches 0"


def _warn_of_blind_spot(condition: Node, *, two_voices: bool) -> Iterator[tuple[Path, str]]:
    if not condition["blind_spot"]:
        return
    if condition["item"]:
        yield condition["blind_spot"].path, "can never fire: blind spots are found on dimensions, not on items"
    elif not two_voices:
        yield condition["blind_spot"].path, "can never fire: no question has a 'self' text for senior managers"


def _is_scored(dimension: Node) -> bool:
    return any(not item["scored"].is_false for item in dimension["items"].each())
