"""T5: of the links, mail addresses and network addresses of those who answered nothing is left where it is not needed.

E-mail addresses are needed in two columns, and only there: ``person.email``, the organisation's list, and
``invitation.address``, to whom a mail goes, which goes with the list of invitations. Pages of that list show them too.
"""

import base64
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import MetaData, select, text
from sqlalchemy.engine import make_url

from assessment.access.tokens import hash_token
from assessment.campaigns.inviting import remind_once
from assessment.jobs import run_due_jobs
from assessment.log import configure_logs
from assessment.models import Campaign, db
from assessment.release.closing import stop_answers
from assessment.release.service import release_campaign
from tests.fixtures.mailbox import Mailbox, read_token
from tests.fixtures.surveys import open_survey
from tests.trust.doors import WAYS, Arrivals
from tests.trust.eyes import SLOW, Eyes, Sights
from tests.trust.invited import invite_people
from tests.trust.needles import Needles
from tests.trust.visit import TURN, Visit

ALLOWED = {("person", "email"), ("invitation", "address")}
HASHES = {("invitation", "token_sha256"), ("receipt", "submission_sha256")}
BROWSER = "Canary/1.0 (a browser of its own)"


@dataclass
class Traces:
    """What a respondent could be known by. ``links``: of those with a mail address, by it; ``tokens``: of all personal
    links, also those that a card or the shared link opened; ``codes``: of cards; ``turns``: ids of those at the screen.
    """

    links: dict[str, str]
    networks: list[str]
    tokens: list[str]
    codes: list[str]
    turns: list[str]

    @property
    def spelled(self) -> list[bytes]:
        """Tokens in letters and in bytes, what was typed, networks, the browser."""
        raw = [base64.urlsafe_b64decode(f"{token}==") for token in self.tokens]
        words = [*self.tokens, *self.codes, *self.turns, *self.networks, "203.0.113", BROWSER]
        return [word.encode() for word in words] + raw

    @property
    def addresses(self) -> list[bytes]:
        return [address.encode() for address in self.links]


def count_hits(needles: Iterable[bytes], *stacks: bytes) -> int:
    search = Needles(needles)
    return sum(len(search.find(stack)) for stack in stacks)


