"""Who is behind a launched survey may change until it closes, and nothing else may."""

import pytest

from assessment.access.invitations import invite
from assessment.campaigns.states import StateError, change_contacts
from assessment.models import Campaign
from tests.assessment.campaigns.facilitator import Facilitator, read

NEW = {
    "contact": "Noor Bakker, 020 555 0199",
    "server_keeper": "K. Vos (IT)",
    "sponsor": "B. Kaya, director",
    "sponsor_email": "b.kaya@zonneveld.example",
}


def test_contacts_change_after_launch_and_are_read_at_once(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch()
    before = facilitator.find(survey_id)
    page = read(facilitator.get(f"/{survey_id}/contacts"))
    assert "Everything else stays as it was launched." in page
    assert "Change who is behind it" in read(facilitator.get(f"/{survey_id}"))

    saved = facilitator.post(f"/{survey_id}/contacts", version=str(before.row_version), **NEW)

    assert saved.status_code == 303
    after = facilitator.find(survey_id)
    changed = {c.name for c in Campaign.__table__.columns if getattr(before, c.key) != getattr(after, c.key)}
    assert changed == {*NEW, "row_version"}
    assert {name: getattr(after, name) for name in NEW} == NEW
    with facilitator.app.app_context():
        _, token = invite(survey_id, "care", "staff")
    told = read(facilitator.app.test_client().get(f"/s/{token}", follow_redirects=True))
    assert "Noor Bakker, 020 555 0199" in told


def test_the_loser_is_shown_both_texts_and_keeps_the_own(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch()
    seen = str(facilitator.find(survey_id).row_version)
    facilitator.post(f"/{survey_id}/contacts", version=seen, **NEW)

    mine = {**NEW, "contact": "Ali Demir, room 4"}
    page = facilitator.post(f"/{survey_id}/contacts", version=seen, **mine)

    assert page.status_code == 409
    assert "Somebody else changed this survey meanwhile" in read(page)
    assert "now: Noor Bakker, 020 555 0199" in read(page)
    assert 'value="Ali Demir, room 4"' in page.text
    assert facilitator.find(survey_id).contact == NEW["contact"]
    again = str(facilitator.find(survey_id).row_version)
    assert f'name="version" value="{again}"' in page.text
    assert facilitator.post(f"/{survey_id}/contacts", version=again, **mine).status_code == 303
    assert facilitator.find(survey_id).contact == "Ali Demir, room 4"


def test_the_loser_of_the_defaults_is_shown_both_texts_too(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    draft = facilitator.find(survey_id)
    typed = {"version": "2", "questionnaire": f"kept:{draft.questionnaire_version_id}"}
    assert facilitator.post(f"/{survey_id}/defaults", smallest_group="7", **typed).status_code == 303
    page = facilitator.post(f"/{survey_id}/defaults", smallest_group="9", **typed)
    assert page.status_code == 409
    assert "now: 7" in read(page)
    assert 'value="9"' in page.text


@pytest.mark.parametrize("missing", ["contact", "server_keeper", "sponsor"])
def test_nobody_is_left_out(facilitator: Facilitator, missing: str) -> None:
    survey_id = facilitator.launch()
    before = facilitator.find(survey_id)
    page = facilitator.post(f"/{survey_id}/contacts", version=str(before.row_version), **NEW | {missing: " "})
    assert page.status_code == 422
    assert "People were told who this is" in read(page)
    assert facilitator.find(survey_id).row_version == before.row_version


def test_other_columns_are_not_bound(facilitator: Facilitator) -> None:
    """S3 and A16: every column of a survey added to the form changes nothing but the four."""
    survey_id = facilitator.launch()
    before = facilitator.find(survey_id)
    columns = [column.key for column in Campaign.__table__.columns if column.key not in NEW]
    sent = dict.fromkeys(columns, "2") | NEW | {"version": str(before.row_version)}
    assert facilitator.client.post(f"{facilitator.place}/{survey_id}/contacts", data=sent).status_code == 303
    after = facilitator.find(survey_id)
    kept = [name for name in columns if name not in ("row_version", "group_")]
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
    with facilitator.app.app_context(), pytest.raises(ValueError, match="smallest_group cannot change after launch"):
        change_contacts(facilitator.organisation_id, survey_id, after.row_version, {"smallest_group": "1"})


def test_after_closing_it_stays(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch(opens_day="2026-01-05")
    facilitator.post(f"/{survey_id}/close")
    before = facilitator.find(survey_id)
    assert before.state == "closed"
    assert facilitator.get(f"/{survey_id}/contacts").status_code == 303
    assert facilitator.post(f"/{survey_id}/contacts", version=str(before.row_version), **NEW).status_code == 303
    assert facilitator.find(survey_id).contact == before.contact
    with facilitator.app.app_context(), pytest.raises(StateError):
        change_contacts(facilitator.organisation_id, survey_id, before.row_version, NEW)


def test_a_draft_is_changed_at_set_up(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    assert facilitator.get(f"/{survey_id}/contacts").status_code == 303
    with facilitator.app.app_context(), pytest.raises(StateError):
        change_contacts(facilitator.organisation_id, survey_id, 2, NEW)
