"""Links on paper, which somebody else has printed: what was begun with one opens in the browser that began (A17)."""

from http.cookies import SimpleCookie

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from sqlalchemy import select

from assessment.access.invitations import invite
from assessment.models import Draft, Invitation, db
from assessment.respond.drafts import open_draft
from tests.assessment.respond.visitor import Visitor, change_campaign, stored

SECRET = "Our director never comes by."


def begin(app: Flask, survey: int, kind: str) -> tuple[str, Visitor]:
    """The token of a link, and whoever began with it: one page answered, with a comment."""
    change_campaign(app, survey, asks_comments=True)
    with app.app_context():
        token = invite(survey, "care", "staff", kind)[1]
    visitor = Visitor(app.test_client()).open(f"/s/{token}").press()
    visitor.press(fields={**dict.fromkeys(visitor.questions, "4"), "comment": SECRET})
    return token, visitor


@pytest.mark.parametrize("kind", ["letter", "card"])
def test_what_was_begun_by_a_printed_link_opens_in_its_own_browser_only(app: Flask, survey: int, kind: str) -> None:
    token, visitor = begin(app, survey, kind)

    printer = Visitor(app.test_client())
    seen = ""
    for address in ("/survey/", "/survey/about-you", "/survey/questions/1", "/survey/review", "/survey/thanks"):
        printer.client.get(f"/s/{token}")
        seen += printer.open(address).page.text
        assert (printer.heading, printer.page.status_code) == ("Begun on another device", 409)
    assert SECRET not in seen
    assert "checked" not in seen

    # Their own browser has forgotten the link, as it does after twelve hours, and scans it again.
    visitor.client.delete_cookie("survey", path="/survey")
    visitor.open(f"/s/{token}").press()
    assert visitor.path == "/survey/questions/2"
    assert SECRET in visitor.open("/survey/questions/1").page.text
    visitor.open("/survey/questions/2").answer_all().press()
    assert visitor.heading == "We have your answers"
    assert len(stored(app)) == 1
    assert printer.open(f"/s/{token}").heading == "We have your answers"


def test_token_and_database_together_open_no_draft_of_a_printed_link(app: Flask, survey: int) -> None:
    token, _visitor = begin(app, survey, "letter")
    with app.app_context():
        draft = db.session.scalars(select(Draft)).one()
        invitation = db.session.scalars(select(Invitation)).one()
        with pytest.raises(InvalidTag):
            open_draft(draft.sealed, token, invitation.id)


def test_whoever_lost_that_browser_starts_afresh_and_counts_once(app: Flask, survey: int) -> None:
    token, _visitor = begin(app, survey, "card")
    other = Visitor(app.test_client()).open(f"/s/{token}")
    assert "What was begun there is then given up." in other.text
    other.page = other.client.post("/survey/afresh", data=other.hidden, follow_redirects=True)
    assert (other.path, other.page.status_code) == ("/survey/", 200)
    other.press().answer_all("2").press()

    assert other.heading == "We have your answers"
    ((unit, group, codes),) = stored(app)
    assert (unit, group, set(codes)) == ("care", "staff", {0, 2})


def test_starting_afresh_gives_up_nothing_that_this_browser_can_open(app: Flask, survey: int) -> None:
    for kind in ("letter", "personal"):
        _token, visitor = begin(app, survey, kind)
        mark = visitor.hidden
        visitor.page = visitor.client.post("/survey/afresh", data=mark, follow_redirects=True)
        assert SECRET in visitor.open("/survey/questions/1").page.text


def test_links_by_mail_go_on_anywhere_and_set_no_second_cookie(app: Flask, survey: int) -> None:
    token, visitor = begin(app, survey, "personal")
    assert visitor.client.get_cookie("survey-browser", path="/survey") is None
    other = Visitor(app.test_client()).open(f"/s/{token}").open("/survey/questions/1")
    assert SECRET in other.page.text


def test_the_browser_s_secret_is_seen_by_survey_pages_only_and_by_no_script(app: Flask, survey: int) -> None:
    with app.app_context():
        token = invite(survey, "care", "staff", "letter")[1]
    visitor = Visitor(app.test_client()).open(f"/s/{token}")
    answer = visitor.client.post("/survey/", data=visitor.hidden)
    cookies = SimpleCookie("; ".join(answer.headers.getlist("Set-Cookie")))
    kept = cookies["survey-browser"]
    assert (kept["path"], kept["max-age"], kept["httponly"], kept["samesite"]) == ("/survey", "5184000", True, "Lax")
    assert len(kept.value) == 22
    assert kept.value != token


def test_without_that_secret_no_page_of_questions_opens_before_the_first(app: Flask, survey: int) -> None:
    """Somebody who goes to an address by hand is led to the first page, where the browser gets its secret."""
    with app.app_context():
        token = invite(survey, "care", "staff", "card")[1]
    visitor = Visitor(app.test_client()).open(f"/s/{token}")
    for address in ("/survey/questions/1", "/survey/review", "/survey/about-you"):
        assert visitor.open(address).path == "/survey/"
