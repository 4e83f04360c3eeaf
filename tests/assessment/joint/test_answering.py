"""From answers given alone to a sealed joint answer, for teams of every size (trust rule A21)."""

import pytest
from flask import Flask

from assessment.models import JointAnswer, JointTeam, db
from assessment.release.joint import describe_joint
from tests.assessment.joint.managers import seat_managers
from tests.fixtures.surveys import open_survey


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


def find_sealed(app: Flask, survey: int) -> JointAnswer | None:
    with app.app_context():
        return db.session.get(JointAnswer, survey)


def find_state(app: Flask, survey: int) -> str:
    with app.app_context():
        return db.session.get_one(JointTeam, survey).state


@pytest.mark.parametrize("size", [1, 2, 4, 7, 12])
def test_a_team_answers_alone_meets_and_each_confirms(app: Flask, survey: int, size: int) -> None:
    team = seat_managers(app, survey, size)
    for number, manager in enumerate(team):
        manager.answer(4, commitment_money=1 + number % 5)
    assert team[0].begin().status_code == 303
    assert team[0].settle(hours="Six each").status_code == 303

    for manager in team[:-1]:
        assert manager.confirm().status_code == 303
        assert find_sealed(app, survey) is None
    team[-1].confirm()

    with app.app_context():
        sealed = db.session.get_one(JointAnswer, survey)
        assert (sealed.signed, sealed.members) == (size, size)
        assert sealed.facts == {"hours": "Six each"}
