"""Builds the example organisation: a meeting of its network, two surveys released, a third one open for trying out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import select

import questionnaires
from assessment.access.asked import asked_questionnaire
from assessment.access.invitations import invite
from assessment.accounts.links import FIRST_ROLES, add_rights, offer_invitation
from assessment.campaigns.service import CampaignPlan, create_campaign, open_campaign
from assessment.demo import story
from assessment.demo.answers import make_sheets
from assessment.demo.network import hold_meeting
from assessment.models import Account, Action, Campaign, Decision, db, writing
from assessment.organisation.plan import create_organisation
from assessment.release.closing import close_campaign
from assessment.release.joint import seal_joint_answer
from assessment.release.service import release_campaign
from assessment.respond.service import store_sheets
from assessment.respond.sheets import Sheet

LANGUAGES = ("en", "nl")
QUESTIONNAIRE = "senior-management-drivers"
EXTRA = "delivery-practices"
DAYS_OPEN = 18

Step = Callable[[str], None]
"""Called with what is being done now."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built: ids, the tokens of the shared link into the open survey and of an invitation to set surveys up,
    and the executive reader's account, which has no password yet. ``meeting``: the session that has ended."""

    organisation: int
    meeting: int
    last_year: int
    this_year: int
    open_survey: int
    survey_token: str
    staff_token: str
    welcome_token: str
    reader: int

    @property
    def results_path(self) -> str:
        """Where this year's results are, for whoever signs in as a reader."""
        return f"/organisations/{self.organisation}/surveys/{self.this_year}/results"


def build_demo(today: date, step: Step, language: str = LANGUAGES[0]) -> Demo:
    """Build everything in the (empty, migrated) database of the current application. ``language``: in which the network
    met; what surveys ask stands in all of them."""
    organisation_id = create_organisation(story.NAME, story.UNITS)
    step("A meeting of the quality network")
    meeting = hold_meeting(organisation_id, today, language)
    closed_on = today - timedelta(days=21)
    step("Last year's survey")
    last_year = _run_survey(organisation_id, closed_on - timedelta(days=364), story.LAST_YEAR)
    step("This year's survey and the board's joint answer")
    this_year = _run_survey(organisation_id, closed_on, story.THIS_YEAR, previous=last_year)
    _keep_promises(organisation_id, last_year, this_year, today)
    step("A survey to try")
    open_survey = create_campaign(
        organisation_id, _plan(today - timedelta(days=2), today + timedelta(days=60), invited=(), previous=this_year)
    )
    open_campaign(open_survey)
    _, token = invite(open_survey, kind="shared")
    _, staff_token = invite(this_year, kind="shared")
    welcome_token = offer_invitation(organisation_id, story.COLLEAGUE, FIRST_ROLES)
    reader = _add_reader(organisation_id)
    return Demo(organisation_id, meeting, last_year, this_year, open_survey, token, staff_token, welcome_token, reader)


def _add_reader(organisation_id: int) -> int:
    """Somebody who may read the results; an earlier demo's account in the same database reads this one's too."""
    email, name = story.READER
    with writing() as session:
        account = session.scalars(select(Account).where(Account.email == email)).one_or_none()
        if account is None:
            account = Account(email=email, name=name, fs_uniquifier=token_hex(32), made_at=datetime.now(UTC))
            session.add(account)
            session.flush()
        add_rights(session, account.id, organisation_id, ("executive",))
        return account.id


def _run_survey(organisation_id: int, closed_on: date, year: story.Year, previous: int | None = None) -> int:
    invited = [
        {"unit": unit, "group": group, "count": count}
        for unit, groups in story.INVITED.items()
        for group, count in groups.items()
    ]
    plan = _plan(closed_on - timedelta(days=DAYS_OPEN), closed_on, invited, previous)
    campaign_id = create_campaign(organisation_id, plan)
    open_campaign(campaign_id)
    campaign = db.session.get_one(Campaign, campaign_id)
    questionnaire = asked_questionnaire(campaign)
    if previous is not None:
        _seal_joint_answer(campaign, closed_on - timedelta(days=DAYS_OPEN + 7))
    sheets = make_sheets(questionnaire, year, first_survey=previous is None)
    store_sheets(campaign, [Sheet(sheet.unit, sheet.group, sheet.codes) for sheet in sheets])
    close_campaign(campaign_id)
    release_campaign(campaign_id)
    return campaign_id


def _plan(opens: date, closes: date, invited: list[dict[str, Any]] | tuple[()], previous: int | None) -> CampaignPlan:
    first = previous is None
    return CampaignPlan(
        name={"en": f"How we drive quality, {closes.year}", "nl": f"Hoe wij op kwaliteit sturen, {closes.year}"},
        questionnaire=questionnaires.shipped_text(QUESTIONNAIRE),
        extra=None if first else questionnaires.shipped_text(EXTRA),
        languages=LANGUAGES,
        previous_campaign_id=previous,
        opens_at=datetime(opens.year, opens.month, opens.day, 8, tzinfo=UTC),
        closes_at=datetime(closes.year, closes.month, closes.day, 17, tzinfo=UTC),
        results_on=closes + timedelta(days=14),
        senior_managers=story.SENIOR_MANAGERS,
        purpose=story.PURPOSE,
        sponsor=story.BOARD[0],
        contact="quality@lighthouse.example",
        server_keeper="B. Turnstone",
        asks_comments=not invited,
        joint_answer_promised=not first,
        invited=invited,
        target={"score": 60, "by": date(closes.year + 2, 4, 1).isoformat()},
    )


def _seal_joint_answer(campaign: Campaign, on: date) -> None:
    sealed_at = datetime(on.year, on.month, on.day, 15, tzinfo=UTC)
    team = len(story.BOARD)
    seal_joint_answer(campaign.id, story.JOINT_ANSWER, members=team, signed=team, sealed_at=sealed_at)


def _keep_promises(organisation_id: int, last_year: int, this_year: int, today: date) -> None:
    """What was promised after last year's survey, and what is asked after this year's."""
    with writing() as session:
        for text, owner, status in story.ACTIONS:
            session.add(
                Action(organisation_id=organisation_id, campaign_id=last_year, text=text, owner=owner, status=status)
            )
        for position, plan in enumerate(story.DECISIONS, start=1):
            session.add(
                Decision(
                    organisation_id=organisation_id,
                    campaign_id=this_year,
                    position=position,
                    text=plan.text,
                    owner=plan.owner,
                    due=today + timedelta(days=plan.days),
                    cost=plan.cost,
                    otherwise=plan.otherwise,
                    recommendation=plan.recommendation,
                )
            )
