"""Four senior managers, each with a phone, and one screen on the wall: what they see and do until it is sealed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, expect

from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.mailbox import read_token

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
    apart: str
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
    hand_in="Hand in my first answer",
    to_meeting="We are together: to the meeting",
    before="Begin the meeting",
    begin="We are together: begin",
    differ="Where you differ",
    guess="You are fewer than 5: who chose what can be guessed.",
    hours="How many hours did each of you spend on quality last month?",
    done="Done here: each confirms on the own screen",
    apart="Each confirms on the own screen",
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
    hand_in="Lever mijn eerste antwoord in",
    to_meeting="Wij zijn bij elkaar: naar de bijeenkomst",
    before="De bijeenkomst beginnen",
    begin="Wij zijn bij elkaar: beginnen",
    differ="Waar jullie verschillen",
    guess="Jullie zijn met minder dan 5: wie wat koos is te raden.",
    hours="Hoeveel uur besteedde ieder van jullie de afgelopen maand aan kwaliteit?",
    done="Hier klaar: ieder bevestigt op het eigen scherm",
    apart="Ieder bevestigt op het eigen scherm",
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


@contextmanager
def gather(
    browser: Browser, url: str, links: Sequence[str], language: str, person: type[Respondent] = Respondent
) -> Iterator[Room]:
    """The room of those who got these links, for as long as the block lasts."""
    with ExitStack() as stack:

        def open_page(**options: object) -> Respondent:
            page = stack.enter_context(watched_page(browser, locale="en-GB", **options))
            page.context.add_cookies([{"name": "language", "value": language, "url": url}])
            return person(page)

        phones = [open_page(viewport=PHONE, has_touch=True, is_mobile=True) for _ in links]
        screen = open_page(viewport={"width": 1280, "height": 800})
        yield Room(language, phones, screen, list(links))


def answer_alone(room: Room, number: int) -> None:
    """The same point to each question on how often; what one agrees with divides nobody."""
    words, phone = room.words, room.phones[number]
    phone.open(room.links[number], words.home)
    assert read_token(room.links[number]) not in phone.page.url
    phone.tap(phone.page.get_by_role("link", name=words.start, exact=True))
    for driver in DRIVERS[room.language]:
        phone.sees(driver)
        phone.choose(words.points[number] if driver == DRIVERS[room.language][0] else words.points[2])
        phone.choose(words.agree)
        phone.press(words.go_on)
    phone.sees(words.review)
    phone.press(words.hand_in)
    phone.sees(words.home)


def hold_meeting(room: Room) -> Respondent:
    """All four alone, then together, then each confirms; gives the phone that shows the certificate."""
    words, screen = room.words, room.screen
    for number in range(4):
        answer_alone(room, number)

    screen.open(room.links[0], words.home)
    screen.tap(screen.page.get_by_role("link", name=words.to_meeting))
    screen.sees(words.before)
    screen.press(words.begin)
    screen.sees(words.differ)
    expect(screen.page.get_by_text(words.guess)).to_be_visible()
    # It runs: how far, only tells how long the page was looked at.
    expect(screen.page.locator(".timer-left")).to_have_text(re.compile("^29:[0-5][0-9]$"))
    # Five questions of the first driver, one of them open: one said never, one sometimes, two often. Proposed is the
    # less favourable of the two in the middle; often is, where the question is turned round.
    expect(screen.page.locator(".divided[open]")).to_have_count(1)
    said = screen.page.locator(".divided .said")
    expect(said).to_have_text([*[words.points[1]] * 3, words.points[2], words.points[1]])
    screen.page.locator(".divided summary").nth(4).click()
    screen.tap(screen.page.get_by_role("radio", name=words.points[2], exact=True))
    expect(said).to_have_text([*[words.points[1]] * 3, *[words.points[2]] * 2])
    screen.page.get_by_label(words.hours).fill("Four each")
    screen.press(words.done)
    screen.sees(words.apart)

    for phone in room.phones:
        phone.page.reload()
        phone.tap(phone.page.get_by_role("link", name=words.read))
        phone.sees(words.confirm)
        expect(phone.page.get_by_text("Four each")).to_be_visible()
        phone.press(words.i_confirm)
        phone.sees(words.home)
    last = room.phones[3]
    last.tap(last.page.get_by_role("link", name=words.see))
    last.sees(words.certificate)
    expect(last.page.get_by_text(words.signed)).to_be_visible()
    return last
