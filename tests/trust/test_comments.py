"""T8 and S24 for comments: no pairing by position, no word outside its cell, no text that becomes markup."""

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Campaign, CommentToRead, db, writing
from assessment.release.commenting import find_comments, publish_comments
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.comments import release_commented

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
def test_comments_of_one_person_cannot_be_paired(app: Flask, runs: int) -> None:
    """T8: one unusual word a person in three comments. The attacker pairs what stands at the same place of a unit."""
    hits = pairs = 0
    with app.app_context():
        for _ in range(runs):
            people = [(unit, f"{unit}{number}") for unit in UNITS for number in range(12 if unit == "software" else 30)]
            campaign_id = release_commented([(unit, dict.fromkeys(DRIVERS, word)) for unit, word in people])
            read = list_read(campaign_id)
            with writing() as session:
                texts = dict(session.execute(select(CommentToRead.id, CommentToRead.text)).all())
                publish_comments(session, session.get_one(Campaign, campaign_id), texts)
            shown = find_comments(campaign_id)
            orders = [[one.text for one in shown if one.dimension == driver] for driver in DRIVERS]
            for order in (read, orders):
                for first, second in ((0, 1), (0, 2), (1, 2)):
                    hits += sum(a == b for a, b in zip(order[first], order[second], strict=True))
                    pairs += len(UNITS) if order is orders else 1
            assert all(one.text.startswith(one.cell.removeprefix("unit:")) for one in shown)
            assert {one.cell for one in shown} == {"unit:care", "unit:software"}
            assert len(shown) == len(people) * len(DRIVERS)
    # By chance one pair a list is right, whatever its length, with the variance one.
    print(f"T8: {hits} pairs right by position, {pairs} by chance, in {runs} runs; 0 words outside their cell")
    assert abs(hits - pairs) <= 4 * np.sqrt(pairs)


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
    pages.append(reader.get(f"/organisations/{organisation_id}/surveys/{survey_id}/results").text)
    # Comments stand in a random order, so that one page of two need not show every text.
    for page in ("".join(pages[:2]), pages[2]):
        assert "{{ 7 * 7 }}" in page
        assert "&lt;svg/onload=alert(1)&gt;" in page
        for text in HOSTILE:
            assert "<" not in text or text not in page
