"""Shorter ways of a survey, as visits: of 12 people, without a list, with and without a second reader, in Dutch."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import accounts, coordinator
from tests.browser.visits.coordinator import (
    bring_list,
    choose_open_links,
    close_now,
    fill_people_behind,
    go_to_check_list,
    launch,
    read_results,
    start_survey,
)
from tests.browser.visits.house import House
from tests.browser.visits.lists import Row, write_list
from tests.browser.visits.paper import CODE, make_cards, read_codes
from tests.browser.visits.respondents import Hurried, Walker
from tests.fixtures.browser import watched_page
from tests.fixtures.mailbox import read_link, read_plain

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
MEETING = "More time for the work itself"


@pytest.fixture
def desk(house: House, page: Page) -> Hurried:
    """Who has started the installation alone, as administrator and facilitator."""
    desk = Hurried(page)
    accounts.start_installation(desk, house.print_first_address())
    return desk


def make_staff(counts: dict[str, int], group: str = "Staff", language: str = "en") -> list[Row]:
    """So many people in each unit, with addresses like care1@zonneveld.example."""
    return [
        (f"{unit} {n}", f"{unit.casefold()}{n}@zonneveld.example", unit, group, language)
        for unit, count in counts.items()
        for n in range(count)
    ]


def answer_all(house: House, links: list[str]) -> None:
    for number, link in enumerate(links):
        Walker(house.url, (2, 3, 3, 4)[number % 4]).answer(link)


@pytest.mark.visit
def test_twelve_people_get_words_and_nothing_else(house: House, desk: Hurried, tmp_path: Path) -> None:
    page = desk.page
    bring_list(desk, write_list(tmp_path / "people.xlsx", make_staff({"Ward": 7, "Laundry": 5})))
    start_survey(desk)
    fill_people_behind(page)
    go_to_check_list(desk, "With 8 to 14 people the survey takes its small form")
    expect(page.get_by_text("Comments will not be asked: of fewer than 15 people")).to_be_visible()
    survey = launch(desk)
    house.move_to(house.find_survey().opens_at)
    links = house.take_links()
    assert len(links) == 12
    answer_all(house, list(links.values()))
    close_now(desk, house, survey)
    expect(page.get_by_text("12 people answered.")).to_be_visible()
    expect(page.get_by_role("heading", name="What is shown beside the whole")).to_have_count(0)
    text = read_results(desk)
    expect(page.get_by_role("heading", level=1)).to_have_text("“Partly”, our small organisation says")
    assert "A small organisation: results are given in words, for the whole only." in text
    assert "12 of 12 answered (100 %)" in text
    assert [word for word in ("Ward", "Laundry", "of 100", "±") if word in text] == []
    assert "What people wrote" not in read_driver(desk, survey)


@pytest.mark.visit
def test_nobody_is_listed_cards_are_handed_out_and_a_poster_hangs(house: House, desk: Hurried, tmp_path: Path) -> None:
    page = desk.page
    for unit in ("Care", "Offices", "Kitchen"):
        page.goto(f"{house.url}/organisations/1/units/new")
        page.get_by_label("Name in English").fill(unit)
        desk.press("Add")
    start_survey(desk)
    for unit, count in (("Care", "20"), ("Offices", "10"), ("Kitchen", "4")):
        page.get_by_role("group", name=unit).get_by_label("Staff", exact=True).fill(count)
    fill_people_behind(page)
    choose_open_links(desk)
    go_to_check_list(desk, "If 60 % answer: 20 of 34")
    survey = launch(desk)
    house.move_to(house.find_survey().opens_at)
    desk.open(f"{survey}/invitations", "Invitations")
    expect(page.get_by_text("Nobody in the list of people has a mail address yet.")).to_be_visible()
    codes = read_codes(make_cards(desk, survey, "Care", "Staff", 20, tmp_path))
    assert len(set(codes)) == 20
    poster = make_shared_link(desk, survey, "Offices")
    place = f"/c/{house.find_survey().id}"
    for number, code in enumerate([*codes[:16], *[poster] * 10]):
        Walker(house.url, 2 + number % 3, place={"group": "staff"}).answer_by_code(place, code)
    assert house.take_mails() == []
    close_now(desk, house, survey)
    expect(page.get_by_text("26 people answered.")).to_be_visible()
    shown = page.locator("h2:has-text('What is shown beside the whole') + ul > li").all_inner_texts()
    assert shown == ["Care", "Other units"]
    withheld = {"Offices": "Shown inside Other units: apart, it could tell what a small group answered."}
    withheld["Kitchen"] = "Not shown: fewer than 10 people answered."
    for unit, told in withheld.items():
        expect(page.locator(f"dt:text-is('{unit}') + dd")).to_have_text(told)
    text = read_results(desk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Level 3 in our first survey")
    assert "26 answers; 34 people could take part" in text
    assert "Groups under 10 are never shown; units not shown on their own: 2." in text
    assert "Senior managers gave no answer of their own; these results show what staff see." in text


def make_shared_link(desk: Hurried, survey: str, unit: str) -> str:
    """The code on the poster of a unit's shared link."""
    desk.open(f"{survey}/open-links", "Open links")
    desk.page.get_by_label("For whom").select_option(label=unit)
    desk.press("Make a shared link")
    expect(desk.page.get_by_text("The shared link is ready.")).to_be_visible()
    (code,) = CODE.findall(desk.page.get_by_text("Code:").inner_text())
    return code