@pytest.mark.parametrize(
    ("database_url", "people"),
    [
        ("sqlite", 40),
        pytest.param("postgresql", 40, marks=pytest.mark.repeat),
        pytest.param("sqlite", 1_000, marks=pytest.mark.trust),
    ],
    indirect=["database_url"],
)
def test_nothing_tells_who_answered_from_where(
    app: Flask,
    mailbox: Mailbox,
    people: int,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    tell: Callable[[str], None],
) -> None:
    configure_logs("DEBUG")
    with app.app_context():
        survey_id = open_survey()
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    links = invite_people(app, mailbox, survey_id, care=people // len(WAYS))
    eyes = Eyes(app, survey_id)
    arrivals = Arrivals(app, survey_id, eyes.bring_doors(), links.values())
    assert len(arrivals) == people
    traces = Traces(links, [f"198.51.{n // 250}.{n % 250 + 1}" for n in range(people)], [], [], [])
    errors = b"".join(answer_and_stumble(arrivals, traces, n) for n in range(people))
    assert [len({*one}) for one in (traces.tokens, traces.codes, traces.turns)] == [
        people * 3 // 4,
        people // 4,
        people // 4,
    ]
    with app.app_context():
        assert remind_once(organisation_id, survey_id)
    run_due_jobs(app)
    hits = {"while open: " + name: count for name, count in search(app, traces, tmp_path).items()}
    hits["while open: doors"] = search_pages(eyes, traces, look_in(eyes))

    with app.app_context():
        stop_answers(survey_id)
        release_campaign(survey_id)
    run_due_jobs(app)
    hits |= {"after release: " + name: count for name, count in search(app, traces, tmp_path).items()}
    captured = capfd.readouterr()
    logs = (captured.out + captured.err).encode()
    hits["logs"] = count_hits(traces.spelled + traces.addresses, logs)
    hits["error pages"] = count_hits(traces.spelled + traces.addresses, errors)
    hits["pages of colleagues"] = search_pages(eyes, traces, eyes.look(without=SLOW))
    hits["mails to others"] = find_strangers(mailbox.kept, traces)
    assert hits == dict.fromkeys(hits, 0)
    assert len(mailbox.kept) == len(links)
    lines = logs.count(b'"rule"')
    assert lines > people * 5
    assert len(errors) > people * 100
    tell(
        f"T5: {people} submissions by {', '.join(WAYS)} in turn, {lines} lines of log, {len(mailbox.kept)} mails; "
        "tokens, codes, turns, mail and network addresses looked for in "
        f"{len(hits)} places: {sum(hits.values())} hits"
    )


def answer_and_stumble(arrivals: Arrivals, traces: Traces, number: int) -> bytes:
    """Somebody answers, sends it again, opens the link again, and goes wrong in three ways; gives the pages of errors.
    From here on it is known what they could be known by."""
    network, address = traces.networks[number], list(traces.links)[number // len(WAYS)]
    told = {"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_USER_AGENT": BROWSER}
    visit = arrivals.come(number, REMOTE_ADDR=network, **told)
    visit.go_to_review()
    review = visit.page
    link = note_traces(arrivals, traces, visit, number)
    visit.client.environ_base["HTTP_REFERER"] = f"http://x{link}"
    visit.press()
    assert visit.received
    visit.page = review
    wrong = [
        visit.press(),
        visit.client.get(link, follow_redirects=True),
        visit.client.get(f"{link}?to={address}&from={network}"),
        visit.client.get(f"/survey/questions/1/{address}"),
        visit.client.post(link, data={"email": address, "token": link}),
        visit.client.get(f"{link[:-1]}!", follow_redirects=True),
    ]
    return b"".join(page.data for page in wrong if page.status_code >= 400)


def note_traces(arrivals: Arrivals, traces: Traces, visit: Visit, number: int) -> str:
    """What this one holds that nobody else does; gives the link to try again."""
    if visit.page.request.path == TURN:
        turn = visit.fill()["turn"]
        _, content = URLSafeTimedSerializer("").loads_unsafe(turn)
        traces.turns.append(content["id"])
        return f"/s/{arrivals.doors.screen}"
    own = [visit.client.get_cookie(name, path="/survey") for name in ("survey-own", "survey")]
    token = next(cookie.value for cookie in own if cookie)
    traces.tokens.append(token)
    if code := arrivals.find_code(number):
        traces.codes.append(code)
    return f"/s/{token}"


def search(app: Flask, traces: Traces, folder: Path) -> dict[str, int]:
    """Hits in the database: in rows of all tables, and in its files as they lie on the disk."""
    with app.app_context():
        rows = dump_rows(without=ALLOWED)
        hashes = [hash_token(secret).encode() for secret in (*traces.tokens, *traces.turns)]
        found = {
            "rows": count_hits(traces.spelled + traces.addresses, rows),
            "hashes elsewhere": count_hits(hashes, dump_rows(without=HASHES)),
        }
        # The search has eyes: where they are allowed, the addresses are found.
        assert count_hits(traces.addresses, dump_rows(without=set())) == len(traces.addresses)
        url = make_url(app.extensions["settings"].database_url)
        if db.engine.dialect.name == "sqlite":
            assert url.database is not None
            return found | search_sqlite(Path(url.database), traces, folder)
        db.session.execute(text("CHECKPOINT"))
        home = Path(str(url.query["host"]))
        files = [path for path in [home / "log", *(home / "data").rglob("*")] if path.is_file()]
    return found | {"files": count_hits(traces.spelled, *map(read_if_there, files))}


def read_if_there(path: Path) -> bytes:
    """The server makes some of its own caches anew at any moment."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def dump_rows(without: set[tuple[str, str]]) -> bytes:
    """Every value of every table but of these columns."""
    tables = MetaData()
    tables.reflect(db.engine)
    values = (
        value if isinstance(value, bytes) else str(value).encode()
        for table in tables.sorted_tables
        for row in db.session.execute(
            select(*(column for column in table.columns if (table.name, column.name) not in without))
        )
        for value in row
    )
    return b"\n".join(values)


def search_sqlite(path: Path, traces: Traces, folder: Path) -> dict[str, int]:
    """The file and its log; for mail addresses a copy in which the two columns are emptied and nothing else."""
    files = [path, *(other for end in ("-wal", "-shm") if (other := path.with_name(path.name + end)).exists())]
    found = count_hits(traces.spelled, *(file.read_bytes() for file in files))
    copy = folder / "emptied.db"
    copy.unlink(missing_ok=True)
    db.session.rollback()
    own = db.engine.raw_connection()
    own.cursor().execute("VACUUM INTO ?", (str(copy),))
    own.close()
    emptied = sqlite3.connect(copy)
    for table, column in ALLOWED:
        emptied.execute(f"UPDATE {table} SET {column} = NULL")
    emptied.commit()
    emptied.execute("VACUUM")
    emptied.close()
    return {"files": found, "files without the two columns": count_hits(traces.addresses, copy.read_bytes())}


def look_in(eyes: Eyes) -> Sights:
    """What is seen by the doors of an open survey."""
    opened = eyes.look(eyes.list_opened())
    assert {sight.status for sight in opened.values()} == {200}
    return opened


def search_pages(eyes: Eyes, traces: Traces, sights: Sights) -> int:
    """Hits on all that is seen there; the pages of the organisation's people show mail addresses."""
    people = f"/organisations/{eyes.organisation_id}/people"
    tokens = count_hits(traces.spelled, *(sight.content for sight in sights.values()))
    others = (sight.content for (_, address), sight in sights.items() if not address.startswith(people))
    return tokens + count_hits(traces.addresses, *others)


def find_strangers(mails: Iterable[EmailMessage], traces: Traces) -> int:
    """Links and mail addresses of others in mails."""
    words = {*traces.tokens, *traces.codes, *traces.turns, *traces.networks, *traces.links}
    search = Needles(word.encode() for word in words)
    strangers = 0
    for mail in mails:
        whole = mail.as_bytes() + b"".join(
            part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart()
        )
        own = str(mail["To"])
        token = read_token(traces.links[own]).encode()
        found = search.find(whole)
        assert token in found
        strangers += sum(one != token and not own.encode().endswith(one) for one in found)
    return strangers
