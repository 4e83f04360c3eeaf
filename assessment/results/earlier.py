"""This survey beside those before the last one: the same comparison, on the questions that were asked alike."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assessment.models import Campaign, Release, db
from assessment.results.numbers import write_value
from assessment.results.sentences import count_change_points
from assessment.results.sources import tell_previous
from assessment.results.view import PreviousSurvey, ResultsView
from assessment.scoring.changes import find_changes
from assessment.scoring.derived import Change, DimensionResult
from assessment.scoring.reading import find_common_items, read_own

MOST = 3
"""Surveys further back than these say little of today."""


@dataclass(frozen=True)
class EarlierColumn:
    """One survey. ``cells``: what is told of the total, where it is compared, and then of each driver."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class EarlierTable:
    heads: tuple[str, ...]
    columns: tuple[EarlierColumn, ...]

    @property
    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(head, tuple(one.cells[place] for one in self.columns)) for place, head in enumerate(self.heads)]


def load_earlier(survey_id: int, organisation_id: int) -> tuple[PreviousSurvey, ...]:
    """The surveys before the last one, the latest first, at most three, in two queries; pulses are none of them."""
    links = select(Campaign.id, Campaign.previous_campaign_id).where(
        Campaign.organisation_id == organisation_id, Campaign.state == "released", Campaign.pulse_of_id.is_(None)
    )
    before = dict(db.session.execute(links).all())
    chain: list[int] = []
    here = before.get(survey_id)
    while here in before and here not in chain and len(chain) <= MOST:
        chain.append(here)
        here = before[here]
    wanted = chain[1:]
    if not wanted:
        return ()
    rows = db.session.execute(
        select(Campaign, Release)
        .join(Release, Release.campaign_id == Campaign.id)
        .where(Campaign.id.in_(wanted))
        .options(
            joinedload(Campaign.organisation),
            joinedload(Campaign.questionnaire_version),
            joinedload(Campaign.extra_version),
        )
    )
    found = {campaign.id: tell_previous(campaign, release) for campaign, release in rows}
    return tuple(found[one] for one in wanted if one in found)


def compare_earlier(view: ResultsView, earlier: tuple[PreviousSurvey, ...]) -> EarlierTable | None:
    """None where there is no survey that far back, or nothing may be compared. In the language that is spoken."""
    if not earlier or view.derived.form == "none":
        return None
    heads = (_("Total"), *(view.dimension_title(result.dimension) for result in view.core))
    return EarlierTable(heads, tuple(_compare(view, one) for one in earlier))


def _compare(view: ResultsView, earlier: PreviousSurvey) -> EarlierColumn:
    common = find_common_items(view.questionnaire, earlier.questionnaire)
    changes = find_changes(view.figures, earlier.figures, read_own(view.questionnaire), common)
    found = {change.dimension: change for change in changes}
    total = None if view.derived.form == "those who answered" else found.get(None)
    cells = [_tell(view, total, broken=False)]
    for result in view.core:
        cells.append(_tell(view, found.get(result.dimension), broken=_is_broken(result, common)))
    return EarlierColumn(view.text(earlier.facts.name), tuple(cells))


def _is_broken(result: DimensionResult, common: frozenset[str]) -> bool:
    return not {figure.item for figure in result.items} <= common


def _tell(view: ResultsView, change: Change | None, *, broken: bool) -> str:
    if change is None:
        return _("no comparison")
    told = _word(view, change)
    return _("%(told)s; break: questions changed", told=told) if broken else told


def _word(view: ResultsView, change: Change) -> str:
    if view.derived.form == "words":
        if not change.real:
            return _("no measurable change")
        return _("better than then") if change.difference > 0 else _("worse than then")
    before = write_value(change.before, view)
    if not change.real:
        return _("no measurable change (%(before)s then)", before=before)
    points = count_change_points(view, change)
    if change.difference > 0:
        return _("up %(points)s (%(before)s then)", points=points, before=before)
    return _("down %(points)s (%(before)s then)", points=points, before=before)
