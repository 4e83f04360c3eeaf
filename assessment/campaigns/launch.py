"""Launch: what was set up is frozen, and the moments of opening and closing become jobs."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.access.senior_managers import find_way
from assessment.campaigns.checklist import Task, asks_comments, is_ready, list_tasks
from assessment.campaigns.choice import has_open_link, make_structure, read_choice
from assessment.campaigns.drafts import FrozenError, OvertakenError, lock_survey
from assessment.campaigns.history import note_launch
from assessment.campaigns.inviting import ask_to_invite
from assessment.campaigns.second_reader import has_second_reader
from assessment.clock import tell_time
from assessment.jobs import enqueue
from assessment.models import Campaign, writing
from assessment.release.limits import OPEN_SMALLEST

OPEN, CLOSE = "open survey", "close survey"


class NotReadyError(Exception):
    """Something that a launch needs is missing; ``tasks`` says what."""

    def __init__(self, tasks: list[Task]) -> None:
        super().__init__("the survey is not ready")
        self.tasks = tasks


def launch_survey(organisation_id: int, survey_id: int, seen: int, now: datetime | None = None) -> None:
    """From draft to launched: version, units, groups, head counts, smallest group and mode stay as they are (A16).

    The state is "open" from here on; no answer is taken before the moment of opening. Raises FrozenError where it was
    launched before, OvertakenError where somebody changed the draft, NotReadyError where something is missing.
    """
    now = now or tell_time()
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        if campaign.state != "draft":
            raise FrozenError
        if campaign.row_version != seen:
            raise OvertakenError
        snapshot = make_structure(session, organisation_id, read_choice(campaign.structure), draft=False)
        second_reader = has_second_reader(session, organisation_id)
        tasks = list_tasks(campaign, snapshot, second_reader, find_way(session, survey_id), now)
        if not is_ready(tasks):
            raise NotReadyError(tasks)
        campaign.structure = snapshot
        if has_open_link(snapshot):
            campaign.smallest_group = max(campaign.smallest_group, OPEN_SMALLEST)
        campaign.asks_comments = asks_comments(campaign, snapshot, second_reader)
        campaign.state = "open"
        campaign.row_version += 1
        opens_at = campaign.opens_at
        enqueue(
            session,
            purpose=f"opening of survey {survey_id}",
            kind=OPEN,
            parameters={"campaign_id": survey_id},
            run_at=opens_at,
            organisation_id=organisation_id,
        )
        ask_for_closing(session, campaign)
        ask_to_invite(session, campaign)
        note_launch(session, campaign)


def ask_for_closing(session: Session, campaign: Campaign) -> None:
    """A job at the moment of closing. The moment is part of its purpose: after an extension the first one finds that
    it is not time yet."""
    if campaign.closes_at is None:
        return
    enqueue(
        session,
        purpose=f"closing of survey {campaign.id} at {campaign.closes_at.isoformat()}",
        kind=CLOSE,
        parameters={"campaign_id": campaign.id},
        run_at=campaign.closes_at,
        organisation_id=campaign.organisation_id,
    )
