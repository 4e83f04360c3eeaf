"""The staff page: after the release every address of a survey shows what all answered together, and nothing else."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from assessment.access.codes import code_for
from assessment.access.invitations import Place, find_link_key, invite, invite_many
from assessment.access.tokens import hash_token
from assessment.models import Campaign, Decision, Invitation, db, writing
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.reporting.service import publish_report
from assessment.reporting.staff import make_staff_page
from assessment.respond.service import store_sheets
from assessment.respond.sheets import Sheet
from questionnaires import shipped
from tests.assessment.results import made
from tests.fixtures.surveys import open_survey

YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
SIZE = len(shipped("senior-management-drivers").items)


def sheet(number: int) -> Sheet:
    place = ("care", "software")[number % 2]
    return Sheet(place, "staff", bytes((number * 7 + item * 3 + number // 5) % 5 + 1 for item in range(SIZE)))


def run_survey(**changes: object) -> tuple[int, dict[str, str]]:
    """A survey of 40 answers with a spent link, an unspent one and a shared one, closed and released."""
    campaign_id = open_survey(**changes)
    (_, spent), (_, unspent) = invite_many(campaign_id, [Place("care", "staff")] * 2)
    _, shared = invite(campaign_id, kind="shared")
    with writing() as session:
        done = update(Invitation).where(Invitation.campaign_id == campaign_id, Invitation.kind == "personal")
        session.execute(done.where(Invitation.token_sha256 == hash_token(spent)).values(done=True))
    store_sheets(db.session.get_one(Campaign, campaign_id), [sheet(number) for number in range(40)])
    close_campaign(campaign_id)
    release_campaign(campaign_id)
    return campaign_id, {"spent": spent, "unspent": unspent, "shared": shared}


def read_main(client: FlaskClient, token: str, language: str = "en") -> str:
    page = client.get(f"/s/{token}", follow_redirects=True, headers={"Accept-Language": language})
    assert (page.status_code, page.request.path) == (200, "/survey/results")
    return page.text[page.text.index("<main") : page.text.index("</main>")]


@pytest.fixture
def clients(app: Flask) -> dict[str, FlaskClient]:
    return {name: app.test_client() for name in ("spent", "unspent", "shared")}


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "What we answered together"), ("nl", "Wat wij samen antwoordden")]
)
def test_every_link_shows_the_same_page(
    app: Flask, clients: dict[str, FlaskClient], language: str, heading: str
) -> None:
    with app.app_context():
        _campaign_id, tokens = run_survey(results_on=YESTERDAY)
    pages = {name: read_main(clients[name], token, language) for name, token in tokens.items()}
    assert heading in pages["spent"]
    assert len(set(pages.values())) == 1
    words = re.sub(r"<[^>]+>", " ", pages["spent"])
    for trace in ("%(", "{p}", "None", "Care ", "Zorg ", "Software", *tokens.values()):
        assert trace not in words, trace


def test_it_stands_there_on_paper_once_that_is_made(app: Flask, clients: dict[str, FlaskClient]) -> None:
    paper = "/survey/results/where-we-stand.pdf"
    with app.app_context():
        campaign_id, tokens = run_survey(results_on=YESTERDAY)
    assert paper not in read_main(clients["spent"], tokens["spent"])
    assert clients["spent"].get(paper).location == "/survey/results"
    with app.app_context():
        kept = publish_report(campaign_id, "en", "staff")
    assert paper in read_main(clients["spent"], tokens["spent"])
    made = clients["spent"].get(paper, headers={"Accept-Language": "en"})
    assert (made.status_code, made.mimetype, made.data) == (200, "application/pdf", kept)
    assert app.test_client().get(paper).status_code == 404


def test_until_the_promised_day_nothing_is_shown(app: Flask, clients: dict[str, FlaskClient]) -> None:
    with app.app_context():
        _campaign_id, tokens = run_survey(results_on=date(2099, 1, 1))
    unspent = clients["unspent"].get(f"/s/{tokens['unspent']}", follow_redirects=True)
    assert (unspent.status_code, "This survey is closed" in unspent.text) == (410, True)
    spent = clients["spent"].get(f"/s/{tokens['spent']}", follow_redirects=True)
    assert (spent.status_code, "We have your answers" in spent.text) == (200, True)
    assert clients["spent"].get("/survey/results").location == "/survey/"


def test_without_a_link_there_is_no_staff_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        run_survey(results_on=None)
    assert client.get("/survey/results").status_code == 404
    client.get(f"/s/{'A' * 22}")
    assert client.get("/survey/results").status_code == 404


def test_the_page_of_typed_codes_leads_there_too_with_a_code_that_was_used(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        campaign_id = open_survey(results_on=None)
        invitation, _token = invite(campaign_id, "care", "staff", kind="card")
        code = code_for(find_link_key(), invitation.id)
        with writing() as session:
            session.execute(update(Invitation).values(done=True))
        used = client.post(f"/c/{campaign_id}", data={"code": code})
        assert used.status_code == 422
        close_campaign(campaign_id)
        release_campaign(campaign_id)
    assert "The results are there" in client.get(f"/c/{campaign_id}").text
    page = client.post(f"/c/{campaign_id}", data={"code": code}, follow_redirects=True)
    assert (page.status_code, page.request.path) == (200, "/survey/results")
    assert "Too few people answered" in page.text
    assert client.post(f"/c/{campaign_id}", data={"code": "7777777777"}).status_code == 422


def test_decisions_stand_on_it_with_owner_and_day(app: Flask, clients: dict[str, FlaskClient]) -> None:
    with app.app_context():
        campaign_id, tokens = run_survey(results_on=None)
        assert "Nothing has been written down yet" in read_main(clients["unspent"], tokens["unspent"])
        owner = db.session.get_one(Campaign, campaign_id).organisation_id
        text = {"en": "Answer within 30 days", "nl": "Antwoord binnen 30 dagen"}
        with writing() as session:
            session.add(
                Decision(
                    organisation_id=owner, campaign_id=campaign_id, position=1, text=text, owner="K. Plover",
                    due=date(2027, 5, 1),
                )
            )  # fmt: skip
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", read_main(clients["spent"], tokens["spent"])))
    assert "Answer within 30 days Who K. Plover By when 1 May 2027" in words


def test_every_number_on_it_is_of_everybody_together() -> None:
    """Parts of the release may change as they like: the page stays byte for byte the same."""
    whole = made.view(made.source())
    page = make_staff_page(whole)
    two = made.figures(joint=made.joint(), units=("One", "Two"), hidden=0)
    alone = made.source(two, structure=made.structure(("One", "Two")))
    only = alone.model_copy(
        update={"figures": alone.figures.model_copy(update={"cells": (whole.figures.cell("all"),)})}
    )
    assert make_staff_page(made.view(only)) == page
    assert page.verdict.startswith("Level 3, unchanged")
    assert page.answered == "168 of 233 answered (72 %)"


def test_few_people_are_told_in_words_or_nothing() -> None:
    small = made.figures(n=made.count(10), invited=12, units=("A",), hidden=1, joint=made.joint())
    assert make_staff_page(made.view(made.source(small, previous=None))).in_words
    silent = make_staff_page(made.view(made.source(made.figures(n=made.count(5, 9), invited=200, units=(), hidden=0))))
    assert (silent.nothing, silent.build_on, silent.drivers) == (True, (), ())
