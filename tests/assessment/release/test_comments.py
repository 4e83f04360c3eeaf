"""Where comments may stand (trust rule A12): the choice itself, and what closing and publishing do with the rows."""

from collections import Counter

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from assessment.models import AnswerSet, Campaign, Comment, CommentReview, CommentToRead, ReleasedComment, db, writing
from assessment.release.atoms import SAYS, choose_levels, find_atom, form_atoms, store_place
from assessment.release.closing import close_campaign
from assessment.release.commenting import ShownComment, find_comments, publish_comments
from assessment.release.comments import keep_comments
from assessment.release.disclosure import find_candidates
from assessment.release.service import release_campaign
from tests.assessment.release.surveys import make_small_survey, store_with_links
from tests.trust.organisations import make_survey
from tests.trust.room import tally_survey

Counts = dict[tuple[str, str], int]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 14))
def test_every_atom_of_any_organisation_holds_ten_people(seed: int, smallest: int) -> None:
    survey = make_survey(seed, 6, 600)
    answers = tally_survey(survey)
    candidates, limits = find_candidates(answers, smallest)
    kept = keep_comments(answers, candidates, limits)
    people: Counter[str] = Counter()
    for number, (unit, group) in enumerate(answers.places):
        if (unit, group, "d") in kept:
            people[find_atom(*kept[unit, group, "d"])] += int(answers.tallies[number].asked().max())
    assert all(count >= max(10, smallest) for count in people.values())
    assert set(people) <= {cell.key for cell in candidates.cells} | {SAYS}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_comments_are_shown_once_and_never_fewer_than_three_together(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    keys = ["all", *(f"unit:u{number}" for number in range(1, size))]
    parents: dict[str, str | None] = {"all": None}
    for number, key in enumerate(keys[1:], 1):
        parents[key] = keys[data.draw(st.integers(0, number - 1))]
    counts: Counts = data.draw(
        st.dictionaries(st.tuples(st.sampled_from(keys), st.sampled_from("de")), st.integers(1, 7))
    )

    shown = choose_levels(counts, parents)

    assert set(shown) == set(counts)
    together: Counter[tuple[str, str]] = Counter()
    for (atom, dimension), cell in shown.items():
        if cell is not None:
            together[cell, dimension] += counts[atom, dimension]
            assert cell in list_above(atom, parents)
            # The lowest that qualifies: none below has three of its own to show.
            lower = list_above(atom, parents)[: list_above(atom, parents).index(cell)]
            assert all(counts.get((key, dimension), 0) < 3 for key in lower)
        else:
            assert counts[atom, dimension] < 3
    assert all(count >= 3 for count in together.values())
    for dimension in "de":
        hidden = sum(counts[pair] for pair, cell in shown.items() if cell is None and pair[1] == dimension)
        assert hidden < 3


def list_above(key: str, parents: dict[str, str | None]) -> list[str]:
    """The cell itself, and those above it up to the top."""
    found: list[str] = []
    above: str | None = key
    while above is not None:
        found.append(above)
        above = parents[above]
    return found


def test_a_rest_below_ten_takes_the_smallest_part_along() -> None:
    survey = make_small_survey({("care", "staff"): 30, ("office", "staff"): 12, ("tiny", "staff"): 6})
    answers = tally_survey(survey)
    candidates, limits = find_candidates(answers, 5)
    atoms = form_atoms(candidates.cells, answers.people, 10)

    stand = {answers.places[number][0]: key for number, key in atoms.items()}
    # Six beside care and office could be told apart: office stands with them in the whole.
    assert {cell.key for cell in candidates.cells} >= {"unit:care", "unit:office"}
    assert stand == {"care": "unit:care", "office": "all", "tiny": "all"}
    assert limits.comments


@pytest.mark.parametrize(
    ("people", "smallest", "kept"),
    [(9, 5, False), (14, 5, False), (15, 5, True), (30, 31, False), (40, 12, True)],
)
def test_few_people_have_no_comments_shown(people: int, smallest: int, kept: bool) -> None:
    answers = tally_survey(make_small_survey({("care", "staff"): people}))
    assert bool(keep_comments(answers, *find_candidates(answers, smallest))) is kept


def test_senior_managers_stand_apart_or_not_at_all() -> None:
    for managers, stored in ((9, None), (10, (None, SAYS))):
        answers = tally_survey(make_small_survey({("care", "staff"): 30, ("care", "g0"): managers}))
        kept = keep_comments(answers, *find_candidates(answers, 5))
        assert kept.get(("care", "g0", "d")) == stored
        assert kept["care", "staff", "d"][1] is None
    assert store_place(SAYS) == (None, SAYS)


@pytest.fixture
def campaign_id(app: Flask) -> int:
    """Everybody commented once; 2 comments of care's 20 are left, as if the other 18 had none."""
    with app.app_context():
        counts = {("care", "staff"): 20, ("office", "staff"): 14, ("tiny", "staff"): 12, ("care", "g0"): 6}
        campaign_id = store_with_links(make_small_survey(counts))
        with writing() as session:
            care = session.scalars(select(Comment).where(Comment.unit == "care", Comment.group_ == "staff")).all()
            for comment in care[2:]:
                session.delete(comment)
        return campaign_id


def test_readers_are_offered_what_could_be_shown_and_the_rest_is_gone(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        before = {row.id: row.text for row in db.session.scalars(select(Comment))}
        close_campaign(campaign_id)

        offered = db.session.scalars(select(CommentToRead).order_by(CommentToRead.position)).all()
        # Two of care alone are too few anywhere; those of six senior managers are never shown.
        assert len(offered) == 14 + 12
        assert [row.position for row in offered] == list(range(1, 27))
        assert {row.id for row in offered} == set(db.session.scalars(select(Comment.id)))
        assert not {row.id for row in offered} & set(before)
        assert [row.text for row in offered] != sorted(row.text for row in offered)
        assert {column.key for column in CommentToRead.__table__.columns} == {
            "id", "organisation_id", "campaign_id", "dimension", "position", "text",
        }  # fmt: skip
        assert find_comments(campaign_id) == []


def test_published_comments_stand_at_one_level_and_nothing_else_is_left(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        offered = db.session.scalars(select(CommentToRead)).all()
        units = {row.id: row.unit for row in db.session.execute(select(Comment.id, Comment.unit))}
        in_office = [row for row in offered if units[row.id] == "office"]
        kept = {row.id: row.text for row in in_office[:2] + [row for row in offered if units[row.id] == "tiny"]}
        with writing() as session:
            shown = publish_comments(session, session.get_one(Campaign, campaign_id), kept)

        # Two of office are too few for office, and alone in the whole as well: tiny has its own.
        assert shown == 12
        assert Counter((one.cell, one.dimension) for one in find_comments(campaign_id)) == {("unit:tiny", "d"): 12}
        assert {one.text for one in find_comments(campaign_id)} == {
            text for one, text in kept.items() if units[one] == "tiny"
        }
        for table in (Comment, CommentToRead, CommentReview):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        assert db.session.scalar(select(func.count()).select_from(AnswerSet)) > 0
        assert [row.position for row in db.session.scalars(select(ReleasedComment))] == list(range(1, 13))


def test_few_of_two_units_are_shown_together_in_the_whole(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        units = {row.id: row.unit for row in db.session.execute(select(Comment.id, Comment.unit))}
        two = [[one for one, unit in units.items() if unit == name][:2] for name in ("office", "tiny")]
        with writing() as session:
            campaign = session.get_one(Campaign, campaign_id)
            assert publish_comments(session, campaign, {one: "words" for pair in two for one in pair}) == 4
        assert find_comments(campaign_id) == [ShownComment("all", "d", "words")] * 4
