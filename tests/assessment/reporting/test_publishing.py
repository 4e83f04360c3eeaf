"""Results are sent to executives by name: once, through the real outbox and a real mail server, withdrawn at will."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from assessment.clock import use_clock
from assessment.improvement.service import Ask, ask_decision
from assessment.jobs import run_due_jobs
from assessment.mail.message import write_html
from assessment.models import AuditEntry, Campaign, Job, JointMember, JointTeam, Mail, Publication, db, writing
from assessment.reporting.answering import Answer, keep_answers
from assessment.reporting.build import build_report
from assessment.reporting.identity import name_edition
from assessment.reporting.passing_on import PAUSE, is_scheduled, schedule
from assessment.reporting.publishing import Addressee, AlreadySentError, publish, withdraw
from assessment.reporting.readers import find_reader
from assessment.reporting.report_mail import Sending, write_letter
from assessment.reporting.service import publish_report, read_views
from assessment.reporting.staff import make_staff_page
from assessment.reporting.verify import compute_views, verify_report
from assessment.results.edition import leave_out_answers
from assessment.results.service import load_results, load_source
from reports.printed import compare_pages
from tests.assessment.reporting.releases import BRIEF, make_source
from tests.assessment.results import made, stored
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.mailbox import Mailbox, read_link, read_plain, read_token
from tests.fixtures.readers import BOER, THREE, VISSER, list_decision_ids, read_words, send_results

CONTACT = "Sam de Wit, 020 555 0100"


@pytest.fixture
def campaign_id(app: Flask) -> int:
    return stored.store(app, made.source(decisions=THREE))


@pytest.fixture
def owner(app: Flask, campaign_id: int) -> int:
    return stored.find_owner(app, campaign_id)


@pytest.fixture
def facilitator(app: Flask, client: FlaskClient, owner: int) -> FlaskClient:
    sign_in(client, add_colleague(app, owner, "facilitator", email="sender@zonneveld.example"))
    return client


def place_of(owner: int, campaign_id: int) -> str:
    return f"/organisations/{owner}/surveys/{campaign_id}"


def run_mail(app: Flask) -> None:
    """Only what is due of the outbox; drawing the report is another test's business."""
    with app.app_context(), writing() as session:
        for job in session.scalars(select(Job).where(Job.kind == "report")):
            session.delete(job)
    run_due_jobs(app)


def test_the_mail_carries_verdict_and_decisions_and_its_link_opens_page_one(
    app: Flask, campaign_id: int, mailbox: Mailbox
) -> None:
    send_results(app, campaign_id, note="Please look at B first.")
    run_mail(app)
    english, dutch = (mailbox.to(one.email) for one in (VISSER, BOER))
    assert (len(english), len(dutch)) == (1, 1)
    assert english[0]["Subject"] == "Quality survey 2027: the results, and 3 decisions"
    text = read_plain(english[0])
    for told in (
        "Level 3, unchanged: culture has improved, but staff rate reward far lower than senior managers do.",
        "A One of us at every network meeting (E. Visser, 15 April)",
        "C Preventing counts in appraisals (S. Aydin, 1 June)",
        "Please look at B first.",
    ):
        assert told in text
        html = english[0].get_body(("html",))
        assert html is not None
        assert told in unescape(html.get_content())
    assert "B Problemen binnen 30 dagen beantwoord (M. de Boer, 1 mei)" in read_plain(dutch[0])
    page = app.test_client().get(f"/r/{read_token(read_link(dutch[0]))}?language=nl", follow_redirects=True)
    assert (page.status_code, page.request.path) == (200, "/report/")
    assert "M. de Boer, hier staat wat er te besluiten is." in page.text
    with app.app_context():
        assert [mail.state for mail in db.session.scalars(select(Mail))] == ["sent", "sent"]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("decisions", [3, 0])
def test_the_mail_has_70_to_120_words(app: Flask, campaign_id: int, language: str, decisions: int) -> None:
    with app.app_context():
        source = load_source(campaign_id)
        facts = source.facts.model_copy(update={"contact": CONTACT})
        source = source.model_copy(update={"facts": facts, "decisions": source.decisions[:decisions]})
        view = read_views(source, language).main
        sending = Sending("E. Visser", VISSER.email, "", "https://qma.example/r/x", datetime.now(UTC))
        with app.test_request_context():
            letter = write_letter(view, sending)
        words = " ".join(letter.paragraphs).split()
        assert 70 <= len(words) <= 120, len(words)
        assert letter.link_text in unescape(write_html(letter))


