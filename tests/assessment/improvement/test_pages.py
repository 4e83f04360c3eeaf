"""The facilitator's page after the release: what is settled there stands on the results page and in the report."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.models import (
    Action,
    AuditEntry,
    Decision,
    DecisionAnswer,
    Publication,
    PublicationReader,
    db,
    writing,
)
from assessment.reporting.identity import document_key
from assessment.reporting.service import keep_report
from assessment.results.edition import name_words
from assessment.results.service import load_results, load_source
from tests.assessment.results import made, stored


class Desk:
    """A facilitator with the page open."""

    def __init__(self, app: Flask, client: FlaskClient, survey_id: int) -> None:
        self.app, self.client, self.survey_id = app, client, survey_id
        self.results = stored.open_as(client, survey_id, "facilitator")
        self.place = f"{self.results.removesuffix('/results')}/follow-up"

    def list_titles(self) -> list[str]:
        """The priorities as the results page tells them."""
        with self.app.app_context():
            return [one.recommendation for one in load_results(self.survey_id).derived.priorities]

    def read(self, page: str = "") -> str:
        answer = self.client.get(f"{self.place}{page}")
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def send(self, page: str, expected: int = 303, **fields: str) -> str:
        """A form, with its version as the page has it unless one is given."""
        if "version" not in fields and not page.endswith(("shift", "remove", "settle", "draft")):
            found = re.search(r'name="version" value="(\d+)"', self.read(page))
            assert found
            fields["version"] = found[1]
        sent = {name.replace("__", "-"): value for name, value in fields.items()}
        answer = self.client.post(f"{self.place}{page}", data=sent)
        assert answer.status_code == expected, (answer.status_code, answer.text)
        return answer.text

    def list_events(self) -> list[str]:
        with self.app.app_context():
            return list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


@pytest.fixture
def desk(app: Flask, client: FlaskClient) -> Iterator[Desk]:
    return Desk(app, client, stored.store(app, made.source(decisions=())))


def test_what_is_rejected_needs_a_reason_and_makes_room_for_the_next(desk: Desk) -> None:
    first, *others = desk.list_titles()
    about = f"/recommendations/{first}"
    page = desk.send(about, 422, choice="rejected")
    assert "Write why" in page
    assert desk.list_titles() == [first, *others]
    desk.send(about, choice="rejected", reason__en="The board meets them already.")
    now = desk.list_titles()
    assert now[: len(others)] == others or first not in now
    assert first not in now
    assert len(now) == 6
    assert "The board meets them already." in desk.read().split("Deferred or rejected")[1]
    results = desk.client.get(desk.results).text
    assert "rejected: The board meets them already." in results
    desk.send(about, choice="accepted", owner="E. Visser", due="2027-05-01", title__en="Sit with us")
    assert desk.list_titles() == [first, *others]
    assert "Sit with us" in desk.client.get(desk.results).text
    assert desk.list_events() == ["advice.chosen", "advice.chosen"]


def test_a_recommendation_that_has_not_fired_is_not_there(desk: Desk) -> None:
    assert desk.client.get(f"{desk.place}/recommendations/never-heard-of").status_code == 404


@pytest.mark.parametrize("what", ["advice", "decision", "action", "targets"])
def test_whoever_saves_an_older_page_is_shown_both_texts(desk: Desk, what: str) -> None:
    if what == "advice":
        page = f"/recommendations/{desk.list_titles()[0]}"
        older = {"choice": "deferred", "reason__en": "Mine", "version": "0"}
        newer = {"choice": "deferred", "reason__en": "Theirs"}
    elif what == "targets":
        page = "/targets"
        older = {"score__total": "61", "by__total": "2029-01-01", "set_by": "Mine"}
        newer = {"score__total": "65", "by__total": "2029-02-01", "set_by": "Theirs"}
        older["version"] = re.findall(r'name="version" value="(\d+)"', desk.read(page))[0]
    else:
        desk.send(f"/{what}s/new", text__en="First", cost="none", status="open")
        with desk.app.app_context():
            kind = Decision if what == "decision" else Action
            found = db.session.scalars(select(kind.id).where(kind.campaign_id == desk.survey_id)).one()
        page = f"/{what}s/{found}"
        newer = {"text__en": "Theirs", "cost": "none", "status": "open"}
        older = newer | {"text__en": "Mine", "version": "1"}
    desk.send(page, **newer)
    told = desk.send(page, 409, **older)
    assert "Somebody else saved this meanwhile" in told
    theirs, mine = {"targets": ("now: 65", 'value="61"')}.get(what, ("now: Theirs", "Mine"))
    assert theirs in told
    assert mine in told
    kept = desk.read(page)
    assert ("65" if what == "targets" else "Theirs") in kept
    assert "Mine" not in kept
    version = re.findall(r'name="version" value="(\d+)"', told)[0]
    desk.send(page, **(older | {"version": version}))
    assert ('value="61"' if what == "targets" else "Mine") in desk.read(page)


def test_decisions_are_drafted_written_ordered_and_taken_away(desk: Desk) -> None:
    desk.send("/decisions/draft")
    desk.send("/decisions/draft")
    with desk.app.app_context():
        rows = db.session.scalars(select(Decision).order_by(Decision.position)).all()
        first, second, third = (row.id for row in rows)
        assert [row.recommendation for row in rows] == desk.list_titles()[:3]
        assert all(row.text["nl"] and row.otherwise["en"] and row.cost["en"] for row in rows)
    desk.send(f"/decisions/{third}/shift", way="up")
    desk.send(f"/decisions/{second}", text__en="One of us at every meeting", cost="L", owner="E. Visser")
    desk.send("/decisions/new", text__en="A fourth one", cost="own", cost__en="4 x 1 hour")
    desk.send(f"/decisions/{first}/remove")
    with desk.app.app_context():
        asked = load_source(desk.survey_id).decisions
        assert [one.text["en"] for one in asked[1:]] == ["One of us at every meeting", "A fourth one"]
        assert [one.cost["en"] for one in asked[1:]] == ["large: a project with a budget", "4 x 1 hour"]
    assert desk.list_events() == [
        *("decision.drafted", "decision.changed", "decision.changed", "decision.asked", "decision.removed")
    ]
    assert "Write what is to be decided" in desk.send("/decisions/new", 422, cost="none")


def test_words_that_stayed_in_another_language_are_told(desk: Desk) -> None:
    desk.send("/decisions/new", text__en="Meet monthly", text__nl="Kom elke maand bijeen", cost="none")
    with desk.app.app_context():
        own = db.session.scalars(select(Decision.id)).one()
    told = "In Dutch it still says what it said."
    desk.send(f"/decisions/{own}", text__en="Meet monthly", text__nl="Kom elke maand bijeen", owner="A", cost="none")
    assert told not in desk.read()
    desk.send(f"/decisions/{own}", text__en="Meet weekly", text__nl="Kom elke maand bijeen", cost="none")
    assert told in desk.read()
    desk.send(f"/decisions/{own}", text__en="Meet daily", text__nl="Kom elke dag bijeen", cost="none")
    assert told not in desk.read()


def test_a_decision_that_was_answered_stays(desk: Desk) -> None:
    desk.send("/decisions/new", text__en="Meet", cost="none")
    now = datetime.now(UTC)
    with desk.app.app_context(), writing() as session:
        decision = session.scalars(select(Decision)).one()
        own = {"organisation_id": decision.organisation_id}
        sent = Publication(campaign_id=desk.survey_id, published_at=now, ends_at=now + timedelta(days=90), **own)
        session.add(sent)
        session.flush()
        reader = PublicationReader(publication_id=sent.id, name="E. Visser", email="e@x.example", **own)
        session.add(reader)
        session.flush()
        said = {"decision_id": decision.id, "reader_id": reader.id, "answer": "yes", "answered_at": now}
        session.add(DecisionAnswer(**said, **own))
        number = decision.id
    desk.send(f"/decisions/{number}/remove")
    assert "Meet" in desk.read()
    refused = desk.send(f"/decisions/{number}", 422, text__en="Meet monthly", cost="none")
    assert "its words, costs and consequence stay" in refused
    assert "Meet monthly" not in desk.read()
    desk.send(f"/decisions/{number}", text__en="Meet", text__nl="Vergaderen", owner="E. Visser", cost="none")
    assert "E. Visser" in desk.read()


def test_open_actions_come_first_and_late_is_told_by_the_system(desk: Desk) -> None:
    yesterday, later = (datetime.now(UTC).date() + timedelta(days=days) for days in (-3, 30))
    desk.send("/actions/new", text__en="Done one", status="done", due=yesterday.isoformat())
    desk.send("/actions/new", text__en="Later one", status="open", due=later.isoformat())
    desk.send("/actions/new", text__en="Late one", status="open", due=yesterday.isoformat())
    part = desk.read().split('id="actions"')[2 if 'id="actions"' in desk.read().split('id="actions"')[0] else 1]
    assert part.index("Late one") < part.index("Later one") < part.index("Done one")
    assert re.search(r'state-word late">late<', part)
    with desk.app.app_context():
        assert [one.status for one in load_source(desk.survey_id).promises] == ["done", "open", "late"]
        late = db.session.scalars(select(Action.id).where(Action.status == "open", Action.due == yesterday)).one()
    desk.send("/actions/new", 422, text__en="Typed", status="late")
    desk.send(f"/actions/{late}/settle", status="late")
    desk.send(f"/actions/{late}/settle", status="done")
    with desk.app.app_context():
        assert [one.status for one in load_source(desk.survey_id).promises] == ["done", "open", "done"]


def test_targets_have_a_day_and_whoever_set_them(desk: Desk) -> None:
    assert "Choose the day" in desk.send("/targets", 422, score__culture="70", set_by="E. Visser")
    desk.send(
        "/targets",
        score__total="65",
        by__total="2029-04-01",
        score__culture="70",
        by__culture="2028-04-01",
        set_by="E. Visser",
    )
    results = desk.client.get(desk.results).text
    assert "65 by 1 April 2029, set by E. Visser" in results
    assert "70 by 1 April 2028, set by E. Visser" in desk.client.get(f"{desk.results}/drivers/culture").text
    desk.send("/targets", score__total="65", by__total="2029-04-01", set_by="M. de Boer")
    with desk.app.app_context():
        source = load_source(desk.survey_id)
        assert source.facts.target is not None
        assert (source.facts.target.set_by, source.targets) == ("E. Visser", ())


def test_a_report_made_before_is_another_edition_and_the_page_says_so(desk: Desk) -> None:
    with desk.app.app_context():
        source = load_source(desk.survey_id)
        before = name_words(source)
        keep_report(desk.survey_id, document_key(source.facts.sha256, "en", before), b"%PDF-kept")
    told = "Words have changed since the report"
    assert told not in desk.client.get(desk.results).text
    desk.send("/actions/new", text__en="Meet", status="open")
    assert told in desk.client.get(desk.results).text
    assert told not in desk.client.get(f"{desk.results}?language=nl").text
    with desk.app.app_context():
        source = load_source(desk.survey_id)
        assert name_words(source) != before
        keep_report(desk.survey_id, document_key(source.facts.sha256, "en", name_words(source)), b"%PDF-new")
    assert told not in desk.client.get(desk.results).text
    assert desk.client.get(f"{desk.results}/report.pdf?language=en").data == b"%PDF-new"


def test_who_may_only_read_is_shown_no_form(app: Flask, desk: Desk) -> None:
    reader = app.test_client()
    stored.open_as(reader, desk.survey_id, "executive")
    page = reader.get(desk.place).text
    assert "Recommendations" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert reader.get(f"{desk.place}/targets").status_code == 403
    assert reader.post(f"{desk.place}/decisions/draft").status_code == 403
