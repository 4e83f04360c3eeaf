"""T8 and S24 for comments: no pairing by position, no word outside its cell, no text that becomes markup."""

from collections.abc import Callable

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Campaign, CommentToRead, db, writing
from assessment.release.commenting import find_comments, publish_comments
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.comments import release_commented
from tests.trust.pairing import Lists, compare, most_by_chance

DRIVERS = ("commitment", "culture", "reward")
UNITS = ("care", "software")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
)


@pytest.mark.parametrize("runs", [2, pytest.param(20, marks=pytest.mark.trust)])
def test_comments_of_one_person_cannot_be_paired(app: Flask, runs: int, tell: Callable[[str], None]) -> None:
    """T8: one unusual word a person in three comments. The attacker pairs what stands at the same place of a unit."""
    people = [(unit, f"{unit}{number}") for unit in UNITS for number in range(12 if unit == "software" else 30)]
    groups: list[Lists] = []
    with app.app_context():
        for _ in range(runs):
            campaign_id = release_commented([(unit, dict.fromkeys(DRIVERS, word)) for unit, word in people])
            groups.append(list_read(campaign_id))
            with writing() as session:
                texts = dict(session.execute(select(CommentToRead.id, CommentToRead.text)).all())
                publish_comments(session, session.get_one(Campaign, campaign_id), texts)
            shown = find_comments(campaign_id)
            assert all(one.text.startswith(one.cell.removeprefix("unit:")) for one in shown)
            assert {one.cell for one in shown} == {"unit:care", "unit:software"}
            assert len(shown) == len(people) * len(DRIVERS)
            for unit in UNITS:
                groups.append(
                    [
                        [one.text for one in shown if (one.cell, one.dimension) == (f"unit:{unit}", driver)]
                        for driver in DRIVERS
                    ]
                )
    tallies = compare(groups)
    assert [tally.pairs for tally in tallies.values()] == [3 * runs] * 3
    assert {pair: tally for pair, tally in tallies.items() if not tally.by_chance} == {}
    right, pairs = (sum(getattr(tally, name) for tally in tallies.values()) for name in ("right", "pairs"))
    tell(
        f"T8: {right} pairs right by position, {pairs} by chance (bound {most_by_chance(3 * runs)} of {3 * runs} for "
        f"each two questions), in {runs} runs; 0 words outside their cell"
    )


@pytest.mark.parametrize(("shared", "step"), [({42}, 1), ({30}, 1), ({42, 30, 12}, -1)])
def test_orders_that_are_shared_are_noticed(shared: set[int], step: int) -> None:
    """The bounds have eyes in the shorter run too: for one order of the readers' pages alone, or of the larger unit's
    results alone, and for orders of which one is the other's from the end."""
    drawn = np.random.default_rng(8)
    groups = [[list(map(str, drawn.permutation(size))) for _ in DRIVERS] for size in [42, 30, 12] * 2]
    assert all(tally.by_chance for tally in compare(groups).values())
    same = [[one, two, two[::step] if len(one) in shared else three] for one, two, three in groups]
    assert [pair for pair, tally in compare(same).items() if not tally.by_chance] == [(1, 2)]


def list_read(campaign_id: int) -> list[list[str]]:
    """The texts of each driver as the two readers see them."""
    statement = select(CommentToRead.text).where(CommentToRead.campaign_id == campaign_id)
    return [
        list(db.session.scalars(statement.where(CommentToRead.dimension == driver).order_by(CommentToRead.position)))
        for driver in DRIVERS
    ]


def test_text_stays_text_for_readers_and_in_results(app: Flask) -> None:
    with app.app_context():
        survey_id = release_commented([("care", {"commitment": HOSTILE[n % 6]}) for n in range(30)])
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    client = app.test_client()
    sign_in(client, add_colleague(app, organisation_id, "second-reader"))
    pages = [client.get(f"/organisations/{organisation_id}/comments/{survey_id}/1?page={page}").text for page in (1, 2)]
    with app.app_context(), writing() as session:
        texts = dict(session.execute(select(CommentToRead.id, CommentToRead.text)).all())
        publish_comments(session, session.get_one(Campaign, survey_id), texts)
    reader = app.test_client()
    sign_in(reader, add_colleague(app, organisation_id, "executive", email="reader@zonneveld.example"))
    pages.append(reader.get(f"/organisations/{organisation_id}/surveys/{survey_id}/results/drivers/commitment").text)
    # Comments stand in a random order, so that one page of two need not show every text.
    for page in ("".join(pages[:2]), pages[2]):
        assert "{{ 7 * 7 }}" in page
        assert "&lt;svg/onload=alert(1)&gt;" in page
        for text in HOSTILE:
            assert "<" not in text or text not in page
