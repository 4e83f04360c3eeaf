"""Setting up campaigns."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.access.asked import parse_version
from assessment.audit import record
from assessment.campaigns.history import note, note_launch
from assessment.models import (
    Campaign,
    LanguageMap,
    QuestionnaireVersion,
    RespondentGroup,
    db,
    writing,
)
from assessment.organisation.plan import PlannedGroup
from assessment.organisation.service import read_groups
from assessment.organisation.tree import UnitRow, load_units


class PlanError(ValueError):
    """A campaign that must not be set up or opened as it is planned; the message says why."""


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a facilitator settles before launch. ``invited``: head counts as {"unit", "group", "count"}."""

    name: LanguageMap
    questionnaire: str
    languages: Sequence[str]
    extra: str | None = None
    previous_campaign_id: int | None = None
    disclosure: str = "anonymous"
    smallest_group: int = 5
    zone: str = "Europe/Amsterdam"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    results_on: date | None = None
    senior_managers: LanguageMap | None = None
    purpose: LanguageMap | None = None
    sponsor: str = ""
    contact: str = ""
    server_keeper: str = ""
    asks_comments: bool = True
    joint_answer_promised: bool = False
    invited: Sequence[dict[str, Any]] = ()
    target: dict[str, Any] | None = None


def create_campaign(organisation_id: int, plan: CampaignPlan) -> int:
    """A draft campaign pinned to the questionnaire texts in ``plan``; its structure is a snapshot of today's units and
    groups. Raises questionnaires.QuestionnaireError when a text is no questionnaire, and PlanError. Returns its id.
    """
    with writing() as session:
        campaign = add_campaign(session, organisation_id, plan)
        campaign.structure = snapshot_structure(session, organisation_id, plan.invited)
        note(session, campaign, "created")
        return campaign.id


def add_campaign(session: Session, organisation_id: int, plan: CampaignPlan) -> Campaign:
    """The campaign's row, without structure, inside the caller's transaction.

    Raises PlanError when a questionnaire for named assessors would be asked anonymously.
    """
    asked = parse_version(plan.questionnaire)
    if asked.mode == "named" and plan.disclosure == "anonymous":
        raise PlanError(f"{asked.id} is for named assessors and is never asked anonymously")
    campaign = Campaign(
        organisation_id=organisation_id,
        questionnaire_version_id=keep_questionnaire(session, organisation_id, plan.questionnaire).id,
        extra_version_id=keep_questionnaire(session, organisation_id, plan.extra).id if plan.extra else None,
        previous_campaign_id=plan.previous_campaign_id,
        name=plan.name,
        disclosure=plan.disclosure,
        smallest_group=plan.smallest_group,
        languages=list(plan.languages),
        zone=plan.zone,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        results_on=plan.results_on,
        senior_managers=plan.senior_managers or {},
        purpose=plan.purpose or {},
        sponsor=plan.sponsor,
        contact=plan.contact,
        server_keeper=plan.server_keeper,
        asks_comments=plan.asks_comments,
        joint_answer_promised=plan.joint_answer_promised,
        target=plan.target,
    )
    session.add(campaign)
    session.flush()
    return campaign


def keep_questionnaire(session: Session, organisation_id: int, text: str) -> QuestionnaireVersion:
    """The kept version with exactly this text, made when it is new to the organisation."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    kept = session.scalar(
        select(QuestionnaireVersion).where(
            QuestionnaireVersion.organisation_id == organisation_id, QuestionnaireVersion.sha256 == digest
        )
    )
    if kept is not None:
        return kept
    parsed = parse_version(text)
    version = QuestionnaireVersion(
        organisation_id=organisation_id, key=parsed.id, version=parsed.version, sha256=digest, text=text
    )
    session.add(version)
    session.flush()
    details = {"title": parsed.title, "version": parsed.version, "sha256": digest}
    record(session, organisation_id, "questionnaire.kept", f"questionnaire {parsed.id}", details)
    return version


def snapshot_structure(session: Session, organisation_id: int, invited: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Today's units and groups in the form that a campaign keeps (models.Campaign.structure)."""
    return describe_structure(load_units(session, organisation_id), read_groups(organisation_id), invited)


def describe_structure(
    units: Iterable[UnitRow], groups: Iterable[RespondentGroup | PlannedGroup], invited: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """The same of the units and groups that were read."""
    units = list(units)
    keys = {unit.id: unit.key for unit in units}
    return {
        "units": [
            {
                "key": unit.key,
                "name": unit.name,
                "parent": keys[unit.parent_id] if unit.parent_id else None,
                "builds_software": unit.builds_software,
            }
            for unit in units
        ],
        "groups": [{"key": group.key, "name": group.name, "voice": group.voice} for group in groups],
        "invited": list(invited),
    }


def open_campaign(campaign_id: int) -> None:
    """From draft to open; from here on version, units, groups and smallest group stay as they are.

    Raises PlanError when the campaign is no draft, or names no senior managers while its questions are about them.
    """
    with writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        if campaign.state != "draft":
            raise PlanError(f"campaign {campaign_id} is {campaign.state}: only a draft can be opened")
        if not campaign.senior_managers:
            raise PlanError("say who the senior managers are before opening: people answer about them")
        campaign.state = "open"
        note_launch(session, campaign)


def find_campaign(campaign_id: int) -> Campaign | None:
    """The campaign, or None when there is none with this id."""
    return db.session.get(Campaign, campaign_id)
