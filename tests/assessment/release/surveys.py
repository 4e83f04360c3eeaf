"""A survey with people in it whose release is easy to follow."""

from collections.abc import Sequence
from typing import Any

from assessment.models import AnswerSet, Comment, Draft, Invitation, db, writing
from questionnaires import load_text
from tests.trust.organisations import Person, Survey, write_questionnaire
from tests.trust.room import store_survey

UNITS: tuple[tuple[str, str | None], ...] = (
    ("care", None),
    ("office", None),
    ("tiny", None),
    ("empty", None),
    ("few", None),
)


def make_small_survey(counts: dict[tuple[str, str], int], questions: int = 2, units: Sequence[Any] = UNITS) -> Survey:
    """``counts``: people a unit and group; each answers 1 to 5 in turn."""
    groups = ["g0", "middle", "staff", "quality"]
    people = [
        Person(unit, group, tuple(1 + (number + question) % 5 for question in range(questions)))
        for (unit, group), count in counts.items()
        for number in range(count)
    ]
    structure = {
        "units": [{"key": key, "name": {"en": key}, "parent": parent} for key, parent in units],
        "groups": [{"key": key, "name": {"en": key}, "voice": "says" if key == "g0" else "sees"} for key in groups],
        "invited": [],
    }
    text = write_questionnaire([5] * questions)
    return Survey(load_text(text, "small"), text, structure, tuple(people))


def store_with_links(survey: Survey, key: int = 1, **changes: object) -> int:
    """An open campaign in which every answer has its invitation, a draft is open, and everybody commented."""
    campaign_id = store_survey(survey, key, **changes)
    with writing() as session:
        organisation_id = session.query(AnswerSet).filter_by(campaign_id=campaign_id).first().organisation_id
        for number, person in enumerate(survey.people):
            common = {"organisation_id": organisation_id, "campaign_id": campaign_id, "unit": person.unit}
            session.add(Invitation(token_sha256=f"{key}-{number}", group_=person.group, done=True, **common))
            identity = key.to_bytes(8, "big") + number.to_bytes(8, "big")
            session.add(Comment(id=identity, group_=person.group, dimension="d", text=f"comment {number}", **common))
        waiting = Invitation(organisation_id=organisation_id, campaign_id=campaign_id, token_sha256=f"{key}-waiting")
        session.add(waiting)
        session.flush()
        session.add(
            Draft(
                invitation_id=waiting.id, organisation_id=organisation_id, campaign_id=campaign_id, sealed=b"unfinished"
            )
        )
    return campaign_id


def stored_places(campaign_id: int) -> list[tuple[str | None, str | None]]:
    rows = db.session.query(AnswerSet.unit, AnswerSet.group_).filter_by(campaign_id=campaign_id)
    return [(unit, group) for unit, group in rows]
