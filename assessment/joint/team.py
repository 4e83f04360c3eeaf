"""The facilitator's part: who the senior managers are, how they answer, and inviting them by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assessment.access.invitations import find_link_key
from assessment.access.senior_managers import BOTH, JOINT, LARGE, TOGETHER, list_ways
from assessment.access.tokens import hash_token, random_token
from assessment.audit import record
from assessment.joint.tokens import MEMBERS
from assessment.mail.service import post
from assessment.models import Campaign, JointMember, JointTeam, Mail, Person, db, writing
from assessment.respond.structure import make_structure

MOST_MEMBERS = 30
KIND = "joint-invitation"


class TeamError(Exception):
    """Nothing was changed; ``reason``: "frozen", "twice", "full", "way"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Member:
    """``mail``: state of the invitation in the outbox, "" before it was asked for."""

    id: int
    name: str
    email: str
    language: str
    mail: str


@dataclass(frozen=True, slots=True)
class Team:
    """``way``: what was chosen, null while nothing is. ``number``: how many senior managers the survey counts, or are
    named where that is more."""

    way: str | None
    state: str
    number: int
    members: tuple[Member, ...]
    draft: bool
    ended: bool

    @property
    def ways(self) -> tuple[str, ...]:
        return list_ways(self.number)

    @property
    def invited(self) -> bool:
        return any(member.mail for member in self.members)

    @property
    def may_choose(self) -> bool:
        """How they answer is frozen at launch, and as soon as somebody was told."""
        return self.draft and not self.invited

    @property
    def may_name(self) -> bool:
        """Somebody can be added as long as the team has not met; after launch only where they answer together."""
        return self.state == "alone" and not self.ended and (self.draft or self.way in TOGETHER)

    @property
    def may_remove(self) -> bool:
        """A name can go until somebody was invited or has met: afterwards two thirds would mean something else."""
        return self.state == "alone" and not self.invited and not self.ended


def find_survey(organisation_id: int, survey_id: int) -> Campaign | None:
    """A survey of this organisation; None for any other one."""
    return db.session.scalar(
        select(Campaign).where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id)
    )


def find_team(campaign: Campaign) -> Team:
    """The team as the facilitator sees it: names and mails, never who has answered."""
    row = db.session.get(JointTeam, campaign.id, populate_existing=True)
    members = db.session.execute(
        select(JointMember, func.coalesce(Mail.state, ""))
        .outerjoin(Mail, (Mail.reference == JointMember.id) & (Mail.kind == KIND) & (Mail.campaign_id == campaign.id))
        .where(JointMember.campaign_id == campaign.id)
        .order_by(JointMember.id)
    ).all()
    # A survey from before this page says only whether they answer together.
    way = row.way if row else (JOINT if campaign.joint_answer_promised else None)
    return Team(
        way=way,
        state=row.state if row else "alone",
        number=max(count_senior_managers(campaign), len(members)),
        members=tuple(Member(one.id, one.name, one.email or "", one.language, mail) for one, mail in members),
        draft=campaign.state == "draft",
        ended=campaign.state in ("released", "withdrawn"),
    )


def count_senior_managers(campaign: Campaign) -> int:
    """How many the survey's units and groups count; 0 where head counts are not known."""
    structure = make_structure(campaign.structure)
    return sum(int(row["count"]) for row in structure.invited if structure.find_voice(row["group"]) == "says")


def count_members(campaign: Campaign) -> int:
    """How many are named for the joint answer."""
    counted = select(func.count()).select_from(JointMember).where(JointMember.campaign_id == campaign.id)
    return db.session.scalar(counted) or 0


def choose_way(organisation_id: int, survey_id: int, way: str) -> None:
    """How senior managers answer. Where they do not answer together, their names are not kept. Raises TeamError."""
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        team = find_team(campaign)
        if not team.may_choose:
            raise TeamError("frozen")
        if way not in team.ways:
            raise TeamError("way")
        if way not in TOGETHER:
            session.execute(delete(JointMember).where(JointMember.campaign_id == survey_id))
        _set_way(session, campaign, way)
        if team.way != way:
            _note(session, campaign, "joint.way", changed={"way": [team.way, way]})


def name_member(organisation_id: int, survey_id: int, name: str, email: str, language: str) -> None:
    """Add a senior manager to the team; naming the first chooses a joint answer. Raises TeamError."""
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        team = find_team(campaign)
        if not team.may_name:
            raise TeamError("frozen")
        if len(team.members) >= MOST_MEMBERS:
            raise TeamError("full")
        if email.casefold() in {member.email.casefold() for member in team.members}:
            raise TeamError("twice")
        _add_members(session, campaign, team, [(name, email, language)])


