"""From answers given alone to a sealed joint answer, for teams of every size (trust rule A21)."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.joint.mails import write_invitation
from assessment.mail.kinds import Order
from assessment.models import Campaign, JointAnswer, JointMember, JointTeam, db
from assessment.release.closing import close_campaign
from assessment.release.joint import describe_joint
from assessment.release.service import release_campaign
from assessment.results.circumstances import write_joint
from assessment.results.facts import list_facts
from assessment.results.service import load_results
from tests.assessment.joint.managers import Manager, find_seen, seat_managers
from tests.fixtures.surveys import open_survey

NONE_CAME = "Senior managers gave no answer of their own; these results show what staff see."


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


def count_first(app: Flask, survey: int) -> int:
    """How many first answers the table still holds."""
    with app.app_context():
        return (
            db.session.query(JointMember).filter_by(campaign_id=survey).filter(JointMember.first.is_not(None)).count()
        )


def release(survey: int, language: str = "en") -> str:
    """Release the survey; gives what results say of the joint answer. Inside an application context."""
    close_campaign(survey)
    release_campaign(survey)
    return write_joint(load_results(survey, language=language))


def read_answers(survey: int) -> dict[str, int | None]:
    campaign = db.session.get_one(Campaign, survey)
    return dict(describe_joint(campaign, db.session.get_one(JointAnswer, survey)).answers)


def seal(team: list[Manager]) -> None:
    """The meeting as it is proposed, and a confirmation of each."""
    assert team[0].begin().status_code == 303
    assert team[0].settle().status_code == 303
    for manager in team:
        assert manager.confirm().status_code == 303


@pytest.mark.parametrize(("size", "median"), [(2, 1), (4, 2), (7, 2), (12, 2)])
def test_a_team_answers_alone_meets_and_each_confirms(app: Flask, survey: int, size: int, median: int) -> None:
    team = seat_managers(app, survey, size)
    for number, manager in enumerate(team):
        manager.answer(4, commitment_money=1 + number % 5, commitment_see=4 + number % 2)
    assert team[0].begin().status_code == 303
    meeting = team[-1].get("/joint/meeting")
    # Steps of one divide nobody: of two people none lie further apart at any question.
    assert meeting.count("<fieldset") == (1 if size > 2 else 0)
    assert team[0].settle(hours="Six each").status_code == 303

    for manager in team[:-1]:
        assert manager.confirm().status_code == 303
        assert find_sealed(app, survey) is None
    team[-1].confirm()

    with app.app_context():
        sealed = db.session.get_one(JointAnswer, survey)
        assert (sealed.signed, sealed.members) == (size, size)
        fingerprint = sealed.sha256
        answers = read_answers(survey)
        assert (answers["commitment-money"], answers["commitment-see"], answers["reward-soon"]) == (median, 4, 4)
        assert release(survey).startswith(f"Senior managers: joint answer of {size} of {size}, sealed on ")
        assert list_facts(load_results(survey)) == (("Hours each spent on quality last month", "Six each"),)
    assert count_first(app, survey) == 0
    assert f"The management team, {size} of {size}" in team[0].get("/joint/certificate")
    assert fingerprint in team[-1].get("/joint/certificate")


GUESS = "your colleagues can guess in the room who chose what."


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (1, ""),
        (2, f"You are fewer than 5: {GUESS}"),
        (4, f"You are fewer than 5: {GUESS}"),
        (5, f"If fewer than 5 of you take part, {GUESS}"),
        (6, f"If fewer than 5 of you take part, {GUESS}"),
        (7, ""),
    ],
)
def test_what_can_be_guessed_is_said_before_anybody_answers(app: Flask, survey: int, size: int, told: str) -> None:
    """On the first page and in the mail, also of a team that may be that small when it meets."""
    page = seat_managers(app, survey, size)[0].get()
    assert page.count(GUESS) == (1 if told else 0)
    assert told in page
    with app.app_context():
        member = db.session.scalars(select(JointMember).where(JointMember.campaign_id == survey)).first()
        assert member is not None
        order = Order(1, "", "joint-invitation", member.id, survey, {}, 0)
        paragraphs = write_invitation(order).paragraphs
    assert [line for line in paragraphs if line.endswith(GUESS)] == ([told] if told else [])


def test_the_screen_of_the_meeting_forgets_whose_link_opened_it(app: Flask, survey: int) -> None:
    """Nobody can confirm there in another one's name; the own link still can."""
    team = seat_managers(app, survey, 3)
    for manager in team:
        manager.answer(3)
    screen = Manager(app, team[0].token)
    screen.begin()
    seen = find_seen(screen.get("/joint/meeting"))
    done = screen.post("/joint/meeting", go="finish", seen=seen)
    assert done.headers["Location"] == "/joint/meeting/done"
    assert "Each confirms on the own screen" in screen.get("/joint/meeting/done")
    assert screen.client.get("/joint/confirm").status_code == 404
    assert screen.post("/joint/confirm", go="confirm", seen=find_seen(team[0].get("/joint/confirm"))).status_code == 404
    with app.app_context():
        assert not any(db.session.scalars(select(JointMember.signed).where(JointMember.campaign_id == survey)))
    assert "I confirm that this may be published" in team[0].get("/joint/confirm")


