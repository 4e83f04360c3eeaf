"""Paper: forms without a number, typed by two people in batches of five or more, stored shuffled in one go (A22)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pymupdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from assessment.access.invitations import find_link_key
from assessment.campaigns.paper import find_batch, list_pages
from assessment.campaigns.paper_sheets import open_typed
from assessment.campaigns.states import withdraw_survey
from assessment.models import Campaign, PaperBatch, Receipt, db
from assessment.release.closing import close_campaign, stop_answers
from assessment.release.withdrawing import erase_answers
from assessment.respond.survey import Page
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from questionnaires import shipped
from tests.assessment.campaigns.facilitator import read
from tests.assessment.respond.visitor import stored
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.doors import open_to_everybody
from tests.fixtures.surveys import open_survey

PLACE = shipped("senior-management-drivers").position
DIGITS = {"4": 4, "0": CANT_TELL, "9": NOT_APPLICABLE, "": SKIPPED}


@dataclass
class Typist:
    """A colleague at the pages of paper."""

    client: FlaskClient
    place: str

    def post(self, page: str = "", **typed: str) -> str:
        """Send a form and follow; gives the text of the page."""
        sent = {name.replace("__", "-"): value for name, value in typed.items()}
        return read(self.client.post(f"{self.place}{page and '/' + page}", data=sent, follow_redirects=True))

    def get(self, page: str = "") -> str:
        return read(self.client.get(f"{self.place}{page and '/' + page}", follow_redirects=True))

    def start(self, unit: str = "care", forms: str = "5") -> int:
        made = self.client.post(self.place, data={"unit": unit, "forms": forms})
        assert made.status_code == 303, read(made)
        return int(made.location.split("/")[-3])

    def type_pile(self, batch: int, forms: int = 5, **changes: dict[str, str]) -> str:
        """Form 1 has 1 for the first question, form 2 has 2 and so on; ``changes``: of a form, as form3={...}."""
        told = ""
        for number in range(1, forms + 1):
            typed = {"q-commitment-attend": str(number), "q-commitment-see": "0", "group": "staff"}
            typed |= changes.get(f"form{number}", {})
            told = self.post(f"{batch}/forms/{number}", **typed)
        return told


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_to_everybody()


@pytest.fixture
def make_typist(app: Flask, survey: int) -> Callable[..., Typist]:
    def make(email: str, *roles: str) -> Typist:
        with app.app_context():
            organisation_id = db.session.get_one(Campaign, survey).organisation_id
        client = app.test_client()
        sign_in(client, add_colleague(app, organisation_id, *roles or ("facilitator",), email=email))
        return Typist(client, f"/organisations/{organisation_id}/surveys/{survey}/paper")

    return make


@pytest.fixture
def first(make_typist: Callable[..., Typist]) -> Typist:
    return make_typist("first@zonneveld.example")


@pytest.fixture
def second(make_typist: Callable[..., Typist]) -> Typist:
    return make_typist("second@zonneveld.example", "administrator")


def test_five_forms_typed_by_two_with_one_difference_are_stored_once(
    app: Flask, first: Typist, second: Typist, survey: int
) -> None:
    batch = first.start()
    assert "Now another colleague types them anew" in first.type_pile(batch)
    assert "Waits for another colleague" in first.get()
    assert f"/paper/{batch}" in first.get(str(batch))

    told = second.type_pile(batch, form3={"q-commitment-attend": "4"})
    assert "The two of you typed 1 thing otherwise" in told
    assert "Form 3: When we met about quality, a senior manager took part." in told
    assert "Choose what stands on form 3" in second.post(f"{batch}/differences")
    assert stored(app) == []

    told = second.post(f"{batch}/differences", **{"d-3-q-commitment-attend": "first"})
    assert "The forms are stored. Destroy the paper now." in told
    again = second.post(f"{batch}/differences", **{"d-3-q-commitment-attend": "first"})
    assert "This batch is not there any more" in again

    sheets = stored(app)
    assert [(unit, group) for unit, group, _ in sheets] == [("care", "staff")] * 5
    assert sorted(codes[PLACE["commitment-attend"]] for _, _, codes in sheets) == [1, 2, 3, 4, 5]
    assert {codes[PLACE["commitment-see"]] for _, _, codes in sheets} == {CANT_TELL}
    assert {codes[PLACE["goals-own"]] for _, _, codes in sheets} == {SKIPPED}
    assert {codes[PLACE["after-survey"]] for _, _, codes in sheets} == {NOT_ASKED}
    with app.app_context():
        assert (db.session.query(PaperBatch).count(), db.session.query(Receipt).count()) == (0, 5)
        close_campaign(survey)


def test_the_second_persons_choice_counts_as_well_also_for_the_group(app: Flask, first: Typist, second: Typist) -> None:
    batch = first.start()
    first.type_pile(batch)
    second.type_pile(batch, form1={"group": "middle-managers", "q-commitment-attend": ""})
    second.post(f"{batch}/differences", **{"d-1-group": "second", "d-1-q-commitment-attend": "second"})

    found = [(group, codes[PLACE["commitment-attend"]]) for _unit, group, codes in stored(app)]
    assert sorted(found, key=str) == sorted(
        [("middle-managers", SKIPPED), *(("staff", code) for code in (2, 3, 4, 5))], key=str
    )


@pytest.mark.parametrize("forms", ["", "0", "4", "51", "five"])
def test_fewer_than_five_forms_cannot_be_begun(app: Flask, first: Typist, forms: str) -> None:
    answer = first.client.post(first.place, data={"unit": "care", "forms": forms})

    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(PaperBatch).count() == 0
    if forms == "4":
        assert "Wait for at least 5 forms" in read(answer)


def test_a_half_typed_pile_cannot_be_stored(app: Flask, first: Typist, second: Typist) -> None:
    batch = first.start()
    first.type_pile(batch, forms=4)
    assert "A colleague is typing this pile for the first time" in second.get(str(batch))
    assert "somebody else's turn" in second.post(f"{batch}/forms/1", q__commitment__attend="1")
    first.post(f"{batch}/forms/5")
    second.type_pile(batch, forms=4)
    assert "somebody else's turn" in second.post(f"{batch}/differences")
    assert stored(app) == []


def test_nobody_types_both_times(app: Flask, first: Typist, make_typist: Callable[..., Typist], second: Typist) -> None:
    batch = first.start()
    first.type_pile(batch)
    second.post(f"{batch}/forms/1", q__commitment__attend="1")

    assert "You typed these forms first" in first.post(f"{batch}/forms/1", q__commitment__attend="5")
    third = make_typist("third@zonneveld.example")
    assert "somebody else's turn" in third.post(f"{batch}/forms/2")
    with app.app_context():
        typed = find_batch(db.session.query(Campaign).one(), batch).typed
    assert len(typed.second) == 1
    assert typed.first[0].codes[PLACE["commitment-attend"]] == 1


def test_each_may_look_back_at_what_they_typed_and_see_nothing_of_the_other(first: Typist, second: Typist) -> None:
    batch = first.start()
    first.type_pile(batch)
    page = first.client.get(f"{first.place}/{batch}/forms/3").text
    assert re.findall(r'name="q-commitment-attend" value="(\d?)"', page) == ["3"]

    page = second.client.get(f"{second.place}/{batch}/forms/1").text
    assert set(re.findall(r'<input type="text" id="q-[^"]+" name="[^"]+" value="([^"]*)"', page)) == {""}


@pytest.mark.parametrize("digit", ["6", "x", "44", "-"])
def test_a_digit_off_the_scale_is_named_and_stays(first: Typist, digit: str) -> None:
    batch = first.start()
    answer = first.client.post(f"{first.place}/{batch}/forms/1", data={"q-commitment-attend": digit, "group": "staff"})

    assert answer.status_code == 422
    assert "Type 1, 2, 3, 4, 5, 0, 9 or nothing for" in read(answer)
    assert f'name="q-commitment-attend" value="{digit}"' in answer.text


@pytest.mark.parametrize("digit", list(DIGITS))
def test_digits_stand_for_answers(app: Flask, first: Typist, survey: int, digit: str) -> None:
    batch = first.start()
    first.post(f"{batch}/forms/1", q__commitment__attend=digit, group="staff")

    with app.app_context():
        typed = find_batch(db.session.get_one(Campaign, survey), batch).typed
    assert typed.first[0].codes[PLACE["commitment-attend"]] == DIGITS[digit]


def test_what_was_typed_is_sealed_with_a_key_that_is_no_row(app: Flask, first: Typist) -> None:
    batch = first.start()
    first.type_pile(batch)

    with app.app_context():
        sealed = db.session.execute(text("SELECT sealed FROM paper_batch")).scalar_one()
        assert b"staff" not in bytes(sealed)
        assert b"codes" not in bytes(sealed)
        assert len(open_typed(bytes(sealed), find_link_key(), batch).first) == 5


def test_closing_and_withdrawing_delete_what_was_typed(app: Flask, first: Typist, survey: int) -> None:
    first.type_pile(first.start())
    with app.app_context():
        stop_answers(survey)
        assert db.session.query(PaperBatch).count() == 0
    assert "Forms are typed in while the survey is open" in first.post("", unit="care", forms="5")


def test_withdrawing_deletes_it_as_well(app: Flask, first: Typist, survey: int) -> None:
    first.type_pile(first.start())
    with app.app_context():
        withdraw_survey(db.session.get_one(Campaign, survey).organisation_id, survey)
        erase_answers(survey)
        assert db.session.query(PaperBatch).count() == 0


def test_a_pile_that_got_mixed_up_is_discarded(app: Flask, first: Typist) -> None:
    batch = first.start()
    assert "nothing of it was counted" in first.post(f"{batch}/discard")
    assert "No pile is being typed." in first.get()


def test_a_small_unit_is_stored_in_the_one_above(app: Flask, first: Typist, second: Typist) -> None:
    batch = first.start(unit="archive")
    first.type_pile(batch)
    second.type_pile(batch)
    second.post(f"{batch}/differences")
    assert {unit for unit, _group, _codes in stored(app)} == {"offices"}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            ("This form is the same for everybody and has no number", "Never", "In the last three months:", "Staff"),
        ),
        ("nl", ("Dit formulier is voor iedereen gelijk en heeft geen nummer", "Nooit", "Medewerkers")),
    ],
)
def test_the_form_asks_every_question_with_a_box_and_a_digit_for_each_answer(
    app: Flask, first: Typist, survey: int, language: str, sentences: tuple[str, ...]
) -> None:
    answer = first.client.get(f"{first.place}/{language}/form.pdf?unit=care")
    document = pymupdf.open(stream=answer.data)
    words = " ".join(" ".join(page.get_text() for page in document).split())

    assert answer.headers["Content-Disposition"] == f'attachment; filename="form-{survey}.pdf"'
    with app.app_context():
        pages = list_pages(db.session.get_one(Campaign, survey), "care", language)
    squashed = words.replace(" ", "")
    assert all(row.text.replace(" ", "") in squashed for page in pages for row in page.rows)
    assert all(sentence in words for sentence in sentences)
    check_layout(document, pages)
    assert answer.data == first.client.get(f"{first.place}/{language}/form.pdf?unit=care").data


def check_layout(document: pymupdf.Document, pages: tuple[Page, ...]) -> None:
    """Three A4 pages for six parts, the first with the promise: no part, and so no question, goes over a page's end,
    and every question is set in 10.5 points at least."""
    sheets = [read_sheet(sheet) for sheet in document]
    assert [(round(sheet.rect.width), round(sheet.rect.height)) for sheet in document] == [(595, 842)] * 3
    held = [
        [number for number, (text, _sizes) in enumerate(sheets) if all(squash(row.text) in text for row in page.rows)]
        for page in pages
    ]
    assert held == [[0], [1], [1], [2], [2], [2]]
    first = [squash(row.text)[:12] for page in pages for row in page.rows]
    sizes = [size for _text, found in sheets for text, size in found if text.startswith(tuple(first))]
    assert len(sizes) >= len(first)
    assert min(sizes) >= 10.49


def squash(text: str) -> str:
    return "".join(text.split())


def read_sheet(sheet: pymupdf.Page) -> tuple[str, list[tuple[str, float]]]:
    """The text without blanks, and each line with the size of its letters."""
    lines = [
        (squash("".join(span["text"] for span in line["spans"])), line["spans"][0]["size"])
        for block in sheet.get_text("dict")["blocks"]
        for line in block.get("lines", ())
    ]
    return squash(sheet.get_text()), lines


def test_forms_of_another_survey_or_unit_are_not_there(app: Flask, first: Typist, survey: int) -> None:
    assert first.client.get(f"{first.place}/en/form.pdf?unit=nowhere").status_code == 404
    assert first.client.get(f"{first.place}/fr/form.pdf").status_code == 404
    with app.app_context():
        other = open_survey()
        organisation_id = db.session.get_one(Campaign, other).organisation_id
    client = app.test_client()
    sign_in(client, add_colleague(app, organisation_id, "facilitator", email="other@other.example"))
    batch = first.start()
    place = f"/organisations/{organisation_id}/surveys/{other}/paper"
    assert client.get(f"{place}/{batch}").status_code == 404
    assert client.get(f"{place}/en/form.pdf").status_code == 404
    assert "This survey was not set up for paper" in read(client.get(place))
