"""Each form that changes surveys, people, rights or releases writes its line, and none says who answered (S32)."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.campaigns import cards, inviting
from assessment.campaigns.sponsor_mail import ask_sponsor
from assessment.jobs import run_due_jobs
from assessment.joint.team import choose_way, name_member, remove_member, send_invitations
from assessment.models import AuditEntry, Campaign, JointMember, Mail, db, writing
from assessment.trail.sentences import write_line, write_sentence
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.people import add_people
from tests.fixtures.surveys import open_survey

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/trail.md").read_text()
WORDS = re.compile(r"`([a-z]+\.[a-z-]+)`")


def read_forms() -> dict[str, str]:
    part = PAGE.partition("## Form by form")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(/[^`]*)` \| (.+) \|$", part, re.MULTILINE))


def test_every_address_that_takes_a_form_says_what_it_writes() -> None:
    access = (ROOT / "docs/access.md").read_text()
    taking = {
        address for methods, address in re.findall(r"^\| ([A-Z, ]+) `([^`]+)`", access, re.M) if "POST" in methods
    }

    assert set(read_forms()) == taking


def test_a_form_writes_a_line_or_says_why_not() -> None:
    for address, line in read_forms().items():
        assert WORDS.search(line) or line.startswith("nothing: "), address


def list_written() -> set[str]:
    """The events that the code records: the first word in quotes that such a call is given."""
    found = set()
    for path in (ROOT / "assessment").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in ("note", "_note", "note_everywhere", "record"):
                words = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found.update(word if "." in word else f"survey.{word}" for word in words[:1])
    return found


def test_each_line_that_the_code_writes_stands_on_the_page_and_has_words(app: Flask) -> None:
    part = PAGE.partition("## Form by form")[2].partition("\n## ")[0]
    named = set(WORDS.findall(part))

    written = list_written()
    assert len(written) > 20
    assert written <= named
    with app.test_request_context():
        for event in sorted(named):
            assert not write_sentence(event, "subject", {}, "en").startswith(event), event


def list_since(last_id: int) -> list[tuple[str, dict[str, object]]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.id > last_id).order_by(AuditEntry.id)).all()
    return [(row.event, {key: value for key, value in row.details.items() if key != "name"}) for row in rows]


@pytest.fixture
def survey(app: Flask) -> tuple[int, int, int]:
    """Organisation, survey, and the last line of the trail."""
    with app.app_context():
        survey_id = open_survey()
        with writing() as session:
            session.get_one(Campaign, survey_id).sponsor_email = "e.visser@zonneveld.example"
        add_people(survey_id, care=6)
        last = db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)).one()
        return db.session.get_one(Campaign, survey_id).organisation_id, survey_id, last


def test_inviting_writes_who_asked_for_it_and_nobody_who_is_invited(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int, int]
) -> None:
    organisation_id, survey_id, last = survey
    with app.app_context():
        for _ in range(2):
            inviting.invite_everybody(organisation_id, survey_id)
        run_due_jobs(app)
        assert len(mailbox.kept) == 6
        for _ in range(2):
            inviting.remind_once(organisation_id, survey_id)
            ask_sponsor(organisation_id, survey_id)
            inviting.try_again(organisation_id, survey_id)
        cards.make_cards(organisation_id, survey_id, "care", "staff", 24)
        inviting.invite_next(organisation_id, survey_id)
        with writing() as session:
            session.execute(Mail.__table__.update().where(Mail.kind == "invitation").values(state="failed"))
        inviting.try_again(organisation_id, survey_id)

        assert list_since(last) == [
            ("survey.inviting", {}),
            ("survey.reminded", {}),
            ("survey.sponsor-asked", {}),
            ("survey.sponsor-asked", {}),
            ("survey.cards-made", {"cards": 24, "unit": "care", "group": "staff"}),
            ("survey.sent-again", {"mails": 6}),
        ]
        row = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "survey.cards-made")).one()
        with app.test_request_context():
            assert write_line(row, "en").sentence.startswith("24 code cards of the survey")


def test_naming_senior_managers_writes_numbers_and_no_names(app: Flask, survey: tuple[int, int, int]) -> None:
    organisation_id, survey_id, last = survey
    with app.app_context():
        with writing() as session:
            session.get_one(Campaign, survey_id).state = "draft"
        for _ in range(2):
            choose_way(organisation_id, survey_id, "none")
        for name in ("A. Jansen", "B. Kaya"):
            name_member(organisation_id, survey_id, name, f"{name[0]}@zonneveld.example", "en")
        first, second = db.session.scalars(select(JointMember.id).order_by(JointMember.id)).all()
        remove_member(organisation_id, survey_id, first)
        remove_member(organisation_id, survey_id, 999)
        for _ in range(2):
            send_invitations(organisation_id, survey_id)

        lines = list_since(last)
        assert lines == [
            ("joint.way", {"changed": {"way": ["joint", "none"]}}),
            ("joint.named", {"member": first}),
            ("joint.named", {"member": second}),
            ("joint.unnamed", {"member": first}),
            ("joint.invited", {"members": 1}),
        ]
        assert "Jansen" not in str(lines)
        assert "Kaya" not in str(lines)
