"""Cards, letters and posters: pictures are read from the PDF as a phone reads them, codes open what they should."""

import re
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update

from assessment.access.codes import LETTERS, code_for, hash_code, read_code, write_code
from assessment.access.tokens import hash_token
from assessment.campaigns import cards, letters
from assessment.campaigns.inviting import are_asked, invite_next
from assessment.campaigns.mails import describe_promise
from assessment.models import Campaign, Invitation, Person, Unit, db, writing
from assessment.respond.structure import make_structure
from tests.fixtures.mailbox import read_token
from tests.fixtures.people import add_people
from tests.fixtures.surveys import open_survey

DPI = 300
A_SHEET = 24
POINTS_A_MM = 72 / 25.4


@pytest.fixture
def survey(app: Flask) -> tuple[int, int]:
    with app.app_context():
        survey_id = open_survey()
        return db.session.get_one(Campaign, survey_id).organisation_id, survey_id


def find(survey: tuple[int, int]) -> Campaign:
    db.session.rollback()
    return db.session.get_one(Campaign, survey[1])


def look_at_cards(survey: tuple[int, int]) -> cards.Overview:
    campaign = find(survey)
    return cards.make_overview(campaign, make_structure(campaign.structure), "en")


def read_pictures(drawn: bytes) -> list[list[str]]:
    """What the codes of each page say, read from a grey picture of it."""
    pages = []
    document = pypdfium2.PdfDocument(drawn)
    try:
        for page in document:
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
            pages.append([found.text for found in zxingcpp.read_barcodes(picture)])
    finally:
        document.close()
    return pages


def read_texts(drawn: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(drawn)).pages]


def test_every_card_is_read_from_paper_and_there_are_24_on_a_sheet(app: Flask, survey: tuple[int, int]) -> None:
    with app.app_context():
        cards.make_cards(*survey, "care", "staff", 50)
        drawn = cards.print_cards(find(survey), "care", "staff", 1, "nl")
        assert drawn is not None
        pages, texts = read_pictures(drawn), read_texts(drawn)
        kept = {row.token_sha256: row for row in db.session.scalars(select(Invitation))}

        assert [len(page) for page in pages] == [A_SHEET, A_SHEET, 2]
        print(f"QR: {sum(map(len, pages))} of 50 cards read at {DPI} dpi grey")
        links = [link for page in pages for link in page]
        assert {hash_token(read_token(link)) for link in links} == set(kept)
        assert all(link.startswith("http://127.0.0.1:5000/s/") for link in links)
        codes = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", " ".join(texts))
        key = app.extensions["settings"].link_key.get_secret_value().encode()
        assert {hash_code(key, survey[1], read_code(code) or "") for code in codes} == {
            row.code_hash for row in kept.values()
        }
        assert "127.0.0.1:5000/c/1" in texts[0]
        assert "Zorg, Medewerkers" in texts[0]
        for page in PdfReader(BytesIO(drawn)).pages:
            assert (round(page.mediabox.width / POINTS_A_MM), round(page.mediabox.height / POINTS_A_MM)) == (210, 297)


def test_the_same_cards_are_printed_again_used_or_not(app: Flask, survey: tuple[int, int]) -> None:
    """No file tells who has answered: it is the same, byte by byte, after some have."""
    with app.app_context():
        cards.make_cards(*survey, "care", "staff", 5)
        before = cards.print_cards(find(survey), "care", "staff", 1, "en")
        with writing() as session:
            session.execute(update(Invitation).where(Invitation.id <= 3).values(done=True))
        assert cards.print_cards(find(survey), "care", "staff", 1, "en") == before
        assert cards.print_cards(find(survey), "software", "staff", 1, "en") is None
        assert cards.print_cards(find(survey), "care", "staff", 2, "en") is None


def test_a_unit_too_small_to_be_shown_has_its_cards_in_the_pile_above(app: Flask, survey: tuple[int, int]) -> None:
    with app.app_context():
        cards.make_cards(*survey, "archive", "staff", 3)
        (stack,) = look_at_cards(survey).stacks.rows
        assert (stack.unit, stack.count) == ("offices", 3)


