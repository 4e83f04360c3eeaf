"""A page a driver, a question and a unit: what stands there, who may open it, and what is nowhere."""

import re
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.improvement.advising import choose_advice
from assessment.jobs import run_due_jobs
from assessment.results.detail_routes import name_file_part
from assessment.results.hand_out import Talk, draft_talks, find_team_advice, make_hand_out
from assessment.results.hand_out_paper import build_sheet, name_sheet
from assessment.results.part import cut_view
from assessment.results.view import AdviceChoice, AdviceFact
from assessment.scoring.division import measure_division
from assessment.scoring.figures import Value
from reports.pdf import render_pdf
from tests.assessment.results import made, stored
from tests.assessment.results.test_page import counting
from tests.assessment.results.test_part import TREE, make_source
from tests.trust.eyes import read_pdf

FIGURES = ("/drivers/commitment", "/questions/commitment-cut", "/units", "/units/u1", "/changes", "/what-if")
PAGES = ("/drivers/commitment", "/questions/commitment-cut", "/units", "/units/u1", "/units/u1/hand-out")


def read_words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def list_questions(page: str) -> list[str]:
    return re.findall(r'href="[^"]*/questions/([^"?]+)\?', page)


def test_a_driver_says_what_its_level_means_and_what_the_next_asks_for(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    page = read_words(client.get(f"{path}/drivers/commitment?language=en").text)
    driver = made.DRIVERS.dimension("commitment")
    assert driver.levels is not None
    assert driver.levels["en"][2].replace("{senior-managers}", "senior managers") in page
    assert driver.levels["en"][3].replace("{senior-managers}", "senior managers") in page
    assert "When the present one is good enough" in page
    assert "Commitment: senior managers say 75, staff see 42. They clearly differ: blind spot." in page
    assert "no measurable change (42 last time)" in page
    # The recommendation of this driver with what fired it, and none of another one's.
    assert "Join the network and listen" in page
    assert "Say thanks within the week" not in page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_questions_stand_as_asked_or_most_divided_first(app: Flask, client: FlaskClient, language: str) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    asked = [item.id for item in made.DRIVERS.dimension("culture").items]
    figures = made.view().item_figures
    first = client.get(f"{path}/drivers/culture?language={language}").text
    turned = client.get(f"{path}/drivers/culture?language={language}&order=divided").text
    assert list_questions(first) == asked
    assert list_questions(turned) == sorted(asked, key=lambda item: -measure_division(figures[item]))
    assert list_questions(turned) != asked


def test_division_is_the_smaller_end_and_nothing_without_shares() -> None:
    figure = made.figure("q", 50.0)
    ends = {"favourable": Value(value=45), "unfavourable": Value(value=20)}
    assert measure_division(figure.model_copy(update=ends)) == 20
    assert measure_division(figure.model_copy(update={**ends, "unfavourable": None})) == -1


def test_a_question_shows_both_voices_groups_and_units(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    page = read_words(client.get(f"{path}/questions/commitment-cut?language=en").text)
    assert "30 % often or always see quality cut first when time or money is short" in page
    assert "They were asked: When time or money ran short, quality work was the first thing we cut." in page
    assert "Senior managers say: rarely" in page
    assert "Care at home 38 38 Residential care 24 45 Treatment 5 to 9 50" in page
    assert "Innovation – not shown" in page
    assert "Its score as released: 45 of 100." in page


@pytest.mark.parametrize("place", ["/drivers/nope", "/questions/nope", "/units/nope", "/units/nope/hand-out"])
def test_what_is_unknown_is_nowhere(app: Flask, client: FlaskClient, place: str) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    assert client.get(path + place).status_code == 404
    assert client.get(path + "/units/u5").status_code == 200
    assert client.get(path + "/units/u5/hand-out").status_code == 404


def test_a_unit_reader_opens_own_units_alone_without_the_whole(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, make_source())
    path = stored.open_as(client, survey, "unit-reader", "u1")
    assert [client.get(path + place).status_code for place in PAGES] == [403, 403, 403, 200, 200]
    assert [client.get(f"{path}/units/{unit}").status_code for unit in ("u2", "u3", "u0", "u4")] == [200, 200, 404, 404]
    assert client.post(f"{path}/units/u0/hand-out").status_code == 404
    own = client.get(f"{path}/units/u1?language=en").text
    assert "whole organisation" not in own
    assert "/units?" not in own
    stored.open_as(client, survey, "executive")
    whole = client.get(f"{path}/units/u1?language=en").text
    assert "whole organisation" in whole
    stored.open_as(client, survey, "unit-reader", "u1")
    assert client.get(f"{path}/units/u1?language=en").text.count("whole organisation") == 0
    assert TREE.units[1].key == "u1"


def test_what_is_kept_of_a_unit_is_shown_to_readers_of_the_same_units_only(app: Flask) -> None:
    survey = stored.store(app, make_source())
    found = []
    for unit in ("u0", "u1", "u0", "u1"):
        client = app.test_client()
        path = stored.open_as(client, survey, "unit-reader", unit)
        found.append(client.get(f"{path}/units/u1").status_code)
    assert found == [404, 200, 404, 200]


def test_the_three_questions_of_a_team_talk_are_drafted_by_rule() -> None:
    view = made.view()
    cell = view.figures.cell("unit:u0")
    assert cell is not None
    well, apart, change = draft_talks(view, cell)
    assert well.told.startswith("45 % often or always use what customers themselves said")
    assert apart.told.startswith("Divided view: 30 %")
    assert change.told.startswith("50 % rarely or never see managers show appreciation")
    assert change.idea
    small = view.figures.cell("unit:u2")
    assert small is not None
    talks = draft_talks(view, small)
    assert [talk.told for talk in talks][1] == "Too few people answered to tell where views differ."
    # No per cent of a group that shows none.
    assert not any("%" in talk.told for talk in talks)


def choose(recommendation: str, choice: AdviceChoice, **more: Any) -> AdviceFact:
    return AdviceFact(recommendation=recommendation, choice=choice, **more)


def draft_change(*choices: AdviceFact, units: frozenset[str] = frozenset()) -> Talk:
    """What a unit's hand-out proposes to change, to whoever reads all or these units only."""
    view = made.view(made.source(choices=choices))
    read = cut_view(view, units) if units else view
    cell = read.figures.cell("unit:u0")
    assert cell is not None
    return draft_talks(read, cell)[2]


@pytest.mark.parametrize("units", [frozenset[str](), frozenset({"u0"})])
def test_a_first_step_is_never_one_that_was_set_aside_and_comes_in_the_own_words(units: frozenset[str]) -> None:
    thanks, blame, goal = ("thank-within-the-week", "review-without-names", "a-goal-of-our-own")
    steps = {one.id: one.first_step["en"] for one in made.DRIVERS.recommendations}
    assert draft_change(units=units).idea == steps[thanks]
    own = choose(thanks, "accepted", first_step={"en": "Bring cake on Friday."}, owner="E. Visser")
    assert draft_change(own, units=units).idea == "Bring cake on Friday."
    for choice in ("rejected", "deferred"):
        gone = choose(thanks, choice, reason={"en": "We have no weekly meeting."})
        assert draft_change(gone, units=units).idea in (steps[blame], steps[goal])
    nothing = draft_change(*(choose(one, "rejected") for one in (thanks, blame, goal)), units=units)
    assert nothing.idea == ""
    # Still about something that a team could change.
    assert nothing.told == draft_change(units=units).told


def test_a_part_keeps_no_reason_or_name_of_what_was_set_aside() -> None:
    kept = {"reason": {"en": "No money"}, "owner": "E. Visser", "title": {"en": "Thanks"}}
    team, senior = choose("thank-within-the-week", "rejected", **kept), choose("go-and-see", "rejected", **kept)
    cut = cut_view(made.view(made.source(choices=(team, senior))), {"u0"})
    assert cut.source.choices == (choose("thank-within-the-week", "rejected"),)


def test_what_we_can_change_ourselves_is_nothing_that_senior_managers_are_asked_to_change() -> None:
    """Appraisal is the worst of all here, and lies in a driver for which there is advice for teams too."""
    view = made.view()
    cell = view.figures.cell("unit:u0")
    assert cell is not None
    worst = {"score": Value(value=0), "favourable": Value(value=0), "unfavourable": Value(value=100)}
    items = tuple(one.model_copy(update=worst) if one.item == "reward-appraisal" else one for one in cell.items)
    own = find_team_advice(view, items)
    assert own is not None
    assert own[0].item in ("reward-prevent", "reward-soon", "culture-blame", "goals-own")
    alone = find_team_advice(view, [one for one in items if one.item == "reward-appraisal"])
    assert alone is not None
    assert (alone[0].item, alone[1]) == ("reward-appraisal", None)


def test_the_page_about_the_next_level_has_recommendations_in_own_words(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    first = made.view().derived.priorities[0].recommendation
    with app.app_context():
        worded = {"choice": "accepted", "title": {"en": "Sit with us once a month"}}
        choose_advice(stored.find_owner(app, survey), survey, first, 0, worded)
    page = read_words(client.get(f"{stored.open_as(client, survey)}/what-if?language=en").text)
    assert "Sit with us once a month" in page
    assert made.view().recommendation(first).title["en"] not in page


def test_a_sheet_is_another_one_once_a_first_step_was_set_aside(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    path = stored.open_as(client, survey, "unit-reader", "u0")
    address, step = f"{path}/units/u0/hand-out", "End the weekly team meeting"
    client.post(f"{address}?language=en")
    run_due_jobs(app)
    assert step in " ".join(read_pdf(client.get(f"{address}.pdf?language=en").data).split())
    with app.app_context():
        choose_advice(
            stored.find_owner(app, survey), survey, "thank-within-the-week", 0, {"choice": "rejected", "reason": {}}
        )
    assert step not in read_words(client.get(f"{address}?language=en").text)
    assert client.get(f"{address}.pdf?language=en").status_code == 303
    client.post(f"{address}?language=en")
    run_due_jobs(app)
    printed = " ".join(read_pdf(client.get(f"{address}.pdf?language=en").data).split())
    assert "Care at home" in printed
    assert step not in printed


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_hand_out_is_one_sheet_and_says_what_the_page_says(app: Flask, client: FlaskClient, language: str) -> None:
    path = stored.open_as(client, stored.store(app, made.source()), "unit-reader", "u0")
    address = f"{path}/units/u0/hand-out"
    assert client.get(f"{address}.pdf?language={language}").status_code == 303
    assert client.post(f"{address}?language={language}").status_code == 303
    run_due_jobs(app)
    page = client.get(f"{address}?language={language}").text
    assert f"{address}.pdf" in page
    answer = client.get(f"{address}.pdf?language={language}")
    assert answer.mimetype == "application/pdf"
    assert re.fullmatch(rf'inline; filename="hand-out-\d+-u0-{language}\.pdf"', answer.headers["Content-Disposition"])
    printed = " ".join(read_pdf(answer.data).split())
    with app.test_request_context():
        hand_out = make_hand_out(made.view(language=language), "unit:u0")
    assert hand_out is not None
    assert len(hand_out.talks) == 3
    for talk in hand_out.talks:
        assert talk.question in read_words(page)
        assert talk.question.replace(" ", "") in printed.replace(" ", "")
    assert count_pages(answer.data) == 1
    assert "score" not in printed.casefold()


def test_a_file_is_named_after_its_unit_whatever_the_key() -> None:
    assert [name_file_part(key) for key in ("home-care", 'a"; x="b.exe', "Zorg 2", "\u00e9")] == [
        "home-care",
        "a-x-b-exe",
        "zorg-2",
        "",
    ]


def count_pages(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as document:
        return len(document)


@pytest.mark.parametrize("place", PAGES)
def test_each_page_costs_a_handful_of_queries(app: Flask, client: FlaskClient, place: str) -> None:
    path = stored.open_as(client, stored.store(app, make_source()))
    client.get(path + place)
    with counting(app) as sent:
        assert client.get(path + place).status_code == 200
    assert len([one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]) <= 11
    assert not any(re.search(r"\b(from|join) (answer_set|comment|invitation)\b", one, re.I) for one in sent)


LONG_NAME = "Department of specialised long-stay activities, day and night, of the northern region (Noordwijkerhout)"


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("unit", ["unit:u0", "unit:u1", "unit:u2", "unit:u3"])
def test_a_hand_out_with_the_longest_name_stays_on_one_sheet(app: Flask, language: str, unit: str) -> None:
    names = (LONG_NAME,) * 4
    source = made.source(made.figures(units=names, hidden=0, joint=made.joint()), structure=made.structure(names))
    with app.test_request_context():
        view = made.view(source, language=language)
        hand_out = make_hand_out(view, unit)
        assert hand_out is not None
        content = render_pdf(build_sheet(view, hand_out, name_sheet(view, unit)))
    assert count_pages(content) == 1
