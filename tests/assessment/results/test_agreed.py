"""What a session of assessors agreed on stands beside a survey's results, and changes none of its figures."""

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.models import Participant, Workshop, db, writing
from assessment.reporting.attached import attach_result
from assessment.reporting.build import build_report
from assessment.reporting.identity import name_edition
from assessment.reporting.service import publish_report
from assessment.reporting.variants import STAFF
from assessment.reporting.verify import compute_views, verify_report
from assessment.results.edition import name_words
from assessment.results.service import load_source
from assessment.results.view import ReleaseSource
from assessment.scoring.judging import find_model
from assessment.sessions.agendas import find_agenda
from assessment.sessions.agreeing import Agreement, agree, take_up
from assessment.sessions.part_scores import OwnScore, save_score
from assessment.sessions.running import Plan, end_session, go_to, plan_session, start_session
from assessment.sessions.seats import find_seat, join
from tests.assessment.results import made, stored

MODEL = "efqm-2013"


def hold_session(
    organisation_id: int, parts: Mapping[str, int], model: str = MODEL, *, ended: bool = True, **scoring: Any
) -> int:
    """Two assessors, and an agreed step of the evidence scale for these parts."""
    phases = find_agenda("consensus-120").phases
    plan = Plan("consensus", "Assessors in May", "", "en", model, phases, named=True)
    session_id = plan_session(organisation_id, plan)
    if scoring:
        with writing() as session:
            session.get_one(Workshop, session_id).settings = {"scoring": scoring}
    start_session(organisation_id, session_id)
    go_to(organisation_id, session_id, "p2")
    for name in ("Anna", "Bram"):
        seat = find_seat(join(session_id, name))
        assert seat is not None
        save_score(seat, next(iter(parts)), OwnScore({"evidence": 1}, areas="A word that no page of results says"))
    go_to(organisation_id, session_id, "p3")
    take_up(organisation_id, session_id, next(iter(parts)))
    for part, step in parts.items():
        agree(organisation_id, session_id, part, Agreement({"evidence": step}, reason="Nor this reason"), 0)
    if ended:
        end_session(organisation_id, session_id)
    return session_id


def list_parts(model: str = MODEL, step: int = 2) -> dict[str, int]:
    return dict.fromkeys(find_model(model, {}).lens.dimension_of_part, step)


def read_figures(page: str) -> list[str]:
    """What the survey's own table says of each criterion."""
    table = page.partition('id="overview-caption"')[2].partition("</table>")[0]
    return re.findall(r'data-head="(?!Agreed)[^"]*">([^<]*)<', table)


