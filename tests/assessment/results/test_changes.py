"""Then and now: what is compared, what is not, and which unit was which."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.models import AuditEntry, Campaign, Organisation, db, writing
from assessment.results.earlier import load_earlier
from assessment.results.same_units import BothStructures, load_structures, pair_cells
from assessment.results.view import PreviousSurvey, ReleaseSource, UnitFact
from assessment.scoring.reading import find_common_items, read_own
from assessment.scoring.unit_changes import find_unit_changes
from questionnaires.model import Questionnaire
from tests.assessment.results import made, stored
from tests.assessment.results.test_detail_pages import read_words


def make_reworded() -> ReleaseSource:
    """The survey before asked the first question of culture in other words, and one that is no longer asked."""
    culture = made.DRIVERS.dimension("culture")
    first, second = culture.items[0], culture.items[1]
    old = first.model_copy(update={"text": {"en": "An older question.", "nl": "Een oudere vraag."}})
    gone = second.model_copy(update={"id": "culture-gone", "text": {"en": "A dropped one.", "nl": "Een vervallen."}})
    before = culture.model_copy(update={"items": (old, *culture.items[1:], gone)})
    dimensions = tuple(before if one.id == "culture" else one for one in made.DRIVERS.dimensions)
    questionnaire = made.DRIVERS.model_copy(update={"dimensions": dimensions})
    questionnaire = type(questionnaire).model_validate(questionnaire.model_dump(by_alias=True))
    earlier = made.figures(questionnaire, made.SCORES | {"culture": 52.5})
    facts = made.facts(id=1, sha256="d" * 64, name={"en": "Quality survey 2026"})
    return made.source(previous=PreviousSurvey(facts=facts, questionnaire=questionnaire, figures=earlier))


def test_what_is_inside_the_margin_is_no_measurable_change(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    page = read_words(client.get(f"{path}/changes?language=en").text)
    assert "The total: no measurable change (46 last time)." in page
    assert "Commitment : no measurable change (42 last time)" in page
    assert "Culture : up 10 (52 last time)" in page
    assert "break: questions changed" not in page


@pytest.mark.parametrize(
    ("language", "broken"), [("en", "break: questions changed"), ("nl", "breuk: vragen veranderd")]
)
def test_a_break_is_marked_and_questions_are_said(app: Flask, client: FlaskClient, language: str, broken: str) -> None:
    path = stored.open_as(client, stored.store(app, make_reworded()))
    page = read_words(client.get(f"{path}/changes?language={language}").text)
    line = page[page.index("Culture" if language == "en" else "Cultuur") :]
    assert broken in line
    assert "5 of 6 questions" in page or "5 van 6 vragen" in page
    assert ("A dropped one." if language == "en" else "Een vervallen.") in page
    reworded = made.DRIVERS.dimension("culture").items[0].text[language]
    assert reworded in page
    assert "An older question." not in page


def test_the_first_survey_says_so(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source(previous=None, actions=())))
    assert "This is the first survey" in read_words(client.get(f"{path}/changes?language=en").text)


def make_both(**chosen: str) -> BothStructures:
    """Of the survey before, the second unit had another name and the third another key."""
    now = made.structure()
    units = list(now.units)
    units[1] = UnitFact(key="u1", name={"en": "Another name"})
    units[2] = UnitFact(key="old2", name=units[2].name)
    return BothStructures(now, now.model_copy(update={"units": tuple(units)}), chosen)


def test_units_are_the_same_by_key_and_name_or_where_somebody_said_so() -> None:
    now = made.figures()
    keys = {"unit:u2": "unit:old2"}
    cells = tuple(
        cell.model_copy(update={"key": keys[cell.key], "units": ("old2",)}) if cell.key in keys else cell
        for cell in made.figures(scores=made.SCORES | {"culture": 52.5}).cells
    )
    before = now.model_copy(update={"cells": cells})
    assert pair_cells(make_both(), now, before) == {f"unit:u{n}": f"unit:u{n}" for n in (0, 3, 4)}
    mapped = make_both(u2="old2", u1="u1", u0="")
    assert pair_cells(mapped, now, before) == {
        "unit:u1": "unit:u1",
        "unit:u2": "unit:old2",
        "unit:u3": "unit:u3",
        "unit:u4": "unit:u4",
    }
    common = find_common_items(made.DRIVERS, made.DRIVERS)
    changes = find_unit_changes(now, before, {"unit:u3": "unit:u3"}, read_own(made.DRIVERS), common)
    told = {change.dimension: (change.difference, change.real) for change in changes["unit:u3"]}
    assert told["culture"] == (10.0, True)
    assert told["reward"] == (0.0, False)


def test_a_unit_whose_inside_changed_is_compared_with_nothing() -> None:
    now = made.figures()
    moved = tuple(
        cell.model_copy(update={"units": ("u0", "gone")}) if cell.key == "unit:u0" else cell for cell in now.cells
    )
    same = BothStructures(made.structure(), made.structure(), {})
    assert "unit:u0" in pair_cells(same, now, now)
    assert "unit:u0" not in pair_cells(same, now, now.model_copy(update={"cells": moved}))


def test_a_facilitator_maps_units_and_the_trail_says_so(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    path = stored.open_as(client, survey, "facilitator")
    assert client.get(f"{path}/changes/units").status_code == 200
    twice = client.post(f"{path}/changes/units", data={"unit-u0": "Treatment (u2)"})
    assert (twice.status_code, "stand beside one unit only" in twice.text) == (422, True)
    wrong = client.post(f"{path}/changes/units", data={"unit-u0": "Nowhere"})
    assert (wrong.status_code, "No unit of the survey before is called so." in wrong.text) == (422, True)
    sent = {"unit-u0": "Treatment (u2)", "unit-u2": "", "unit-nowhere": "Treatment (u2)"}
    assert client.post(f"{path}/changes/units?language=en", data=sent).status_code == 303
    page = client.get(f"{path}/changes?language=en").text
    row = re.search(r"<th scope=\"row\">Treatment</th>(.*?)</tr>", page, re.S)
    assert row is not None
    assert "no comparison" in row[1]
    with app.app_context():
        assert db.session.get_one(Campaign, survey).unit_mapping == {"u0": "u2", "u2": ""}
        [line] = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "survey.units-mapped"))
        assert line.details["changed"] == {"unit_mapping": ["", "u0: u2, u2: –"]}
    stored.open_as(client, survey, "executive")
    assert client.get(f"{path}/changes/units").status_code == 403


def test_surveys_of_another_organisation_are_not_before(app: Flask) -> None:
    own, other = (stored.store(app, made.source()) for _ in range(2))
    with app.app_context():
        organisation = stored.find_owner(app, own)
        assert load_structures(own, organisation) is not None
        assert load_structures(other, organisation) is None
        with writing() as session:
            session.get_one(Campaign, own).previous_campaign_id = None
        assert load_structures(own, organisation) is None


def add_oldest(app: Flask, survey: int, questionnaire: Questionnaire, culture: float) -> None:
    """A survey before the one before, with another score of culture."""
    facts = made.facts(id=9, sha256="e" * 64, name={"en": "Quality survey 2025", "nl": "Kwaliteitsonderzoek 2025"})
    figures = made.figures(questionnaire, made.SCORES | {"culture": culture})
    with app.app_context(), writing() as session:
        before = session.get_one(Campaign, session.get_one(Campaign, survey).previous_campaign_id)
        organisation = session.get_one(Organisation, before.organisation_id)
        oldest = stored.add_campaign(session, organisation, made.source(), facts, questionnaire)
        stored.add_release(session, oldest, facts, figures)
        before.previous_campaign_id = oldest.id


def test_surveys_before_the_last_one_stand_beside_this_one(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    add_oldest(app, survey, made.DRIVERS, 37.5)
    path = stored.open_as(client, survey)
    page = read_words(client.get(f"{path}/changes?language=en").text)
    table = page[page.index("Now, beside earlier surveys") :]
    assert "Quality survey 2025" in table
    assert re.search(r"Commitment no measurable change \(\d+ then\)", table)
    assert "Culture up 25 (37 then)" in table
    with app.app_context():
        campaign = db.session.get_one(Campaign, survey)
        [earlier] = load_earlier(survey, campaign.organisation_id)
        assert earlier.facts.name["en"] == "Quality survey 2025"
        assert load_earlier(campaign.previous_campaign_id or 0, campaign.organisation_id) == ()


def test_a_break_is_marked_beside_earlier_surveys_too(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    reworded = make_reworded().previous
    assert reworded is not None
    add_oldest(app, survey, reworded.questionnaire, 37.5)
    page = read_words(client.get(f"{stored.open_as(client, survey)}/changes?language=en").text)
    table = page[page.index("Now, beside earlier surveys") :]
    assert re.search(r"Culture up \d+ \(\d+ then\); break: questions changed", table)
    assert "Commitment no measurable change" in table


def test_without_a_survey_that_far_back_nothing_is_said_of_it(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    assert "Now, beside earlier surveys" not in client.get(f"{path}/changes?language=en").text
