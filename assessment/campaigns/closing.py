"""After closing: how far the release is, and what it withheld and why."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from assessment.access.senior_managers import may_be_asked
from assessment.campaigns.forecast_words import join_names
from assessment.campaigns.messages import Message, write_thanks
from assessment.language import current_language
from assessment.models import Campaign, Job, db
from assessment.release.jobs import name_release
from assessment.release.structure import Structure
from assessment.results.kept import Kept
from assessment.results.reasons import explain_withheld, name_cell
from assessment.results.service import load_results, name_view
from assessment.results.view import ResultsView
from assessment.scoring.figures import Withheld
from assessment.scoring.participation import shows_cell


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
    shown, withheld = _lists.get(name_view(view), lambda: _list_cells(campaign, view))
    return Closed(
        verdict=_tell_extent(view),
        shown=shown,
        withheld=withheld,
        thanks=write_thanks(campaign, view.figures.summary.participation),
    )


Lists = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]

_lists: Kept[Lists] = Kept(32)
"""Names of what is shown, and of what is not with the reason: hundreds of sentences that a release never changes."""


def _list_cells(campaign: Campaign, view: ResultsView) -> Lists:
    cells = [cell for cell in view.figures.cells if shows_cell(cell, view.derived.form, view.figures.summary)]
    shown = tuple(name_cell(view, cell.key) for cell in cells)
    return shown, _list_withheld(campaign, view)


def _list_withheld(campaign: Campaign, view: ResultsView) -> tuple[tuple[str, str], ...]:
    """Pairs of what and why; what is withheld for the same reason is named in one row."""
    structure = Structure.of(campaign.structure)
    rows: dict[tuple[bool, str], list[str]] = {}
    for one in view.figures.summary.withheld:
        unit, _slash, rest = one.key.partition("/")
        reason = _explain_unasked(campaign, structure, view, one) or explain_withheld(view, one)
        # A split has no name of its own but its unit's.
        split = rest == "groups"
        rows.setdefault((split, reason), []).append(name_cell(view, unit if split else one.key))
    return tuple(
        (_("%(unit)s by group of people", unit=join_names(names)) if split else join_names(names), reason)
        for (split, reason), names in rows.items()
    )


def _explain_unasked(campaign: Campaign, structure: Structure, view: ResultsView, withheld: Withheld) -> str:
    """Senior managers who were not asked did not answer too seldom; "" where they were, and for all others."""
    if withheld.key == "says":
        senior = {place: count for place, count in structure.invited.items() if not structure.sees(place)}
        if may_be_asked(
            db.session,
            campaign.id,
            campaign.joint_answer_promised,
            sum(senior.values()),
            campaign.smallest_group,
        ):
            return ""
        if view.figures.summary.joint:
            return _("Not asked in the survey: they gave a joint answer, which stands in the results.")
        return _("Not asked in the survey, and there is no joint answer.")
    return ""


def _tell_extent(view: ResultsView) -> str:
    if not view.figures.cells:
        return _("Nothing can be shown: too few people answered.")
    if view.figures.summary.withheld:
        return _("The results are there. Some things are not shown, to protect the people who answered.")
    return _("The results are there, and nothing had to be withheld.")
