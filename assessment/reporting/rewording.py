"""Which sentences of page one may be said in own words, and how many are."""

from dataclasses import dataclass, field

from flask_babel import ngettext

from assessment.reporting.page_one import build_page_one
from assessment.results.numbers import speaking
from assessment.results.view import ResultsView


@dataclass(frozen=True)
class ListeningView(ResultsView):
    """A view that notes which sentences it was asked to reword: exactly those can be. ``heard``: by their place, as
    they are picked by rule, in the order of the page."""

    heard: dict[str, str] = field(default_factory=dict, compare=False)

    def reword(self, place: str, sentence: str) -> str:
        self.heard.setdefault(place, sentence)
        return super().reword(place, sentence)


def listen(view: ResultsView) -> ListeningView:
    return ListeningView(view.source, view.derived, view.language)


def list_sentences(view: ResultsView) -> dict[str, str]:
    """The sentences of page one that may be reworded, as ``ListeningView`` hears them."""
    listening = listen(view)
    with speaking(view.language):
        build_page_one(listening)
    return listening.heard


def write_reworded(view: ResultsView) -> str:
    """That somebody has written sentences of page one; "" where nobody has."""
    own = sum(view.reword(place, sentence) != sentence for place, sentence in list_sentences(view).items())
    if not own:
        return ""
    return ngettext(
        "%(num)s sentence of page one is in our own words; its figures are as computed.",
        "%(num)s sentences of page one are in our own words; their figures are as computed.",
        own,
    )
