"""The choice of views: the same answers read as drivers, EFQM or INK."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.numbers import speaking
from assessment.results.service import list_views
from assessment.results.view import DRIVERS, ResultsView


@dataclass(frozen=True)
class Choice:
    """One view: its name, its address, and whether it is the one on the page."""

    title: str
    address: str
    current: bool


def list_choices(view: ResultsView, address: Callable[..., str]) -> list[Choice]:
    """Every view of a release; ``address`` makes the page's address from ``view`` and ``language``."""
    titles = {lens.id: view.text(lens.title) for lens in view.source.lenses}
    with speaking(view.language):
        titles[DRIVERS] = _("Drivers")
    return [
        Choice(titles[name], address(view=name, language=view.language), name == view.derived.lens)
        for name in list_views(view.source)
    ]
