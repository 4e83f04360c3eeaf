"""T8 through the rooms: people comment, two others read on their pages, a facilitator releases, everybody looks."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from assessment.jobs import run_due_jobs
from assessment.models import CommentToRead, db
from assessment.release.commenting import find_comments
from assessment.release.service import find_release
from tests.assessment.comments.test_reading import Reader
from tests.fixtures.comments import release_commented
from tests.trust.eyes import SLOW, Eyes, Sights
from tests.trust.pairing import FAR, Lists, compare, most_by_chance

DRIVERS = ("commitment", "reward", "leadership")
"""The first three of the questionnaire: their pages are 1, 2 and 3."""
PEOPLE = {"care": 30, "software": 12, "archive": 3}
WITHIN = {"unit:care": {"care"}, "unit:software": {"software"}, "unit:offices": {"software", "archive"}}
WORD = re.compile(r"\b(?:care|software|archive)x\d+x\b")
ALLOWED_IN = {
    "facilitator": set(PEOPLE),
    "administrator": set(PEOPLE),
    "executive": set(PEOPLE),
    "second-reader": set(PEOPLE),
    "unit-reader": {"care"},
}


def find_unit(word: str) -> str:
    return word.partition("x")[0]


def find_words(sights: Sights) -> Iterator[tuple[str, str, str]]:
    """Who sees which word where."""
    for (who, where), sight in sights.items():
        for word in set(WORD.findall(sight.text if sight.status == 200 else "")):
            yield who, where, word


def read_all(eyes: Eyes) -> int:
    """Both readers show every comment as it is, by their pages; then the facilitator releases."""
    place = f"/organisations/{eyes.organisation_id}/comments/{eyes.survey_id}"
    with eyes.app.app_context():
        waiting = db.session.execute(select(CommentToRead.dimension, CommentToRead.position)).all()
    for role in ("facilitator", "second-reader"):
        reader = Reader(eyes.clients[role], place)
        for dimension, position in waiting:
            sent = reader.client.post(
                f"{place}/{DRIVERS.index(dimension) + 1}/{position}", data={"decision": "show", "seen": ""}
            )
            assert sent.status_code == 303
    Reader(eyes.clients["facilitator"], place).release()
    run_due_jobs(eyes.app)
    return len(waiting)


def list_orders(survey_id: int) -> Iterator[Lists]:
    """The orders in which the same people's comments on each driver are shown, and stored, cell by cell."""
    shown = find_comments(survey_id)
    for cell in sorted({one.cell for one in shown}):
        yield [[one.text for one in shown if (one.cell, one.dimension) == (cell, driver)] for driver in DRIVERS]


def list_read_orders(survey_id: int) -> Iterator[Lists]:
    """The same while they are read: the order of the pages, and that of the stored rows."""
    for order in (CommentToRead.position, CommentToRead.id):
        rows = db.session.execute(
            select(CommentToRead.dimension, CommentToRead.text)
            .where(CommentToRead.campaign_id == survey_id)
            .order_by(order)
        ).all()
        yield [[text for dimension, text in rows if dimension == driver] for driver in DRIVERS]


@pytest.mark.wide
@pytest.mark.parametrize(
    ("database_url", "runs"),
    [
        ("sqlite", 1),
        pytest.param("postgresql", 1, marks=pytest.mark.repeat),
        pytest.param("sqlite", 10, marks=pytest.mark.trust),
    ],
    indirect=["database_url"],
)
def test_unusual_words_pair_by_chance_and_stay_in_their_cells(
    app: Flask, runs: int, tell: Callable[[str], None]
) -> None:
    groups, words = list[Lists](), 0
    for _ in range(runs):
        people = [(unit, f"{unit}x{number}x") for unit, count in PEOPLE.items() for number in range(count)]
        with app.app_context():
            survey_id = release_commented([(unit, dict.fromkeys(DRIVERS, word)) for unit, word in people])
        eyes = Eyes(app, survey_id)
        before = list(find_words(eyes.look(without=SLOW)))
        readers_only = {(who, where.split("/")[3]) for who, where, _ in before}
        assert readers_only == {("facilitator", "comments"), ("second-reader", "comments")}
        with app.app_context():
            groups += list_read_orders(survey_id)
        assert read_all(eyes) == len(people) * len(DRIVERS)
        with app.app_context():
            groups += list_orders(survey_id)
            check_cells(survey_id)
        for who, where, word in find_words(eyes.look(without=SLOW)):
            assert find_unit(word) in ALLOWED_IN[who], f"{who} at {where} reads {word}"
            assert "/results" in where
            words += 1
    assert all(len(one) >= 10 for lists in groups for one in lists)
    tallies = compare(groups)
    assert {two: tally for two, tally in tallies.items() if not tally.by_chance} == {}
    right, pairs = (sum(getattr(tally, name) for tally in tallies.values()) for name in ("right", "pairs"))
    together = sum(tally.together for tally in tallies.values()) / np.sqrt(pairs)
    tell(
        f"T8: {right} pairs right by position where chance gives {pairs} (bound {most_by_chance(len(groups))} of "
        f"{len(groups)} for each two questions); orders go together by {together:+.1f} standard deviations "
        f"(bound {FAR}); {words} words read, 0 outside their cell"
    )


def check_cells(survey_id: int) -> None:
    """Each comment stands once, at a group of ten people or more that its writer is in, three or more together."""
    release = find_release(survey_id)
    assert release is not None
    shown = find_comments(survey_id)
    assert len(shown) == sum(PEOPLE.values()) * len(DRIVERS)
    for one in shown:
        cell = release.cell(one.cell)
        assert cell is not None
        assert cell.n.low >= 10
        assert one.cell == "all" or find_unit(one.text) in WITHIN[one.cell]
        assert sum((two.cell, two.dimension) == (one.cell, one.dimension) for two in shown) >= 3
