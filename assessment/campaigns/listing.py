"""The list of an organisation's surveys: where each is, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import load_only

from assessment.campaigns.states import find_phase
from assessment.clock import tell_time
from assessment.language import current_language
from assessment.models import Campaign, db, in_language
from assessment.respond.promise import tell_moment

LISTED = (
    Campaign.id,
    Campaign.name,
    Campaign.state,
    Campaign.opens_at,
    Campaign.closes_at,
    Campaign.zone,
    Campaign.disclosure,
    Campaign.results_on,
)


@dataclass(frozen=True, slots=True)
class Row:
    """``next``: what comes next, in a sentence. ``own``: an import of answer sheets, not made here."""

    id: int
    name: str
    phase: str
    state: str
    next: str
    own: bool


def list_rows(organisation_id: int, *, all_states: bool) -> list[Row]:
    """The newest first. Those who only read see what was released."""
    statement = (
        select(Campaign)
        .where(Campaign.organisation_id == organisation_id)
        .order_by(Campaign.id.desc())
        .options(load_only(*LISTED))
    )
    if not all_states:
        statement = statement.where(Campaign.state == "released")
    return _make_rows(db.session.scalars(statement).all(), tell_time())


def _make_rows(campaigns: Sequence[Campaign], now: datetime) -> list[Row]:
    states = name_states()
    rows = []
    for campaign in campaigns:
        phase = find_phase(campaign, now)
        name = in_language(campaign.name, current_language()) or _("Survey without a name")
        rows.append(
            Row(campaign.id, name, phase, states[phase], tell_next(campaign, phase), campaign.disclosure == "full")
        )
    return rows


def name_states() -> dict[str, str]:
    return {
        "draft": _("Draft"),
        "waiting": _("Launched"),
        "open": _("Open"),
        "closed": _("Closed"),
        "released": _("Released"),
        "withdrawn": _("Withdrawn"),
    }


def tell_next(campaign: Campaign, phase: str) -> str:
    """The next step of a survey, in one sentence."""
    language = current_language()
    match phase:
        case "draft":
            return _("Finish the set-up and launch it.")
        case "waiting":
            return _("Opens on %(moment)s.", moment=tell_moment(campaign.opens_at, campaign.zone, language))
        case "open" if campaign.closes_at is None:
            return _("Open until somebody closes it.")
        case "open":
            return _("Closes on %(moment)s.", moment=tell_moment(campaign.closes_at, campaign.zone, language))
        case "closed":
            return _("The answers are being counted.")
        case "released":
            return _("Read the results and tell people.")
    return _("There will be no results.")
