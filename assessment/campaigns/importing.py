"""Answer sheets that exist already become a campaign: all of them or none."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assessment.campaigns.faults import SheetError, SheetFault, refuse
from assessment.campaigns.headcounts import HeadCount
from assessment.campaigns.history import count_structure, note
from assessment.campaigns.matching import match_groups, match_units, order_groups
from assessment.campaigns.service import CampaignPlan, add_campaign
from assessment.campaigns.sheets import AnswerSheets
from assessment.jobs import enqueue
from assessment.models import AnswerSet, Campaign, Job, Organisation, writing
from assessment.organisation.names import NameList, same_name
from assessment.organisation.plan import PlannedGroup, PlannedUnit
from assessment.release import jobs as release_jobs
from assessment.release.closing import close_campaign
from assessment.release.disclosure import Progress
from assessment.release.service import release_campaign

CHUNK = 1_000
RELEASE_AFTER = timedelta(minutes=10)
"""When a worker may close and release what was brought in, should whoever brought it in have been stopped."""

Stored = Callable[[int, int], None]
"""Called after each chunk with the sheets stored so far and in all."""


@dataclass(frozen=True, slots=True)
class _Places:
    """The unit and the group of each name, in the order of ``unit_names`` and ``group_names``; the names of the sheets
    come first in both, so that a sheet's places hold here too.
    """

    unit_names: NameList
    group_names: NameList
    units: list[PlannedUnit]
    groups: list[PlannedGroup]

    def key_of(self, unit: int, group: int | None) -> tuple[str, str | None]:
        return self.units[unit].key, None if group is None else self.groups[group].key


def import_sheets(
    organisation_name: str,
    plan: CampaignPlan,
    sheets: AnswerSheets,
    head_counts: Sequence[HeadCount] = (),
    stored: Stored | None = None,
) -> int:
    """Store the sheets as an open campaign with a job that will close and release it; returns its id.

    One transaction: when anything goes wrong nothing is stored. Units and groups are matched by name with those of the
    organisation of that name; what is new is added. Raises SheetError when head counts are smaller than the number of
    answer sheets or leave some of them out, and PlanError (see add_campaign).
    """
    if head_counts and not sheets.groups and any(count.group is not None for count in head_counts):
        raise refuse("Groups are counted and the answers name none: give --group, or leave that column out.")
    unit_names = _list_names(sheets.units, [(count.row, count.unit) for count in head_counts], "unit")
    group_names = _list_names(
        sheets.groups, [(count.row, count.group) for count in head_counts if count.group is not None], "group"
    )
    with writing() as session:
        organisation_id = _find_or_add_organisation(session, organisation_name, plan.languages)
        campaign = add_campaign(session, organisation_id, plan)
        places = _Places(
            unit_names,
            group_names,
            match_units(session, organisation_id, unit_names.names, plan.languages),
            match_groups(session, organisation_id, group_names.names, plan.languages),
        )
        campaign.structure = {
            "units": [
                {"key": unit.key, "name": unit.name, "parent": None, "builds_software": False}
                for unit in {unit.key: unit for unit in places.units}.values()
            ],
            "groups": [
                {"key": group.key, "name": group.name, "voice": group.voice} for group in order_groups(places.groups)
            ],
            "invited": _place_counts(head_counts, sheets, places),
        }
        campaign.state = "open"
        campaign.closes_at = campaign.closes_at or datetime.now(UTC)
        _store_rows(session, campaign, sheets, places, stored)
        _ask_for_release(session, campaign)
        note(session, campaign, "imported", frozen=count_structure(campaign.structure))
        return campaign.id


def _ask_for_release(session: Session, campaign: Campaign) -> None:
    enqueue(
        session,
        purpose=release_jobs.name_release(campaign.id),
        kind=release_jobs.KIND,
        parameters={"campaign_id": campaign.id},
        run_at=datetime.now(UTC) + RELEASE_AFTER,
        organisation_id=campaign.organisation_id,
    )


def release_import(campaign_id: int, progress: Progress | None = None) -> None:
    """Close and release what was brought in, here and now. Stopped half way, it is finished by a worker's job."""
    close_campaign(campaign_id, progress)
    release_campaign(campaign_id)
    done = update(Job).where(Job.purpose == release_jobs.name_release(campaign_id), Job.state == "waiting")
    with writing() as session:
        session.execute(done.values(state="done", progress=100))


