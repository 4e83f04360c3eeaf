"""After closing: how far the release is, and what it withheld and why."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from assessment.campaigns.messages import Message, write_thanks
from assessment.language import current_language
from assessment.models import Campaign, Job, db
from assessment.release.jobs import name_release
from assessment.results.kept import Kept
from assessment.results.reasons import explain_withheld, name_cell
from assessment.results.service import load_results, name_view
from assessment.results.view import ResultsView


@dataclass(frozen=True, slots=True)
class Progress:
    """``state``: "waiting", "running", "failed" or "done"; ``percent`` 0 to 100; ``message``: why it failed."""

    state: str
    percent: int
    message: str


@dataclass(frozen=True, slots=True)
class Closed:
    """What the facilitator reads after the release. ``withheld``: pairs of what and why."""

    verdict: str
    shown: tuple[str, ...]
    withheld: tuple[tuple[str, str], ...]
    thanks: Message


def find_progress(campaign_id: int) -> Progress:
    """How far the release job is; "waiting" where the worker has not begun, or a closing is still to be noticed."""
    row = db.session.execute(
        select(Job.state, Job.progress, Job.message).where(Job.purpose == name_release(campaign_id))
    ).one_or_none()
    return Progress(row.state, row.progress, row.message) if row else Progress("waiting", 0, "")


def describe_release(campaign: Campaign) -> Closed:
    """What the release shows and withholds, from its summary alone."""
    view = load_results(campaign.id, language=current_language())
    shown, withheld = _lists.get(
        name_view(view),
        lambda: _list_cells(view),
    )
    return Closed(
        verdict=_tell_extent(view),
        shown=shown,
        withheld=withheld,
        thanks=write_thanks(campaign, view.figures.summary.participation),
    )


Lists = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]

_lists: Kept[Lists] = Kept(32)
"""Names of what is shown, and of what is not with the reason: hundreds of sentences that a release never changes."""


def _list_cells(view: ResultsView) -> Lists:
    shown = tuple(name_cell(view, cell.key) for cell in view.figures.cells if cell.kind in ("unit", "group"))
    return shown, tuple((_name(view, one.key), explain_withheld(view, one)) for one in view.figures.summary.withheld)


def _name(view: ResultsView, key: str) -> str:
    """A split ends in "/groups": it has no name of its own."""
    unit, _slash, rest = key.partition("/")
    if rest == "groups":
        return _("%(unit)s by group of people", unit=name_cell(view, unit))
    return name_cell(view, key)


def _tell_extent(view: ResultsView) -> str:
    if not view.figures.cells:
        return _("Nothing can be shown: too few people answered.")
    if view.figures.summary.withheld:
        return _("The results are there. Some things are not shown, to protect the people who answered.")
    return _("The results are there, and nothing had to be withheld.")
