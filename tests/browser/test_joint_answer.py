"""Four senior managers, each with a phone, and one screen on the wall: from the invitation to the certificate."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from assessment.access.invitations import find_link_key
from assessment.joint.tokens import make_member_token
from assessment.models import Campaign, JointAnswer, db
from tests.assessment.joint.managers import name_team
from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import open_survey

PHONE = {"width": 360, "height": 740}
DRIVERS = {
    "en": ("Commitment", "Reward", "Leadership", "Culture", "Goals", "Follow-up"),
    "nl": ("Inzet van de top", "Waardering", "Leiderschap", "Cultuur", "Doelen", "Vervolg"),
}


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    home: str
    start: str
    go_on: str
    points: tuple[str, ...]
    agree: str
    review: str
    hand_in: str
    to_meeting: str
    before: str
    begin: str
    differ: str
    guess: str
    hours: str
    done: str
    read: str
    confirm: str
    i_confirm: str
    see: str
    certificate: str
    signed: str


ENGLISH = Words(
    home="Your joint answer",
    start="Start",
    go_on="Continue",
    points=("Never", "Sometimes", "Often", "Often"),
    agree="Agree",
    review="Check your answers",
    hand_in="This is my first answer",
    to_meeting="We are together: to the meeting",
    before="Begin the meeting",
    begin="We are together: begin",
    differ="Where you differ",
    guess="You are fewer than 5: who chose what can be guessed.",
    hours="How many hours did each of you spend on quality last month?",
    done="Done: let each confirm",
    read="Read and confirm",
    confirm="Confirm the answer",
    i_confirm="I confirm that this may be published",
    see="See the certificate",
    certificate="Certificate of the joint answer",
    signed="The management team, 4 of 4",
)
DUTCH = Words(
    home="Jullie gezamenlijk antwoord",
    start="Beginnen",
    go_on="Verder",
    points=("Nooit", "Soms", "Vaak", "Vaak"),
    agree="Eens",
    review="Bekijk je antwoorden",
    hand_in="Dit is mijn eerste antwoord",
    to_meeting="Wij zijn bij elkaar: naar de bijeenkomst",
    before="De bijeenkomst beginnen",
    begin="Wij zijn bij elkaar: beginnen",
    differ="Waar jullie verschillen",
    guess="Jullie zijn met minder dan 5: wie wat koos is te raden.",
    hours="Hoeveel uur besteedde ieder van jullie de afgelopen maand aan kwaliteit?",
    done="Klaar: laat ieder bevestigen",
    read="Lezen en bevestigen",
    confirm="Het antwoord bevestigen",
    i_confirm="Ik bevestig dat dit gepubliceerd mag worden",
    see="Het certificaat bekijken",
    certificate="Certificaat van het gezamenlijk antwoord",
    signed="De directie, 4 van 4",
)
SPOKEN = {"en": ENGLISH, "nl": DUTCH}


@dataclass
class Room:
    """Four phones, and a screen that shows what the first one's link opens."""

    language: str
    phones: list[Respondent]
    screen: Respondent
    links: list[str]

    @property
    def words(self) -> Words:
        return SPOKEN[self.language]


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


@pytest.fixture(params=["en", "nl"])
def room(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, survey: int) -> Iterator[Room]:
    with live_server.app.app_context():
        tokens = [make_member_token(find_link_key(), member_id) for member_id in name_team(survey, 4)]
    links = [f"{live_server.url}/j/{token}" for token in tokens]
    with ExitStack() as stack:

        def open_page(**options: object) -> Respondent:
            page = stack.enter_context(watched_page(browser, locale="en-GB", **options))
            page.context.add_cookies([{"name": "language", "value": request.param, "url": live_server.url}])
            return Respondent(page)

        phones = [open_page(viewport=PHONE, has_touch=True, is_mobile=True) for _ in links]
        screen = open_page(viewport={"width": 1280, "height": 800})
        yield Room(request.param, phones, screen, links)


def answer_alone(room: Room, number: int) -> None:
    """The same point to each question on how often; what one agrees with divides nobody."""
    words, phone = room.words, room.phones[number]
    phone.open(room.links[number], words.home)
    assert room.links[number].rpartition("/")[2] not in phone.page.url
    phone.tap(phone.page.get_by_role("link", name=words.start, exact=True))
    for driver in DRIVERS[room.language]:
        phone.sees(driver)
        phone.choose(words.points[number] if driver == DRIVERS[room.language][0] else words.points[2])
        phone.choose(words.agree)
        phone.press(words.go_on)
    phone.sees(words.review)
    phone.press(words.hand_in)
    phone.sees(words.home)


def test_four_managers_on_four_phones_and_one_screen(room: Room, live_server: LiveServer, survey: int) -> None:
    words, screen = room.words, room.screen
    for number in range(4):
        answer_alone(room, number)

    screen.open(room.links[0], words.home)
    screen.tap(screen.page.get_by_role("link", name=words.to_meeting))
    screen.sees(words.before)
    screen.press(words.begin)
    screen.sees(words.differ)
    expect(screen.page.get_by_text(words.guess)).to_be_visible()
    expect(screen.page.locator(".timer-left")).to_have_text("29:59", timeout=5000)
    # Five questions of the first driver: one said never, one sometimes, two often; proposed is the lower middle one.
    assert len(screen.questions) == 5
    assert set(screen.chosen()) == {"3"}
    screen.page.get_by_label(words.hours).fill("Four each")
    screen.press(words.done)
    screen.sees(words.confirm)

    for phone in room.phones:
        phone.page.reload()
        phone.tap(phone.page.get_by_role("link", name=words.read))
        phone.sees(words.confirm)
        expect(phone.page.get_by_text("Four each")).to_be_visible()
        phone.press(words.i_confirm)
        phone.sees(words.home)
    room.phones[3].tap(room.phones[3].page.get_by_role("link", name=words.see))
    room.phones[3].sees(words.certificate)
    expect(room.phones[3].page.get_by_text(words.signed)).to_be_visible()
    with live_server.app.app_context():
        sealed = db.session.get_one(JointAnswer, survey)
        assert (sealed.signed, sealed.members, sealed.facts) == (4, 4, {"hours": "Four each"})
        expect(room.phones[3].page.get_by_text(sealed.sha256)).to_be_visible()


def test_the_facilitator_names_errs_mends_and_never_sees_a_link(
    page: Page, live_server: LiveServer, survey: int
) -> None:
    with live_server.app.app_context():
        organisation = db.session.get_one(Campaign, survey).organisation_id
    colleague = add_colleague(live_server.app, organisation, "facilitator")
    sign_in_browser(live_server.app, page, live_server.url, colleague)
    visitor = Respondent(page)
    visitor.open(
        f"{live_server.url}/organisations/{organisation}/surveys/{survey}/joint-answer", "The senior managers' answer"
    )
    page.get_by_label("Name", exact=True).fill("A. Jansen")
    visitor.press("Add")
    visitor.sees("The senior managers' answer")
    page.get_by_role("link", name="Write the mail address like name@example.org").click()
    expect(page.get_by_label("Mail address")).to_be_focused()
    page.keyboard.type("a@zonneveld.example")
    visitor.press("Add")
    expect(page.get_by_text("A. Jansen is on the list.")).to_be_visible()
    visitor.press("Send the invitations")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visitor.sees("The senior managers' answer")
    expect(page.get_by_text("invitation on its way")).to_be_visible()
    assert "/j/" not in page.content()
