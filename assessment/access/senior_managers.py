"""How the senior managers of a survey answer, which follows from how many they are (trust rule A21)."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessment.models import JointAnswer, JointMember, JointTeam

JOINT, BOTH, ANONYMOUS, NONE = "joint", "both", "anonymous", "none"
TOGETHER = (JOINT, BOTH)
SMALLEST_ASKED = 5
"""Fewer than this are never asked anonymously, since nothing could be shown of it."""
LARGE = 10


def list_ways(number: int) -> tuple[str, ...]:
    """What may be chosen, the default first. ``number``: how many senior managers there are, 0 where not known."""
    if number < SMALLEST_ASKED:
        return (JOINT, NONE)
    if number < LARGE:
        return (JOINT, ANONYMOUS, NONE)
    return (ANONYMOUS, BOTH)


def find_way(session: Session, campaign_id: int) -> str | None:
    """What was chosen for this survey; null where nothing was."""
    return session.scalar(select(JointTeam.way).where(JointTeam.campaign_id == campaign_id))


def has_begun(session: Session, campaign_id: int) -> bool:
    """Whether a senior manager has answered: from then on the questions stay as they are."""
    answered = select(JointMember.id).where(JointMember.campaign_id == campaign_id, JointMember.first.is_not(None))
    return bool(session.scalar(select(answered.exists() | _find_sealed(campaign_id).exists())))


def is_sealed(session: Session, campaign_id: int) -> bool:
    """Whether the joint answer is given."""
    return session.scalar(_find_sealed(campaign_id)) is not None


def _find_sealed(campaign_id: int) -> Select[int]:
    return select(JointAnswer.campaign_id).where(JointAnswer.campaign_id == campaign_id)


def may_be_asked(session: Session, campaign_id: int, promised: bool, counted: int, smallest_group: int) -> bool:
    """Whether senior managers are invited to the anonymous survey: never where they answer together (``promised``) or
    not at all, and never where they are too few to be shown."""
    if promised or counted < max(smallest_group, SMALLEST_ASKED):
        return False
    return find_way(session, campaign_id) not in (JOINT, NONE)
