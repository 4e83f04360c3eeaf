"""What a senior manager and the team do, one function a use case, one transaction each (trust rule A21).

alone (answering) -> together (the meeting has begun, the first answers stand) -> signing (each confirms) -> sealed.
From signing a team can go back to the meeting; whoever confirmed then confirms anew.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.jobs import enqueue
from assessment.joint.agreement import are_enough, read_spreads
from assessment.joint.paper import ask_for_papers
from assessment.joint.seat import Seat, find_places, item_at, list_rows
from assessment.models import Campaign, JointMember, JointTeam, writing
from assessment.release.joint import FACTS, Signed, add_joint_answer
from assessment.respond.survey import Page
from assessment.scoring.answers import SKIPPED

FORGET = "forget first answers"


class MovedError(Exception):
    """The team is not where the page thought: the meeting has begun, or ended, or somebody else saved meanwhile."""


class TooFewError(Exception):
    """Fewer than two thirds of the team have answered."""


class UnsettledError(Exception):
    """Questions that divide the team have no answer yet; ``places`` of them."""

    def __init__(self, places: list[int]) -> None:
        super().__init__("not settled")
        self.places = places


def save_page(seat: Seat, page: Page, chosen: Mapping[int, int]) -> None:
    """Keep one page of first answers; ``chosen``: place to code. Answering takes a refusal back."""
    with writing() as session:
        _lock_team(session, seat, "alone")
        member = _lock_member(session, seat)
        codes = bytearray(member.first or bytes(len(seat.first)))
        for row in page.rows:
            codes[row.place] = chosen.get(row.place, SKIPPED if member.answered else 0)
        member.first = bytes(codes)
        member.refused = False


def hand_in(seat: Seat) -> None:
    """The first answer is complete, and may still be changed until the team meets."""
    with writing() as session:
        _lock_team(session, seat, "alone")
        member = _lock_member(session, seat)
        codes = bytearray(member.first or bytes(len(seat.first)))
        for row in list_rows(seat.survey, seat.survey.languages[0]):
            codes[row.place] = codes[row.place] or SKIPPED
        member.first = bytes(codes)
        member.answered, member.refused = True, False


def refuse(seat: Seat) -> None:
    """Take no part; what was answered is gone."""
    with writing() as session:
        _lock_team(session, seat, "alone")
        member = _lock_member(session, seat)
        member.first, member.answered, member.refused = None, False, True


def begin_meeting(seat: Seat) -> None:
    """From here on nobody changes a first answer, and who has not answered takes no part. Raises TooFewError."""
    with writing() as session:
        team = _lock_team(session, seat, "alone")
        if not _lock_member(session, seat).answered:
            raise MovedError
        answered = session.scalars(select(JointMember.answered).where(_is_of(seat))).all()
        if not are_enough(sum(answered), len(answered)):
            raise TooFewError
        team.state = "together"


def keep_meeting(seat: Seat, seen: int, agreed: Mapping[int, int | None], facts: Mapping[str, str]) -> None:
    """Keep what the team has agreed on so far. ``agreed``: place to scale point, null for "no common answer"."""
    with writing() as session:
        _keep(_lock_meeting(session, seat, seen), seat, agreed, facts)


def finish_meeting(seat: Seat, seen: int, agreed: Mapping[int, int | None], facts: Mapping[str, str]) -> None:
    """To the confirming. Questions that do not divide the team take its modest median. Raises UnsettledError."""
    with writing() as session:
        team = _lock_meeting(session, seat, seen)
        sheets = session.scalars(select(JointMember.first).where(_is_of(seat), JointMember.answered.is_(True))).all()
        spreads = read_spreads([sheet for sheet in sheets if sheet is not None], find_places(seat.survey))
        divided = {place for place, spread in spreads.items() if spread.divided}
        missing = sorted(divided - set(agreed))
        if missing:
            raise UnsettledError(missing)
        whole = {place: agreed[place] if place in divided else spread.proposed for place, spread in spreads.items()}
        _keep(team, seat, whole, facts)
        team.state = "signing"


def reopen_meeting(seat: Seat, seen: int) -> None:
    """Back to the meeting; nobody has confirmed any more."""
    with writing() as session:
        team = _lock_team(session, seat, "signing")
        if team.row_version != seen or not _lock_member(session, seat).answered:
            raise MovedError
        team.state = "together"
        session.execute(update(JointMember).where(_is_of(seat)).values(signed=False))


def confirm(seat: Seat, seen: int) -> None:
    """One confirms what stood on the own screen, ``seen`` its version. With the last of those who take part the answer
    is sealed and what each answered alone is destroyed, in the same transaction."""
    with writing() as session:
        team = _lock_team(session, seat, "signing")
        member = _lock_member(session, seat)
        if team.row_version != seen or not member.answered:
            raise MovedError
        member.signed = True
        session.flush()
        rows = session.execute(select(JointMember.answered, JointMember.signed).where(_is_of(seat))).all()
        if all(signed for answered, signed in rows if answered):
            _seal(session, team, len(rows), sum(answered for answered, _ in rows))


def _seal(session: Session, team: JointTeam, members: int, signed: int) -> None:
    sha256 = add_joint_answer(session, team.campaign_id, Signed(team.agreed, members, signed, team.facts))
    session.execute(update(JointMember).where(JointMember.campaign_id == team.campaign_id).values(first=None))
    team.state = "sealed"
    team.agreed, team.facts = {}, {}
    enqueue(
        session,
        purpose=f"{FORGET} of survey {team.campaign_id}",
        kind=FORGET,
        organisation_id=team.organisation_id,
    )
    campaign = session.get_one(Campaign, team.campaign_id)
    ask_for_papers(session, campaign)
    session.flush()
    details = {"name": campaign.name, "sha256": sha256, "members": members, "signed": signed}
    record(session, team.organisation_id, "joint.sealed", f"survey {team.campaign_id}", details)


def _keep(team: JointTeam, seat: Seat, agreed: Mapping[int, int | None], facts: Mapping[str, str]) -> None:
    team.agreed = {item_at(seat.survey, place): point for place, point in agreed.items()}
    team.facts = {key: facts[key] for key in FACTS if facts.get(key)}


def _lock_team(session: Session, seat: Seat, state: str) -> JointTeam:
    """The team's row, held until the transaction ends; MovedError where the team is elsewhere by now.

    The survey's row comes first, as in closing and releasing, so that none of them waits for the other.
    """
    survey = session.scalars(select(Campaign.state).where(Campaign.id == seat.survey.id).with_for_update()).one()
    team = session.scalars(select(JointTeam).where(JointTeam.campaign_id == seat.survey.id).with_for_update()).one()
    if survey in ("released", "withdrawn") or team.state != state:
        raise MovedError
    return team


def _lock_meeting(session: Session, seat: Seat, seen: int) -> JointTeam:
    team = _lock_team(session, seat, "together")
    if team.row_version != seen or not _lock_member(session, seat).answered:
        raise MovedError
    return team


def _lock_member(session: Session, seat: Seat) -> JointMember:
    return session.scalars(select(JointMember).where(JointMember.id == seat.member_id).with_for_update()).one()


def _is_of(seat: Seat) -> ColumnElement[bool]:
    return JointMember.campaign_id == seat.survey.id
