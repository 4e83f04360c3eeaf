"""Open links: one a unit, by picture and code, only where the survey was set up for them, never for senior managers."""

from typing import Any

import pymupdf
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from assessment.campaigns.doors import list_doors, open_door
from assessment.campaigns.service import PlanError
from assessment.models import Campaign, Invitation, db
from assessment.release.closing import stop_answers
from tests.assessment.campaigns.facilitator import read
from tests.assessment.respond.visitor import Visitor, stored
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.doors import make_door, open_to_everybody
from tests.fixtures.surveys import open_survey


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_to_everybody()


@pytest.fixture
def place(app: Flask, client: FlaskClient, survey: int) -> str:
    """The page of open links, to whose survey a facilitator is signed in."""
    with app.app_context():
        organisation_id = db.session.get_one(Campaign, survey).organisation_id
    sign_in(client, add_colleague(app, organisation_id, "facilitator"))
    return f"/organisations/{organisation_id}/surveys/{survey}/open-links"


def read_picture(pdf: bytes) -> list[str]:
    """What a phone reads from the first page, printed in grey at 300 dots an inch."""
    drawn = pymupdf.open(stream=pdf)[0].get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
    picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_a_unit_has_one_link_and_one_screen_however_often_they_are_asked_for(
    app: Flask, client: FlaskClient, place: str, survey: int
) -> None:
    for kind in ("shared", "kiosk", "shared"):
        assert client.post(place, data={"unit": "care", "kind": kind}).status_code == 303
    client.post(place, data={"unit": "", "kind": "shared"})

    with app.app_context():
        doors = list_doors(db.session.get_one(Campaign, survey), "en")
    assert [(door.kind, door.unit, door.name) for door in doors] == [
        ("shared", None, "All units"),
        ("shared", "care", "Care"),
        ("kiosk", "care", "Care"),
    ]
    page = read(client.get(place))
    assert all(door.code in page and door.address in page for door in doors)


def test_a_unit_too_small_to_be_shown_gets_the_link_of_the_one_above(app: Flask, survey: int) -> None:
    with app.app_context():
        make_door(survey, "shared", "archive")
        assert [one.unit for one in db.session.query(Invitation)] == ["offices"]


def test_the_posters_picture_and_code_open_the_survey_and_never_as_a_senior_manager(
    app: Flask, client: FlaskClient, place: str, survey: int
) -> None:
    with app.app_context():
        path, code = make_door(survey, "shared", "care")
        (door,) = list_doors(db.session.get_one(Campaign, survey), "en")
    poster = client.get(f"{place}/{door.id}/en/poster.pdf")
    text = pymupdf.open(stream=poster.data)[0].get_text()
    assert read_picture(poster.data) == [door.address]
    assert code in text
    assert "not a person" in " ".join(text.split())
    assert client.get(f"{place}/{door.id}/fr/poster.pdf").status_code == 404

    for visitor in (
        Visitor(app.test_client()).open(path),
        Visitor(app.test_client()).open(f"/c/{survey}").press(fields={"code": code}),
    ):
        assert "This link is the same for everybody" in visitor.text
        assert "within 12 hours in the same browser" in visitor.text
        visitor.press()
        assert "senior-managers" not in visitor.values("group")
        assert visitor.press(fields={"group": "senior-managers"}).page.status_code == 422
        visitor.press(fields={"group": "staff"}).answer_all().press()
        assert visitor.heading == "We have your answers"
    assert [(unit, group) for unit, group, _codes in stored(app)] == [("care", "staff")] * 2


def test_a_screen_has_no_poster(app: Flask, client: FlaskClient, place: str, survey: int) -> None:
    with app.app_context():
        make_door(survey, "kiosk", "care")
        (door,) = list_doors(db.session.get_one(Campaign, survey), "en")
    assert client.get(f"{place}/{door.id}/en/poster.pdf").status_code == 404


@pytest.mark.parametrize("change", ["no open link", "closed"])
def test_other_surveys_have_no_open_links(app: Flask, change: str) -> None:
    with app.app_context():
        survey = open_survey() if change == "no open link" else open_to_everybody()
        if change == "closed":
            stop_answers(survey)
        organisation_id = db.session.get_one(Campaign, survey).organisation_id
        with pytest.raises(PlanError):
            open_door(organisation_id, survey, "shared", None)
        with pytest.raises(PlanError):
            open_door(organisation_id, survey, "kiosk", "care")


def test_the_page_of_a_survey_without_open_links_says_where_they_are_chosen(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        survey = open_survey()
        organisation_id = db.session.get_one(Campaign, survey).organisation_id
    sign_in(client, add_colleague(app, organisation_id, "facilitator"))
    place = f"/organisations/{organisation_id}/surveys/{survey}/open-links"

    assert "are chosen at set-up" in read(client.get(place))
    told = client.post(place, data={"unit": "", "kind": "shared"}, follow_redirects=True)
    assert "Nothing was made" in read(told)


@pytest.mark.parametrize("typed", [{"unit": "zonneveld"}, {"unit": "nowhere"}])
def test_a_unit_that_is_not_on_offer_is_refused(client: FlaskClient, place: str, typed: dict[str, Any]) -> None:
    assert client.post(place, data=typed).status_code == 422


def test_a_door_of_another_organisation_is_not_there(app: Flask, client: FlaskClient, place: str) -> None:
    """S2: ids of two organisations swapped."""
    with app.app_context():
        other = open_to_everybody()
        make_door(other, "shared")
        (door,) = list_doors(db.session.get_one(Campaign, other), "en")
    assert client.get(f"{place}/{door.id}/en/poster.pdf").status_code == 404
    assert client.get(place.replace(place.split("/")[4], str(other))).status_code == 404
