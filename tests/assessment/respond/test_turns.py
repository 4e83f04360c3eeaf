"""Questions that take turns: drawn when somebody starts, kept in the draft, and in nothing else."""

from collections import Counter
from itertools import combinations

import pytest
from sqlalchemy import func, select

from assessment.access.invitations import invite
from assessment.models import Draft, db
from assessment.respond.finding import find_visit
from assessment.respond.service import settle_questions
from assessment.respond.turns import draw_blocks, find_longest
from assessment.scoring.answers import NOT_ASKED, SKIPPED
from questionnaires import load_text
from tests.assessment.respond.visitor import Visitor, arrive, change_campaign, stored
from tests.fixtures.surveys import open_survey
from tests.fixtures.turns import write_turns

TURNS = load_text(write_turns(), "turns.yaml")
PAIRS = [frozenset(pair) for pair in combinations("abcd", 2)]


@pytest.fixture
def turning(app) -> int:
    """A survey that asks each person the core and two of four blocks."""
    with app.app_context():
        survey = open_survey(questionnaire=write_turns())
    change_campaign(app, survey, rotating_blocks=2)
    return survey


def count_drafts(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def ask_blocks(names: list[str]) -> set[str]:
    """The blocks of the questions on a page, by their fields."""
    return {TURNS.item(name.removeprefix("q-")).block for name in names}


def test_a_person_is_asked_the_core_and_two_blocks_of_every_driver(app, turning):
    visitor = arrive(app, turning)
    # The longest choice is told before anything is drawn: 2 drivers with core, a (2 questions) and another one.
    assert "8 questions" in visitor.text
    assert count_drafts(app) == 0

    visitor.press()
    assert "Page 1 of 2" in visitor.text
    first = ask_blocks(visitor.questions)
    assert first - {"core"} in PAIRS
    visitor.press(fields={visitor.questions[0]: "2"})
    assert ask_blocks(visitor.questions) == first
    visitor.press(fields=dict.fromkeys(visitor.questions, "5"))

    asked = [item for item in TURNS.items if item.block in first]
    assert f"1 of {len(asked) // 2} answered" in visitor.text
    visitor.press()
    assert visitor.heading == "We have your answers"
    expected = {item.id: NOT_ASKED for item in TURNS.items}
    for item in asked:
        expected[item.id] = 5 if item.id.startswith("helping") else SKIPPED
    expected["listening-0"] = 2
    assert [(unit, group, list(answers)) for unit, group, answers in stored(app)] == [
        ("care", "staff", list(expected.values()))
    ]


def test_the_draw_is_kept_on_every_device_and_language(app, turning):
    with app.app_context():
        _, token = invite(turning, "care", "staff")
    here = Visitor(app.test_client()).open(f"/s/{token}").press()
    asked = here.questions
    for _ in range(8):
        there = Visitor(app.test_client()).open(f"/s/{token}").press()
        assert there.questions == asked
    assert there.switch("nl").questions == asked


def test_two_devices_that_start_at_once_are_asked_the_same(app, turning):
    with app.app_context():
        _, token = invite(turning, "care", "staff")
        visits = [find_visit([token]) for _ in range(6)]
        drawn = {settle_questions(visit).answers.blocks for visit in visits}
        assert len(drawn) == 1
        assert find_visit([token]).answers.blocks in drawn


def test_no_page_of_questions_opens_before_the_start(app, turning):
    visitor = arrive(app, turning).open("/survey/questions/1")
    assert visitor.path == "/survey/"
    assert visitor.open("/survey/review").path == "/survey/"
    assert count_drafts(app) == 0


def test_somebody_from_a_shared_link_is_drawn_for_too(app, turning):
    visitor = arrive(app, turning, kind="shared").press()
    assert visitor.path == "/survey/questions/1"
    assert ask_blocks(visitor.questions) - {"core"} in PAIRS
    visitor.answer_all().press()
    assert visitor.heading == "We have your answers"
    assert sum(code != NOT_ASKED for code in stored(app)[0][2]) in (6, 8)


def test_nothing_that_is_kept_or_known_tells_what_was_drawn(app, turning):
    """The same link, started anew: no mail, address or key decides about it, so that none can tell it again."""
    with app.app_context():
        _, token = invite(turning, "care", "staff")
        visit = find_visit([token])
        draws = {settle_questions(visit).answers.blocks for _ in range(1)}
        for _ in range(40):
            db.session.rollback()
            with db.engine.begin() as connection:
                connection.execute(Draft.__table__.delete())
            draws.add(settle_questions(find_visit([token])).answers.blocks)
        assert len(draws) > 1


def test_every_choice_of_blocks_is_equally_likely():
    draws = Counter(frozenset(draw_blocks(TURNS, 2)) for _ in range(6000))
    assert set(draws) == set(PAIRS)
    # 1,000 each, give or take 29: six standard deviations.
    assert all(abs(count - 1000) < 175 for count in draws.values())
    assert find_longest(TURNS, 2) == {"a", "b"}


@pytest.mark.parametrize("drawn", [None, 4, 9])
def test_without_turns_everybody_is_asked_everything(app, turning, drawn):
    change_campaign(app, turning, rotating_blocks=drawn)
    visitor = arrive(app, turning)
    assert "12 questions" in visitor.text
    visitor.press()
    assert len(visitor.questions) == 6
    visitor.answer_all("3").press()
    assert stored(app)[0][2] == bytes([3] * 12)


def test_each_turn_at_a_shared_screen_is_asked_its_own_draw(app, turning):
    seen = set()
    for _turn in range(6):
        tablet = arrive(app, turning, "care", "staff", "kiosk").press()
        asked = ask_blocks(tablet.questions)
        assert asked - {"core"} in PAIRS
        seen |= asked
        tablet.press(fields=dict.fromkeys(tablet.questions, "5"))
        assert tablet.heading == "We have your answers"

    sheets = [dict(zip((item.id for item in TURNS.items), codes, strict=True)) for _u, _g, codes in stored(app)]
    assert len(sheets) == 6
    for sheet in sheets:
        answered = {TURNS.item(name).block for name, code in sheet.items() if code == 5}
        assert answered - {"core"} in PAIRS
        assert {code for name, code in sheet.items() if TURNS.item(name).block not in answered} == {NOT_ASKED}
    for _turn in range(8):
        seen |= ask_blocks(arrive(app, turning, "care", "staff", "kiosk").press().questions)
    assert len(seen) > 3, "fourteen draws of the same two blocks come once in 1e10 runs"
