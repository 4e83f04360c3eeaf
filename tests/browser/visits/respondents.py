"""People who answer a survey: most by plain form posts, as a browser without script sends them; some with a phone."""

from collections.abc import Mapping
from html import unescape
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Locator, expect

from tests.bench.visitors import ATTRIBUTE, RADIO, Visitor
from tests.browser.respondent import Respondent

DRIVERS = ("Commitment", "Reward", "Leadership", "Culture", "Goals", "Follow-up")


class Hurried(Respondent):
    """Sees only the heading, of a page that is there to its end: that each page is in good order is tried by the tests
    of these pages."""

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.page.wait_for_load_state()


class Walker(Visitor):
    """Somebody who gives the same point, 1 to 5, to every question; ``comments``: by page heading.

    ``place``: what to choose where the unit or group is asked.
    """

    def __init__(
        self,
        url: str,
        point: int,
        comments: Mapping[str, str] | None = None,
        place: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(urlsplit(url).port or 0)
        self.point = point
        self.comments = comments or {}
        self.place = place or {}

    def answer(self, link: str) -> None:
        """From the link to thanks."""
        self.visit(urlsplit(link).path)
        self.connection.close()

    def answer_by_code(self, place: str, code: str) -> None:
        """From a code that is typed at the survey's address to thanks."""
        path, page = self.open(place)
        path, page = self._follow("POST", path, urlencode(self.fill(page) | {"code": code}))
        while "thanks" not in path:
            path, page = self.send(path, page)
        self.connection.close()

    def read(self, link: str) -> str:
        """The page that a link leads to."""
        _path, page = self.open(urlsplit(link).path)
        self.connection.close()
        return unescape(page)

    def fill(self, page: str) -> dict[str, str]:
        fields = super().fill(page)
        offered = {(parts.get("name"), parts.get("value")) for parts in map(_read_tag, RADIO.findall(page))}
        wishes = {name: self.place.get(name, str(self.point)) for name in fields}
        fields |= {name: wish for name, wish in wishes.items() if (name, wish) in offered}
        for heading, text in self.comments.items():
            if f"<h1>{heading}</h1>" in page:
                fields["comment"] = text
        return fields


def _read_tag(tag: str) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(tag))


def start_and_answer(visitor: Respondent, often: str, agree: str) -> None:
    """From the first page of a survey to thanks."""
    visitor.press("Start")
    answer_from(visitor, DRIVERS[0], often, agree)


def answer_from(visitor: Respondent, driver: str, often: str, agree: str) -> None:
    """From a page of questions to thanks."""
    for heading in DRIVERS[DRIVERS.index(driver) :]:
        visitor.sees(heading)
        choose_all(visitor, often, agree)
        visitor.press("Continue")
    visitor.sees("Check your answers")
    visitor.press("Send my answers")
    visitor.sees("We have your answers")


def choose_all(visitor: Respondent, *answers: str) -> None:
    for answer in answers:
        for radio in find_radios(visitor, answer):
            visitor.tap(radio)


def find_radios(visitor: Respondent, answer: str) -> list[Locator]:
    return visitor.page.get_by_role("radio", name=answer, exact=True).all()
