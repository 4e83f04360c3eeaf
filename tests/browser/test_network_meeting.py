"""A quality network meets, and then meets senior managers: on all screens at once, told as a visit."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visits import answers, laptop, network
from tests.browser.visits.house import House
from tests.browser.visits.meeting_plans import DUTCH, ENGLISH, Plan
from tests.browser.visits.screens import Stage, come_in, end, set_the_stage, set_up
from tests.conftest import KINDS

pytestmark = [pytest.mark.visit, pytest.mark.parametrize("database_url", KINDS[:1], indirect=True)]


@pytest.mark.parametrize("plan", [ENGLISH, DUTCH], ids=lambda plan: plan.language)
def test_a_network_meets_and_senior_managers_answer(house: House, browser: Browser, plan: Plan) -> None:
    with set_the_stage(house, browser, plan.language, plan.names) as stage:
        hold_network_meeting(stage, plan)
        hold_managers_meeting(stage, plan)
        open_the_next(stage, plan)


def hold_network_meeting(stage: Stage, plan: Plan) -> None:
    say = stage.say
    set_up(stage, "Network in autumn")
    come_in(stage)
    stage.go_on("What came back")
    stage.see_everywhere(say("Nothing is open from earlier sessions."), stage.list_shown())
    network.warm_up(stage)
    network.write_notes(stage, plan)
    network.reveal(stage, plan)
    network.sort_together(stage, plan)
    network.empty_the_tray(stage, plan)
    network.read_the_finding(stage, plan)
    network.make_clusters(stage, plan)
    network.vote(stage, plan)
    network.work_out(stage, plan)
    network.find_ways(stage, plan)
    answers.close(stage, plan)
    end(stage)
    said = answers.read_minutes(stage)
    wishes = [words for one in plan.wishes for words in (one.text, one.example, one.brings, one.manager)]
    # Who brings a request has promised to.
    bring = [plan.messenger, *(plan.names[one.knows] for one in plan.wishes)]
    told = [*plan.texts, *wishes, plan.deed.text, plan.deed.owner, plan.days[plan.deed.day], plan.finding, *bring]
    assert [words for words in told if words not in said and words != plan.same[0]] == []
    assert [name for name in plan.names if name and name not in bring and name in said] == []
    people = len(plan.names)
    for theme, dots in zip(plan.themes, (3 * people // 2, people, people // 2), strict=True):
        assert f"{theme.name} {dots}" in said


def hold_managers_meeting(stage: Stage, plan: Plan) -> None:
    set_up(stage, "Answers in winter", "Meeting with senior managers")
    for phone, manager in zip(stage.phones[-2:], plan.pledges, strict=True):
        phone.name = manager
    come_in(stage, "Opening")
    answers.open_with_answers(stage, plan)
    answers.answer(stage, plan)
    answers.promise(stage, plan)
    end(stage)
    said = answers.read_minutes(stage)
    told = [words for one in plan.wishes for words in (one.text, one.words, one.manager, stage.say(one.answer))]
    told += [plan.days["2027-04-15"], *plan.pledges.values(), *(plan.days[one.until] for one in plan.wishes)]
    assert [words for words in told if words not in said] == []


def open_the_next(stage: Stage, plan: Plan) -> None:
    """The network's next meeting opens with the answers."""
    set_up(stage, "Network in spring", "Network meeting, 40 minutes")
    come_in(stage)
    stage.go_on("What came back")
    answers.see_answers(stage, plan.wishes, answers.tell_answers(stage, plan))


def test_one_laptop_is_enough(house: House, browser: Browser) -> None:
    lines = laptop.list_lines()
    finding = "20 of 60 notes are on 2 Strategy; an even spread would be 7."
    with set_the_stage(house, browser, "en", (), wall=False) as stage:
        set_up(stage, "One laptop")
        laptop.add_people(stage, laptop.PEOPLE)
        laptop.paste(stage, lines)
        laptop.read(stage, lines)
        laptop.sort_by_keyboard(stage, lines)
        stage.go_there("What the wall says")
        expect(stage.hand.get_by_text(finding)).to_be_visible()
        laptop.vote_for(stage, len(laptop.PEOPLE), {"2 Strategy": 2, "5 Processes, Products and Services": 1})
        deed = {
            "What is done": "One goal until it is met",
            "Who does it, by name": "R. Dekker",
            "By when": "2027-02-01",
        }
        laptop.write_action(stage, "2 Strategy", deed)
        stage.follow("End the session before its last part")
        stage.press("End it")
        said = answers.read_minutes(stage)
        told = [*lines, finding, "2 Strategy 12", "Services 6", "One goal until it is met", "R. Dekker"]
        assert [words for words in told if words not in said] == []
        assert [name for name in laptop.PEOPLE if name in said] == []
