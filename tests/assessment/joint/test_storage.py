"""After sealing, the files of the database hold nothing of what a senior manager answered alone."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from assessment.jobs import run_due_jobs
from assessment.models import db
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.release.shuffling import compact_members
from tests.assessment.joint.managers import Manager, seat_managers
from tests.fixtures.surveys import open_survey

UNUSUAL = (1, 5, 2, 4, 1, 3, 5, 2, 5, 1, 4, 3)
"""One person's first answers, which nobody else gives in that order."""


def find_in_files(app: Flask, content: bytes) -> int:
    """How often these bytes stand in the database's files, its log included."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            path = Path(str(db.engine.url.database))
            files = [file for file in path.parent.glob(f"{path.name}*") if not file.name.endswith("-shm")]
            return sum(file.read_bytes().count(content) for file in files)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            folder = connection.execute(text("SHOW data_directory")).scalar_one()
            heap = connection.execute(text("SELECT pg_relation_filepath('joint_member')")).scalar_one()
        return (Path(folder) / heap).read_bytes().count(content)


def answer_unusually(manager: Manager) -> bytes:
    """Give the unusual answers; gives how they are stored."""
    with manager.app.app_context():
        pages = manager.seat.list_pages("en")
    rows = [row for page in pages for row in page.rows]
    chosen = {row.place: UNUSUAL[number % len(UNUSUAL)] for number, row in enumerate(rows)}
    for page in pages:
        values = {row.name: str(chosen[row.place]) for row in page.rows}
        manager.post(f"/joint/questions/{page.number}", go="next", **values)
    manager.post("/joint/review")
    with manager.app.app_context():
        return manager.seat.first


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


def test_sealing_leaves_no_first_answer_in_the_files(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    stored = answer_unusually(team[0])
    team[1].answer(3)
    assert find_in_files(app, stored) > 0
    team[0].begin()
    team[0].settle()
    for manager in team:
        manager.confirm()
    with app.app_context():
        run_due_jobs(app)

    assert find_in_files(app, stored) == 0


def test_a_release_without_a_joint_answer_leaves_none_either(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    stored = answer_unusually(team[0])
    with app.app_context():
        close_campaign(survey)
        release_campaign(survey)
        compact_members(db)

    assert find_in_files(app, stored) == 0
