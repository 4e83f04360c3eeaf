"""What readers see: the surveys with comments, how far each reader is, and a page of comments of one driver.

Only the table that closing filled for them is read here: no unit, no group, no time, and nothing but texts in an order
that was drawn once (trust rule A12).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from assessment.access.asked import asked_questionnaire
from assessment.comments.redaction import Opinion, clean, settle
from assessment.models import (
    Account,
    Campaign,
    CommentReview,
    CommentToRead,
    Job,
    Membership,
    Release,
    ReleasedComment,
    db,
)
from questionnaires.model import Text

READERS_NEEDED = 2
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that asks for comments. ``waiting``: how many are to be read; ``mine``: how many of them I have read;
    ``shown``: how many are released."""

    campaign: Campaign
    waiting: int
    mine: int
    shown: int


@dataclass(frozen=True, slots=True)
class Driver:
    """One page of comments. ``number``: its place in the questionnaire, from 1; ``settled``: read by all who must."""

    number: int
    dimension: str
    title: Text
    count: int
    mine: int
    settled: int


@dataclass(frozen=True)
class State:
    """How far the comments of one survey are. ``readers``: name and how many they have read; ``missing_second``: that
    nobody who is the second reader now has read some of those that two people have read."""

    drivers: tuple[Driver, ...]
    readers: tuple[tuple[str, int], ...]
    job: str
    shown: int
    mine: int
    missing_second: bool = False
    total: int = field(init=False)
    settled: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(driver.count for driver in self.drivers))
        object.__setattr__(self, "settled", sum(driver.settled for driver in self.drivers))

    @property
    def phase(self) -> str:
        """ "reading", "releasing" or "over"."""
        if not self.total:
            return "over"
        return "releasing" if self.job in ("waiting", "running", "done") else "reading"


def name_job(campaign_id: int) -> str:
    """The purpose of the one job that shows a survey's comments."""
    return f"comments of campaign {campaign_id}"


def find_survey(organisation_id: int, survey_id: int) -> Campaign | None:
    """A survey of this organisation that asked for comments and is released; null for every other one."""
    return db.session.scalars(
        select(Campaign)
        .where(
            Campaign.id == survey_id,
            Campaign.organisation_id == organisation_id,
            Campaign.asks_comments.is_(True),
            Campaign.state == "released",
        )
        .options(
            joinedload(Campaign.organisation),
            joinedload(Campaign.questionnaire_version),
            joinedload(Campaign.extra_version),
        )
    ).one_or_none()


def list_surveys(organisation_id: int, account_id: int) -> list[Survey]:
    """Surveys from launch on that ask for comments, the newest first."""
    campaigns = db.session.scalars(
        select(Campaign)
        .where(
            Campaign.organisation_id == organisation_id,
            Campaign.asks_comments.is_(True),
            Campaign.disclosure == "anonymous",
            Campaign.state.in_(("open", "closed", "released")),
        )
        .order_by(Campaign.id.desc())
    ).all()
    waiting = _count(
        select(CommentToRead.campaign_id, func.count())
        .where(CommentToRead.organisation_id == organisation_id)
        .group_by(CommentToRead.campaign_id)
    )
    mine = _count(
        select(CommentReview.campaign_id, func.count())
        .where(CommentReview.organisation_id == organisation_id, CommentReview.account_id == account_id)
        .group_by(CommentReview.campaign_id)
    )
    shown = _count(
        select(Release.campaign_id, func.count())
        .join(ReleasedComment, ReleasedComment.release_id == Release.id)
        .where(Release.organisation_id == organisation_id)
        .group_by(Release.campaign_id)
    )
    return [Survey(one, waiting.get(one.id, 0), mine.get(one.id, 0), shown.get(one.id, 0)) for one in campaigns]


def _count(statement: Select[int, int]) -> dict[int, int]:
    return dict(db.session.execute(statement).all())


def describe_state(campaign: Campaign, account_id: int) -> State:
    """How far each driver and each reader is."""
    counts = _count_comments(campaign.id)
    readers, dimension_of = _list_reviewed(campaign.id)
    second = list_second_readers(db.session, campaign.organisation_id)
    twice = {one for one, accounts in readers.items() if len(accounts) >= READERS_NEEDED}
    settled = {one for one, accounts in readers.items() if is_settled(accounts, second)}
    drivers = []
    for number, dimension in enumerate(asked_questionnaire(campaign).dimensions, 1):
        if dimension.id in counts:
            inside = {one for one, about in dimension_of.items() if about == dimension.id}
            read = sum(account_id in readers[one] for one in inside)
            count = counts[dimension.id]
            drivers.append(Driver(number, dimension.id, dimension.title, count, read, len(inside & settled)))
    job = db.session.scalar(select(Job.state).where(Job.purpose == name_job(campaign.id)))
    return State(
        drivers=tuple(drivers),
        readers=tuple(_name_readers(campaign.id)),
        job=job or "",
        shown=_count_shown(campaign.id),
        mine=sum(driver.mine for driver in drivers),
        missing_second=bool(twice - settled),
    )


def name_dimension(campaign: Campaign, number: int) -> str | None:
    """The driver with that place in the questionnaire, from 1; null where there is none."""
    dimensions = asked_questionnaire(campaign).dimensions
    return dimensions[number - 1].id if 0 < number <= len(dimensions) else None


