"""What the trail says of each change, who reads it, and that it names nobody who answered."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from assessment.access.invitations import Place, invite_many
from assessment.accounts.colleagues import change_rights, invite_colleague, remove_colleague
from assessment.accounts.links import rescue
from assessment.audit import record
from assessment.audit.check import check_trail
from assessment.campaigns.drafts import create_draft, discard_draft, save_draft
from assessment.campaigns.sponsor import keep_commitments
from assessment.campaigns.states import close_survey, extend_survey, raise_smallest_group, withdraw_survey
from assessment.commands.audit import command
from assessment.models import AuditEntry, Campaign, Person, Unit, db, writing
from assessment.organisation.people import keep_person, move_people, remove_person
from assessment.organisation.plan import create_organisation
from assessment.organisation.service import add_unit, change_unit, keep_head_counts, remove_unit
from assessment.release.service import release_campaign
from assessment.respond.service import store_answers
from assessment.trail.sentences import write_line, write_sentence, write_value
from questionnaires import shipped
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS, open_survey

SIZE = len(shipped("senior-management-drivers").items)


def list_events() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def last() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def owner_of(survey_id: int) -> int:
    return db.session.scalars(select(Campaign.organisation_id).where(Campaign.id == survey_id)).one()


def test_a_survey_from_launch_to_release(app: Flask) -> None:
    with app.app_context():
        survey = open_survey()
        organisation = owner_of(survey)
        assert list_events() == ["questionnaire.kept", "survey.created", "survey.launched"]
        frozen = last().details["frozen"]
        assert (frozen["units"], frozen["invited"], frozen["smallest_group"]) == (5, 58, 5)
        closes = db.session.get_one(Campaign, survey).closes_at
        assert closes is not None
        extend_survey(organisation, survey, closes + timedelta(days=3))
        assert last().details["changed"]["closes_at"][0] == closes.isoformat()
        raise_smallest_group(organisation, survey, 8)
        assert last().details["changed"] == {"smallest_group": [5, 8]}
        keep_commitments(survey, {"reads": True})
        assert (last().actor, last().details["commitments"]["reads"]) == ("sponsor", True)
        close_survey(organisation, survey)
        close_survey(organisation, survey)
        release_campaign(survey)
        release_campaign(survey)
        assert list_events()[3:] == [
            "survey.extended", "survey.smallest-raised", "survey.promised", "survey.closed", "results.released",
        ]  # fmt: skip
        assert (last().actor, len(last().details["sha256"])) == ("system", 64)
        assert check_trail(db.session).fault is None


def test_drafts_and_withdrawal(app: Flask) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
        survey = create_draft(organisation)
        save_draft(organisation, survey, 1, {"sponsor": "E. Visser", "zone": "Europe/Amsterdam"})
        assert last().details["changed"] == {"sponsor": ["", "E. Visser"]}
        save_draft(organisation, survey, 2, {"sponsor": "E. Visser"})
        discard_draft(organisation, survey)
        other = open_survey()
        withdraw_survey(owner_of(other), other)
        assert list_events() == [
            "questionnaire.kept", "survey.created", "survey.changed", "survey.discarded",
            "questionnaire.kept", "survey.created", "survey.launched", "survey.withdrawn",
        ]  # fmt: skip


def test_units_and_people_without_a_name_of_theirs(app: Flask) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
        unit = add_unit(organisation, {"en": "Kitchen"}, None, builds_software=False)
        change_unit(organisation, unit, {"en": "Galley"}, None, builds_software=False)
        assert last().details["changed"] == {"name": [{"en": "Kitchen"}, {"en": "Galley"}]}
        change_unit(organisation, unit, {"en": "Galley"}, None, builds_software=False)
        values = {
            "name": "Noor Bakker",
            "email": "noor@zonneveld.example",
            "unit_id": unit,
            "group_": "staff",
            "language": "nl",
        }
        person = keep_person(organisation, None, values)
        keep_person(organisation, person, values | {"language": "en"})
        assert last().details == {"person": person, "columns": ["language"]}
        care = db.session.scalars(select(Unit.id).where(Unit.key == "care")).one()
        move_people(organisation, [person], unit_id=care)
        remove_person(organisation, person)
        remove_person(organisation, person)
        keep_head_counts(organisation, [care], {(care, "staff"): 12})
        assert last().details["changed"] == {"people": [0, 12]}
        remove_unit(organisation, unit)
        assert list_events() == [
            "unit.added", "unit.changed", "person.added", "person.changed", "people.moved", "person.removed",
            "people.counted", "unit.removed",
        ]  # fmt: skip
        told = json.dumps(db.session.scalars(select(AuditEntry.details)).all())
        assert "Noor" not in told
        assert "noor@" not in told
        assert db.session.scalar(select(func.count(Person.id))) == 0


def test_rights_are_told_old_and_new(app: Flask) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
    add_colleague(app, organisation, "administrator")
    other = add_colleague(app, organisation, "executive", email="kim@zonneveld.example")
    with app.app_context():
        invite_colleague(organisation, "new@zonneveld.example", ["unit-reader"], "care", "nl")
        change_rights(organisation, other, ["unit-reader"], "care")
        assert last().details["changed"] == {"roles": [["executive"], ["unit-reader: care"]]}
        change_rights(organisation, other, ["unit-reader"], "care")
        rescue("kim@zonneveld.example")
        remove_colleague(organisation, other)
        assert (last().details["roles"], last().details["disabled"]) == (["unit-reader: care"], True)
        assert list_events() == ["colleague.invited", "rights.changed", "rights.factor-reset", "colleague.removed"]
        line = write_line(
            db.session.scalars(select(AuditEntry).where(AuditEntry.event == "rights.changed")).one(), "en"
        )
        assert line.changes == (("rights", "Executive reader", "Unit reader: care"),)


def test_who_is_signed_in_is_the_actor(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
    sign_in(client, add_colleague(app, organisation, "facilitator", email="kim@zonneveld.example"))
    assert client.post(f"/organisations/{organisation}/surveys/new").status_code == 303
    with app.app_context():
        assert {row.actor for row in db.session.scalars(select(AuditEntry))} == {"kim@zonneveld.example"}


def test_nothing_of_who_answers_is_written(app: Flask) -> None:
    """Invitations, answers and sending leave no row at all."""
    with app.app_context():
        survey = open_survey()
        before = list_events()
        invite_many(survey, [Place("care", "staff")] * 8)
        campaign = db.session.get_one(Campaign, survey)
        for _ in range(8):
            store_answers(campaign, "care", "staff", bytes([3] * SIZE))
        assert list_events() == before


@pytest.mark.parametrize(("language", "heading"), [("en", "Trail"), ("nl", "Logboek")])
def test_administrators_read_their_own_organisation_only(
    app: Flask, client: FlaskClient, language: str, heading: str
) -> None:
    with app.app_context():
        survey = open_survey()
        other = create_organisation({"en": "Other"}, UNITS)
        organisation = owner_of(survey)
        add_unit(other, {"en": "Secret unit of others"}, None, builds_software=False)
    sign_in(client, add_colleague(app, organisation, "administrator"))
    page = client.get(f"/organisations/{organisation}/trail", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f"<h1>{heading}</h1>" in page.text
    assert "Zonneveld 2027" in page.text
    assert "Secret unit of others" not in page.text
    assert client.get(f"/organisations/{other}/trail").status_code == 404
    filtered = client.get(f"/organisations/{organisation}/trail?kind=rights", headers={"Accept-Language": "en"})
    assert "There is nothing of this kind yet." in filtered.text
    assert client.get(f"/organisations/{organisation}/trail?kind=nonsense&page=x").status_code == 200


def test_long_trails_are_read_page_by_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
        with writing() as session:
            for number in range(120):
                record(
                    session, organisation, "unit.added", f"unit u{number}", {"name": {"en": f"Unit <b>{number}</b>"}}
                )
    sign_in(client, add_colleague(app, organisation, "administrator"))
    english = {"Accept-Language": "en"}
    first = client.get(f"/organisations/{organisation}/trail", headers=english).text
    assert "120 lines, page 1 of 3" in first
    assert "Unit &lt;b&gt;119&lt;/b&gt;" in first
    assert "Older lines" in first
    assert "Newer lines" not in first
    third = client.get(f"/organisations/{organisation}/trail?page=99", headers=english).text
    assert "page 3 of 3" in third
    assert third.count("<time>") == 20


def test_every_event_that_is_written_has_words(app: Flask) -> None:
    events = {
        "survey.created", "survey.copied", "survey.imported", "survey.pulse-begun", "survey.changed",
        "survey.discarded", "survey.launched",
        "survey.promised", "survey.extended", "survey.smallest-raised", "survey.closed", "survey.withdrawn",
        "survey.door-opened", "survey.forms-begun", "survey.forms-stored", "survey.forms-discarded",
        "results.released", "joint.sealed", "questionnaire.kept", "unit.added", "unit.changed", "unit.shifted",
        "unit.removed", "groups.renamed", "look.changed", "person.added", "person.changed", "person.removed",
        "people.moved", "people.counted", "people.imported", "colleague.invited", "colleague.uninvited",
        "words.changed", "colleague.removed", "rights.given", "rights.changed", "rights.factor-reset",
    }  # fmt: skip
    with app.app_context():
        for event in events:
            sentence = write_sentence(event, "thing 7", {}, "en")
            assert sentence
            assert not sentence.startswith(event)
        assert write_sentence("later.added", "thing 7", {}, "en") == "later.added: thing 7"
        assert write_value("2027-03-19T16:00:00+00:00", "en") == "2027-03-19 16:00 UTC"


def test_the_command_names_the_row_and_prints_the_head(
    app: Flask, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", app.extensions["settings"].database_url)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", f"{tmp_path}/instance")
    with app.app_context():
        open_survey()
        head = last().sha256
    whole = CliRunner().invoke(command, ["verify"])
    assert (whole.exit_code, whole.output) == (0, f"3 rows, none changed, missing or moved.\nHead: {head}\n")
    kept = CliRunner().invoke(command, ["verify", "--head", head])
    assert (kept.exit_code, "that of row 3" in kept.output) == (0, True)
    with app.app_context():
        cut = last().id
        with writing() as session:
            session.execute(delete(AuditEntry).where(AuditEntry.id == cut))
    assert CliRunner().invoke(command, ["verify"]).exit_code == 0
    lost = CliRunner().invoke(command, ["verify", "--head", head])
    assert (lost.exit_code, "rows after row 2 were cut off" in lost.output) == (1, True)
    with app.app_context(), writing() as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == cut - 1).values(actor="nobody"))
    changed = CliRunner().invoke(command, ["verify"])
    assert (changed.exit_code, f"Row 2 (id {cut - 1}) is wrong" in changed.output) == (1, True)
