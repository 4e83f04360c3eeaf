"""What people ask of results: a released survey read through a lens, in a language."""

import hashlib
from collections.abc import Hashable, Iterable

from assessment.language import is_formal
from assessment.results.kept import Kept
from assessment.results.sources import NotReleasedError, load_source
from assessment.results.view import DRIVERS, ReleaseSource, ResultsView
from assessment.scoring.derive import derive
from assessment.scoring.derived import Derived
from questionnaires.model import Lens, Questionnaire

__all__ = [
    "NotReleasedError",
    "UnknownLensError",
    "list_models",
    "list_views",
    "load_results",
    "load_source",
    "name_view",
    "read_source",
]

FAMILIAR = ("efqm-2013", "efqm-1999", "efqm-2025", "ink")
"""The order in which models are offered; others follow by name."""

_derived: Kept[Derived] = Kept(128)


class UnknownLensError(Exception):
    """The view asked for is none that a survey can be read through; the message names those it can."""


def load_results(campaign_id: int, lens: str = DRIVERS, language: str = "en") -> ResultsView:
    """A released survey, read; raises NotReleasedError and UnknownLensError."""
    return read_source(load_source(campaign_id), lens, language)


def read_source(source: ReleaseSource, lens: str = DRIVERS, language: str = "en") -> ResultsView:
    """Read a source through a lens: a pure function, so that whoever holds the source can do it again.

    What is computed is kept for the release and lens; texts and facts are always those of the source.
    Raises UnknownLensError.
    """
    known = list_views(source)
    if lens not in known:
        raise UnknownLensError(f"there is no view {lens!r}; there are: {', '.join(known)}")
    previous = source.previous
    key = (
        lens,
        source.facts.id,
        source.facts.sha256,
        source.facts.questionnaire_sha256,
        source.facts.extra_sha256,
        previous and previous.facts.sha256,
        list_set_aside(source),
    )
    return ResultsView(source, _derived.get(key, lambda: compute(source, lens)), language)


def name_view(view: ResultsView) -> Hashable:
    """Changes with all that a page made from a view says: a release never does, what is decided after it may."""
    source = view.source
    before = source.previous.facts if source.previous else None
    said = (
        source.decisions,
        source.choices,
        source.promises,
        source.targets,
        source.asked_before,
        source.words,
        source.agreed,
        source.network,
    )
    told = repr((source.facts, before, source.actions, source.comments, *said))
    digest = hashlib.sha256(f"{told}{source.structure.model_dump_json()}".encode("utf-8", "replace")).digest()
    return view.derived.lens, view.language, is_formal(), digest


def compute(source: ReleaseSource, lens: str = DRIVERS) -> Derived:
    """All that is computed from the shown figures of a source, afresh."""
    previous = source.previous
    return derive(
        source.figures,
        source.questionnaire,
        lens,
        previous=previous.figures if previous else None,
        previous_questionnaire=previous.questionnaire if previous else None,
        structure=source.structure.model_dump(),
        set_aside=list_set_aside(source),
    )


def list_set_aside(source: ReleaseSource) -> frozenset[str]:
    """The recommendations that the organisation has deferred or rejected."""
    return frozenset(one.recommendation for one in source.choices if one.choice != "accepted")


def list_views(source: ReleaseSource) -> tuple[str, ...]:
    """The drivers, and of the models that this questionnaire's questions count in those that the survey shows."""
    chosen = source.facts.views
    return (
        DRIVERS,
        *(lens for lens in list_models(source.questionnaire, source.lenses) if not chosen or lens in chosen),
    )


def list_models(questionnaire: Questionnaire, lenses: Iterable[Lens]) -> tuple[str, ...]:
    """The models that a questionnaire's questions count in, the familiar ones first."""
    touched = {lens for item in questionnaire.items for lens in item.counts_in}
    models = [lens.id for lens in lenses if lens.id in touched or lens.counts_as in touched]
    known = {lens: place for place, lens in enumerate(FAMILIAR)}
    return tuple(sorted(models, key=lambda lens: (known.get(lens, len(known)), lens)))
