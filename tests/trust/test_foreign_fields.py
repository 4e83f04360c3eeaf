"""S3: a form binds a fixed list of fields. Whatever else it is sent, the same rows change in the same way."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assessment.access.invitations import find_link_key
from assessment.campaigns.paper_sheets import open_typed
from assessment.respond.drafts import open_draft
from tests.assessment.trail.test_forms import WORDS
from tests.assessment.trail.test_forms import read_forms as read_trail
from tests.fixtures.installation import Installation, fill
from tests.trust.foreign import SPELLINGS, Foreign, Planted
from tests.trust.rightful import Filled, Sending, come_in, fill_in, list_sendings
from tests.trust.tables import Rows, Tables, tell_moment
from tests.trust.test_access import list_routes

SOURCES = Path(__file__).parent.parent.parent / "assessment"
MOST = 700
"""Fields added at a time: a form may have a thousand."""

READS_JSON = re.compile(r"get_json|request\.json|request\.is_json|request\.data\b")
HASH, MOMENT = re.compile(r"\b[0-9a-f]{64}\b"), re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+\+00:00")
DRAWN = {
    *((table, "id") for table in ("answer_set", "comment")),
    *(("account", column) for column in ("fs_uniquifier", "password", "mf_recovery_codes", "made_at")),
    *(("audit_entry", column) for column in ("at", "before_sha256", "sha256")),
    *(("sign_in", column) for column in ("id_sha256", "started_at", "seen_at")),
    *(("welcome", column) for column in ("token_sha256", "expires_at", "used_at")),
    *(("attempt", "at"), ("campaign", "closes_at"), ("document", "made_at"), ("document", "sha256")),
    ("invitation", "token_sha256"),
    *(("job", "run_at"), ("job", "purpose"), ("mail", "next_at"), ("receipt", "submission_sha256")),
    *(("publication", column) for column in ("published_at", "ends_at", "withdrawn_at")),
    ("decision_answer", "answered_at"),
    *(("workshop", column) for column in ("code", "phase_began_at", "created_at", "ended_at")),
    ("participant", "key_sha256"),
    *(("note", "place"), ("tap", "given_at")),
    *(("joint_answer", column) for column in ("sealed_at", "sha256")),
}


def open_sealed(house: Installation) -> dict[tuple[str, str], Callable[[int, Any], str]]:
    """Drafts with the links of all guests, piles of paper with the installation's key, and lines of the trail and
    documents, in which moments and hashes stand."""
    tokens = [guest.link.rpartition("/")[2] for guest in house.guests.values() if guest.link.startswith("/s/")]
    with house.app.app_context():
        key = find_link_key()

    def read_draft(invitation_id: int, sealed: bytes) -> str:
        for token in tokens:
            with suppress(InvalidTag):
                return repr(open_draft(sealed, token, invitation_id))
        return f"{len(sealed)} sealed bytes"

    def read_pile(batch_id: int, sealed: bytes) -> str:
        return repr(open_typed(sealed, key, batch_id))

    def read_details(_id: int, details: str) -> str:
        return MOMENT.sub(lambda found: tell_moment(found[0]), HASH.sub("drawn", details))

    def read_content(_id: int, content: bytes) -> str:
        return read_details(_id, content.decode(errors="backslashreplace"))

    return {
        ("document", "content"): read_content,
        ("draft", "sealed"): read_draft,
        ("paper_batch", "sealed"): read_pile,
        ("audit_entry", "details"): read_details,
        ("workshop", "results"): read_details,
    }


class Outcome(NamedTuple):
    """``kept``: whether any row is other than before; ``rows``: without what is other in every run."""

    status: int
    kept: bool
    rows: Rows


class Attempt:
    """One form before it is sent: the database and the browser as they are then, to start from as often as needed."""

    def __init__(self, tables: Tables, client: FlaskClient) -> None:
        self.tables, self._client = tables, client
        self._kept, self._cookies = tables.keep(), dict(client._cookies)
        self.before = tables.read()

    def run(self, send: Callable[[FlaskClient], TestResponse]) -> Outcome:
        self.tables.put_back(self._kept)
        self._client._cookies = dict(self._cookies)
        status = send(self._client).status_code
        read = self.tables.read()
        return Outcome(status, read != self.before, self.tables.compare_by(read))


class Trial:
    """Every form once as it is and then with more; ``counts`` tells what was sent."""

    def __init__(self, house: Installation) -> None:
        self.house = house
        self.tables = Tables(house.app, DRAWN, open_sealed(house))
        with house.app.app_context():
            self.foreign = Foreign(house.organisation_id)
        self.tables.watched = self.foreign.watched
        self.counts: Counter[str] = Counter()
        self.changed: list[str] = []
        self.lines: dict[str, set[str]] = {}
        self._filled = self.tables.keep()

    def send(self, sending: Sending, whole: bool) -> None:
        self.tables.put_back(self._filled)
        client = come_in(self.house, sending.who)
        if sending.first:
            sending.first(client)
        filled = fill_in(client, sending)
        attempt = Attempt(self.tables, client)
        clean = attempt.run(filled.send)
        self._check_clean(sending, clean, self.tables.compare_by(attempt.before))
        for planted in self._list_planted(filled, whole):
            outcome = attempt.run(lambda client, planted=planted: filled.send(client, planted))
            self.counts["requests"] += 1
            self.counts["fields"] += len(planted)
            self._compare(sending, clean, outcome)
        if whole:
            self._send_json(sending, attempt, filled)

    def _check_clean(self, sending: Sending, clean: Outcome, before: Rows) -> None:
        """The form is taken, and does what it is for: else it could not be seen to do more."""
        found = self.tables.find_differences(before, clean.rows)
        taken = clean.status in (200, 303)
        if (taken, clean.kept) != (sending.taken, sending.changes):
            self.changed.append(f"{sending.rule} as {sending.who}, nothing added: {clean.status}, {found}")
        lines = [line.replace("'", "`") for line in found if line.startswith("+ audit_entry")]
        self.lines.setdefault(sending.rule, set()).update(word for line in lines for word in WORDS.findall(line))
        self.counts["forms"] += 1

    def _list_planted(self, filled: Filled, whole: bool) -> Iterator[Planted]:
        others, marks = self.foreign.list_plain(filled.names)
        if not whole:
            yield others + marks + next(self.foreign.list_spelled(filled.names, SPELLINGS[0], MOST))
            return
        yield from (others, marks)
        for spelling in SPELLINGS:
            yield from self.foreign.list_spelled(filled.names, spelling, MOST)

    def _send_json(self, sending: Sending, attempt: Attempt, filled: Filled) -> None:
        """Nothing of a JSON body is bound: it does what an empty form does."""
        empty = attempt.run(lambda client: client.post(filled.action, data={}))
        body = self.foreign.nest(filled.names) | {name: str(value) for name, value in filled.fields}
        self._compare(sending, empty, attempt.run(lambda client: client.post(filled.action, json=body)))
        self.counts["JSON bodies"] += 1

    def _compare(self, sending: Sending, clean: Outcome, planted: Outcome) -> None:
        if clean != planted:
            found = self.tables.find_differences(clean.rows, planted.rows)
            columns = self.tables.find_columns(clean.rows, planted.rows)
            told = f"{sending.rule} as {sending.who}: {clean.status}, then {planted.status}, other in {columns}"
            self.changed += [told, *(line[:400] for line in found[:4])]


@pytest.mark.parametrize(
    ("database_url", "whole"),
    [("sqlite", False), pytest.param("sqlite", True, marks=pytest.mark.trust)],
    indirect=["database_url"],
)
def test_no_form_takes_a_field_that_it_does_not_have(app: Flask, whole: bool, tell: Callable[[str], None]) -> None:
    # Some forms are there only where mails can be sent.
    served = {"mail_host": "127.0.0.1", "mail_sender": "survey@zonneveld.example"}
    app.extensions["settings"] = app.extensions["settings"].model_copy(update=served)
    house = fill(app)
    sendings = list_sendings(house)
    posts = {rule.rule for method, rule in list_routes(app) if method != "GET"}
    assert {sending.rule for sending in sendings} == posts
    trial = Trial(house)
    for sending in sendings:
        trial.send(sending, whole)
    assert trial.changed == [], "\n".join(trial.changed)
    for rule, written in read_trail().items():
        named = set(WORDS.findall(written))
        assert bool(trial.lines[rule] & named) is bool(named), f"{rule} wrote {trial.lines[rule]} in the trail"
    columns, counts = len(trial.foreign.columns), trial.counts
    tell(
        f"S3: {len(posts)} routes, {counts['forms']} forms, {columns} columns, {counts['requests']} requests with "
        f"{counts['fields']} fields added, {counts['JSON bodies']} JSON bodies, changed: 0"
    )


def test_no_route_reads_json() -> None:
    """There is none whose list of fields would have to be watched beside those of forms."""
    files = list(SOURCES.rglob("*.py"))
    assert len(files) > 200
    assert [path.name for path in files if READS_JSON.search(path.read_text())] == []
