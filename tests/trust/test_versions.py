"""F18 and F19: a questionnaire file that is edited or damaged while a survey runs. No answer moves to another question.

Answers are kept by the question's place in the pinned version; a mistake would read them by the edited file's places.
"""

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.access.asked import asked_questionnaire
from assessment.access.invitations import invite
from assessment.campaigns.offers import offer_questionnaire
from assessment.models import AnswerSet, Campaign, QuestionnaireVersion, db
from assessment.respond import service
from assessment.respond.finding import find_visit
from questionnaires import QuestionnaireError, load_text
from tests.fixtures.surveys import open_survey
from tests.fixtures.turns import write_turns
from tests.questionnaires.test_hostile import damage
from tests.trust.bill import counts_of

Record = Callable[[str, object], None]
TEXT = write_turns(blocks=2, questions=6)


def edit_file(text: str, chance: random.Random, number: int) -> str:
    """The file with questions moved, dropped, added or worded anew: a sound questionnaire, and another one."""
    head, *items = text.split("      - id: ")
    match chance.choice(["move", "drop", "add", "word"]):
        case "move":
            first, second = chance.sample(range(5), 2)
            items[first], items[second] = items[second], items[first]
        case "drop" if len(items) > 8:
            del items[chance.randrange(1, 5)]
        case "add":
            # The last question of a driver has the head of the next driver behind it, which is no part of a question.
            question, _, _ = items[1].partition("  - id: ")
            items.insert(1, re.sub(r"^\S+", f"added-{number}", question))
        case _:
            items[0] = re.sub(r"Managers [^,]*were", f"Managers ({number}) were", items[0])
    head = re.sub(r"^id: turns\n(version: \d+\n)?", f"id: turns\nversion: {number + 2}\n", head)
    return "      - id: ".join([head, *items])


def give_code(item_id: str, person: int) -> int:
    """What this person answers to a question, known by its id."""
    return 1 + (sum(item_id.encode()) + person) % 5


def answer(survey_id: int, person: int) -> None:
    _, token = invite(survey_id, "care", "staff")
    visit = find_visit([token])
    assert visit is not None
    for page in visit.list_pages("en"):
        codes = {row.place: give_code(row.name.removeprefix("q-"), person) for row in page.rows}
        visit = service.save_page(visit, page, codes, None, service.new_writer(visit, page))
    service.submit(visit)


def run_survey(edits: int) -> Counter[str]:
    """A person answers after each edit; every second survey of the edited file is answered too."""
    chance, bill, text = random.Random(19), Counter[str](), TEXT
    survey_id = open_survey(questionnaire=TEXT, asks_comments=False)
    asked = 0
    for number in range(edits):
        edited = edit_file(text, chance, number)
        try:
            offer_questionnaire("Zonneveld", edited)
        except QuestionnaireError:
            bill["edits refused"] += 1
            edited = text
        text = edited
        answer(survey_id, number)
        asked += 1
        bill["edits"] += 1
        for _ in range(2):
            broken = damage(text, chance)
            kept = count_versions()
            try:
                load_text(broken, "broken")
            except QuestionnaireError:
                bill["damaged files"] += 1
                with pytest.raises(QuestionnaireError):
                    offer_questionnaire("Zonneveld", broken)
                bill["damaged files stored"] += count_versions() - kept
    campaign = db.session.get_one(Campaign, survey_id)
    questionnaire = asked_questionnaire(campaign)
    found = Counter(db.session.scalars(select(AnswerSet.answers).where(AnswerSet.campaign_id == survey_id)))
    expected = Counter(bytes(give_code(item.id, person) for item in questionnaire.items) for person in range(asked))
    bill["answers"] = found.total()
    bill["answers lost"] = (expected - found).total()
    bill["answers moved"] = (found - expected).total()
    bill["pinned text changed"] = int(campaign.questionnaire_version.text != TEXT)
    bill["versions"] = count_versions()
    return bill


def count_versions() -> int:
    count = len(db.session.scalars(select(QuestionnaireVersion.id)).all())
    db.session.rollback()
    return count


def check(app: Flask, edits: int, record: Record) -> None:
    with app.app_context():
        bill = run_survey(edits)
    record(counts_of("F18, F19: a questionnaire edited and damaged during a run"), dict(bill))
    assert bill["edits"] == bill["answers"] == edits
    assert bill["versions"] == edits + 1
    assert bill["edits refused"] == 0
    assert bill["answers lost"] == bill["answers moved"] == bill["pinned text changed"] == 0
    assert bill["damaged files stored"] == 0


def test_an_edit_moves_no_answer(app: Flask, record_property: Record) -> None:
    check(app, 25, record_property)


@pytest.mark.trust
def test_two_hundred_edits_move_no_answer(app: Flask, record_property: Record) -> None:
    check(app, 200, record_property)