def test_nobody_is_written_to_twice(app: Flask, campaign_id: int, owner: int, mailbox: Mailbox) -> None:
    send_results(app, campaign_id, VISSER)
    with app.app_context(), pytest.raises(AlreadySentError) as refused:
        publish(owner, campaign_id, [BOER, VISSER])
    assert refused.value.emails == {VISSER.email}
    send_results(app, campaign_id, BOER)
    run_mail(app)
    run_mail(app)
    assert sorted(mailbox.addresses) == [VISSER.email, BOER.email]


def test_a_withdrawn_sending_is_not_sent_and_can_be_sent_again(
    app: Flask, campaign_id: int, owner: int, mailbox: Mailbox
) -> None:
    token = send_results(app, campaign_id, VISSER)[VISSER.email]
    with app.app_context():
        publication = db.session.scalars(select(Publication.id)).one()
        assert withdraw(owner, campaign_id, publication)
        assert not withdraw(owner + 1, campaign_id, publication)
    run_mail(app)
    assert mailbox.addresses == []
    assert app.test_client().get(f"/r/{token}", follow_redirects=True).status_code == 410
    again = send_results(app, campaign_id, VISSER)[VISSER.email]
    assert again != token
    run_mail(app)
    assert read_token(read_link(mailbox.kept[0])) == again
    with app.app_context():
        events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == ["report.published", "report.withdrawn", "report.published"]


def test_the_form_proposes_those_who_decide_and_shows_the_mail(
    app: Flask, campaign_id: int, owner: int, facilitator: FlaskClient
) -> None:
    add_colleague(app, owner, "executive", email="exec@zonneveld.example")
    with app.app_context(), writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        campaign.sponsor, campaign.sponsor_email = "E. Visser", "E.Visser@zonneveld.example"
        session.add(JointTeam(campaign_id=campaign_id, organisation_id=owner))
        session.flush()
        for name, email in (
            ("A. Jansen", "a.jansen@zonneveld.example"),
            ("E. Visser", VISSER.email),
            ("C. Smit", None),
        ):
            session.add(
                JointMember(
                    campaign_id=campaign_id,
                    organisation_id=owner,
                    name=name,
                    email=email,
                    token_sha256=f"x{name}{email}",
                )
            )
    page = facilitator.get(f"{place_of(owner, campaign_id)}/publish").text
    assert re.findall(r'name="email-\d+" value="([^"]*)"', page) == [
        "exec@zonneveld.example",
        "e.visser@zonneveld.example",
        "a.jansen@zonneveld.example",
        "",
        "",
        "",
    ]
    typed = {"rows": "2", "note": "N" * 301, "go": "look"}
    row = {"name-0": "E. Visser", "email-0": "no address", "language-0": "nl", "send-0": "yes"}
    wrong = facilitator.post(f"{place_of(owner, campaign_id)}/publish", data=typed | row)
    assert wrong.status_code == 422
    assert '<a href="#email-0">Write the mail address like name@example.org</a>' in wrong.text
    assert "Shorten the note to 300 characters: it has 301" in wrong.text
    shown = facilitator.post(
        f"{place_of(owner, campaign_id)}/publish", data=typed | row | {"email-0": VISSER.email, "note": "Begin met B."}
    )
    assert shown.status_code == 200
    assert "Beste E. Visser," in shown.text
    assert "Begin met B." in shown.text.partition('class="mail-preview"')[2]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Publication)) == 0


def test_the_form_sends_once_however_often_it_is_pressed(
    app: Flask, campaign_id: int, owner: int, facilitator: FlaskClient
) -> None:
    data = {"rows": "2", "go": "send", "name-0": "E. Visser", "email-0": VISSER.email, "send-0": "yes"}
    data |= {"name-1": "Left Out", "email-1": "left.out@zonneveld.example"}
    for _ in range(2):
        sent = facilitator.post(f"{place_of(owner, campaign_id)}/publish", data=data)
        assert (sent.status_code, sent.headers["Location"]) == (303, f"{place_of(owner, campaign_id)}/publications")
    with app.app_context():
        assert [mail.kind for mail in db.session.scalars(select(Mail))] == ["report"]
    page = facilitator.get(f"{place_of(owner, campaign_id)}/publications").text
    assert "mail waits for a server" in page
    assert "No mail server is set, so mails to readers wait." in page
    assert "is written, and waits until a mail server is set." in page
    assert "left.out" not in page


