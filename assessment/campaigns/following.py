"""A survey while it runs: days left, participation of this morning, the margin to expect."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from assessment.access.asked import asked_questionnaire
from assessment.access.senior_managers import is_sealed
from assessment.campaigns.forecast import expect_margin_now
from assessment.campaigns.forecast_words import Names
from assessment.campaigns.lengths import share_asked
from assessment.campaigns.messages import LOW_BELOW, Message, list_encouragements
from assessment.campaigns.moments import count_days_left, follow_next
from assessment.campaigns.participation import DayFigures, find_figures
from assessment.campaigns.sponsor import make_sponsor_token
from assessment.clock import tell_time
from assessment.language import current_language
from assessment.models import Campaign, db
from assessment.release.structure import Structure
from assessment.respond.promise import tell_day, tell_moment


@dataclass(frozen=True, slots=True)
class Rate:
    """One row: whose, how deep in the tree, and the rate in words."""

    name: str
    depth: int
    told: str


@dataclass(frozen=True, slots=True)
class Run:
    """``encouragements``: three things to do, where few have answered. ``has_morning``: a figure will be made before
    the survey closes; ``sealed``: the joint answer is."""

    opens: str
    closes: str
    results: str
    days_left: int | None
    invited: int | None
    figures: DayFigures | None
    whole: str
    units: tuple[Rate, ...]
    groups: tuple[Rate, ...]
    margin: int | None
    encouragements: tuple[Message, ...]
    sponsor_address: str
    has_morning: bool
    sealed: bool


def describe_run(campaign: Campaign, now: datetime | None = None) -> Run:
    """Everything on the page of a launched survey, from kept figures only."""
    now = now or tell_time()
    language = current_language()
    structure = Structure.of(campaign.structure)
    figures = find_figures(campaign)
    whole = figures.whole if figures else None
    low = figures is not None and (whole is None or whole < LOW_BELOW)
    return Run(
        opens=tell_moment(campaign.opens_at, campaign.zone, language),
        closes=tell_moment(campaign.closes_at, campaign.zone, language),
        results=tell_day(campaign.results_on, language),
        days_left=count_days_left(campaign.closes_at, campaign.zone, now),
        invited=structure.count_invited(),
        figures=figures,
        whole=_tell(whole, campaign.smallest_group),
        units=_list_units(campaign, structure, figures) if figures else (),
        groups=_list_groups(campaign, figures) if figures else (),
        margin=expect_margin_now(
            whole,
            structure.count_invited(),
            share_asked(asked_questionnaire(campaign), campaign.rotating_blocks),
        ),
        encouragements=tuple(list_encouragements(campaign)) if low else (),
        sponsor_address=find_sponsor_address(campaign.id),
        has_morning=_has_morning(campaign.closes_at, campaign.zone, now),
        sealed=is_sealed(db.session, campaign.id),
    )


def _has_morning(closes_at: datetime | None, zone: str, now: datetime) -> bool:
    """Whether figures will be made once more before the closing."""
    return closes_at is None or follow_next(zone, now) < closes_at


def _list_units(campaign: Campaign, structure: Structure, figures: DayFigures) -> tuple[Rate, ...]:
    """Units with a rate or waiting for one, in the tree's order; the others are too small to be told apart."""
    names = Names(campaign.structure)
    depths: dict[str, int] = {}
    rows = []
    for unit, parent in structure.parents.items():
        depths[unit] = depths[parent] + 1 if parent in depths else 0
        if figures.units.get(unit) is not None:
            rows.append(
                Rate(names.unit(unit), min(depths[unit], 5), _tell(figures.units[unit], campaign.smallest_group))
            )
    return tuple(rows)


def _list_groups(campaign: Campaign, figures: DayFigures) -> tuple[Rate, ...]:
    names = Names(campaign.structure)
    return tuple(
        Rate(" + ".join(names.group(group) for group in members), 0, _tell(rate, campaign.smallest_group))
        for members, rate in figures.groups
    )


def _tell(rate: int | None, smallest: int) -> str:
    if rate is None:
        return _("fewer than %(smallest)s answered", smallest=smallest)
    return _("about %(rate)s %%", rate=rate)


def find_sponsor_address(campaign_id: int) -> str:
    """The whole address of the sponsor's page, from the configured base address."""
    settings = current_app.extensions["settings"]
    token = make_sponsor_token(settings.link_key.get_secret_value().encode(), campaign_id)
    return f"{settings.base_address}/sponsor/{token}"