def _list_names(names: NameList, counted: list[tuple[int, str]], column: str) -> NameList:
    """The names of the sheets, and behind them those with a head count of which nobody answered."""
    both = names.copy()
    for row, name in counted:
        try:
            both.take(name)
        except ValueError as error:
            raise refuse(str(error), row, column, name) from None
    return both


def _place_counts(counts: Sequence[HeadCount], sheets: AnswerSheets, places: _Places) -> list[dict[str, Any]]:
    """Head counts by key, in the order of their file; none is smaller than its number of answer sheets."""
    invited: dict[tuple[str, str | None], int] = {}
    for count in counts:
        unit = places.unit_names.take(count.unit)
        group = None if count.group is None else places.group_names.take(count.group)
        key = places.key_of(unit, group)
        invited[key] = invited.get(key, 0) + count.count
    if counts:
        _check_counts(invited, counts, sheets, places)
    return [{"unit": unit, "group": group, "count": count} for (unit, group), count in invited.items()]


def _check_counts(
    invited: dict[tuple[str, str | None], int],
    counts: Sequence[HeadCount],
    sheets: AnswerSheets,
    places: _Places,
) -> None:
    by_group = any(count.group is not None for count in counts)
    answered = Counter(places.key_of(unit, group if by_group else None) for unit, group in sheets.places())
    faults = []
    for (unit, group), number in answered.items():
        if number > invited.get((unit, group), -1):
            parts = [_name_of(unit, places.units, places.unit_names)]
            parts += [] if group is None else [_name_of(group, places.groups, places.group_names)]
            people = f"counts {invited[unit, group]} people" if (unit, group) in invited else "leaves them out"
            faults.append(SheetFault(0, "", ", ".join(parts), f"has {number} answer sheets and the file {people}"))
    if faults:
        raise SheetError([*faults, *_find_strangers(counts, sheets)])


def _name_of(key: str, planned: Sequence[PlannedUnit | PlannedGroup], names: NameList) -> str:
    return next(name for plan, name in zip(planned, names.names, strict=True) if plan.key == key)


def _find_strangers(counts: Sequence[HeadCount], sheets: AnswerSheets) -> Iterator[SheetFault]:
    """Counted units of which nobody answered: no fault as such, but beside one perhaps the wrong spelling."""
    for count in counts:
        if sheets.units.find(count.unit) is None:
            message = "is counted and has no answer sheet: is it spelt as in the answers?"
            yield SheetFault(count.row, "unit", count.unit, message)


def _find_or_add_organisation(session: Session, name: str, languages: Sequence[str]) -> int:
    for organisation in session.scalars(select(Organisation).order_by(Organisation.id)):
        if same_name(name) in map(same_name, organisation.name.values()):
            return organisation.id
    organisation = Organisation(name=dict.fromkeys(languages, name))
    session.add(organisation)
    session.flush()
    return organisation.id


def _store_rows(
    session: Session, campaign: Campaign, sheets: AnswerSheets, places: _Places, stored: Stored | None
) -> None:
    session.flush()
    owner = {"organisation_id": campaign.organisation_id, "campaign_id": campaign.id}
    rows: Iterator[dict[str, Any]] = (
        {
            "id": os.urandom(16),
            **owner,
            "unit": places.units[unit].key,
            "group_key": None if group is None else places.groups[group].key,
            "answers": codes,
        }
        for unit, group, codes in sheets.rows()
    )
    # Below the session: nobody reads these rows as objects.
    connection, table = session.connection(), AnswerSet.metadata.tables[AnswerSet.__tablename__]
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(insert(table), chunk)
        done += len(chunk)
        if stored:
            stored(done, len(sheets))


def default_name(path: Path) -> str:
    """A campaign's name from its file's: "staff_survey-2026.csv" becomes "Staff survey 2026"."""
    words = re.sub(r"[_-]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:] if words else "Imported answers"
