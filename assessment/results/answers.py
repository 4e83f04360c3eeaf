"""What readers of a published report answered to its decisions: read from the database, and put into words."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Campaign, Decision, DecisionAnswer, PublicationReader
from assessment.results.numbers import local_day, locale_of, speaking
from assessment.results.view import AnswerFact, DecisionFact, ResultsView


@dataclass(frozen=True)
class AnswerPart:
    """Who answered, and what: "Yes, if: we start with one unit"."""

    reader: str
    text: str


def find_answers(session: Session, campaign: Campaign) -> dict[int, tuple[AnswerFact, ...]]:
    """Decision to its answers, in the order of readers; of somebody who was sent the report twice the latest."""
    statement = (
        select(DecisionAnswer, PublicationReader)
        .join(PublicationReader, PublicationReader.id == DecisionAnswer.reader_id)
        .join(Decision, Decision.id == DecisionAnswer.decision_id)
        .where(Decision.campaign_id == campaign.id)
        .order_by(DecisionAnswer.answered_at, DecisionAnswer.id)
    )
    latest = {(row.decision_id, reader.email): (row, reader) for row, reader in session.execute(statement)}
    found: dict[int, list[tuple[int, AnswerFact]]] = {}
    for row, reader in latest.values():
        fact = AnswerFact(
            reader=reader.name,
            answer=row.answer,
            words=row.words,
            ask_on=row.ask_on,
            answered_on=local_day(row.answered_at, campaign.zone),
        )
        found.setdefault(row.decision_id, []).append((reader.id, fact))
    return {
        decision: tuple(fact for _, fact in sorted(rows, key=lambda one: one[0])) for decision, rows in found.items()
    }


def make_answers(view: ResultsView, decision: DecisionFact) -> tuple[AnswerPart, ...]:
    """All answers to a decision, in the view's language; their words as they were typed."""
    return tuple(
        AnswerPart(one.reader, write_answer(one.answer, one.words, one.ask_on, view.language))
        for one in decision.answers
    )


def write_answer(answer: str, words: str, ask_on: date | None, language: str) -> str:
    """One answer as a sentence: "No, because: we lack the people"."""
    with speaking(language):
        if answer == "if":
            return _("Yes, if: %(words)s", words=words)
        if answer == "no":
            return _("No, because: %(words)s", words=words)
        if answer == "later" and ask_on is not None:
            return _("Ask me on %(day)s", day=format_date(ask_on, "d MMMM y", locale=locale_of(language)))
        return _("Yes")
