"""The senior managers' joint answer (A21)."""

import pytest
from flask import Flask

from assessment.models import JointAnswer, db
from assessment.release.closing import close_campaign
from assessment.release.joint import JointAnswerError, seal_joint_answer
from assessment.release.service import find_release, release_campaign
from tests.assessment.release.surveys import make_small_survey, store_with_links


@pytest.fixture
def campaign_id(app: Flask) -> int:
    with app.app_context():
        return store_with_links(make_small_survey({("care", "staff"): 40}))


def test_it_is_published_as_it_was_sealed(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        digest = seal_joint_answer(campaign_id, {"q0": 4, "q1": None}, members=3, signed=2)
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        figures = find_release(campaign_id)
        assert figures is not None
        joint = figures.summary.joint
        assert joint is not None
        assert joint.answers == {"q0": 4, "q1": None}
        assert (joint.members, joint.signed, joint.sha256) == (3, 2, digest)
        assert not joint.after_results


def test_one_sealed_after_closing_says_so(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        close_campaign(campaign_id)
        seal_joint_answer(campaign_id, {"q0": 4}, members=3, signed=3)
        release_campaign(campaign_id)
        figures = find_release(campaign_id)
        assert figures is not None
        assert figures.summary.joint is not None
        assert figures.summary.joint.after_results


@pytest.mark.parametrize(("members", "signed"), [(4, 2), (3, 1), (3, 4), (0, 0), (7, 4)])
def test_two_thirds_sign_or_there_is_none(app: Flask, campaign_id: int, members: int, signed: int) -> None:
    with app.app_context():
        with pytest.raises(JointAnswerError, match="two thirds"):
            seal_joint_answer(campaign_id, {"q0": 4}, members, signed)
        assert db.session.get(JointAnswer, campaign_id) is None


@pytest.mark.parametrize("answers", [{"q0": 6}, {"q0": 0}, {"q9": 3}])
def test_answers_off_the_scale_are_refused(app: Flask, campaign_id: int, answers: dict[str, int | None]) -> None:
    with app.app_context(), pytest.raises(JointAnswerError):
        seal_joint_answer(campaign_id, answers, 3, 3)


def test_it_is_sealed_once_and_not_after_the_release(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        seal_joint_answer(campaign_id, {"q0": 4}, 3, 3)
        with pytest.raises(JointAnswerError, match="is sealed"):
            seal_joint_answer(campaign_id, {"q0": 5}, 3, 3)
        release_campaign_after_closing(campaign_id)
        with pytest.raises(JointAnswerError, match="results are out"):
            seal_joint_answer(campaign_id, {"q0": 5}, 3, 3)


def release_campaign_after_closing(campaign_id: int) -> None:
    close_campaign(campaign_id)
    release_campaign(campaign_id)