def test_agreed_stands_beside_what_staff_see_and_mixes_into_nothing(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    path = stored.open_as(client, survey)
    before = client.get(f"{path}?view={MODEL}").text
    assert "Agreed" not in before
    with app.app_context():
        owner = stored.find_owner(app, survey)
        hold_session(owner, list_parts() | {"6a": 4})
    page = client.get(f"{path}?view={MODEL}").text
    assert read_figures(page) == read_figures(before) != []
    # All at 50, but 6a at 100: 500 + 150 x 0.75 x 50 / 100 = 556.25, cut to a tenth.
    assert "556.2 of 1000 points: Recognised for Excellence, 5 stars." in page
    assert "is mixed into no score of it." in page
    assert re.search(r"Session “Assessors in May” on [^,]+, 2 assessors\.", page)
    # 6: 0.75 x 100 + 0.25 x 50 = 87.5, which rounds up.
    agreed = re.findall(r'data-head="Agreed">([^<]*)<', page)
    assert agreed == ["50", "50", "50", "50", "50", "88", "50", "50", "50"]
    for silent in ("A word that no page", "Nor this reason"):
        assert silent not in page
    for view in ("drivers", "efqm-2025", "efqm-1999", "ink"):
        assert "Assessors in May" not in client.get(f"{path}?view={view}").text
    document = client.get(f"{path}/results.json?view={MODEL}").json
    assert (document["points"], document["agreed"]["assessors"]) == (556.25, 2)
    drivers = client.get(f"{path}/results.json").json
    assert (drivers["points"], "agreed" in drivers) == (None, False)


def test_a_part_left_open_gives_parts_and_no_points(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    with app.app_context():
        parts = list_parts()
        del parts["4c"]
        hold_session(stored.find_owner(app, survey), parts)
    page = client.get(f"{stored.open_as(client, survey)}?view={MODEL}").text
    assert "No points: they need every part. Open: 4c." in page
    assert "of 1000 points" not in page
    assert re.findall(r'data-head="Agreed">([^<]*)<', page)[3] == "4 of 5 parts"


def test_the_latest_ended_session_of_the_own_organisation_counts(app: Flask) -> None:
    survey, other = (stored.store(app, made.source()) for _ in range(2))
    with app.app_context():
        owner = stored.find_owner(app, survey)
        hold_session(stored.find_owner(app, other), {"1a": 4})
        assert load_source(survey).agreed == ()
        hold_session(owner, {"1a": 1})
        hold_session(owner, list_parts(step=2))
        hold_session(owner, {"1a": 3}, ended=False)
        hold_session(owner, list_parts("drivers", 3), "drivers")
        hold_session(owner, {"1": 3}, "ink", ended=False)
        found = {one.lens: one for one in load_source(survey).agreed}
        assert {name: one.points for name, one in found.items()} == {MODEL: 500, "drivers": None}
        assert {one.score for one in found["drivers"].criteria} == {75}
        # The earlier weighting counts where the session says so, in its own view.
        hold_session(owner, list_parts(step=2) | {"8b": 4}, edition="efqm-1999")
        found = {one.lens: one for one in load_source(survey).agreed}
        # 8: 0.25 x 50 + 0.75 x 100 = 87.5 on 60 points: 500 + 0.6 x 37.5 = 522.5.
        assert (MODEL in found, found["efqm-1999"].points) == (False, 522.5)


def test_a_session_makes_another_edition_and_none_leaves_reports_as_they_were(app: Flask) -> None:
    survey = stored.store(app, made.source())
    with app.app_context():
        bare = load_source(survey)
        report = attach_result(compute_views(bare, "en")).content
        assert b'"agreed"' not in report
        # As it was before there were sessions: no key, and read back the same.
        assert ReleaseSource.model_validate(json.loads(report)["source"]) == bare
        hold_session(stored.find_owner(app, survey), list_parts())
        told = load_source(survey)
    assert name_words(told) != name_words(bare)
    assert name_words(told.model_copy(update={"agreed": ()})) == name_words(bare)
    assert name_edition(told) != name_edition(bare)
    # What staff read has no other models, so it stays.
    assert name_edition(told, STAFF) == name_edition(bare, STAFF)


def test_the_full_report_tells_it_and_can_be_checked(app: Flask) -> None:
    survey = stored.store(app, made.source())
    with app.app_context():
        hold_session(stored.find_owner(app, survey), list_parts())
        hold_session(stored.find_owner(app, survey), list_parts("drivers", 3), "drivers")
        views = compute_views(load_source(survey), "en")
        section = next(one for one in build_report(views).sections if one.key == "models")
        pdf = publish_report(survey, "en")
        assert verify_report(pdf) == ()
    told = repr(section)
    for words in ("500 of 1000 points: Recognised for Excellence, 5 stars.", "The drivers, agreed in a session"):
        assert words in told


def test_names_are_nobodys_business_in_results(app: Flask) -> None:
    survey = stored.store(app, made.source())
    with app.app_context():
        hold_session(stored.find_owner(app, survey), {"1a": 2})
        assert {one.name for one in db.session.scalars(select(Participant))} == {"Anna", "Bram"}
        told = load_source(survey).model_dump_json()
    assert "Anna" not in told
