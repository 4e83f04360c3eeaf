"""The example organisation tells the story it was made for."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.demo import story
from assessment.demo.answers import make_sheets
from assessment.demo.build import EXTRA, QUESTIONNAIRE, build_demo
from assessment.models import Campaign, Release, ReleaseCell, db
from assessment.results.numbers import round_half_up
from assessment.results.service import load_results
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.answers import MISSING
from assessment.scoring.figures import Count
from questionnaires import combine, shipped


def find_scores(view: ResultsView) -> dict[str, int]:
    """Scores of the drivers as they are printed."""
    drivers = ("commitment", "reward", "leadership", "culture", "goals")
    results = {result.dimension: result.score for result in view.derived.dimensions if result.dimension in drivers}
    return {driver: round_half_up(score.value) for driver, score in results.items() if score}


def check_this_year(view: ResultsView) -> None:
    participation = view.figures.summary.participation
    assert (participation.invited, participation.answered) == (233, 168)
    index = view.derived.index
    assert (round_half_up(index.score.value), index.level, index.margin) == (48, 3, 2)
    assert find_scores(view) == {"commitment": 43, "reward": 38, "leadership": 48, "culture": 61, "goals": 52}
    assert {gap.dimension: (round_half_up(gap.said.value), gap.name) for gap in view.derived.gaps} == {
        "commitment": (79, "blind spot"),
        "reward": (63, "blind spot"),
        "leadership": (71, "blind spot"),
        "culture": (67, "shared view"),
        "goals": (63, "blind spot"),
    }
    assert set(view.derived.strengths) == {"culture-blame", "culture-together", "goals-name"}
    joint = view.figures.summary.joint
    assert (joint.members, joint.signed, joint.after_results) == (7, 7, False)


def check_findings(view: ResultsView) -> None:
    """What page one says in per cent."""
    items = view.item_figures
    assert items["after-survey"].favourable.value == 35
    assert items["culture-blame"].favourable.value == 60
    assert items["goals-name"].favourable.value == 55
    assert items["commitment-answer"].unfavourable.value >= 50
    commitment = view.driver("commitment").items
    unsure = [items[item.id].cant_tell.value for item in commitment]
    assert sum(unsure) / len(unsure) == pytest.approx(20, abs=2)


def check_changes(view: ResultsView, last_year: ResultsView) -> None:
    assert round_half_up(last_year.derived.index.score.value) == 47
    assert find_scores(last_year)["culture"] == 54
    assert last_year.figures.summary.joint is None
    changes = {change.dimension: (round_half_up(change.difference), change.real) for change in view.derived.changes}
    assert changes["culture"] == (7, True)
    assert [dimension for dimension, (_, real) in changes.items() if real] == ["culture"]
    assert write_verdict(view) == (
        "Level 3, unchanged: culture has improved, but staff rate commitment far lower than senior managers do"
    )
    statuses = [action.status for action in view.actions]
    assert (statuses.count("done"), statuses.count("late"), statuses.count("dropped")) == (5, 2, 2)
    assert len(view.decisions) == 3


def check_small_unit(view: ResultsView) -> None:
    """Four people of the laboratory answered: never shown alone, nor together with one known rest."""
    cells = {cell.key: cell for cell in view.figures.cells}
    assert "unit:laboratory" not in cells
    assert set(cells["unit:+others"].units) == {"field-service", "laboratory"}
    assert cells["unit:+others"].n == Count(low=21, high=21)
    assert {held.key for held in view.figures.summary.withheld} >= {"unit:laboratory", "unit:field-service"}


def list_cells(campaign_id: int) -> list[str]:
    release_id = select(Release.id).where(Release.campaign_id == campaign_id).scalar_subquery()
    cells = select(ReleaseCell.figures).where(ReleaseCell.release_id == release_id)
    return list(db.session.scalars(cells.order_by(ReleaseCell.position)))


def test_the_demo_tells_its_story_each_time_it_is_built(app: Flask) -> None:
    steps: list[str] = []
    today = datetime.now(UTC).date()
    with app.app_context():
        demo = build_demo(today, steps.append)
        view, last_year = load_results(demo.this_year), load_results(demo.last_year)
        check_this_year(view)
        check_findings(view)
        check_changes(view, last_year)
        check_small_unit(view)
        assert steps == [
            "A meeting of the quality network",
            "Last year's survey",
            "This year's survey and the board's joint answer",
            "A survey to try",
        ]

        again = build_demo(today, steps.append)
        assert len(list_cells(demo.this_year)) > 1
        for one, other in ((demo.last_year, again.last_year), (demo.this_year, again.this_year)):
            assert list_cells(one) == list_cells(other)
        assert db.session.get_one(Campaign, demo.open_survey).state == "open"

    page = app.test_client().get(f"/s/{demo.survey_token}", follow_redirects=True)
    assert page.status_code == 200
    assert "M. Heron" in page.text


def test_everything_in_the_demo_fits_its_questionnaires() -> None:
    """A story about a question, driver or recommendation that is gone would silently tell nothing."""
    asked = combine(shipped(QUESTIONNAIRE), shipped(EXTRA))
    dimensions = {dimension.id for dimension in asked.dimensions}
    for year in (story.LAST_YEAR, story.THIS_YEAR):
        assert set(year.items) <= set(asked.position)
        assert set(year.drivers) == set(year.cant_tell) <= dimensions
    assert set(story.JOINT_ANSWER) == {item.id for item in shipped(QUESTIONNAIRE).items} - {"expect-action"}
    advice = {recommendation.id for recommendation in asked.recommendations}
    assert {decision.recommendation for decision in story.DECISIONS} <= advice


def test_answers_score_what_the_story_says() -> None:
    asked = combine(shipped(QUESTIONNAIRE), shipped(EXTRA))
    sheets = make_sheets(asked, story.THIS_YEAR, first_survey=False)
    assert sheets == make_sheets(asked, story.THIS_YEAR, first_survey=False)
    assert sum(count for groups in story.INVITED.values() for count in groups.values()) == 233
    for item, score in story.THIS_YEAR.items.items():
        place, reverse = asked.position[item], asked.item(item).reverse
        points = [sheet.codes[place] for sheet in sheets if sheet.codes[place] not in MISSING]
        mean = sum(6 - point if reverse else point for point in points) / len(points)
        # Answers are drawn for everybody; the fifth who cannot tell are then left out, which moves the mean a little.
        assert 25 * (mean - 1) == pytest.approx(score, abs=3)
