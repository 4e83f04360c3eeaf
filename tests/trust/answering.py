"""People whose answers tell who they are, so that a test can find each of them again: nobody else's can."""

from collections import Counter
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import func, select

from assessment.access.invitations import Place, invite_many
from assessment.models import AnswerSet, Draft, Invitation, db
from tests.bench.visitors import Visitor
from tests.bench.workload import make_campaign

POINTS = 5
DIGITS = 8


class Numbered(Visitor):
    """Answers eight questions with a number of one's own, its lowest digit first."""

    number = 0

    def fill(self, page: str) -> dict[str, str]:
        fields = super().fill(page)
        questions = [name for name in fields if name.startswith("q-")]
        for place, name in enumerate(questions):
            fields[name] = str(self.number // POINTS**place % POINTS + 1)
        return fields


def invite_numbered(app: Flask, people: int) -> list[str]:
    """Links of so many people to an open survey of one page of questions on five points."""
    with app.app_context():
        campaign_id = make_campaign(dimensions=1, items=DIGITS)
        return [f"/s/{token}" for _, token in invite_many(campaign_id, [Place("unit-1", "staff")] * people)]


def count_stored(app: Flask) -> Counter[int]:
    """How often each person's answers are stored."""
    with app.app_context():
        return Counter(_read_number(answers) for answers in db.session.scalars(select(AnswerSet.answers)))


def _read_number(answers: bytes) -> int:
    return sum((code - 1) * POINTS**place for place, code in enumerate(answers[:DIGITS]))


def find_faults(app: Flask, acknowledged: Sequence[int]) -> list[str]:
    """What is wrong with what is stored, once nobody is under way any more; these people saw "received"."""
    stored = count_stored(app)
    with app.app_context():
        done = db.session.scalar(select(func.count()).where(Invitation.done)) or 0
        spent = select(Invitation.id).where(Invitation.done)
        drafts = db.session.scalar(select(func.count()).where(Draft.invitation_id.in_(spent))) or 0
    faults = [f"person {number} is lost" for number in acknowledged if not stored[number]]
    faults += [f"person {number} is stored {times} times" for number, times in stored.items() if times > 1]
    if done != stored.total():
        faults.append(f"{done} links are spent, {stored.total()} answer sets are stored")
    if drafts:
        faults.append(f"{drafts} drafts outlived their answers")
    return faults