def answer(app: Flask, campaign_id: int, token: str, *answers: Answer) -> None:
    ids = list_decision_ids(app, campaign_id)
    with app.app_context():
        keep_answers(find_reader(token), dict(zip(ids, answers, strict=False)), read_words(campaign_id))


def test_readers_have_a_report_again_once_it_is_made_with_the_new_words(
    app: Flask, campaign_id: int, owner: int, facilitator: FlaskClient
) -> None:
    token = send_results(app, campaign_id)[VISSER.email]
    answer(app, campaign_id, token, Answer("no", "we lack the people"))
    reader = app.test_client()
    link = "Open the whole report (PDF)"
    with app.app_context():
        ask_decision(campaign_id, Ask(text={"en": "Meet monthly"}))
    assert link not in reader.get(f"/r/{token}", follow_redirects=True).text
    made = facilitator.post(f"{place_of(owner, campaign_id)}/results/report", data={"language": "en"})
    assert made.status_code == 303
    with app.app_context():
        run_due_jobs(app)
    assert link in reader.get("/report/").text
    pages = PdfReader(BytesIO(reader.get("/report/report.pdf").data)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "Meet monthly" in text
    assert "we lack the people" not in text


def test_answers_stand_for_the_facilitator_and_staff(
    app: Flask, campaign_id: int, owner: int, facilitator: FlaskClient
) -> None:
    token = send_results(app, campaign_id)[VISSER.email]
    answer(app, campaign_id, token, Answer("yes"), Answer("no", "we have <no> money"))
    page = facilitator.get(f"{place_of(owner, campaign_id)}/publications").text
    assert page.count("we have &lt;no&gt; money") == 1
    assert "we have &lt;no&gt; money" in facilitator.get(stored.path_of(app, campaign_id)).text
    with app.app_context():
        staff = make_staff_page(load_results(campaign_id))
        told = [[(one.reader, one.text) for one in decision.answers] for decision in staff.decisions]
    assert told == [[("E. Visser", "Yes")], [("E. Visser", "No, because: we have <no> money")], []]
    assert staff.no_answer == "No answer yet"


def test_after_30_days_pages_say_for_how_long_nobody_has_answered(
    app: Flask, campaign_id: int, owner: int, facilitator: FlaskClient
) -> None:
    send_results(app, campaign_id)
    now = datetime.now(UTC)
    for days, told in ((30, "No answer yet"), (34, "No answer after 34 days")):
        use_clock(app, lambda days=days: now + timedelta(days=days))  # type: ignore[misc]
        page = facilitator.get(f"{place_of(owner, campaign_id)}/publications").text
        assert page.count(told) == len(THREE)


def test_the_next_surveys_report_tells_what_was_asked_and_answered(app: Flask) -> None:
    campaign_id = stored.store(app, made.source(asked_before=THREE))
    with app.app_context():
        before = db.session.get_one(Campaign, campaign_id).previous_campaign_id
        assert before is not None
        unanswered = name_edition(load_source(campaign_id))
    token = send_results(app, before, VISSER)[VISSER.email]
    answer(app, before, token, Answer("yes"), Answer("if", "Ω we start small"))
    with app.app_context():
        source = load_source(campaign_id)
        assert name_edition(source) != unanswered
        assert [[one.words for one in asked.answers] for asked in source.asked_before] == [
            [""],
            ["Ω we start small"],
            [],
        ]
        report = build_report(read_views(source, "en"))
    follow_up = next(section for section in report.sections if section.key == "follow-up")
    printed = repr(follow_up)
    for told in ("Problems answered within 30 days", "Yes, if: Ω we start small", "'no answer'"):
        assert told in printed
    actions = {action.text["en"]: action.owner for action in source.actions}
    assert actions["One of us at every network meeting"] == "E. Visser"


def test_an_answer_makes_another_edition_but_not_of_what_readers_open(app: Flask, campaign_id: int) -> None:
    token = send_results(app, campaign_id)[VISSER.email]
    with app.app_context():
        bare = name_edition(load_source(campaign_id))
    answer(app, campaign_id, token, Answer("yes"))
    with app.app_context():
        first = load_source(campaign_id)
    answer(app, campaign_id, token, Answer("no", "not now", version=1))
    with app.app_context():
        second = load_source(campaign_id)
    assert len({bare, name_edition(first), name_edition(second)}) == 3
    assert name_edition(leave_out_answers(second)) == bare


@pytest.mark.wide
@pytest.mark.usefixtures("drawn_anew")
def test_a_report_with_answers_verifies_and_a_changed_answer_is_found(app: Flask) -> None:
    small = replace(BRIEF, answered=11, invited=12, joint=False)
    campaign_id = stored.store(app, make_source(small).model_copy(update={"decisions": THREE}))
    token = send_results(app, campaign_id, VISSER)[VISSER.email]
    answer(app, campaign_id, token, Answer("no", "we lack the people"))
    with app.app_context():
        report = publish_report(campaign_id, "en")
        assert verify_report(report) == ()
        source = load_source(campaign_id)
        first, *others = source.decisions
        told = first.answers[0].model_copy(update={"answer": "yes", "words": ""})
        forged = source.model_copy(update={"decisions": (first.model_copy(update={"answers": (told,)}), *others)})
        views = compute_views(forged, "en")
        pages = compare_pages(build_report(views), report)
    assert any("because:welackthepeople" in one for one in pages)


def test_the_next_surveys_results_go_to_the_same_readers_once(app: Flask, mailbox: Mailbox) -> None:
    campaign_id = stored.store(app, made.source(decisions=THREE))
    owner = stored.find_owner(app, campaign_id)
    with app.app_context(), writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        before = campaign.previous_campaign_id
        assert before is not None
        campaign.state = "closed"
    send_results(app, before)
    with app.app_context():
        publication = publish(owner, before, [Addressee("Gone", "gone@zonneveld.example", "en")])
        withdraw(owner, before, publication)
        schedule(owner, before, wanted=True)
        schedule(owner, before, wanted=True)
        assert is_scheduled(before)
    now = datetime.now(UTC)

    def look(minutes: float) -> set[str]:
        use_clock(app, lambda: now + timedelta(minutes=minutes))
        mailbox.kept.clear()
        run_mail(app)
        run_mail(app)
        return set(mailbox.addresses)

    pause = PAUSE.total_seconds() / 60
    assert look(0) == {VISSER.email, BOER.email}
    assert look(pause + 1) == set()
    with app.app_context(), writing() as session:
        session.get_one(Campaign, campaign_id).state = "released"
    assert look(2 * pause + 2) == {VISSER.email, BOER.email}
    assert look(9 * pause) == set()
    with app.app_context():
        assert not is_scheduled(before)
        events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events[-2:] == ["report.scheduled", "report.published"]


def test_it_can_be_called_off(app: Flask, campaign_id: int, owner: int, facilitator: FlaskClient) -> None:
    send_results(app, campaign_id)
    place = f"{place_of(owner, campaign_id)}/publications"
    facilitator.post(f"{place}/next", data={"wanted": "yes"})
    assert "Do not send them by themselves" in facilitator.get(place).text
    facilitator.post(f"{place}/next", data={"wanted": "no"})
    with app.app_context():
        assert not is_scheduled(campaign_id)


def test_a_decision_that_is_written_down_later_is_asked_by_the_same_link(app: Flask) -> None:
    campaign_id = stored.store(app, made.source(decisions=()))
    token = send_results(app, campaign_id, VISSER)[VISSER.email]
    client = app.test_client()
    page = client.get(f"/r/{token}", follow_redirects=True).text
    assert "Keep my answers" not in page
    assert "no owner yet" in page  # page one proposes what could be decided
    with app.app_context():
        ask_decision(campaign_id, Ask({"en": "Meet monthly"}, "E. Visser", date(2027, 4, 1)))
    assert "Meet monthly" in client.get("/report/").text
