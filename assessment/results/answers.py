"""What readers of a published report answered to its decisions: read from the database, and put into words."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessment.models import Campaign, Decision, DecisionAnswer, PublicationReader
from assessment.results.numbers import local_day, locale_of, speaking
from assessment.results.view import AnswerFact, DecisionFact, ResultsView


@dataclass(frozen=True)
class AnswerPart:
    """Who answered, and what: "Yes, if: we start with one unit"."""

    reader: str
    text: str


_DECISIONS = (
    select(Decision, DecisionAnswer, PublicationReader)
    .outerjoin(DecisionAnswer, DecisionAnswer.decision_id == Decision.id)
    .outerjoin(PublicationReader, PublicationReader.id == DecisionAnswer.reader_id)
    .where(Decision.campaign_id.in_(bindparam("surveys", expanding=True)))
    .order_by(Decision.position, Decision.id, DecisionAnswer.answered_at, DecisionAnswer.id)
)
"""Written once, as those of ``sources``."""


def find_decisions(session: Session, *campaigns: Campaign) -> list[tuple[Decision, tuple[AnswerFact, ...]]]:
    """The decisions that these surveys' reports ask for, in their order, each with its answers in the order of readers;
    of somebody who was sent the report twice the latest."""
    zones = {campaign.id: campaign.zone for campaign in campaigns}
    decisions: dict[int, Decision] = {}
    latest: dict[int, dict[str, tuple[int, AnswerFact]]] = {}
    for decision, answer, reader in session.execute(_DECISIONS, {"surveys": list(zones)}):
        decisions[decision.id] = decision
        answers = latest.setdefault(decision.id, {})
        if answer is not None:
            fact = AnswerFact(
                reader=reader.name,
                answer=answer.answer,
                words=answer.words,
                ask_on=answer.ask_on,
                answered_on=local_day(answer.answered_at, zones[decision.campaign_id]),
            )
            answers[reader.email] = (reader.id, fact)
    return [
        (decision, tuple(fact for _, fact in sorted(latest[number].values(), key=lambda one: one[0])))
        for number, decision in decisions.items()
    ]


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
