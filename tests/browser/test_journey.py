"""The whole way of a survey, told as visits: from the first start to what everybody reads at the end."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assessment.release.service import find_summary
from tests.browser.respondent import Respondent
from tests.browser.visits.accounts import start_installation
from tests.browser.visits.coordinator import (
    Screens,
    choose_open_links,
    choose_units,
    fill_people_behind,
    go_to_check_list,
    launch,
)
from tests.browser.visits.house import House
from tests.browser.visits.lists import PEOPLE, Row, bring_and_mend, spoil, write_list
from tests.browser.visits.managers import gather, hold_meeting
from tests.browser.visits.paper import make_cards, read_codes
from tests.browser.visits.respondents import DRIVERS, Hurried, Walker, answer_from, choose_all, start_and_answer
from tests.conftest import KINDS
from tests.fixtures.browser import watched_page

DESK, TABLET, PHONE = ({"width": w, "height": h} for w, h in ((1280, 800), (820, 1180), (360, 740)))
MOST_SCREENS = 15
MANAGERS = ("A. Jansen", "B. Kaya", "C. Smit", "D. Bakker")
MENDED = {f"{name}@zonneveld.example" for name in ("ann", "bo", "cy", "di", "ev", "fay")}
ASKED, CARDS, ANSWERED = 104, 12, 60
UNITS = ("North", "South", "Other parts of Care", "Kitchen", "Offices")
VERDICT = re.compile(
    "^Level 2 among those who answered in our first survey: staff rate [a-z]+ far lower than senior managers do[.]?$"
)
POINTS = (1, 2, 2, 3, 2, 3)
"""What the sixty choose in turn: staff see less than the four senior managers say."""


def list_people() -> list[Row]:
    """240 people: 98 with mail and 12 without in the units that are asked, 4 senior managers, and home care, which is
    not asked. The faulty rows stand among home care's; six of them are mended into Care."""

    def make(prefix: str, count: int, unit: str, group: str = "Staff", *, mail: bool = True) -> list[Row]:
        return [
            (
                f"{prefix.title()} {n}",
                f"{prefix}{n}@zonneveld.example" if mail else None,
                unit.format(n % 8),
                group,
                "en",
            )
            for n in range(count)
        ]

    managers: list[Row] = [
        (name, f"manager{n}@zonneveld.example", "Board", "Senior managers", "en") for n, name in enumerate(MANAGERS)
    ]
    rows = [
        *make("person", 80, "Home care / Team {}"),
        *managers,
        *make("north", 30, "Care / North"),
        *make("south", 30, "Care / South"),
        *make("lead", 6, "Care", "Middle managers"),
        *make("cook", CARDS, "Kitchen", mail=False),
        *make("office", 20, "Offices"),
        *make("nurse", 58, "Home care / Team {}"),
    ]
    assert len(rows) == PEOPLE
    return spoil(rows)


@dataclass
class Journey:
    """``survey``: the address of its page; ``links``: of those invited by mail; ``answered``: mail addresses."""

    house: House
    browser: Browser
    desk: Respondent
    survey: str = ""
    links: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """As it was proposed: it ends in the year of the opening."""
        return self.house.find_survey().name["en"]

    def go(self, place: str, heading: str) -> None:
        self.desk.open(f"{self.survey}{place}", heading)

    def walk(self, *addresses: str) -> None:
        """These people answer by their links."""
        for address in addresses:
            Walker(self.house.url, POINTS[len(self.answered) % len(POINTS)]).answer(self.links[address])
            self.answered.add(address)

    def list_waiting(self) -> list[str]:
        return sorted(set(self.links) - self.answered)


