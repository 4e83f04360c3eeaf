"""What becomes of a mail: sent once, tried again, failed; told apart by what a real server answers (trust rule F13)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment.access.tokens import hash_token
from assessment.access.welcome import make_welcome_token
from assessment.jobs import run_due_jobs
from assessment.mail.outbox import FIRST_PAUSE, LONGEST_PAUSE, MOST_TRIES
from assessment.mail.service import SEND, post
from assessment.models import Job, Mail, Welcome, db, writing
from assessment.organisation.plan import create_organisation
from tests.fixtures.mailbox import SENDER, Mailbox


def post_welcomes(*addresses: str, language: str = "en") -> None:
    """A mail to each address, that makes a colleague of it."""
    organisation_id = create_organisation({"en": "Zonneveld"}, ())
    with writing() as session:
        for address in addresses:
            welcome = Welcome(
                token_sha256=hash_token(address),
                organisation_id=organisation_id,
                email=address,
                role="facilitator",
                language=language,
                expires_at=datetime.now(UTC) + timedelta(days=7),
            )
            session.add(welcome)
            session.flush()
            post(session, purpose=f"welcome:{welcome.id}", kind="welcome", reference=welcome.id)


def list_mails() -> list[tuple[str, str, int]]:
    """State, fault and tries of each, in the order of posting."""
    db.session.rollback()
    return [
        (state, fault, tries)
        for state, fault, tries in db.session.execute(select(Mail.state, Mail.fault, Mail.tries).order_by(Mail.id))
    ]


def wait_over() -> None:
    """The pauses of all mails and jobs are over."""
    with writing() as session:
        session.execute(update(Mail).values(next_at=datetime.now(UTC)))
        session.execute(update(Job).where(Job.state == "waiting").values(run_at=datetime.now(UTC)))


def find_pause() -> timedelta:
    db.session.rollback()
    return db.session.scalars(select(Mail.next_at)).one() - datetime.now(UTC)


def test_many_mails_go_out_once_in_one_conversation(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        post_welcomes(*(f"person{number}@zonneveld.example" for number in range(30)))
        run_due_jobs(app)
        run_due_jobs(app)

        assert sorted(mailbox.addresses) == sorted(f"person{number}@zonneveld.example" for number in range(30))
        assert mailbox.connections == 1
        assert set(list_mails()) == {("sent", "", 0)}


def test_the_same_purpose_is_posted_once(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        post_welcomes("one@zonneveld.example")
        with writing() as session:
            post(session, purpose="welcome:1", kind="welcome", reference=1)
        run_due_jobs(app)

        assert mailbox.addresses == ["one@zonneveld.example"]


def test_a_mail_of_a_rolled_back_decision_is_not_there(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        with suppress(RuntimeError), writing() as session:
            post(session, purpose="welcome:1", kind="welcome", reference=1)
            raise RuntimeError
        assert list_mails() == []
        assert db.session.scalars(select(Job.id)).all() == []


def test_a_welcome_holds_its_link_from_the_base_address_and_safe_headers(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        post_welcomes("one@zonneveld.example", language="nl")
        run_due_jobs(app)
        token = make_welcome_token(app.extensions["settings"].link_key.get_secret_value().encode(), 1)

        (message,) = mailbox.kept
        plain = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert f"http://127.0.0.1:5000/welcome/{token}" in plain
        assert f'href="http://127.0.0.1:5000/welcome/{token}"' in html
        assert message["Subject"] == "Je kunt werken met de onderzoeken van Zonneveld"
        assert message["From"] == SENDER
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Message-ID"].endswith("@127.0.0.1>")
        assert "src=" not in html
        assert "url(" not in html
        assert token not in str(message["Message-ID"])


@pytest.mark.parametrize(
    ("step", "answer", "state", "fault"),
    [
        ("rcpt", "550 no such user", "failed", "refused-550"),
        ("data", "554 no thanks", "failed", "refused-554"),
        ("rcpt", "450 later", "waiting", "refused-450"),
        ("data", "452 full", "waiting", "refused-452"),
        ("rcpt", "cut", "waiting", "connection"),
        ("rcpt", "stall", "waiting", "connection"),
        ("kept", "cut", "waiting", "unsure"),
    ],
)
def test_what_the_server_does_decides(
    app: Flask, mailbox: Mailbox, step: str, answer: str, state: str, fault: str
) -> None:
    """The one in the middle goes wrong; the others go out all the same."""
    mailbox.fault = lambda at, address: answer if (at, address) == (step, "two@zonneveld.example") else ""
    with app.app_context():
        post_welcomes("one@zonneveld.example", "two@zonneveld.example", "three@zonneveld.example")
        run_due_jobs(app)

        assert list_mails() == [("sent", "", 0), (state, fault, int(state == "waiting")), ("sent", "", 0)]


def test_an_address_that_is_none_fails_without_asking_the_server(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        post_welcomes("a b@zonneveld.example", "x@y.example\r\nBcc: z@y.example", "jan@", "jörg@zonneveld.example")
        run_due_jobs(app)

        assert list_mails() == [("failed", "address", 0)] * 4
        assert mailbox.kept == []


def test_pauses_double_up_to_a_day_and_end_after_days(app: Flask, mailbox: Mailbox) -> None:
    mailbox.fault = lambda step, address: "450 later" if step == "rcpt" else ""
    with app.app_context():
        post_welcomes("one@zonneveld.example")
        pauses = []
        for _ in range(MOST_TRIES - 1):
            run_due_jobs(app)
            pauses.append(find_pause())
            wait_over()
        run_due_jobs(app)

        minutes = [round(pause / timedelta(minutes=1)) for pause in pauses]
        assert minutes == [min(2**number, 24 * 60) for number in range(MOST_TRIES - 1)]
        assert timedelta(minutes=minutes[0]) == FIRST_PAUSE
        assert timedelta(minutes=minutes[-1]) == LONGEST_PAUSE
        assert list_mails() == [("failed", "gave-up", MOST_TRIES)]


def test_a_server_that_is_down_loses_nothing(app: Flask, mailbox: Mailbox) -> None:
    port = mailbox.port
    with app.app_context():
        app.extensions["settings"] = app.extensions["settings"].model_copy(update={"mail_port": 1})
        post_welcomes("one@zonneveld.example", "two@zonneveld.example")
        run_due_jobs(app)
        assert list_mails() == [("waiting", "connection", 1)] * 2

        app.extensions["settings"] = app.extensions["settings"].model_copy(update={"mail_port": port})
        wait_over()
        run_due_jobs(app)
        assert list_mails() == [("sent", "", 0)] * 2
        assert len(mailbox.kept) == 2


def test_without_a_server_mails_wait(app: Flask) -> None:
    with app.app_context():
        post_welcomes("one@zonneveld.example")
        run_due_jobs(app)

        assert list_mails() == [("waiting", "", 0)]
        assert db.session.scalars(select(Job.state).where(Job.kind == SEND, Job.state == "waiting")).all() == [
            "waiting"
        ]


def test_cut_off_twice_after_the_text_a_mail_is_not_sent_a_third_time(app: Flask, mailbox: Mailbox) -> None:
    mailbox.fault = lambda step, address: "cut" if step == "kept" else ""
    with app.app_context():
        post_welcomes("one@zonneveld.example")
        for _ in range(3):
            run_due_jobs(app)
            wait_over()

        assert list_mails()[0][:2] == ("failed", "unsure")
        first, second = mailbox.kept
        assert first["Message-ID"] == second["Message-ID"]


def test_a_link_that_was_used_meanwhile_is_not_sent(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        post_welcomes("one@zonneveld.example")
        with writing() as session:
            session.execute(update(Welcome).values(used_at=datetime.now(UTC)))
        run_due_jobs(app)

        assert list_mails() == [("dropped", "", 0)]
        assert mailbox.kept == []


def test_nothing_due_leaves_no_job_behind(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        post_welcomes("one@zonneveld.example")
        run_due_jobs(app)

        assert db.session.scalars(select(Job.state).where(Job.kind == SEND)).all() == ["done"]
