"""What people wrote about a driver, as two readers released it, by the part of the organisation where it may stand."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.numbers import speaking
from assessment.results.reasons import name_cell
from assessment.results.view import ResultsView


@dataclass(frozen=True)
class CommentsPart:
    """The comments of one part of the organisation, in the order that was drawn at their release."""

    place: str
    texts: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.texts)


def list_comments(view: ResultsView, dimension: str) -> tuple[CommentsPart, ...]:
    """By cell, the whole first; none in the view of a model, whose parts are no drivers."""
    if view.driver(dimension) is None:
        return ()
    texts: dict[str, list[str]] = {}
    for comment in view.source.comments:
        if comment.dimension == dimension:
            texts.setdefault(comment.cell, []).append(comment.text)
    places = {cell.key: number for number, cell in enumerate(view.figures.cells)}
    keys = sorted(texts, key=lambda key: (places.get(key, len(places)), key))
    return tuple(CommentsPart(_name_place(view, key), tuple(texts[key])) for key in keys)


def _name_place(view: ResultsView, key: str) -> str:
    if key != "all":
        return name_cell(view, key)
    with speaking(view.language):
        return _("Whole organisation")
