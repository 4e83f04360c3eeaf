"""The senior managers' joint answer: sealed once, published with the release, in no sum (trust rule A21)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment.access.asked import asked_questionnaire
from assessment.models import Campaign, JointAnswer, JointMember, JointTeam, writing
from assessment.scoring.answers import CANT_TELL, MISSING, NOT_ASKED
from assessment.scoring.figures import JointFigure
from questionnaires.model import Questionnaire

FACTS = ("hours", "money", "network", "decision", "risks")
"""Keys of the five facts that go with a joint answer."""


class JointAnswerError(ValueError):
    """A joint answer that cannot be sealed; the message says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a team signs. ``answers``: scale points by item as chosen, null for "no common answer"; ``members`` of the
    team, of whom at least two thirds have ``signed``; ``facts``: five unscored facts as typed."""

    answers: Mapping[str, int | None]
    members: int
    signed: int
    facts: Mapping[str, str] = field(default_factory=dict)


def seal_joint_answer(
    campaign_id: int,
    answers: Mapping[str, int | None],
    members: int,
    signed: int,
    sealed_at: datetime | None = None,
) -> str:
    """Seal what a team of senior managers answered together, in a transaction of its own (``add_joint_answer``)."""
    with writing() as session:
        return add_joint_answer(session, campaign_id, Signed(answers, members, signed), sealed_at)


def add_joint_answer(session: Session, campaign_id: int, signed: Signed, sealed_at: datetime | None = None) -> str:
    """Seal it in the caller's transaction; gives the hash that goes into the audit trail.

    JointAnswerError where fewer than two thirds signed, where one is sealed already, or where results are out.
    """
    if not 0 < signed.signed <= signed.members or 3 * signed.signed < 2 * signed.members:
        raise JointAnswerError("at least two thirds of the team sign a joint answer")
    campaign = session.scalars(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
    if campaign.state in ("released", "withdrawn"):
        raise JointAnswerError("the results are out: a joint answer can no longer be added to them")
    if session.get(JointAnswer, campaign_id) is not None:
        raise JointAnswerError("the joint answer of this campaign is sealed")
    codes = _encode(asked_questionnaire(campaign), signed.answers)
    moment = sealed_at or datetime.now(UTC)
    digest = _hash(campaign_id, signed, moment)
    session.add(
        JointAnswer(
            campaign_id=campaign_id,
            organisation_id=campaign.organisation_id,
            members=signed.members,
            signed=signed.signed,
            sealed_at=moment,
            sha256=digest,
            answers=codes,
            facts=dict(signed.facts),
        )
    )
    return digest


def end_team(session: Session, campaign_id: int) -> None:
    """A team that has sealed nothing by the release never will: what was answered alone goes, and so does what it was
    about to agree on. Nothing tells a team that never met from one in which somebody did not confirm."""
    session.execute(update(JointMember).where(JointMember.campaign_id == campaign_id).values(first=None, signed=False))
    team = session.get(JointTeam, campaign_id, with_for_update=True)
    if team is not None and team.state != "sealed":
        team.state = "none"
        team.agreed, team.facts = {}, {}


def describe_joint(campaign: Campaign, joint: JointAnswer) -> JointFigure:
    """The joint answer as it is published; "after results" when it was made after closing."""
    questionnaire = asked_questionnaire(campaign)
    after = campaign.closes_at is not None and joint.sealed_at > campaign.closes_at
    return JointFigure(
        members=joint.members,
        signed=joint.signed,
        sealed_on=joint.sealed_at.astimezone(ZoneInfo(campaign.zone)).date().isoformat(),
        after_results=after,
        sha256=joint.sha256,
        facts=joint.facts,
        answers={
            item.id: None if code in MISSING else code
            for item, code in zip(questionnaire.items, joint.answers, strict=True)
            if code != NOT_ASKED
        },
    )


def _encode(questionnaire: Questionnaire, answers: Mapping[str, int | None]) -> bytes:
    """One byte an item like an answer set; "no common answer" is kept as the code for "can't tell"."""
    codes = bytearray([NOT_ASKED] * len(questionnaire.items))
    for item_id, point in answers.items():
        if item_id not in questionnaire.position:
            raise JointAnswerError(f"{item_id} is not asked in this campaign")
        points = questionnaire.scale_of(questionnaire.item(item_id)).points
        if point is not None and not 1 <= point <= points:
            raise JointAnswerError(f"{item_id}: {point} is not on its scale of {points}")
        codes[questionnaire.position[item_id]] = CANT_TELL if point is None else point
    return bytes(codes)


def write_sealed(campaign: Campaign, joint: JointAnswer) -> bytes:
    """The text whose hash was taken at the sealing, byte for byte: for whoever wants to take it again."""
    signed = Signed(describe_joint(campaign, joint).answers, joint.members, joint.signed, joint.facts)
    return _write(campaign.id, signed, joint.sealed_at)


def name_paper(campaign_id: int, language: str = "") -> str:
    """The key under which the certificate is kept as a document; without a language, how all of them begin."""
    return f"certificate/{campaign_id}/{language}"


def _hash(campaign_id: int, signed: Signed, moment: datetime) -> str:
    return hashlib.sha256(_write(campaign_id, signed, moment)).hexdigest()


def _write(campaign_id: int, signed: Signed, moment: datetime) -> bytes:
    sealed = {
        "campaign": campaign_id,
        "answers": dict(signed.answers),
        "facts": dict(signed.facts),
        "members": signed.members,
        "signed": signed.signed,
        "sealed_at": moment.astimezone(UTC).isoformat(),
    }
    return json.dumps(sealed, sort_keys=True, separators=(",", ":")).encode()
