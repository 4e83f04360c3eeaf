"""What is decided after a release makes another edition; the figures alone never do."""

from datetime import date

import pytest

from assessment.results.edition import name_words
from assessment.results.sources import tell_status
from assessment.results.view import ActionFact, AdviceFact, CommentFact, DriverTargetFact, ReleaseSource, TargetFact
from tests.assessment.results import made

BARE = made.source(facts=made.facts(target=None), actions=(), decisions=())
WORDS: dict[str, ReleaseSource] = {
    "choice": BARE.model_copy(
        update={"choices": (AdviceFact(recommendation="join-the-network", choice="rejected", reason={"en": "No"}),)}
    ),
    "reason": BARE.model_copy(
        update={"choices": (AdviceFact(recommendation="join-the-network", choice="rejected", reason={"en": "Why"}),)}
    ),
    "decision": BARE.model_copy(update={"decisions": made.source().decisions}),
    "action": BARE.model_copy(update={"actions": (ActionFact(text={"en": "Meet"}, status="open"),)}),
    "late": BARE.model_copy(update={"actions": (ActionFact(text={"en": "Meet"}, status="late"),)}),
    "promise": BARE.model_copy(update={"promises": (ActionFact(text={"en": "Talk"}, status="open"),)}),
    "target": BARE.model_copy(update={"targets": (DriverTargetFact(dimension="culture", score=70),)}),
    "total": made.source(facts=made.facts(target=TargetFact(score=60)), actions=(), decisions=()),
    "setter": made.source(facts=made.facts(target=TargetFact(score=60, set_by="E. Visser")), actions=(), decisions=()),
    "comments": BARE.model_copy(update={"comments": (CommentFact(cell="all", dimension="culture", text="Good"),)}),
}


def test_every_kind_of_words_is_an_edition_of_its_own() -> None:
    assert name_words(BARE) == ""
    editions = {name: name_words(source) for name, source in WORDS.items()}
    assert len(set(editions.values())) == len(WORDS)
    assert editions["comments"].startswith("comments-")
    assert all(edition.startswith("words-") for name, edition in editions.items() if name != "comments")
    again = {name: name_words(ReleaseSource.model_validate_json(one.model_dump_json())) for name, one in WORDS.items()}
    assert again == editions


@pytest.mark.parametrize(
    ("status", "due", "told"),
    [
        ("open", None, "open"),
        ("open", date(2027, 3, 1), "open"),
        ("open", date(2027, 2, 28), "late"),
        ("late", date(2027, 3, 2), "open"),
        ("late", None, "late"),
        ("done", date(2027, 2, 1), "done"),
        ("dropped", date(2027, 2, 1), "dropped"),
    ],
)
def test_late_is_told_by_the_day(status: str, due: date | None, told: str) -> None:
    assert tell_status(status, due, date(2027, 3, 1)) == told