def name_listed(organisation_id: int, survey_id: int) -> int:
    """Add the senior managers whom the list of people names, all at once; gives how many. Raises TeamError."""
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        team = find_team(campaign)
        if not team.may_name:
            raise TeamError("frozen")
        found = list_listed(campaign, team)
        if len(team.members) + len(found) > MOST_MEMBERS:
            raise TeamError("full")
        _add_members(session, campaign, team, found)
        return len(found)


def list_listed(campaign: Campaign, team: Team) -> list[tuple[str, str, str]]:
    """Name, mail address and language of each senior manager in the list of people who is not in the team yet. Who has
    no name or no address there is typed."""
    structure = make_structure(campaign.structure)
    saying = [key for key in structure.groups if structure.find_voice(key) == "says"]
    named = {member.email.casefold() for member in team.members}
    people = db.session.execute(
        select(Person.name, Person.email, Person.language)
        .where(
            Person.organisation_id == campaign.organisation_id,
            Person.group_.in_(saying),
            Person.email.is_not(None),
            Person.name != "",
        )
        .order_by(Person.name, Person.id)
    )
    first = next(iter(campaign.languages), "en")
    return [
        (row.name, row.email, row.language if row.language in campaign.languages else first)
        for row in people
        if row.email.casefold() not in named
    ]


def _add_members(session: Session, campaign: Campaign, team: Team, people: Sequence[tuple[str, str, str]]) -> None:
    """Put people on the team by name, mail address and language, in the caller's transaction."""
    _set_way(session, campaign, _find_way_with(team, campaign, len(people)))
    members = [
        JointMember(
            campaign_id=campaign.id,
            organisation_id=campaign.organisation_id,
            name=name,
            email=email,
            language=language,
            token_sha256=hash_token(random_token()),
        )
        for name, email, language in people
    ]
    session.add_all(members)
    session.flush()
    for member in members:
        member.token_sha256 = hash_token(MEMBERS.make_token(find_link_key(), member.id))
        _note(session, campaign, "joint.named", member=member.id)


def _find_way_with(team: Team, campaign: Campaign, more: int) -> str:
    """The way of a team that has so many more members: after launch it stays; with ten or more they answer the survey
    as well."""
    if not team.draft:
        return team.way or JOINT
    return BOTH if max(count_senior_managers(campaign), len(team.members) + more) >= LARGE else JOINT


def _set_way(session: Session, campaign: Campaign, way: str) -> None:
    team = session.get(JointTeam, campaign.id)
    if team is None:
        team = JointTeam(campaign_id=campaign.id, organisation_id=campaign.organisation_id)
        session.add(team)
    team.way = way
    session.flush()
    if campaign.state == "draft":
        campaign.joint_answer_promised = way == JOINT


def remove_member(organisation_id: int, survey_id: int, member_id: int) -> None:
    """Take a name off the list. Raises TeamError once somebody was invited, or the team has met."""
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        team = find_team(campaign)
        if not team.may_remove:
            raise TeamError("frozen")
        session.execute(delete(JointMember).where(JointMember.id == member_id, JointMember.campaign_id == survey_id))
        if team.draft and team.way in TOGETHER:
            left = max(count_senior_managers(campaign), len(team.members) - 1)
            _set_way(session, campaign, BOTH if left >= LARGE else JOINT)
        if member_id in {member.id for member in team.members}:
            _note(session, campaign, "joint.unnamed", member=member_id)


def send_invitations(organisation_id: int, survey_id: int) -> int:
    """A mail to each member who has none yet; gives how many. Raises TeamError."""
    with writing() as session:
        campaign = _lock(session, organisation_id, survey_id)
        team = find_team(campaign)
        if team.ended or team.state != "alone" or team.way not in TOGETHER:
            raise TeamError("frozen")
        new = [member for member in team.members if not member.mail]
        for member in new:
            post(
                session,
                purpose=f"{KIND}:{member.id}",
                kind=KIND,
                reference=member.id,
                organisation_id=organisation_id,
                campaign_id=survey_id,
            )
        if new:
            _note(session, campaign, "joint.invited", members=len(new))
        return len(new)


def _note(session: Session, campaign: Campaign, event: str, **details: object) -> None:
    """A row of the trail, last in the transaction. A member is told by a number: a name that goes off the list is
    gone."""
    session.flush()
    record(session, campaign.organisation_id, event, f"survey {campaign.id}", {"name": campaign.name} | details)


def _lock(session: Session, organisation_id: int, survey_id: int) -> Campaign:
    return session.scalars(
        select(Campaign).where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id).with_for_update()
    ).one()
