"""A quality coordinator at a desk: what they type and press from set-up to results, and how many screens they saw."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.respondent import Respondent
from tests.browser.visits.house import House


@dataclass(frozen=True)
class Words:
    """What the pages of a survey say in one language."""

    people: str
    list_of_people: str
    show_changes: str
    changes: str
    take_over: str
    surveys: str
    new: str
    set_up: str
    managers: str
    contact: str
    keeper: str
    sponsor: str
    sponsor_email: str
    forecast: str
    to_forecast: str
    to_check_list: str
    check_list: str
    read_it: str
    launch: str
    launched: str
    close: str
    sure: str
    go_on: str
    made: str
    read: str


ENGLISH = Words(
    people="People",
    list_of_people="List of people",
    show_changes="Show what it would change",
    changes="What the list would change",
    take_over="Take the list over",
    surveys="Surveys",
    new="New survey",
    set_up="Set up a survey",
    managers="Senior managers, as named in English",
    contact="Who answers questions",
    keeper="Who runs the server",
    sponsor="Sponsor",
    sponsor_email="Mail address of the sponsor",
    forecast="What will be seen",
    to_forecast="Save and see the forecast",
    to_check_list="Go on to the check list",
    check_list="Check list",
    read_it="I have read what the launch sets going and what it freezes",
    launch="Launch the survey",
    launched="Launched. It opens by itself on",
    close="Close now",
    sure="Close the survey now?",
    go_on="Close and make the results",
    made="The results are made",
    read="Read the results",
)
DUTCH = Words(
    people="Mensen",
    list_of_people="Lijst met mensen",
    show_changes="Laat zien wat er zou veranderen",
    changes="Wat de lijst zou veranderen",
    take_over="Neem de lijst over",
    surveys="Onderzoeken",
    new="Nieuw onderzoek",
    set_up="Een onderzoek opzetten",
    managers="Directieleden, zoals genoemd in het Nederlands",
    contact="Wie vragen beantwoordt",
    keeper="Wie de server beheert",
    sponsor="Opdrachtgever",
    sponsor_email="Mailadres van de opdrachtgever",
    forecast="Wat er te zien zal zijn",
    to_forecast="Bewaren en de vooruitblik zien",
    to_check_list="Verder naar de controlelijst",
    check_list="Controlelijst",
    read_it="Ik heb gelezen wat de start in gang zet en wat daarna vastligt",
    launch="Het onderzoek starten",
    launched="Gestart. Het gaat vanzelf open op",
    close="Nu sluiten",
    sure="Het onderzoek nu sluiten?",
    go_on="Sluiten en de uitkomsten maken",
    made="De uitkomsten zijn gemaakt",
    read="Lees de uitkomsten",
)


@dataclass
class Screens:
    """The paths of the pages that were loaded, in order; the one on which counting begins is the first."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._note(self.page)
        self.page.on("load", self._note)

    def _note(self, page: Page) -> None:
        self.seen.append(urlsplit(page.url).path)


def bring_list(desk: Respondent, file: Path, words: Words = ENGLISH) -> None:
    """By the menu to the page of people, and a list without faults into it."""
    page = desk.page
    desk.tap(page.get_by_role("link", name=words.people, exact=True))
    desk.sees(words.people)
    page.get_by_label(words.list_of_people).set_input_files(file)
    desk.press(words.show_changes)
    desk.sees(words.changes)
    desk.press(words.take_over)
    desk.sees(words.people)


def start_survey(desk: Respondent, words: Words = ENGLISH) -> None:
    """By the menu to the set-up of a new survey."""
    desk.tap(desk.page.get_by_role("link", name=words.surveys, exact=True))
    desk.sees(words.surveys)
    desk.press(words.new)
    desk.sees(words.set_up)


def choose_open_links(desk: Respondent) -> None:
    """From the set-up to the defaults, where a shared screen is chosen."""
    desk.press("Save and change the defaults")
    desk.sees("Change the defaults")
    desk.page.get_by_label("Some people answer through an open link").check()


def choose_units(page: Page, *names: str) -> None:
    page.get_by_label("Only these:").check()
    page.get_by_text("Choose units").click()
    for name in names:
        page.get_by_label(name, exact=True).check()


def fill_people_behind(page: Page, words: Words = ENGLISH) -> None:
    """Those whom nothing can propose: senior managers, contact, server keeper, sponsor."""
    page.get_by_label(words.managers).fill("A. Jansen, B. Kaya, C. Smit, D. Bakker")
    page.get_by_label(words.contact).fill("Sam de Wit, 020 555 0100")
    page.get_by_label(words.keeper).fill("M. Bos (IT)")
    page.get_by_label(words.sponsor, exact=True).fill("E. Visser")
    page.get_by_label(words.sponsor_email).fill("e.visser@zonneveld.example")


def go_to_check_list(desk: Respondent, forecast: str, words: Words = ENGLISH) -> None:
    """From the set-up by way of the forecast, which says this."""
    desk.press(words.to_forecast)
    desk.sees(words.forecast)
    expect(desk.page.get_by_text(forecast)).to_be_visible()
    desk.tap(desk.page.get_by_role("link", name=words.to_check_list))
    desk.sees(words.check_list)


def launch(desk: Respondent, words: Words = ENGLISH) -> str:
    """From the check list; gives the address of the survey's page."""
    desk.page.get_by_label(words.read_it).check()
    desk.press(words.launch)
    expect(desk.page.get_by_text(words.launched)).to_be_visible()
    desk.page.wait_for_load_state()
    return desk.page.url


def close_now(desk: Respondent, house: House, survey: str, words: Words = ENGLISH) -> None:
    """Close before its time, and wait for the page that says what was withheld."""
    page = desk.page
    page.goto(survey)
    desk.tap(page.get_by_role("link", name=words.close))
    desk.sees(words.sure)
    desk.press(words.go_on)
    house.settle()
    page.goto(survey)
    desk.sees(words.made)


def read_results(desk: Respondent, words: Words = ENGLISH) -> str:
    """From the page of a survey that was closed; gives the text of the results, capitals as they are written."""
    with desk.page.expect_navigation():
        desk.tap(desk.page.get_by_role("link", name=words.read))
    return desk.page.get_by_role("main").inner_text()