@pytest.mark.visit
@pytest.mark.parametrize("database_url", KINDS, indirect=True)
def test_from_the_first_start_to_what_everybody_reads(
    house: House, browser: Browser, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    with watched_page(browser, locale="en-GB", viewport=DESK) as page:
        journey = Journey(house, browser, Respondent(page))
        start_installation(journey.desk, house.print_first_address())
        screens = Screens(page)
        bring_people(journey, tmp_path)
        set_up(journey)
        ask_managers(journey)
        journey.survey = launch(journey.desk)
        tell(f"{len(screens.seen)} screens from the first sign-in to launch")
        assert len(screens.seen) <= MOST_SCREENS
        answer_first(journey, tmp_path)
        follow(journey)
        remind(journey)
        close(journey)
        read_results(journey)
        read_as_staff(journey)


def bring_people(journey: Journey, folder: Path) -> None:
    desk = journey.desk
    desk.tap(desk.page.get_by_role("link", name="People"))
    desk.sees("People")
    bring_and_mend(desk, write_list(folder / "people.xlsx", list_people()))


def set_up(journey: Journey) -> None:
    desk, page = journey.desk, journey.desk.page
    desk.press("Set up a survey")
    desk.sees("Set up a survey")
    expect(page.get_by_text("239 people are listed.")).to_be_visible()
    expect(page.get_by_text("Comments will not be asked: nobody is the second reader.")).to_be_visible()
    choose_units(page, "Care", "Kitchen", "Offices")
    fill_people_behind(page)
    choose_open_links(desk)
    go_to_check_list(desk, "If 60 % answer: 62 of 104")


def ask_managers(journey: Journey) -> None:
    """Four senior managers of the list are invited while the survey is a draft; they meet, and it is sealed."""
    desk, page = journey.desk, journey.desk.page
    desk.tap(page.get_by_role("link", name="The senior managers' answer"))
    desk.sees("The senior managers' answer")
    desk.press("Add 4 from the list")
    expect(page.get_by_text("4 senior managers were added.")).to_be_visible()
    desk.press("Send the invitations")
    expect(page.get_by_text("Invitations on their way: 4.")).to_be_visible()
    desk.sees("The senior managers' answer")
    links = journey.house.take_links()
    assert set(links) == {f"manager{n}@zonneveld.example" for n in range(4)}
    with gather(journey.browser, journey.house.url, [links[one] for one in sorted(links)], "en", Hurried) as room:
        hold_meeting(room)
    desk.tap(page.get_by_role("link", name="Back to the survey"))
    desk.sees("Check list")
    desk.press("Mail the link to the sponsor")
    desk.sees("Check list")
    assert list(journey.house.take_links()) == ["e.visser@zonneveld.example"]


def answer_first(journey: Journey, folder: Path) -> None:
    """The survey opens, everybody is invited, 30 answer by mail and 8 of the kitchen by card, three with a phone."""
    house, survey = journey.house, journey.house.find_survey()
    assert house.take_mails() == []
    house.move_to(survey.opens_at, minutes=1)
    journey.links = house.take_links()
    assert len(journey.links) == ASKED - CARDS
    assert set(journey.links) >= MENDED
    codes = read_codes(make_cards(journey.desk, journey.survey, "Kitchen", "Staff", CARDS, folder))
    assert len(set(codes)) == CARDS
    answer_on_phones(journey, f"{house.url}/c/{survey.id}", codes[0])
    for number, code in enumerate(codes[1:8]):
        Walker(house.url, 2 + number % 2).answer_by_code(f"/c/{survey.id}", code)
    journey.walk(*[f"north{n}@zonneveld.example" for n in range(2, 18)])
    journey.walk(*[f"office{n}@zonneveld.example" for n in range(6)])
    journey.walk(*sorted(MENDED))
    assert len(journey.answered) == 30


def answer_on_phones(journey: Journey, place: str, code: str) -> None:
    """One by the link, one who goes on elsewhere, one by a typed code."""
    first, second = "north0@zonneveld.example", "north1@zonneveld.example"
    options = {"locale": "en-GB", "viewport": PHONE, "has_touch": True, "is_mobile": True}
    with watched_page(journey.browser, **options) as page:
        phone = Hurried(page)
        phone.open(journey.links[first], journey.name)
        start_and_answer(phone, "Rarely", "Disagree")
        phone.open(journey.links[first], "We have your answers")
        phone.open(place, "Type your code")
        page.get_by_label("Your code").fill(code.lower())
        phone.press("Open the survey")
        start_and_answer(phone, "Sometimes", "Neither")
    with watched_page(journey.browser, **options) as page:
        phone = Hurried(page)
        phone.open(journey.links[second], journey.name)
        phone.press("Start")
        phone.sees("Commitment")
        choose_all(phone, "Often", "Agree")
        phone.press("Continue")
        phone.sees("Reward")
    with watched_page(journey.browser, locale="en-GB", viewport=DESK) as page:
        elsewhere = Hurried(page)
        elsewhere.open(journey.links[second], journey.name)
        elsewhere.press("Go on where you left off")
        elsewhere.sees("Reward")
        elsewhere.press("Back")
        elsewhere.sees("Commitment")
        assert elsewhere.chosen() == ["4"] * 6
        elsewhere.press("Continue")
        answer_from(elsewhere, "Reward", "Often", "Agree")
    journey.answered |= {first, second}


def answer_at_screen(journey: Journey) -> None:
    """Four of the kitchen answer one after the other at a tablet that shows the next one nothing."""
    desk, page = journey.desk, journey.desk.page
    journey.go("/open-links", "Open links")
    page.get_by_label("For whom").select_option(label="Kitchen")
    desk.press("Make a shared screen")
    desk.sees("Open links")
    screen = page.get_by_role("listitem").filter(has_text="Code:").locator(".copy-text").inner_text()
    with watched_page(journey.browser, locale="en-GB", viewport=TABLET, has_touch=True) as tablet:
        visitor = Hurried(tablet)
        visitor.open(screen, journey.name)
        for _turn in range(4):
            visitor.sees(journey.name)
            assert visitor.chosen() == []
            choose_all(visitor, "Staff")
            visitor.press("Start")
            visitor.sees("Your answers")
            assert visitor.chosen() == []
            choose_all(visitor, "Rarely", "Disagree")
            visitor.press("Send my answers")
            visitor.sees("We have your answers")
            visitor.tap(tablet.get_by_role("link", name="Next person"))


def follow(journey: Journey) -> None:
    """Before the first morning nothing is told; then how many answered, coarsely; no result, and nobody's name."""
    desk, page = journey.desk, journey.desk.page
    desk.open(journey.survey, journey.name)
    expect(page.get_by_text("The first figures are made tomorrow at five in the morning")).to_be_visible()
    assert_no_results(journey)
    journey.house.move_to(journey.house.find_survey().opens_at, days=1)
    desk.open(journey.survey, journey.name)
    expect(page.get_by_text("This morning: about 35 %.")).to_be_visible()
    assert_nobody_is_named(journey)


def assert_no_results(journey: Journey) -> None:
    """Neither the page nor a file says anything before closing."""
    for name, heading in (
        ("", "There are no results yet"),
        ("/results.csv", "There are no results yet"),
        ("/results.json", "There are no results yet"),
        ("/report.pdf", "There is no report yet"),
    ):
        shown = journey.desk.page.request.get(f"{journey.survey}/results{name}").text()
        assert f"<h1>{heading}</h1>" in shown
        assert not any(driver in shown for driver in DRIVERS)


def assert_nobody_is_named(journey: Journey) -> None:
    """On the survey's page and on that of invitations stands no address of anybody who was invited."""
    for place, heading in (("", journey.name), ("/invitations", "Invitations")):
        journey.go(place, heading)
        shown = journey.desk.page.content()
        assert [address for address in journey.links if address in shown] == []


def remind(journey: Journey) -> None:
    """Four days before closing whoever was invited by mail and has not answered is reminded, with the same link."""
    desk, page, house = journey.desk, journey.desk.page, journey.house
    answer_at_screen(journey)
    house.move_to(house.find_survey().closes_at, days=-4)
    journey.go("/invitations", "Invitations")
    page.get_by_label("I know that there is only one reminder").check()
    desk.press("Send the reminder")
    expect(page.get_by_text("The system reminds whoever has not answered.")).to_be_visible()
    reminders = house.take_links()
    assert sorted(reminders) == journey.list_waiting()
    assert all(journey.links[address] == link for address, link in reminders.items())
    assert_nobody_is_named(journey)
    expect(page.get_by_text("The reminder was sent. People get only one.")).to_be_visible()
    journey.walk(*[f"south{n}@zonneveld.example" for n in range(10)])
    journey.walk(*[f"office{n}@zonneveld.example" for n in range(6, 10)])
    journey.walk(*[f"lead{n}@zonneveld.example" for n in range(4)])
    assert_no_results(journey)


def close(journey: Journey) -> None:
    """The survey closes by itself, and the results are made."""
    desk, page, house = journey.desk, journey.desk.page, journey.house
    closes = house.find_survey().closes_at
    house.move_to(closes, hours=-1)
    desk.open(journey.survey, journey.name)
    expect(page.get_by_text("This morning: about 60 %.")).to_be_visible()
    house.move_to(closes, minutes=1)
    assert house.take_mails() == []
    desk.open(journey.survey, "The results are made")
    expect(page.get_by_text("60 people answered.")).to_be_visible()


def read_results(journey: Journey) -> None:
    """The verdict stands on top, with who answered, and what senior managers say beside what staff see."""
    desk, page = journey.desk, journey.desk.page
    desk.tap(page.get_by_role("link", name="Read the results"))
    expect(page.get_by_role("heading", level=1)).to_have_text(VERDICT)
    page.wait_for_load_state()
    said = page.get_by_role("main").inner_text()
    assert "60 answers; 104 people could take part" in said
    assert "Some people answered through an open link, at a shared screen or on paper" in said
    assert "Senior managers: joint answer of 4 of 4, sealed on" in said
    with page.expect_navigation():
        desk.tap(page.get_by_role("link", name="Culture", exact=False).first)
    said = page.get_by_role("main").inner_text()
    assert "Culture: senior managers say 67, staff see 38. They clearly differ: blind spot." in said
    desk.tap(page.get_by_role("link", name="Overview of the results"))
    with page.expect_navigation():
        desk.tap(page.get_by_role("link", name="Units and groups"))
    units = page.get_by_role("region", name="Units").get_by_role("rowheader").all_inner_texts()
    assert units == ["Care", *UNITS]
    with journey.house.app.app_context():
        summary = find_summary(journey.house.find_survey().id)
    assert summary is not None
    assert summary.participation.answered == ANSWERED


def read_as_staff(journey: Journey) -> None:
    """Until the promised day links say that it is closed; from then on each leads to what all answered, used or not."""
    house = journey.house
    answered, silent = journey.links["north0@zonneveld.example"], journey.links["south29@zonneveld.example"]
    with watched_page(journey.browser, locale="en-GB", viewport=PHONE) as page:
        phone = Respondent(page)
        phone.open(answered, "We have your answers")
        phone.open(silent, "This survey is closed")
        house.move_to(datetime.combine(house.find_survey().results_on, time(12), UTC))
        for link in (answered, silent):
            phone.open(link, "What we answered together")
            expect(page.locator(".verdict")).to_have_text(VERDICT)
            said = page.get_by_role("main").inner_text()
            assert "60 answers; 104 people could take part" in said
            assert "Senior managers: joint answer of 4 of 4, sealed on" in said
            assert [unit for unit in UNITS if unit in said] == []
