"""The one place where answers are read back: streamed, folded into tallies, forgotten (trust rule A1)."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.access.asked import asked_questionnaire
from assessment.models import AnswerSet, Campaign
from assessment.release.answers import Answers, order_places
from assessment.release.structure import Place, Structure
from assessment.scoring.layout import Layout
from assessment.scoring.tally import Labels, Matrix, Tally, fold

FEWEST_AT_ONCE, MOST_AT_ONCE = 2048, 8192
"""Sheets read at once. Each costs memory three times: as a row, as places to count, as numbers to multiply."""


def read_answers(session: Session, campaign: Campaign) -> Answers:
    """A closed campaign's answers as tallies a place. Memory does not grow with the number of answer sheets.

    ValueError where a stored answer does not fit the questionnaire.
    """
    questionnaire = asked_questionnaire(campaign)
    layout = Layout.of(questionnaire)
    structure = Structure.of(campaign.structure)
    counted = session.execute(
        select(AnswerSet.unit, AnswerSet.group_, func.count())
        .where(AnswerSet.campaign_id == campaign.id)
        .group_by(AnswerSet.unit, AnswerSet.group_)
    )
    places = order_places(structure, ((unit, group) for unit, group, _ in counted))

    def count_pairs(groups: Sequence[frozenset[Place]]) -> Iterator[Tally]:
        labels = {place: number for number, group in enumerate(groups) for place in group}
        stream = _stream(session, campaign.id, labels, len(layout.items))
        yield from fold(stream, layout, len(groups), pairs=range(len(groups)))

    labels = {place: number for number, place in enumerate(places)}
    tallies = fold(_stream(session, campaign.id, labels, len(layout.items)), layout, len(places))
    drawn = campaign.rotating_blocks
    takes_turns = drawn is not None and drawn < len(questionnaire.rotating_blocks)
    return Answers(questionnaire, layout, structure, places, tuple(tallies), count_pairs, takes_turns)


def _stream(
    session: Session, campaign_id: int, labels: Mapping[Place, int], items: int
) -> Iterator[tuple[Matrix, Labels]]:
    """Answer sheets [people, items] with the label of each; -1 for places without one."""
    rows = session.execute(
        select(AnswerSet.unit, AnswerSet.group_, AnswerSet.answers).where(AnswerSet.campaign_id == campaign_id),
        execution_options={"yield_per": _choose_part(len(labels))},
    )
    for part in rows.partitions():
        sheets = b"".join(answers for _, _, answers in part)
        if len(sheets) != items * len(part):
            raise ValueError("a stored answer sheet has another length than its questionnaire")
        matrix = np.frombuffer(sheets, dtype=np.uint8).reshape(len(part), items)
        yield matrix, np.array([labels.get((unit, group), -1) for unit, group, _ in part], dtype=np.intp)


def _choose_part(places: int) -> int:
    """More at once where there are many places: adding up their tallies costs the same however few sheets they hold."""
    return min(MOST_AT_ONCE, max(FEWEST_AT_ONCE, 8 * places))