def set_up_for_comments(desk: Hurried, folder: Path) -> None:
    """30 people in one unit, as far as the check list."""
    bring_list(desk, write_list(folder / "people.xlsx", make_staff({"Care": 20, "Offices": 10})))
    start_survey(desk)
    expect(desk.page.get_by_text("Comments will not be asked: nobody is the second reader.")).to_be_visible()
    fill_people_behind(desk.page)
    go_to_check_list(desk, "If 60 % answer: 18 of 30")
    expect(desk.page.get_by_text("Comments will not be asked: nobody is the second reader.")).to_be_visible()


@pytest.mark.visit
def test_a_lone_facilitator_asks_no_comments(house: House, desk: Hurried, tmp_path: Path) -> None:
    set_up_for_comments(desk, tmp_path)
    survey = launch(desk)
    expect(desk.page.get_by_text("not asked", exact=True)).to_be_visible()
    house.move_to(house.find_survey().opens_at)
    links = house.take_links()
    walker = Walker(house.url, 3)
    path, shown = walker.open(links["care0@zonneveld.example"].removeprefix(house.url))
    while "thanks" not in path:
        assert "Add a comment" not in shown
        path, shown = walker.send(path, shown)
    answer_all(house, [link for address, link in links.items() if address != "care0@zonneveld.example"])
    close_now(desk, house, survey)
    expect(desk.page.get_by_text("30 people answered.")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Read the comments")).to_have_count(0)
    assert "What people wrote" not in read_driver(desk, survey)


@pytest.fixture
def other(browser: Browser) -> Iterator[Hurried]:
    """Somebody with a browser of their own."""
    with watched_page(browser, locale="en-GB", viewport=DESK) as page:
        yield Hurried(page)


@pytest.mark.visit
def test_a_second_reader_is_invited_and_two_read_what_people_wrote(
    house: House, desk: Hurried, other: Hurried, tmp_path: Path
) -> None:
    page = desk.page
    set_up_for_comments(desk, tmp_path)
    desk.tap(page.get_by_role("link", name="Comments").last)
    desk.sees("Second reader")
    page.get_by_label("Mail address").fill("lee@zonneveld.example")
    desk.press("Send the invitation")
    expect(page.get_by_text("A link is on its way to lee@zonneveld.example.")).to_be_visible()
    (link,) = house.take_links().values()
    accounts.join(other, link, "Lee Mulder")
    other.sees("Comments")
    desk.tap(page.get_by_role("link", name="Back to the survey"))
    desk.sees("Check list")
    expect(
        page.get_by_text("Comments are asked; two people read them before anybody else, within 30 days")
    ).to_be_visible()
    survey = launch(desk)
    house.move_to(house.find_survey().opens_at)
    links = house.take_links()
    # By address, so that the comments fall alike on the units: links are drawn anew each time.
    for number, address in enumerate(sorted(links)):
        said = "Jan never comes to see us" if number == 7 else f"{MEETING}, says {number}"
        Walker(house.url, 3, {"Commitment": said} if number % 2 else {}).answer(links[address])
    close_now(desk, house, survey)
    read_both(house, desk, other)
    assert "[...] never comes to see us" in read_driver(desk, survey)


def read_both(house: House, desk: Hurried, other: Hurried) -> None:
    """The facilitator strikes a name, the second reader shows all; then the comments are released."""
    desk.tap(desk.page.get_by_role("link", name="Read the comments"))
    other.page.goto(desk.page.url)
    for reader in (desk, other):
        reader.sees("Comments")
        reader.tap(reader.page.get_by_role("link", name="Commitment"))
        reader.sees("Comments on Commitment")
        for comment in reader.page.get_by_role("article").all():
            decide(comment, strikes=reader is desk)
        reader.tap(reader.page.get_by_role("link", name="All drivers").first)
        reader.sees("Comments")
    expect(other.page.get_by_text("A facilitator releases them when both of you have read all.")).to_be_visible()
    desk.page.reload()
    desk.press("Release the comments")
    house.settle()
    desk.page.reload()
    expect(desk.page.get_by_text("15 comments are released")).to_be_visible()


def decide(comment: Locator, *, strikes: bool) -> None:
    """Show it as it is; with ``strikes`` a name in it is struck."""
    if strikes and "Jan" in comment.inner_text():
        comment.get_by_text("Strike words out").click()
        comment.get_by_label("The comment as it may be shown").fill("[...] never comes to see us")
        comment.get_by_role("button", name="Show with words struck out").click()
        expect(comment.get_by_text("You struck words out:")).to_be_visible()
    else:
        comment.get_by_role("button", name="Show as it is").click()
        expect(comment.get_by_text("You show it as it is.")).to_be_visible()


def read_driver(desk: Hurried, survey: str) -> str:
    """All that the page of the first driver says, in drawers too."""
    desk.page.goto(f"{survey}/results/drivers/commitment")
    return desk.page.get_by_role("main").text_content() or ""


def test_the_whole_way_in_dutch(house: House, browser: Browser, tmp_path: Path) -> None:
    with watched_page(browser, locale="nl-NL", viewport=DESK) as page:
        desk, words = Hurried(page), coordinator.DUTCH
        accounts.start_installation(desk, house.print_first_address(), accounts.DUTCH)
        rows = make_staff({"Zorg": 20, "Kantoren": 12}, "Medewerkers", "nl")
        header = ("Naam", "E-mailadres", "Afdeling", "Groep", "Taal")
        bring_list(desk, write_list(tmp_path / "mensen.xlsx", rows, header), words)
        start_survey(desk, words)
        fill_people_behind(page, words)
        go_to_check_list(desk, "Als 60 % antwoordt: 19 van 32", words)
        survey = launch(desk, words)
        house.move_to(house.find_survey().opens_at)
        mails = house.take_mails()
        assert len(mails) == 32
        assert ": 31 vragen van " in read_plain(mails[0])
        links = [read_link(mail) for mail in mails]
        answer_in_dutch(browser, links[0])
        answer_all(house, links[1:26])
        close_now(desk, house, survey, words)
        text = read_results(desk, words)
        expect(page.get_by_role("heading", level=1)).to_have_text("Niveau 3 in ons eerste onderzoek")
        assert "26 van 32 antwoordden (81 %)" in text
        page.goto(links[31])
        desk.sees("Dit onderzoek is gesloten")
        house.move_to(datetime.combine(house.find_survey().results_on, time(12), UTC))
        page.goto(links[31])
        desk.sees("Wat wij samen antwoordden")
        expect(page.get_by_text("26 van 32 antwoordden (81 %)")).to_be_visible()


def answer_in_dutch(browser: Browser, link: str) -> None:
    with watched_page(browser, locale="nl-NL", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        phone = Hurried(page)
        page.goto(link)
        phone.press("Beginnen")
        for driver in ("Inzet van de top", "Waardering", "Leiderschap", "Cultuur", "Doelen", "Vervolg"):
            phone.sees(driver)
            phone.choose("Soms")
            phone.press("Verder")
        phone.sees("Bekijk je antwoorden")
        phone.press("Mijn antwoorden versturen")
        phone.sees("We hebben je antwoorden")
