"""Inviting, one reminder, a later closing: who gets what, once, and nobody is shown who has answered (A2, A13, A17)."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from assessment.access.tokens import hash_token
from assessment.campaigns import invited, inviting
from assessment.campaigns.reminders import Sending, find_hindrance
from assessment.campaigns.service import PlanError
from assessment.campaigns.states import extend_survey
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, Invitation, Job, Mail, Person, db, writing
from tests.fixtures.mailbox import Mailbox, read_link, read_plain, read_token
from tests.fixtures.people import add_people
from tests.fixtures.surveys import open_survey


@pytest.fixture
def survey(app: Flask) -> tuple[int, int]:
    """Organisation and survey, open since yesterday."""
    with app.app_context():
        survey_id = open_survey()
        return db.session.get_one(Campaign, survey_id).organisation_id, survey_id


def invite(app: Flask, survey: tuple[int, int]) -> None:
    inviting.invite_everybody(*survey)
    run_due_jobs(app)


def count_mails(state: str, kind: str = "invitation") -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Mail.state == state, Mail.kind == kind)) or 0


def find_overview(survey: tuple[int, int]) -> invited.Overview:
    db.session.rollback()
    return invited.make_overview(db.session.get_one(Campaign, survey[1]))


def test_everybody_who_is_asked_gets_one_link_that_opens_their_place(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int]
) -> None:
    with app.app_context():
        add_people(survey[1], care=5, archive=3, senior=7, without_mail=2)
        for _ in range(2):
            invite(app, survey)

        assert sorted(mailbox.addresses) == [
            *(f"archive{number}@zonneveld.example" for number in (1, 2, 3)),
            *(f"care{number}@zonneveld.example" for number in (1, 2, 3, 4, 5)),
        ]
        links = {str(message["To"]): read_link(message) for message in mailbox.kept}
        assert len(set(links.values())) == 8
        rows = {row.address: row for row in db.session.scalars(select(Invitation).where(Invitation.kind == "personal"))}
        for address, link in links.items():
            assert link.startswith("http://127.0.0.1:5000/s/")
            assert rows[address].token_sha256 == hash_token(read_token(link))
        # Three people are too few to be told apart: their invitations name the unit above (A2).
        assert {row.unit for address, row in rows.items() if address and address.startswith("archive")} == {"offices"}
        letters = db.session.scalars(select(Invitation.address).where(Invitation.kind == "letter")).all()
        unreachable = db.session.scalars(select(Person.id).where(Person.email.is_(None))).all()
        assert sorted(letters, key=str) == sorted(map(str, unreachable))
        assert count_mails("sent") == 8


def test_later_additions_are_invited_and_nobody_twice(app: Flask, mailbox: Mailbox, survey: tuple[int, int]) -> None:
    with app.app_context():
        add_people(survey[1], care=3)
        invite(app, survey)
        add_people(survey[1], archive=2)
        assert find_overview(survey).left == 2
        invite(app, survey)

        assert len(mailbox.kept) == 5
        assert find_overview(survey).left == 0
        assert find_overview(survey).sent == 5


def test_two_workers_and_a_killed_one_invite_nobody_twice(app: Flask, survey: tuple[int, int]) -> None:
    """A killed worker leaves whole chunks behind, and the next one goes on; two at once share the work."""
    with app.app_context():
        add_people(survey[1], care=450)
        assert inviting.invite_next(*survey) == inviting.CHUNK  # ... and here the first worker is killed.

    def work() -> None:
        with app.app_context():
            while inviting.invite_next(*survey):
                pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        addresses = db.session.scalars(select(Invitation.address)).all()
        assert len(addresses) == len(set(addresses)) == 450
        assert count_mails("waiting") == 450


def test_before_the_opening_invitations_wait_for_it(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        opens = datetime.now(UTC) + timedelta(days=3)
        survey_id = open_survey(opens_at=opens)
        add_people(survey_id, care=2)
        place = (db.session.get_one(Campaign, survey_id).organisation_id, survey_id)
        invite(app, place)

        assert mailbox.kept == []
        assert set(db.session.scalars(select(Mail.next_at))) == {opens}
        with writing() as session:
            session.execute(update(Campaign).values(opens_at=datetime.now(UTC)))
            session.execute(update(Mail).values(next_at=datetime.now(UTC)))
            session.execute(update(Job).values(run_at=datetime.now(UTC)).where(Job.state == "waiting"))
        run_due_jobs(app)
        assert len(mailbox.kept) == 2


WHERE = (
    "How quality is driven at Zonneveld: 31 questions from E. Visser, chair of the board.",
    "Sturen op kwaliteit bij Zonneveld: 31 vragen van E. Visser, chair of the board.",
    "Your view is still missing at Zonneveld;",
    "Bij Zonneveld ontbreekt jouw kijk nog;",
    "Zonneveld gives more time: until",
    "Zonneveld geeft meer tijd: tot",
)


def test_each_mail_has_at_most_70_words_in_its_readers_language(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int]
) -> None:
    with app.app_context():
        add_people(survey[1], care=2)
        invite(app, survey)
        assert inviting.remind_once(*survey)
        run_due_jobs(app)
        closes = db.session.get_one(Campaign, survey[1]).closes_at
        assert closes is not None
        extend_survey(*survey, closes + timedelta(days=5))
        run_due_jobs(app)

        subjects = sorted(str(message["Subject"]) for message in mailbox.kept)
        assert subjects == [
            "Kwaliteit bij Zonneveld 2027 loopt langer door",
            "Kwaliteit bij Zonneveld 2027: 6 minuten",
            "Nog één keer: Kwaliteit bij Zonneveld 2027",
            "Once more: Quality at Zonneveld 2027",
            "Quality at Zonneveld 2027 is open longer",
            "Quality at Zonneveld 2027: 6 minutes",
        ]
        for message in mailbox.kept:
            text = read_plain(message)
            assert len(text.split()) <= 70, text
            # What is asked, by whom and where stands in the text itself, whatever the survey is called.
            assert any(words in text for words in WHERE), text
            promise = "Niemand die met dit systeem werkt" if message["Content-Language"] == "nl" else "Nobody who uses"
            assert promise in text


def test_one_reminder_goes_to_who_has_not_answered_and_no_row_tells_who_that_is(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int]
) -> None:
    with app.app_context():
        add_people(survey[1], care=12)
        invite(app, survey)
        mailbox.kept.clear()
        with writing() as session:
            for number in (1, 2, 3, 4, 5):
                address = f"care{number}@zonneveld.example"
                session.execute(update(Invitation).where(Invitation.address == address).values(done=True))
        # One mailbox is gone, one is full for now: those rows must end like all others.
        refused = {"care6@zonneveld.example": "550 gone", "care7@zonneveld.example": "452 full"}
        mailbox.fault = lambda step, address: refused.get(address, "") if step == "rcpt" else ""
        assert inviting.remind_once(*survey)
        assert not inviting.remind_once(*survey)
        waiting = rows_of("reminder")
        assert len({row[1:] for row in waiting}) == 1
        run_due_jobs(app)
        refused.pop("care7@zonneveld.example")
        with writing() as session:
            session.execute(update(Mail).where(Mail.state == "waiting").values(next_at=datetime.now(UTC)))
            session.execute(update(Job).values(run_at=datetime.now(UTC)).where(Job.state == "waiting"))
        run_due_jobs(app)

        assert sorted(mailbox.addresses) == sorted(f"care{number}@zonneveld.example" for number in range(7, 13))
        rows = rows_of("reminder")
        assert len(rows) == 12
        assert {row[1:] for row in rows} == {("sent", "", 0, "{}", datetime(2000, 1, 1, tzinfo=UTC))}


def test_no_reminder_before_the_invitations_have_gone_out(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int]
) -> None:
    """There is one only: sent with the invitations it would be lost."""
    now = datetime.now(UTC)
    with app.app_context():
        add_people(survey[1], care=3)
        with writing() as session:
            session.execute(update(Campaign).values(opens_at=now + timedelta(hours=2)))
        invite(app, survey)
        assert count_mails("waiting") == 3
        assert_refused(survey)

        with writing() as session:
            session.execute(update(Campaign).values(opens_at=now - timedelta(hours=1)))
        assert_refused(survey)

        with writing() as session:
            session.execute(update(Mail).values(next_at=now))
            session.execute(update(Job).values(run_at=now).where(Job.state == "waiting"))
        run_due_jobs(app)
        assert count_mails("sent") == 3
        assert inviting.remind_once(*survey)
        assert count_mails("waiting", "reminder") == 3


def assert_refused(survey: tuple[int, int]) -> None:
    with pytest.raises(PlanError):
        inviting.remind_once(*survey)
    db.session.rollback()
    assert not db.session.get_one(Campaign, survey[1]).reminded
    assert count_mails("waiting", "reminder") == 0


@pytest.mark.parametrize(
    ("hours", "sending", "hindrance"),
    [
        (-1, Sending(5, 0, False), "early"),
        (1, Sending(0, 0, False), "nobody"),
        (1, Sending(0, 0, True), "sending"),
        (30, Sending(0, 5, False), "sending"),
        (1, Sending(5, 1, False), "sending"),
        (1, Sending(5, 0, True), "sending"),
        (1, Sending(5, 0, False), ""),
        (25, Sending(5, 1, False), ""),
        (24 * 17, Sending(5, 0, False), "over"),
    ],
)
def test_what_stands_in_the_way_of_a_reminder(hours: int, sending: Sending, hindrance: str) -> None:
    opens = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)
    closes = opens + timedelta(days=17)
    assert find_hindrance(opens, closes, sending, opens + timedelta(hours=hours)) == hindrance


def rows_of(kind: str) -> list[tuple[object, ...]]:
    """All that the outbox holds of each mail of a kind, its own number and recipient first."""
    db.session.rollback()
    return [
        (mail.reference, mail.state, mail.fault, mail.tries, str(mail.parameters), mail.next_at)
        for mail in db.session.scalars(select(Mail).where(Mail.kind == kind))
    ]


def test_failures_and_trying_again_are_the_same_whoever_has_answered(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int]
) -> None:
    """Two mailboxes are refused; the owner of one answers by letter. Neither list nor second try tells which."""
    mailbox.fault = lambda step, address: (
        "550 gone" if (step, address[:5]) in {("rcpt", "care1"), ("rcpt", "care2")} else ""
    )
    with app.app_context():
        add_people(survey[1], care=4)
        invite(app, survey)
        with writing() as session:
            session.execute(update(Invitation).where(Invitation.address == "care1@zonneveld.example").values(done=True))
        before = find_overview(survey)
        assert [(one.address, one.fault) for one in before.failures] == [
            ("care1@zonneveld.example", "refused-550"),
            ("care2@zonneveld.example", "refused-550"),
        ]
        assert (before.sent, before.failed) == (2, 2)
        assert inviting.try_again(*survey) == 2
        run_due_jobs(app)
        assert find_overview(survey) == before

        mailbox.fault = lambda step, address: ""
        inviting.try_again(*survey)
        run_due_jobs(app)
        assert (find_overview(survey).sent, find_overview(survey).failed) == (4, 0)


def test_an_extension_tells_everybody_once_and_a_closed_survey_sends_nothing(
    app: Flask, mailbox: Mailbox, survey: tuple[int, int]
) -> None:
    with app.app_context():
        add_people(survey[1], care=3)
        invite(app, survey)
        mailbox.kept.clear()
        with writing() as session:
            session.execute(update(Invitation).values(done=True))
        closes = db.session.get_one(Campaign, survey[1]).closes_at
        assert closes is not None
        extend_survey(*survey, closes + timedelta(days=5))
        run_due_jobs(app)
        assert len(mailbox.kept) == 3

        mailbox.kept.clear()
        add_people(survey[1], archive=2)
        inviting.invite_everybody(*survey)
        with writing() as session:
            session.execute(update(Campaign).values(closes_at=datetime.now(UTC) - timedelta(seconds=1)))
        run_due_jobs(app)
        assert mailbox.kept == []
        assert count_mails("dropped") == 2
