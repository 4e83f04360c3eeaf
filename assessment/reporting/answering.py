"""A reader's answers to the decisions asked: the latest stands, and a yes of whoever decides is a promise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.improvement.deciding import WORDS
from assessment.models import Action, Campaign, Decision, DecisionAnswer, Publication, PublicationReader, db, writing
from assessment.reporting.readers import Reader, refuse_ended
from assessment.results.numbers import speaking

KINDS = ("yes", "if", "no", "later")
PROMISES = ("yes", "if")
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """``words``: the condition or the reason; ``version``: of the row, 0 where nothing was stored yet."""

    answer: str
    words: str = ""
    ask_on: date | None = None
    version: int = 0

    @property
    def digest(self) -> str:
        """Of what was answered, whatever its version: a page knows by it what its reader has not touched."""
        told = f"{self.answer}\n{self.words}\n{self.ask_on or ''}"
        return sha256(told.encode("utf-8", "replace")).hexdigest()[:16]

    def says_the_same(self, other: "Answer") -> bool:
        return (self.answer, self.words, self.ask_on) == (other.answer, other.words, other.ask_on)


class ConflictError(Exception):
    """Something changed after the page was made; nothing is stored. ``stored``: by decision, what was answered
    elsewhere, and otherwise; ``reworded``: decisions that stand in other words now."""

    def __init__(self, stored: Mapping[int, Answer], reworded: frozenset[int] = frozenset()) -> None:
        super().__init__("answered elsewhere, or reworded")
        self.stored = dict(stored)
        self.reworded = reworded


def list_asked(campaign_id: int) -> list[Decision]:
    """In the order of the report."""
    statement = select(Decision).where(Decision.campaign_id == campaign_id).order_by(Decision.position, Decision.id)
    return list(db.session.scalars(statement))


def find_own(reader_id: int) -> dict[int, Answer]:
    """Decision to what this reader answered."""
    rows = db.session.scalars(select(DecisionAnswer).where(DecisionAnswer.reader_id == reader_id))
    return {row.decision_id: _tell(row) for row in rows}


def _tell(row: DecisionAnswer) -> Answer:
    return Answer(row.answer, row.words, row.ask_on, row.row_version)


def digest_words(decision: Decision) -> str:
    """Of all that somebody agrees to who says yes: a page tells by it which words its reader had read."""
    told = repr([sorted(getattr(decision, name).items()) for name in WORDS])
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def keep_answers(reader: Reader, given: Mapping[int, Answer], words_read: Mapping[int, str]) -> None:
    """Keep what was answered; each answer's ``version`` is that of the page, and so are ``words_read``: the digest of
    each decision. Raises LinkEndedError and ConflictError.

    Two devices of one reader wait for each other at the reader's row, and whoever rewords a decision for both.
    """
    with writing() as session:
        campaign = session.scalars(
            select(Campaign).where(Campaign.id == reader.campaign_id).with_for_update(read=True)
        ).one()
        publication = _lock(session, reader.id)
        refuse_ended(publication, reader.language)
        decisions = _find_decisions(session, campaign.id, given)
        stored = {
            row.decision_id: row
            for row in session.scalars(select(DecisionAnswer).where(DecisionAnswer.reader_id == reader.id))
        }
        changed = {
            decision.id: given[decision.id]
            for decision in decisions
            if decision.id not in stored or not _tell(stored[decision.id]).says_the_same(given[decision.id])
        }
        unread = frozenset(one.id for one in decisions if one.id in changed and digest_words(one) != words_read[one.id])
        _refuse_older(changed, stored, unread)
        told = []
        for decision in decisions:
            if decision.id in changed:
                before, answer = stored.get(decision.id), changed[decision.id]
                told.append((decision, _tell(before) if before else None, answer))
                _store(session, reader, decision, before, answer)
                keep_promise(session, decision, reader.name, answer)
        session.flush()
        for decision, earlier, answer in told:
            _note(session, reader, campaign, decision, earlier, answer)


def _lock(session: Session, reader_id: int) -> Publication:
    reader = session.scalars(select(PublicationReader).where(PublicationReader.id == reader_id).with_for_update()).one()
    return session.get_one(Publication, reader.publication_id, populate_existing=True)


def _find_decisions(session: Session, campaign_id: int, wanted: Iterable[int]) -> list[Decision]:
    """Of this survey only, whatever a form names (trust rule S2)."""
    return list(
        session.scalars(
            select(Decision)
            .where(Decision.campaign_id == campaign_id, Decision.id.in_(list(wanted)))
            .order_by(Decision.position, Decision.id)
        )
    )


def _refuse_older(changed: Mapping[int, Answer], stored: Mapping[int, DecisionAnswer], unread: frozenset[int]) -> None:
    overtaken = {
        decision_id: _tell(stored[decision_id])
        for decision_id, answer in changed.items()
        if decision_id in stored and stored[decision_id].row_version != answer.version
    }
    if overtaken or unread:
        raise ConflictError(overtaken, unread)


def _store(session: Session, reader: Reader, decision: Decision, row: DecisionAnswer | None, answer: Answer) -> None:
    if row is None:
        row = DecisionAnswer(
            organisation_id=reader.organisation_id, decision_id=decision.id, reader_id=reader.id, answer=answer.answer
        )
        session.add(row)
    row.answer, row.words, row.ask_on = answer.answer, answer.words, answer.ask_on
    row.answered_at = tell_time()


def keep_promise(session: Session, decision: Decision, owner: str, answer: Answer) -> None:
    """A yes is one action of whoever said it, with its condition; whoever takes it back drops it, unless it is done or
    settled by then. Where another reader is to decide, it is an opinion and no promise."""
    own = session.scalars(
        select(Action).where(Action.decision_id == decision.id, Action.owner == owner).order_by(Action.id).limit(1)
    ).one_or_none()
    if answer.answer in PROMISES and not _is_anothers(session, decision, owner):
        text = write_promise(decision.text, answer)
        if own is None:
            session.add(
                Action(
                    organisation_id=decision.organisation_id,
                    campaign_id=decision.campaign_id,
                    decision_id=decision.id,
                    text=text,
                    owner=owner,
                    due=decision.due,
                )
            )
        elif own.status in ("open", "dropped"):
            own.status, own.text = "open", text
    elif own is not None and own.status == "open":
        own.status = "dropped"


def _is_anothers(session: Session, decision: Decision, reader: str) -> bool:
    """Whether the one who is to decide was sent the results too."""
    if not decision.owner or decision.owner == reader:
        return False
    sent = select(PublicationReader.id).join(Publication, Publication.id == PublicationReader.publication_id)
    other = sent.where(Publication.campaign_id == decision.campaign_id, PublicationReader.name == decision.owner)
    return session.scalar(other.limit(1)) is not None


def write_promise(text: Mapping[str, str], answer: Answer) -> dict[str, str]:
    """The decision as it was agreed to, in each of its languages."""
    if answer.answer != "if":
        return dict(text)
    promised = {}
    for language, words in text.items():
        with speaking(language):
            promised[language] = _("%(decision)s (if: %(words)s)", decision=words, words=answer.words)
    return promised


def _note(
    session: Session, reader: Reader, campaign: Campaign, decision: Decision, before: Answer | None, answer: Answer
) -> None:
    details = {
        "name": campaign.name,
        "decision": decision.text,
        "changed": {"answer": [_write(before) if before else "", _write(answer)]},
    }
    record(session, campaign.organisation_id, "report.answered", f"survey {campaign.id}", details, actor=reader.email)


def _write(answer: Answer) -> str:
    """As the trail keeps it: "if: we start with one unit"."""
    more = answer.words or (answer.ask_on.isoformat() if answer.ask_on else "")
    return f"{answer.answer}: {more}" if more else answer.answer