def test_a_sole_director_signs_alone(app: Flask, survey: int) -> None:
    [director] = seat_managers(app, survey, 1)
    director.answer(2)
    assert "there is nobody to differ with" in director.get("/joint/meeting")
    assert director.begin().status_code == 303
    assert director.settle().headers["Location"] == "/joint/confirm"
    assert director.confirm().status_code == 303

    with app.app_context():
        assert set(read_answers(survey).values()) == {2}
        assert release(survey).startswith("The senior manager: own answer, sealed on ")
        assert write_joint(load_results(survey, language="nl")).startswith(
            "Het directielid: eigen antwoord, vastgelegd"
        )


def test_a_team_may_have_no_common_answer(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    team[0].answer(1)
    team[1].answer(5, commitment_see="cant-tell", commitment_money=2)
    team[0].begin()
    page = team[0].get("/joint/meeting")
    assert "commitment-money-counts" not in page
    assert team[0].settle(commitment_answer="none").status_code == 303
    for manager in team:
        manager.confirm()

    with app.app_context():
        answers = read_answers(survey)
    assert answers["commitment-answer"] is None
    # Proposed is the less favourable of two, and cutting is what should not happen; who could not tell is not counted.
    assert (answers["commitment-cut"], answers["commitment-money"], answers["commitment-see"]) == (5, 1, 1)


def test_what_is_proposed_never_flatters(app: Flask, survey: int) -> None:
    """Of 2, 3, 4, 4 the less favourable middle one: "sometimes" they came, and "often" they cut."""
    team = seat_managers(app, survey, 4)
    for manager, point in zip(team, (2, 3, 4, 4), strict=True):
        manager.answer(4, commitment_see=point, commitment_cut=point, reward_soon=3 if point == 2 else 4)
    team[0].begin()
    page = team[0].get("/joint/meeting")
    assert re.findall(r'name="q-(commitment-[a-z]+)" id="[^"]+" value="(\d)" checked', page) == [
        ("commitment-see", "3"),
        ("commitment-cut", "4"),
    ]
    assert page.count(" open>") == 1
    team[0].settle()
    for manager in team:
        manager.confirm()
    with app.app_context():
        answers = read_answers(survey)
    assert (answers["commitment-see"], answers["commitment-cut"]) == (3, 4)


def test_one_refuses_and_three_of_four_sign(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 4)
    team[3].answer(1)
    assert team[3].post("/joint/refuse").status_code == 303
    assert "You take no part." in team[3].get()
    assert count_first(app, survey) == 0
    for manager in team[:3]:
        manager.answer(4)
    seal(team[:3])
    assert "takes no part any more" not in team[3].get()

    with app.app_context():
        assert release(survey).startswith("Senior managers: joint answer of 3 of 4, sealed on ")


def test_who_came_too_late_cannot_confirm(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 4)
    for manager in team[:3]:
        manager.answer(4)
    team[0].begin()
    team[0].settle()
    seen = find_seen(team[0].get("/joint/confirm"))

    assert "takes no part any more" in team[3].get()
    assert team[3].client.get("/joint/confirm").status_code == 303
    assert team[3].confirm(seen=seen).status_code == 303
    for manager in team[:2]:
        manager.confirm()
    assert find_state(app, survey) == "signing"


def test_one_of_two_refuses_and_there_is_none(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    team[0].answer(4)
    team[1].post("/joint/refuse")
    assert "At least two thirds" in team[0].get("/joint/meeting")
    assert team[0].begin().status_code == 409
    assert find_state(app, survey) == "alone"

    with app.app_context():
        assert release(survey) == NONE_CAME
    assert find_state(app, survey) == "none"
    assert count_first(app, survey) == 0


def test_a_team_that_never_meets_has_none(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 4)
    for manager in team:
        manager.answer(3)

    with app.app_context():
        assert release(survey) == NONE_CAME
    assert count_first(app, survey) == 0
    assert find_sealed(app, survey) is None
    assert "There is no joint answer in this survey." in team[0].get()


def test_one_of_four_does_not_confirm_and_nobody_learns_why(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 4)
    for manager in team:
        manager.answer(3)
    team[0].begin()
    team[0].settle()
    for manager in team[:3]:
        manager.confirm()
    assert {"You have confirmed." in manager.get() for manager in team[:3]} == {True}
    assert find_state(app, survey) == "signing"

    with app.app_context():
        assert release(survey) == NONE_CAME
        kept = db.session.query(JointMember.signed, JointMember.first).filter_by(campaign_id=survey).all()
        assert {tuple(row) for row in kept} == {(False, None)}
        assert db.session.get_one(JointTeam, survey).agreed == {}


def test_going_back_to_the_meeting_asks_everybody_anew(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    for manager in team:
        manager.answer(3)
    team[0].begin()
    team[0].settle(risks="Staffing")
    read = find_seen(team[1].get("/joint/confirm"))
    team[0].confirm()
    team[1].confirm(go="reopen")
    assert "Staffing" in team[0].get("/joint/meeting")
    team[0].settle(risks="Staffing and time")

    # What one had read before is not what would be published now.
    assert team[1].confirm(seen=read).headers["Location"].endswith("/joint/?moved=1")
    team[1].confirm()
    assert find_sealed(app, survey) is None
    team[0].confirm()
    sealed = find_sealed(app, survey)
    assert sealed is not None
    assert sealed.facts == {"risks": "Staffing and time"}


def test_two_screens_show_each_other_what_they_kept(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    team[0].answer(1)
    team[1].answer(5)
    team[0].begin()
    first, second = find_seen(team[0].get("/joint/meeting")), find_seen(team[1].get("/joint/meeting"))
    assert first == second
    team[0].settle("keep", commitment_answer="3", hours="Four")
    late = team[1].post("/joint/meeting", go="keep", seen=second, hours="Six", **{"q-commitment-answer": "4"})

    assert late.status_code == 409
    assert "now: Sometimes" in late.text
    assert "now: Four" in late.text
    assert ">\nSix</textarea>" in late.text
    assert find_seen(late.text) != second
    assert team[1].post("/joint/meeting", go="keep", seen=find_seen(late.text), hours="Six").status_code == 303
    assert ">\nSix</textarea>" in team[0].get("/joint/meeting")


def test_sealed_after_closing_it_says_so_and_gives_no_gap(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    for manager in team:
        manager.answer(4)
    with app.app_context():
        close_campaign(survey)
    seal(team)
    assert "After seeing results: it gives no gap" in team[0].get("/joint/certificate")

    with app.app_context():
        release_campaign(survey)
        view = load_results(survey)
        assert write_joint(view).endswith("after seeing results")
        assert {gap.name for gap in view.derived.gaps} <= {"difference"}