def test_each_person_has_a_letter_in_their_language_with_name_picture_and_code(
    app: Flask, survey: tuple[int, int]
) -> None:
    with app.app_context():
        add_people(survey[1], care=2, without_mail=3)
        while invite_next(*survey):
            pass
        (pile,) = [
            pile
            for pile in letters.list_piles(find(survey), are_asked(find(survey)), "en").page.rows
            if pile.unit == "care"
        ]
        assert pile.letters == 3
        drawn = letters.print_letters(find(survey), "care", 1, "en")
        assert drawn is not None

        pages, texts = read_pictures(drawn), read_texts(drawn)
        assert [len(page) for page in pages] == [1] * 3
        owners = {row.token_sha256: row for row in db.session.scalars(select(Invitation))}
        key = app.extensions["settings"].link_key.get_secret_value().encode()
        without = select(Person).where(Person.email.is_(None))
        people = db.session.scalars(without.order_by(Person.name, Person.id)).all()
        for person, (link,), text in zip(people, pages, texts, strict=True):
            invitation = owners[hash_token(read_token(link))]
            assert (invitation.kind, invitation.address) == ("letter", str(person.id))
            assert person.name in text
            assert write_code(code_for(key, invitation.id)) in text
            assert ("Niemand die met dit systeem" in text) == (person.language == "nl")


@pytest.mark.parametrize(("language", "said"), [("en", "card or letter"), ("nl", "kaartje of brief")])
def test_the_poster_leads_to_where_codes_are_typed_and_opens_nothing(
    app: Flask, survey: tuple[int, int], language: str, said: str
) -> None:
    with app.app_context():
        promise = describe_promise(survey[1], language, shared=False)
        drawn = cards.print_poster(find(survey), None, language, promise)

        assert read_pictures(drawn) == [["http://127.0.0.1:5000/c/1"]]
        (text,) = read_texts(drawn)
        assert said in text
        assert promise[:60] in text


def test_codes_have_ten_letters_without_look_alikes_and_are_read_as_people_type_them() -> None:
    codes = {code_for(b"key", number) for number in range(5_000)}
    assert len(codes) == 5_000
    assert all(len(code) == 10 and set(code) <= set(LETTERS) for code in codes)
    assert not set("ILOU") & set(LETTERS)
    assert {read_code(typed) for typed in ("7KQ4M-X2PO1", "7kq4mx2poi", " 7kq4m x2p0l ", "7KQ4M–X2P01")} == {
        "7KQ4MX2P01"
    }
    assert [read_code(typed) for typed in ("", "7KQ4M", "7KQ4M-X2P0U", "ÅÅÅÅÅÅÅÅÅÅ")] == [None] * 4


def test_all_letters_are_in_one_file_unit_by_unit(
    app: Flask, survey: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of the survey's units, and by name within one; the last ones begin another file."""
    with app.app_context():
        add_people(survey[1], without_mail=9)
        with writing() as session:
            homes = dict(session.execute(select(Unit.key, Unit.id)).all())
            for number, person in enumerate(session.scalars(select(Person).order_by(Person.id))):
                person.unit_id = homes[("software", "care", "archive")[number % 3]]
                person.name = f"Reader {9 - number}"
        while invite_next(*survey):
            pass
        wanted = [f"Reader {number}" for number in (2, 5, 8, 3, 6, 9, 1, 4, 7)]
        piles = letters.list_piles(find(survey), are_asked(find(survey)), "en")
        assert (piles.everybody.letters, len(piles.everybody.files)) == (9, 1)
        drawn = letters.print_letters(find(survey), "", 1, "en")
        assert drawn is not None
        assert [name for text in read_texts(drawn) for name in re.findall(r"Reader \d", text)] == wanted

        monkeypatch.setattr(letters, "IN_A_FILE", 7)
        second = letters.print_letters(find(survey), "", 2, "en")
        assert second is not None
        assert [name for text in read_texts(second) for name in re.findall(r"Reader \d", text)] == wanted[7:]
        assert letters.print_letters(find(survey), "", 3, "en") is None


def test_one_press_makes_as_many_cards_as_there_are_people_without_mail(app: Flask, survey: tuple[int, int]) -> None:
    """A pile for each unit; those of a small one lie with the unit above; what is there already is not made twice."""
    with app.app_context():
        add_people(survey[1], care=2, without_mail=7)
        with writing() as session:
            homes = dict(session.execute(select(Unit.key, Unit.id)).all())
            without = session.scalars(select(Person).where(Person.email.is_(None)).order_by(Person.id)).all()
            without[0].unit_id = without[1].unit_id = homes["archive"]
        cards.make_cards(*survey, "care", "staff", 3)

        assert cards.make_missing(*survey) == 4
        stacks = [(stack.unit, stack.group, stack.count) for stack in look_at_cards(survey).stacks.rows]
        assert stacks == [("care", "staff", 5), ("offices", "staff", 2)]
        assert cards.make_missing(*survey) == 0