def _count_comments(campaign_id: int) -> dict[str, int]:
    """How many each driver has."""
    rows = db.session.execute(
        select(CommentToRead.dimension, func.count())
        .where(CommentToRead.campaign_id == campaign_id)
        .group_by(CommentToRead.dimension)
    )
    return dict(rows.all())


def _list_reviewed(campaign_id: int) -> tuple[dict[bytes, set[int]], dict[bytes, str]]:
    """Of the comments that somebody has read, the accounts that have, and the driver."""
    readers: dict[bytes, set[int]] = {}
    dimension_of: dict[bytes, str] = {}
    rows = db.session.execute(
        select(CommentReview.comment_id, CommentReview.account_id, CommentToRead.dimension)
        .join(CommentToRead, CommentToRead.id == CommentReview.comment_id)
        .where(CommentReview.campaign_id == campaign_id)
    )
    for comment_id, account_id, dimension in rows:
        readers.setdefault(comment_id, set()).add(account_id)
        dimension_of[comment_id] = dimension
    return readers, dimension_of


def list_readers(session: Session, campaign_id: int) -> Mapping[bytes, set[int]]:
    """Comment to the accounts that have read it."""
    readers: dict[bytes, set[int]] = {}
    rows = session.execute(
        select(CommentReview.comment_id, CommentReview.account_id).where(CommentReview.campaign_id == campaign_id)
    )
    for comment_id, account_id in rows:
        readers.setdefault(comment_id, set()).add(account_id)
    return readers


def list_second_readers(session: Session, organisation_id: int) -> frozenset[int]:
    """The accounts that are second reader of the organisation now."""
    found = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id, Membership.role == "second-reader"
    )
    return frozenset(session.scalars(found))


def is_settled(accounts: set[int], second: frozenset[int]) -> bool:
    """Whether two people have read a comment, the second reader among them."""
    return len(accounts) >= READERS_NEEDED and not accounts.isdisjoint(second)


def _name_readers(campaign_id: int) -> list[tuple[str, int]]:
    rows = db.session.execute(
        select(Account.name, Account.email, func.count())
        .join(CommentReview, CommentReview.account_id == Account.id)
        .where(CommentReview.campaign_id == campaign_id)
        .group_by(Account.id, Account.name, Account.email)
        .order_by(Account.id)
    )
    return [(name or email, count) for name, email, count in rows]


def _count_shown(campaign_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count(ReleasedComment.id))
            .join(Release, Release.id == ReleasedComment.release_id)
            .where(Release.campaign_id == campaign_id)
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One comment on a reader's page. ``mine``: what I made of it; ``others``: what others did, told only to those who
    have decided themselves; ``version``: of my own decision, empty before the first."""

    position: int
    text: str
    mine: Opinion | None
    others: tuple[Opinion, ...]
    version: str

    @property
    def untouched(self) -> bool:
        """Whether I show it with all its words."""
        return self.mine == Opinion(True, clean(self.text))

    @property
    def differs(self) -> bool:
        """Whether the others decided otherwise; two reasons for leaving it out are the same decision."""
        told = {opinion if opinion.shown else Opinion(False, "") for opinion in (self.mine, *self.others) if opinion}
        return len(told) > 1

    @property
    def together(self) -> str | None:
        """What comes of all decisions so far; null: left out."""
        return settle(self.text, [opinion for opinion in (self.mine, *self.others) if opinion])


def list_page(campaign_id: int, dimension: str, account_id: int, page: int) -> list[Reading]:
    """The comments of one driver on one page, from 1."""
    return _read(
        campaign_id,
        dimension,
        account_id,
        CommentToRead.position.between(PAGE_SIZE * (page - 1) + 1, PAGE_SIZE * page),
    )


def find_one(campaign_id: int, dimension: str, account_id: int, position: int) -> Reading | None:
    found = _read(campaign_id, dimension, account_id, CommentToRead.position == position)
    return found[0] if found else None


def _read(campaign_id: int, dimension: str, account_id: int, which: ColumnElement[bool]) -> list[Reading]:
    rows = db.session.execute(
        select(CommentToRead.id, CommentToRead.position, CommentToRead.text)
        .where(CommentToRead.campaign_id == campaign_id, CommentToRead.dimension == dimension, which)
        .order_by(CommentToRead.position)
    ).all()
    made = db.session.execute(
        select(CommentReview.comment_id, CommentReview.account_id, CommentReview.shown, CommentReview.text)
        .where(CommentReview.comment_id.in_([row.id for row in rows]))
        .order_by(CommentReview.id)
    ).all()
    readings = []
    for row in rows:
        mine = next((Opinion(one.shown, one.text) for one in made if _is_by(one, row.id, account_id)), None)
        others = [
            Opinion(one.shown, one.text)
            for one in made
            if one.comment_id == row.id and not _is_by(one, row.id, account_id)
        ]
        readings.append(Reading(row.position, row.text, mine, tuple(others) if mine else (), tell_version(mine)))
    return readings


def _is_by(review: Row[bytes, int, bool, str], comment_id: bytes, account_id: int) -> bool:
    return (review.comment_id, review.account_id) == (comment_id, account_id)


def tell_version(opinion: Opinion | None) -> str:
    """Changes with the decision: a page that was opened before somebody decided otherwise brings another one."""
    if opinion is None:
        return ""
    return hashlib.sha256(f"{opinion.shown}\n{opinion.text}".encode()).hexdigest()[:16]
