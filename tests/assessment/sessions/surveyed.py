"""A running session about a survey whose results are there."""

from flask import Flask

from assessment.models import Workshop, db
from assessment.sessions.agendas import find_agenda
from assessment.sessions.running import Plan, plan_session, start_session
from tests.assessment.results import made, stored
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.sessions import Room


def open_surveyed(app: Flask, agenda: str = "results-60", language: str = "en", **plan: object) -> Room:
    """``plan``: changes of the plan."""
    survey_id = stored.store(app, made.source())
    organisation_id = stored.find_owner(app, survey_id)
    account_id = add_colleague(app, organisation_id, "facilitator", email="sam@surveyed.example")
    with app.app_context():
        planned: dict[str, object] = {
            "kind": find_agenda(agenda).kind,
            "name": "What do we make of it?",
            "question": "What do we recognise?",
            "language": language,
            "lens": "drivers",
            "phases": find_agenda(agenda).phases,
            "campaign_id": survey_id,
        }
        session_id = plan_session(organisation_id, Plan(**(planned | plan)))  # type: ignore[arg-type]
        start_session(organisation_id, session_id)
        code = db.session.get_one(Workshop, session_id).code
    facilitator = app.test_client()
    sign_in(facilitator, account_id)
    return Room(app, organisation_id, session_id, code or "", facilitator)
