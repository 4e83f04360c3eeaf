"""Answer sheets that exist already become a closed campaign: all of them or none."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assessment.campaigns.faults import SheetError, SheetFault
from assessment.campaigns.headcounts import HeadCount
from assessment.campaigns.service import STANDARD_GROUPS, CampaignPlan, PlannedGroup, add_campaign
from assessment.campaigns.sheets import AnswerSheets
from assessment.models import AnswerSet, Organisation, RespondentGroup, Unit, writing

CHUNK = 5_000

Stored = Callable[[int, int], None]
"""Called after each chunk with the sheets stored so far and in all."""


def import_sheets(
    organisation_name: str,
    plan: CampaignPlan,
    sheets: AnswerSheets,
    head_counts: list[HeadCount],
    stored: Stored | None = None,
) -> int:
    """Store the sheets as an open campaign, ready to be closed and released; returns its id.

    One transaction: when anything goes wrong nothing is stored. Units and groups get keys made from their names.
    Raises SheetError when a head count names a unit or group without answer sheets, or is smaller than their number.
    """
    units = _make_keys(sheets.units)
    groups = _match_groups(sheets.groups)
    invited = _place_counts(head_counts, units, groups, sheets)
    with writing() as session:
        organisation_id = _find_or_add_organisation(session, organisation_name)
        campaign = add_campaign(session, organisation_id, plan)
        campaign.structure = {
            "units": [
                {"key": key, "name": _one_name(name, plan), "parent": None, "builds_software": False}
                for name, key in units.items()
            ],
            "groups": [{"key": group.key, "name": group.name, "voice": group.voice} for group in groups.values()],
            "invited": invited,
        }
        campaign.state = "open"
        campaign.closes_at = campaign.closes_at or datetime.now(UTC)
        _keep_names(session, organisation_id, units, groups, plan)
        _store_rows(session, organisation_id, campaign.id, sheets, list(units.values()), groups, stored)
        return campaign.id


def _one_name(name: str, plan: CampaignPlan) -> dict[str, str]:
    return dict.fromkeys(plan.languages, name)


def _make_keys(names: dict[str, int]) -> dict[str, str]:
    """A key for each name: the name itself in lower case where that is one, numbered where two would be the same."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50] or "unit"
        key, number = stem, 2
        while key in taken:
            key, number = f"{stem}-{number}", number + 1
        taken.add(key)
        keys[name] = key
    return keys


def _match_groups(names: dict[str, int]) -> dict[str, PlannedGroup]:
    """Names in the file to groups: the standard ones by key or name in any language, all others as people who see."""
    known = {text.casefold(): group for group in STANDARD_GROUPS for text in (group.key, *group.name.values())}
    matched: dict[str, PlannedGroup] = {}
    for name, key in _make_keys(names).items():
        matched[name] = known.get(name.casefold()) or PlannedGroup(key, {"en": name, "nl": name})
    return matched


def _place_counts(
    counts: list[HeadCount], units: dict[str, str], groups: dict[str, PlannedGroup], sheets: AnswerSheets
) -> list[dict[str, Any]]:
    faults = []
    for row, count in enumerate(counts, start=2):
        if count.unit not in units:
            faults.append(
                SheetFault(row, "unit", count.unit, "has a head count and no answer sheet: correct or leave out")
            )
        if count.group is not None and count.group not in groups:
            faults.append(
                SheetFault(row, "group", count.group, "has a head count and no answer sheet: correct or leave out")
            )
    faults += _find_overfull(counts, sheets)
    if faults:
        raise SheetError(faults)
    return [
        {"unit": units[count.unit], "group": groups[count.group].key if count.group else None, "count": count.count}
        for count in counts
    ]


def _find_overfull(counts: list[HeadCount], sheets: AnswerSheets) -> list[SheetFault]:
    """Units (or groups in them) with more answer sheets than people, and units that were not counted at all."""
    if not counts:
        return []
    answered: dict[tuple[str, str | None], int] = {}
    unit_names, group_names = list(sheets.units), list(sheets.groups)
    by_group = any(count.group is not None for count in counts)
    for unit, group, _ in sheets.rows():
        place = (unit_names[unit], group_names[group] if by_group and group is not None else None)
        answered[place] = answered.get(place, 0) + 1
    counted = {(count.unit, count.group): count.count for count in counts}
    return [
        SheetFault(0, "count", str(counted.get(place, "")), f"{' / '.join(filter(None, place))} has {n} answer sheets")
        for place, n in answered.items()
        if counted.get(place, -1) < n
    ]


def _find_or_add_organisation(session: Session, name: str) -> int:
    for organisation in session.scalars(select(Organisation)):
        if name in organisation.name.values():
            return organisation.id
    organisation = Organisation(name={"en": name, "nl": name})
    session.add(organisation)
    session.flush()
    return organisation.id


def _keep_names(
    session: Session,
    organisation_id: int,
    units: dict[str, str],
    groups: dict[str, PlannedGroup],
    plan: CampaignPlan,
) -> None:
    """Units and groups that the organisation does not have yet."""
    known = set(session.scalars(select(Unit.key).where(Unit.organisation_id == organisation_id)))
    for position, (name, key) in enumerate(units.items()):
        if key not in known:
            session.add(Unit(organisation_id=organisation_id, key=key, name=_one_name(name, plan), position=position))
    known = set(session.scalars(select(RespondentGroup.key).where(RespondentGroup.organisation_id == organisation_id)))
    for position, group in enumerate(groups.values()):
        if group.key not in known:
            session.add(
                RespondentGroup(
                    organisation_id=organisation_id,
                    key=group.key,
                    name=group.name,
                    voice=group.voice,
                    position=position,
                )
            )


def _store_rows(
    session: Session,
    organisation_id: int,
    campaign_id: int,
    sheets: AnswerSheets,
    unit_keys: list[str],
    groups: dict[str, PlannedGroup],
    stored: Stored | None,
) -> None:
    group_keys = [group.key for group in groups.values()]
    rows: Iterator[dict[str, Any]] = (
        {
            "id": os.urandom(16),
            "organisation_id": organisation_id,
            "campaign_id": campaign_id,
            "unit": unit_keys[unit],
            "group_": group_keys[group] if group is not None else None,
            "answers": codes,
        }
        for unit, group, codes in sheets.rows()
    )
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        session.execute(insert(AnswerSet), chunk)
        done += len(chunk)
        if stored:
            stored(done, len(sheets))


def default_name(path: Path) -> str:
    """A campaign's name from its file's: "staff_survey-2026.csv" becomes "Staff survey 2026"."""
    words = re.sub(r"[_-]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:] if words else "Imported answers"
