"""The quick check: one person's view, from answers that are kept nowhere."""

import re

import pytest
from sqlalchemy import func, select

from assessment.models import Base, db
from assessment.respond.quick import make_quick_page, make_quick_view
from assessment.scoring.answers import CANT_TELL
from questionnaires import shipped
from tests.assessment.respond.visitor import Visitor

QUICK = shipped("quick-check")


def codes(default: int, **changed: int) -> dict[int, int]:
    """Every question answered alike but those that are named: place to code."""
    given = {QUICK.position[name.replace("_", "-")]: code for name, code in changed.items()}
    return dict.fromkeys(range(len(QUICK.items)), default) | given


def test_ten_questions_on_one_page_those_about_now_last():
    page = make_quick_page("en")

    assert [block.lead for block in page.blocks] == ["In the last three months:", "Now:"]
    assert sorted(row.name for row in page.rows) == sorted(f"q-{item.id}" for item in QUICK.items)
    assert page.rows[-1].name == "q-goals-name"


def test_weakest_driver_and_its_first_recommendation_that_fires():
    view = make_quick_view(codes(5, commitment_cut=1, reward_crisis=1, culture_blame=1, culture_barrier=2), "en")

    assert [driver.title for driver in view.weakest] == ["Culture"]
    assert (view.weakest[0].score, view.weakest[0].level) == (62.5, 4)
    first = next(each for each in QUICK.recommendations if each.dimension == "culture")
    assert view.advice is not None
    assert view.advice.title == first.title["en"]


def test_reverse_questions_count_the_other_way():
    best = codes(5, commitment_cut=1, reward_crisis=1, culture_blame=1)
    view = make_quick_view(best, "en")

    assert {driver.score for driver in view.drivers} == {100}
    assert view.advice is None


def test_what_one_cannot_tell_is_no_answer():
    view = make_quick_view(codes(CANT_TELL, goals_name=2), "nl")

    assert [(driver.title, driver.score) for driver in view.drivers] == [("Doelen", 25)]


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_every_weakest_driver_short_of_the_top_gets_a_first_step(code):
    for dimension in QUICK.dimensions:
        items = {item.id: (6 - code if item.reverse else code) for item in dimension.items}
        view = make_quick_view({QUICK.position[name]: value for name, value in items.items()}, "nl")
        assert view.advice is not None


def count_rows(app) -> int:
    with app.app_context():
        return sum(
            db.session.scalars(select(func.count()).select_from(table)).one() for table in Base.metadata.sorted_tables
        )


def test_check_ends_with_ones_own_view_and_stores_nothing(app):
    before = count_rows(app)
    visitor = Visitor(app.test_client()).open("/quick-check/")
    visitor.press("view", fields=dict.fromkeys(visitor.questions, "3"))

    assert visitor.heading == "Your view of five drivers"
    assert "This is your view, not your organisation's level" in visitor.text
    assert visitor.client.get_cookie("language") is None
    assert [cookie.key for cookie in visitor.client._cookies.values()] in ([], ["session"])
    assert count_rows(app) == before


def test_switching_the_language_keeps_answers_before_and_after_the_view(app):
    visitor = Visitor(app.test_client()).open("/quick-check/")
    visitor.press("", fields={"language": "nl", "q-goals-name": "2", "go": "x"})
    assert (visitor.heading, visitor.checked) == ("Snelle check", {"q-goals-name": "2"})

    visitor.press("view")
    assert visitor.heading == "Jouw kijk op vijf factoren"
    assert "Volgens jou het zwakst: Doelen" in visitor.text

    visitor.press("x", fields={"language": "en"})
    assert "Weakest in your view: Goals" in visitor.text
    assert visitor.press("questions").checked == {"q-goals-name": "2"}


def test_nothing_answered_is_said_and_a_forged_answer_too(app):
    visitor = Visitor(app.test_client()).open("/quick-check/").press("view")
    assert (visitor.page.status_code, visitor.title) == (422, "Error: Quick check")
    assert "Answer at least one question" in visitor.text

    visitor.press("view", fields={"q-goals-name": "9"})
    assert visitor.page.status_code == 422
    assert re.search(r'href="#q-goals-name-0"', visitor.page.text)


def test_start_page_leads_to_the_quick_check_and_speaks_both_languages(app):
    visitor = Visitor(app.test_client()).open("/")
    assert visitor.heading == "How is quality driven where you work?"
    assert 'href="/quick-check/"' in visitor.page.text

    visitor.page = visitor.client.post("/language", data={"language": "nl", "place": "/"}, follow_redirects=True)
    assert visitor.heading == "Hoe wordt er bij jou op kwaliteit gestuurd?"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/\\evil.example", "", "/survey/review"])
def test_choosing_a_language_leads_to_our_own_pages_only(app, place):
    answer = app.test_client().post("/language", data={"language": "nl", "place": place})

    assert answer.location == "/"
