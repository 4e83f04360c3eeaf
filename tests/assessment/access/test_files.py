"""Who took a file along stands in the log by the number of the account; whoever answers never does (S28)."""

import json

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from assessment.access.rights import PUBLIC, open_to
from assessment.log import configure_logs
from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_names_the_account_that_took_it_and_an_open_one_nobody(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    def hand_out(**_values: int) -> Response:
        return Response("a,b", headers={"Content-Disposition": 'attachment; filename="list.csv"'})

    def show(**_values: int) -> str:
        return "a page"

    own = "/organisations/<int:organisation_id>/surveys/<int:survey_id>"
    app.add_url_rule(f"{own}/list.csv", "list", open_to("facilitator")(hand_out))
    app.add_url_rule(f"{own}/page", "page", open_to("facilitator")(show))
    app.add_url_rule(f"{own}/open.csv", "open", open_to(PUBLIC)(lambda **values: hand_out(**values)))
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
    account = add_colleague(app, organisation, "facilitator")
    configure_logs("INFO")
    for signed_in in (False, True):
        if signed_in:
            sign_in(client, account)
        capsys.readouterr()
        statuses = [
            client.get(f"/organisations/{organisation}/surveys/7/{name}").status_code
            for name in ("list.csv", "page", "open.csv")
        ]
        assert statuses == ([200, 200, 200] if signed_in else [401, 401, 200])
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        told = [line for line in lines if line["event"] == "file exported"]
        for line in told:
            assert line.pop("time")
        expected = {"account": account, "organisation": organisation, "survey": 7, "rule": f"{own}/list.csv"}
        assert told == ([expected | {"event": "file exported", "level": "info"}] if signed_in else [])
        assert [line for line in lines if line["event"] == "request" and "account" in line] == []
