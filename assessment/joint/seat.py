"""One senior manager at the door, the team around them, and what this survey asks of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import select

from assessment.access.senior_managers import TOGETHER
from assessment.access.tokens import hash_token
from assessment.joint.agreement import FEW, Spread, are_enough, may_be_few, read_spreads
from assessment.models import JointMember, JointTeam, db
from assessment.respond.finding import find_survey
from assessment.respond.survey import Asked, Page, Row, make_pages
from assessment.respond.visit import Survey


@dataclass(frozen=True)
class Seat:
    """``first``: the answers given alone, a byte an item, all zero before the first one. ``names``: the whole team."""

    member_id: int
    token: str
    name: str
    language: str
    first: bytes
    answered: bool
    refused: bool
    signed: bool
    names: tuple[str, ...]
    taking_part: int
    state: str
    row_version: int
    agreed: Mapping[str, int | None]
    facts: Mapping[str, str]
    survey: Survey

    @property
    def phase(self) -> str:
        """Where the team is: "alone", "together", "signing", "sealed", "over" (no joint answer came) or "withdrawn"."""
        if self.survey.state == "withdrawn":
            return "withdrawn"
        if self.state == "sealed":
            return "sealed"
        return "over" if self.state == "none" or self.survey.state == "released" else self.state

    @property
    def members(self) -> int:
        return len(self.names)

    @property
    def sole(self) -> bool:
        return self.members == 1

    @property
    def guessable(self) -> bool:
        """Whether who chose what can be guessed by everybody in the room."""
        return 1 < (self.members if self.state == "alone" else self.taking_part) < FEW

    @property
    def may_be_guessable(self) -> bool:
        """Whether it can be guessed once somebody of the team stays away, which two thirds allow."""
        return may_be_few(self.members)

    @property
    def enough(self) -> bool:
        return are_enough(self.taking_part, self.members)

    def list_pages(self, language: str) -> tuple[Page, ...]:
        return list_pages(self.survey, language)

    def show_page(self, page: Page) -> dict[int, int]:
        """What is chosen on a page: place to code."""
        return {row.place: self.first[row.place] for row in page.rows if self.first[row.place]}

    @cached_property
    def open_questions(self) -> int:
        pages = self.list_pages(self.survey.languages[0])
        return sum(not self.first[row.place] for page in pages for row in page.rows)


@lru_cache(maxsize=128)
def list_pages(survey: Survey, language: str) -> tuple[Page, ...]:
    """The questions as they are put to senior managers, who are of no unit."""
    return make_pages(survey.questionnaire, Asked("says", False, survey.first_survey, language), survey.slots)


def list_rows(survey: Survey, language: str) -> list[Row]:
    return [row for page in list_pages(survey, language) for row in page.rows]


def find_places(survey: Survey) -> dict[int, bool]:
    """The places of an answer sheet that are asked, and whether the question there is reversed."""
    items = survey.questionnaire.items
    return {row.place: items[row.place].reverse for row in list_rows(survey, survey.languages[0])}


def item_at(survey: Survey, place: int) -> str:
    """The id of the question at this place of an answer sheet."""
    return survey.questionnaire.items[place].id


def find_seat(token: str | None) -> Seat | None:
    """Who holds this token; None for one that opens nothing."""
    if token is None:
        return None
    found = db.session.execute(
        select(JointMember, JointTeam)
        .join(JointTeam, JointTeam.campaign_id == JointMember.campaign_id)
        .where(JointMember.token_sha256 == hash_token(token), JointTeam.way.in_(TOGETHER))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return None
    member, team = found
    survey = find_survey(member.campaign_id)
    if survey is None:
        return None
    others = db.session.execute(
        select(JointMember.name, JointMember.answered)
        .where(JointMember.campaign_id == team.campaign_id)
        .order_by(JointMember.id)
    ).all()
    return Seat(
        member_id=member.id,
        token=token,
        name=member.name,
        language=member.language,
        first=member.first or bytes(len(survey.questionnaire.items)),
        answered=member.answered,
        refused=member.refused,
        signed=member.signed,
        names=tuple(name for name, _ in others),
        taking_part=sum(answered for _, answered in others),
        state=team.state,
        row_version=team.row_version,
        agreed=team.agreed,
        facts=team.facts,
        survey=survey,
    )


def find_spreads(seat: Seat) -> dict[int, Spread]:
    """What all who take part chose, by place; read for the meeting only."""
    sheets = db.session.scalars(
        select(JointMember.first).where(
            JointMember.campaign_id == seat.survey.id, JointMember.answered.is_(True), JointMember.first.is_not(None)
        )
    ).all()
    return read_spreads([sheet for sheet in sheets if sheet is not None], find_places(seat.survey))
