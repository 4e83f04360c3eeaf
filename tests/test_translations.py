"""Every text of a page is there in Dutch, with the same slots, in its room's own catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent / "assessment"
SHARED = ""
"""The ground floor: modules beside the rooms and the pages that all rooms share."""

ROOMS = (SHARED, *sorted(path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()))
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}


def list_texts(room: str) -> set[str]:
    """The English texts of a room's modules and templates."""
    code = ROOT.glob("*.py") if room == SHARED else (ROOT / room).rglob("*.py")
    pages = (ROOT / "templates").glob("*.html") if room == SHARED else (ROOT / "templates" / room).rglob("*.html")
    return set(_extract(code, "python")) | set(_extract(pages, "jinja2"))


def _extract(paths: Iterator[Path], method: str) -> Iterator[str]:
    options = {"silent": "false"} if method == "jinja2" else {}
    for path in paths:
        for found in extract_from_file(method, path, keywords=KEYWORDS, options=options, strip_comment_tags=True):
            message = found[1]
            yield message if isinstance(message, str) else message[0]


def read_catalogue(room: str) -> Catalog:
    path = ROOT / room / "translations/nl/LC_MESSAGES/messages.po"
    if not path.exists():
        return Catalog()
    with path.open("rb") as source:
        return read_po(source, locale="nl")


def find_slots(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_a_room_is_there_in_dutch(room: str) -> None:
    own, shared = read_catalogue(room), read_catalogue(SHARED)

    missing = {text for text in list_texts(room) if not is_translated(own, text) and not is_translated(shared, text)}

    assert missing == set()


def is_translated(catalogue: Catalog, text: str) -> bool:
    message = catalogue.get(text)
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


@pytest.mark.parametrize("room", ROOMS)
def test_slots_are_the_same_in_both_languages(room: str) -> None:
    for message in read_catalogue(room):
        if not message.id:
            continue
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        dutch = message.string if isinstance(message.string, tuple) else (message.string,)
        assert set().union(*map(find_slots, dutch)) == set().union(*map(find_slots, english)), english


ADDRESSED = re.compile(r"\b(je|jij|jou|jouw|jezelf|jullie)\b", re.IGNORECASE)
OF_NO_SURVEY = ("quick", "start.html", "code.html")
"""Pages of the room that belong to no survey, and so follow none's form of address."""


def list_survey_texts() -> set[str]:
    """The English texts that somebody meets who answers a survey, or an error page meanwhile."""
    rooms = [*(ROOT / "respond").rglob("*.py"), *(ROOT / "templates/respond").rglob("*.html")]
    kept = [path for path in rooms if not path.name.startswith(OF_NO_SURVEY)]
    found = set(_extract((path for path in kept if path.suffix == ".py"), "python"))
    found |= set(_extract((path for path in kept if path.suffix == ".html"), "jinja2"))
    return found | list_texts(SHARED)


def read_formal(room: str) -> Catalog:
    with (ROOT / room / "translations/nl/LC_MESSAGES/formal.po").open("rb") as source:
        return read_po(source, locale="nl")


def test_every_text_of_a_survey_that_addresses_people_has_a_formal_form() -> None:
    own, shared = read_catalogue("respond"), read_catalogue(SHARED)
    formal = {message.id for room in ("respond", SHARED) for message in read_formal(room) if message.id}
    missing = set()
    for text in list_survey_texts():
        message = own.get(text) or shared.get(text)
        if message is not None and ADDRESSED.search(str(message.string)) and text not in formal:
            missing.add(text)
    assert missing == {"Open the link in your invitation once more, or ask the person who sent it."}, (
        "a link that opens nothing is of no survey; all others follow theirs"
    )


@pytest.mark.parametrize("room", ["respond", SHARED, "campaigns"])
def test_formal_texts_say_u_and_replace_a_text_that_exists(room: str) -> None:
    plain = read_catalogue(room)
    for message in read_formal(room):
        if message.id:
            before = plain.get(message.id)
            assert before is not None
            assert not ADDRESSED.search(str(message.string)), message.string
            assert re.search(r"\b(u|uw)\b", str(message.string), re.IGNORECASE)
            assert find_slots(str(message.string)) == find_slots(str(message.id))


def test_the_test_finds_texts_in_code_and_pages() -> None:
    assert {"Page not found", "Skip to the content"} <= list_texts(SHARED)


def test_rooms_say_the_same_english_in_the_same_dutch() -> None:
    """All catalogues are joined into one, so of two Dutch texts for one English the last would win everywhere."""
    said: dict[str, dict[str, str]] = {}
    for room in ROOMS:
        for message in read_catalogue(room):
            if message.id:
                said.setdefault(str(message.id), {})[room] = str(message.string)
    assert {text: rooms for text, rooms in said.items() if len(set(rooms.values())) > 1} == {}
