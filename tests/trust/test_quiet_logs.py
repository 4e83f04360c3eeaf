"""S28: whatever people type, open or carry along, none of it is in the logs; what must be there is."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.access.invitations import invite
from assessment.jobs import run_due_jobs
from assessment.log import configure_logs
from tests.assessment.accounts.signing import PASSWORD, add_account
from tests.assessment.respond.visitor import Visitor
from tests.fixtures.colleagues import sign_in
from tests.fixtures.mailbox import Mailbox
from tests.trust.forms import PageForm
from tests.trust.test_injected_sql import find_forms, list_pages
from tests.trust.twins import Twin, make_twin

CANARY = "canary7391"
ENDINGS = ("/sign-out", "/remove", "/withdraw", "/discard", "/close", "/end-other-sign-ins", "/give-up")
"""Forms that end what the others are about."""

SURVEY = "/organisations/<int:organisation_id>/surveys/<int:survey_id>"
PEOPLE = "/organisations/<int:organisation_id>/people"
ASKED = {
    ("POST", "/sign-in", 303),
    ("POST", "/sign-in", 401),
    ("GET", f"{SURVEY}/results", 404),
    ("GET", f"{SURVEY}/results/results.csv", 200),
    ("GET", f"{SURVEY}/results/results.json", 200),
    ("POST", f"{SURVEY}/contacts", 303),
    ("POST", f"{SURVEY}/smallest-group", 303),
    ("POST", f"{PEOPLE}/new", 303),
}
"""Sign-ins, refusals, exports and changes of settings, each as the line of its request."""

TOLD = {"signed in", "sign-in failed", "colleague invited", "rights changed", "job done", "file exported"}
"""Events with a line of their own."""


@pytest.fixture
def twin(app: Flask, mailbox: Mailbox) -> Twin:
    """An organisation with the canary in all its texts, and a log of everything from now on."""
    made = make_twin(app, CANARY)
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    configure_logs("INFO")
    return made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_that_people_type_is_logged(
    app: Flask, client: FlaskClient, twin: Twin, capsys: pytest.CaptureFixture[str], tell: Callable[[str], None]
) -> None:
    sign_in(client, twin.account_id)
    capsys.readouterr()
    pages = list(list_pages(app, twin))
    forms = {(form.action, tuple(form.names)): form for address in pages[::3] for form in find_forms(client, address)}
    typed = type_everywhere(client, forms.values())
    secrets = [CANARY, PASSWORD, *answer(app, twin.surveys[1]), *run_errands(app, twin)]
    carry(app, twin)

    logged = capsys.readouterr().err
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [secret for secret in secrets if secret in logged] == []
    assert all(line["time"].endswith("+00:00") for line in lines)
    assert TOLD - {line["event"] for line in lines} == set()
    requests = {(line["method"], line["rule"], line["status"]) for line in lines if line["event"] == "request"}
    assert ASKED - requests == set()
    assert any(line["event"] == "job done" and line["kind"] == "release" for line in lines)
    exports = {(line["account"], line["rule"]) for line in lines if line["event"] == "file exported"}
    assert {(twin.account_id, f"{SURVEY}/results/results.{kind}") for kind in ("csv", "json")} <= exports
    assert all(rule.startswith("/organisations/") for _account, rule in exports)
    assert typed > 100
    tell(
        f"S28: {typed} fields typed into, {len(secrets)} secrets, {len(lines)} lines of logs: 0 found, all events told"
    )


def type_everywhere(client: FlaskClient, forms: Iterable[PageForm]) -> int:
    """The canary in each field that takes text, and once in all of them; gives how many fields."""
    typed = 0
    for form in forms:
        if form.method == "POST" and not form.action.endswith(ENDINGS):
            fields: dict[str, Any] = dict.fromkeys(form.names, CANARY)
            client.post(form.action, data=fields)
            kept: dict[str, Any] = dict(form.fields) | dict.fromkeys(form.typed, f"{CANARY} @{CANARY}.example")
            client.post(form.action, data=kept)
            typed += len(form.names)
    return typed


def answer(app: Flask, survey: int) -> list[str]:
    """Somebody answers with a comment; gives the link's token and the draft's cookies."""
    with app.app_context():
        token = invite(survey, "care", "staff")[1]
    visitor = Visitor(app.test_client()).open(f"/s/{token}")
    while visitor.path != "/survey/thanks":
        visitor.press(fields=dict.fromkeys(visitor.questions, "4") | {"comment": f"{CANARY} wrote this"})
    return [token]


def run_errands(app: Flask, twin: Twin) -> list[str]:
    """What must be in the log is done once; gives the secret of the sign-in."""
    client = app.test_client()
    sign_in(client, twin.account_id)
    email = f"kees@{CANARY}.example"
    add_account(app, twin.ids["organisation_id"], "executive", email=email)
    stranger = app.test_client()
    for password in (CANARY * 2, PASSWORD):
        stranger.post("/sign-in", data={"email": email, "password": password})
    home = f"/organisations/{twin.ids['organisation_id']}"
    place, other = f"{home}/surveys/{twin.surveys[2]}/results", twin.ids["organisation_id"] + 1
    invited = {"email": f"new2@{CANARY}.example", "roles": ["executive"], "unit": "", "language": "en"}
    person = {"name": CANARY, "unit": str(twin.ids["unit_id"]), "group": "staff", "language": "en"}
    client.post(f"{home}/colleagues/invite", data=invited)
    client.post(f"{home}/colleagues/{twin.ids['account_id']}", data={"roles": ["facilitator"], "unit": ""})
    client.post(f"{home}/people/new", data=person)
    client.post(f"{home}/surveys/{twin.surveys[1]}/smallest-group", data={"smallest": "7"})
    contacts = f"{home}/surveys/{twin.surveys[1]}/contacts"
    (form,) = (form for form in find_forms(client, contacts) if form.action == contacts)
    client.post(contacts, data=dict(form.fields))
    client.get(f"{place}/results.csv")
    client.get(f"{place}/results.json")
    client.get(f"/organisations/{other}/surveys/1/results")
    client.post(f"{home}/surveys/{twin.surveys[1]}/close")
    with app.app_context():
        run_due_jobs(app)
    cookie = stranger.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return [cookie.value]


def carry(app: Flask, twin: Twin) -> None:
    """The canary in addresses, headers and cookies."""
    stranger = app.test_client()
    headers = {"Referer": f"http://localhost/{CANARY}", "User-Agent": CANARY, "Authorization": CANARY}
    for name in ("session", "survey", "known", "language"):
        stranger.set_cookie(name, CANARY)
    for address in (*list(list_pages(app, twin))[::9], *(f"/{part}/{CANARY}" for part in ("s", "j", "welcome", "x"))):
        stranger.get(f"{address.partition('?')[0]}?{CANARY}={CANARY}", headers=headers)
