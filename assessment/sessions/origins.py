"""What an action comes from: a note, a question of the survey or a recommendation of its results.

It is kept in words beside its key: notes are merged, and a survey's words are another room's to change.
"""

from flask_babel import gettext as _

from assessment.models import Workshop
from assessment.results.numbers import speaking
from assessment.results.priorities import word_title
from assessment.sessions.board import read_board
from assessment.sessions.surveyed import load_surveyed


def list_origins(workshop: Workshop) -> list[tuple[str, str]]:
    """Key and words of everything that a free card may come from, in the room's language: what the room wrote, what the
    results recommend, what the survey asked."""
    view = load_surveyed(workshop)
    with speaking(workshop.language):
        cards = read_board(workshop, workshop.language).cards
        found = [(f"note:{card.id}", _("Note: %(text)s", text=card.text)) for card in cards]
        if view is not None:
            fired = [view.recommendation(one.recommendation) for one in view.derived.fired]
            found += [
                (f"recommendation:{one.id}", _("Recommendation: %(text)s", text=word_title(view, one))) for one in fired
            ]
            found += [
                (f"item:{item}", _("Question: %(text)s", text=view.say(view.item(item).text)))
                for item in view.item_figures
            ]
        return found
