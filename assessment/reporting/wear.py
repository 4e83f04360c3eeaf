"""The look of a report: the house's own, or what the organisation has chosen."""

from base64 import b64decode

from assessment.results.view import ResultsView
from reports.document import HOUSE, Look


def wear_look(view: ResultsView) -> Look:
    look = view.source.look
    return Look(look.colour, b64decode(look.logo), view.text(view.facts.organisation)) if look else HOUSE
