"""Links: what they set, what they leave alone, and where their token may be seen (trust rules A17, S9, S15, S28)."""

from http.cookies import SimpleCookie

import pytest
from sqlalchemy import func, select

from assessment.access.invitations import invite
from assessment.app import create_app
from assessment.models import AnswerSet, Draft, Invitation, db, writing
from tests.assessment.respond.visitor import Visitor, arrive, change_campaign, stored
from tests.conftest import close_app, settings_for
from tests.fixtures.surveys import open_survey


def count_rows(app) -> list[int]:
    with app.app_context():
        counts = (select(func.count()).select_from(table) for table in (Invitation, Draft, AnswerSet))
        return [db.session.scalars(count).one() for count in counts]


def make_token(app, survey: int, **place: str) -> str:
    with app.app_context():
        return invite(survey, **place)[1]


def test_link_puts_its_token_into_a_cookie_of_the_survey_and_leads_to_an_address_without_it(app, survey):
    token = make_token(app, survey)

    answer = app.test_client().get(f"/s/{token}")

    assert (answer.status_code, answer.location) == (303, "/survey/")
    assert token not in answer.text
    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert (cookie.key, cookie.value, cookie["path"], cookie["max-age"]) == ("survey", token, "/survey", "43200")
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")


@pytest.mark.parametrize(
    ("asked", "chosen", "told"),
    [("?language=nl", "", "nl"), ("", "", "en"), ("?language=xx", "", "en"), ("?language=nl", "en", "en")],
)
def test_pages_open_in_the_language_of_the_mail_unless_another_was_chosen_here(app, survey, asked, chosen, told):
    client = app.test_client()
    if chosen:
        client.set_cookie("language", chosen)

    page = client.get(f"/s/{make_token(app, survey)}{asked}", headers={"Accept-Language": "en"}, follow_redirects=True)

    assert f'<html lang="{told}"' in page.text


def test_over_https_the_cookie_is_secure_and_says_so_in_its_name(database_url, tmp_path):
    settings = settings_for(tmp_path, database_url).model_copy(update={"base_address": "https://survey.example.org"})
    app = create_app(settings)

    answer = app.test_client().get("/s/" + "a" * 22, base_url="https://survey.example.org")

    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert (cookie.key, cookie["secure"]) == ("__Secure-survey", True)
    close_app(app)


def test_opening_a_link_ten_times_changes_nothing(app, survey):
    token = make_token(app, survey)
    before = count_rows(app)

    for _ in range(10):
        Visitor(app.test_client()).open(f"/s/{token}")

    assert count_rows(app) == before


def test_links_that_never_were_and_links_that_were_erased_answer_alike(app, survey):
    token = make_token(app, survey)
    with app.app_context(), writing() as session:
        session.delete(session.scalars(select(Invitation)).one())

    pages = [Visitor(app.test_client()).open(f"/s/{each}").page for each in (token, "a" * 22, "B" * 22)]

    assert {page.status_code for page in pages} == {404}
    assert len({page.data for page in pages}) == 1


def test_without_a_link_no_page_of_a_survey_opens(app, survey):
    for path in ("/survey/", "/survey/about-you", "/survey/questions/1", "/survey/review", "/survey/thanks"):
        assert app.test_client().get(path).status_code == 404
        assert app.test_client().post(path).status_code in (404, 405)


def test_token_is_in_no_address_page_or_log(app, survey, capfd):
    token = make_token(app, survey)
    visitor = Visitor(app.test_client()).open(f"/s/{token}")
    pages = [visitor.page.text]
    for step in (visitor.press, visitor.answer_all, visitor.press):
        pages.append(step().page.text)
        assert token not in visitor.page.request.url
    visitor.client.post("/survey/questions/1", data={"link": token})

    assert not any(token in page for page in pages)
    captured = capfd.readouterr()
    assert token not in captured.out + captured.err


def test_shared_link_gives_out_a_personal_one_when_somebody_starts(app, survey):
    visitor = arrive(app, survey, kind="shared")
    assert "This link is the same for everybody: we do not know who used it." in visitor.text
    before = count_rows(app)

    visitor.press()
    assert visitor.heading == "Commitment"
    assert count_rows(app)[0] == before[0] + 1

    visitor.answer_all().press()
    assert visitor.heading == "We have your answers"
    assert stored(app)[0][:2] == ("care", "staff")


def test_opening_a_shared_link_again_leads_back_to_what_was_begun(app, survey):
    token = make_token(app, survey, unit="care", group="staff", kind="shared")
    visitor = Visitor(app.test_client()).open(f"/s/{token}").press()
    visitor.press(fields={"q-commitment-attend": "2"})

    visitor.open(f"/s/{token}")
    assert "Go on where you left off" in visitor.text
    assert visitor.open("/survey/questions/1").checked == {"q-commitment-attend": "2"}


def test_two_people_at_one_shared_link_count_twice(app, survey):
    token = make_token(app, survey, unit="care", group="staff", kind="shared")
    for value in ("1", "5"):
        Visitor(app.test_client()).open(f"/s/{token}").press().answer_all(value).press()

    assert len(stored(app)) == 2


def test_a_page_of_one_link_is_not_saved_under_another(app, survey):
    first, second = make_token(app, survey, unit="care", group="staff"), make_token(app, survey)
    visitor = Visitor(app.test_client()).open(f"/s/{first}").press()
    visitor.client.get(f"/s/{second}")

    visitor.press(fields={"q-commitment-attend": "1"})

    assert (visitor.page.status_code, visitor.heading) == (409, "Another link was opened here")
    assert count_rows(app)[1] == 0


def test_named_and_own_data_surveys_take_no_answers_here(app):
    with app.app_context():
        own = open_survey(disclosure="full")
        named = open_survey(questionnaire=named_questionnaire(), disclosure="full", languages=("en",))
    change_campaign(app, named, disclosure="anonymous")

    for survey in (own, named):
        visitor = arrive(app, survey)
        assert (visitor.page.status_code, visitor.heading) == (403, "This survey takes no answers here")


def named_questionnaire() -> str:
    return """
id: consensus
mode: named
title: {en: Consensus}
scales: {evidence: {points: 2, labels: {en: [Nothing, Something]}}}
dimensions: [{id: one, title: {en: One}, items: [{id: one-a, text: {en: We plan.}, scale: evidence}]}]
"""
