"""The senior managers' joint answer: sealed once, published with the release, in no sum (trust rule A21)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from assessment.access.asked import asked_questionnaire
from assessment.models import Campaign, JointAnswer, writing
from assessment.scoring.answers import CANT_TELL, MISSING, NOT_ASKED
from assessment.scoring.figures import JointFigure
from questionnaires.model import Questionnaire


class JointAnswerError(ValueError):
    """A joint answer that cannot be sealed; the message says why."""


def seal_joint_answer(
    campaign_id: int,
    answers: Mapping[str, int | None],
    members: int,
    signed: int,
    sealed_at: datetime | None = None,
) -> str:
    """Seal what a team of senior managers answered together; gives the hash that goes into the audit trail.

    ``answers``: scale points by item as chosen, null for "no common answer". At least two thirds of the ``members``
    have ``signed``. JointAnswerError where they have not, where one is sealed already, or where results are out.
    """
    if not 0 < signed <= members or 3 * signed < 2 * members:
        raise JointAnswerError("at least two thirds of the team sign a joint answer")
    with writing() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
        if campaign.state == "released":
            raise JointAnswerError("the results are out: a joint answer can no longer be added to them")
        if session.get(JointAnswer, campaign_id) is not None:
            raise JointAnswerError("the joint answer of this campaign is sealed")
        codes = _encode(asked_questionnaire(campaign), answers)
        moment = sealed_at or datetime.now(UTC)
        digest = _hash(campaign_id, answers, members, signed, moment)
        session.add(
            JointAnswer(
                campaign_id=campaign_id,
                organisation_id=campaign.organisation_id,
                members=members,
                signed=signed,
                sealed_at=moment,
                sha256=digest,
                answers=codes,
            )
        )
    return digest


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


def _hash(campaign_id: int, answers: Mapping[str, int | None], members: int, signed: int, moment: datetime) -> str:
    sealed = {
        "campaign": campaign_id,
        "answers": dict(answers),
        "members": members,
        "signed": signed,
        "sealed_at": moment.astimezone(UTC).isoformat(),
    }
    return hashlib.sha256(json.dumps(sealed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
