"""What may change after launch: the people behind it, a later closing (once), an earlier one, a higher smallest group,
withdrawal."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from assessment.campaigns.drafts import OvertakenError, lock_survey
from assessment.campaigns.history import note, note_settings, take_settings
from assessment.campaigns.inviting import tell_extension
from assessment.campaigns.launch import ask_for_closing
from assessment.campaigns.moments import today_in
from assessment.campaigns.setup_form import CONTACTS
from assessment.clock import tell_time
from assessment.models import Campaign, writing
from assessment.release.jobs import ask_for_erasing, ask_for_release
from assessment.release.withdrawing import withdraw_campaign

LONGEST_EXTENSION = timedelta(days=60)
LARGEST_SMALLEST = 50


class StateError(Exception):
    """The survey is not in a state for this; ``reason``: "state", "extended", "moment", "lower", "results"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def find_phase(campaign: Campaign, now: datetime) -> str:
    """Where a survey is, by its state and the clock: "draft", "waiting" (launched, not open yet), "open", "closed"
    (being counted), "released" or "withdrawn"."""
    if campaign.state != "open":
        return campaign.state
    if campaign.opens_at is not None and now < campaign.opens_at:
        return "waiting"
    return "closed" if campaign.closes_at is not None and now > campaign.closes_at else "open"


def extend_survey(organisation_id: int, survey_id: int, closes_at: datetime, now: datetime | None = None) -> None:
    """A later closing, once and before the first one has come. Raises StateError."""
    now = now or tell_time()
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        phase = find_phase(campaign, now)
        if phase not in ("waiting", "open") or campaign.closes_at is None:
            raise StateError("state")
        if campaign.extended:
            raise StateError("extended")
        if not campaign.closes_at < closes_at <= campaign.closes_at + LONGEST_EXTENSION:
            raise StateError("moment")
        changed = {"closes_at": [campaign.closes_at, closes_at]}
        campaign.closes_at = closes_at
        campaign.extended = True
        campaign.row_version += 1
        if campaign.results_on is not None and campaign.results_on < closes_at.date():
            campaign.results_on = closes_at.date()
        ask_for_closing(session, campaign)
        if phase == "open":  # before the opening the invitations themselves name the later day
            tell_extension(session, campaign)
        note(session, campaign, "extended", changed=changed)


def raise_smallest_group(organisation_id: int, survey_id: int, smallest: int) -> None:
    """A smallest group may rise until closing and never fall (A16). Raises StateError."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "open":
            raise StateError("state")
        if not campaign.smallest_group < smallest <= LARGEST_SMALLEST:
            raise StateError("lower")
        changed = {"smallest_group": [campaign.smallest_group, smallest]}
        campaign.smallest_group = smallest
        campaign.row_version += 1
        note(session, campaign, "smallest-raised", changed=changed)


def change_contacts(organisation_id: int, survey_id: int, seen: int, values: Mapping[str, str]) -> None:
    """Other people behind a launched survey: the only columns that may change until it closes (A16).

    ``seen``: the row version that the page was made from. Raises StateError, OvertakenError where somebody else changed
    the survey meanwhile, and ValueError for any other column.
    """
    if unknown := set(values) - set(CONTACTS):
        raise ValueError(f"{', '.join(sorted(unknown))} cannot change after launch")
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "open":
            raise StateError("state")
        if campaign.row_version != seen:
            raise OvertakenError
        before = take_settings(campaign, tuple(values))
        for name, value in values.items():
            setattr(campaign, name, value)
        campaign.row_version += 1
        note_settings(session, campaign, before)


def close_survey(
    organisation_id: int, survey_id: int, now: datetime | None = None, results_on: date | None = None
) -> int:
    """Close an open survey now and ask for its release; gives the job's id. Closing again gives the same job.

    ``results_on``: an earlier day of the results than people were promised; a later one would break the promise.
    Raises StateError where the survey was never open, or was withdrawn, and for such a day.
    """
    now = now or tell_time()
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if find_phase(campaign, now) not in ("open", "closed"):
            raise StateError("state")
        if campaign.state == "open":
            changed = _move_results(campaign, results_on, now)
            campaign.state = "closed"
            campaign.closes_at = min(campaign.closes_at or now, now)
            campaign.row_version += 1
            job = ask_for_release(session, survey_id, organisation_id)
            note(session, campaign, "closed", closes_at=campaign.closes_at, **changed)
            return job
        return ask_for_release(session, survey_id, organisation_id)


def _move_results(campaign: Campaign, day: date | None, now: datetime) -> dict[str, Any]:
    """Bring the day of the results forward; gives what changed, for the trail."""
    promised = campaign.results_on
    if day is None or day == promised:
        return {}
    if promised is None or not today_in(campaign.zone, now) <= day <= promised:
        raise StateError("results")
    campaign.results_on = day
    return {"changed": {"results_on": [promised, day]}}


def withdraw_survey(organisation_id: int, survey_id: int) -> None:
    """No result ever; the answers are erased by a job. Raises StateError for a draft and for a release."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state not in ("open", "closed"):
            raise StateError("state")
        withdraw_campaign(session, survey_id)
        campaign.row_version += 1
        ask_for_erasing(session, survey_id, organisation_id)
        note(session, campaign, "withdrawn")
