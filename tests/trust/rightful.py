"""Every form of the application, filled in as somebody would send it who may."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from assessment.access.invitations import find_link_key
from assessment.campaigns.sponsor import COMMITMENTS
from assessment.joint.tokens import MEMBERS
from assessment.models import Campaign, CommentReview, CommentToRead, JointMember, Mail, db, writing
from tests.assessment.accounts.signing import PASSWORD
from tests.assessment.joint.managers import Manager
from tests.assessment.organisation.lists import write_csv
from tests.browser.every_page import ORGANISATION, STEP, SURVEY, name_place
from tests.fixtures.codes import show_code
from tests.fixtures.colleagues import sign_in
from tests.fixtures.installation import EMAIL, Guest, Installation
from tests.trust.board_forms import list_board_forms
from tests.trust.follow_up import list_follow_up
from tests.trust.forms import PageForm, read_forms
from tests.trust.network_forms import list_network_forms
from tests.trust.scoring_forms import list_scoring_forms
from tests.trust.sendings import Fields, Sending, Typing, Upload
from tests.trust.session_forms import list_session_forms

NEW_PASSWORD = "lantern gravel otter piano"
KEY = re.compile(r'class="typed-key">([^<]+)<')
FIRST_ANSWER = re.compile(r'<input type="radio"[^>]*name="(q-[^"]+)"[^>]*value="([^"]*)"')


@dataclass(frozen=True)
class Filled:
    """``names``: all that the form itself may bring."""

    action: str
    fields: Fields
    names: frozenset[str]

    def send(self, client: FlaskClient, added: Fields = ()) -> TestResponse:
        """The form with more fields than it has."""
        data: dict[str, list[Any]] = {}
        for name, value in (*self.fields, *added):
            sent = (io.BytesIO(value.content), value.name) if isinstance(value, Upload) else value
            data.setdefault(name, []).append(sent)
        return client.post(self.action, data=data)


def come_in(house: Installation, who: str) -> FlaskClient:
    client = house.app.test_client()
    guest = house.guests.get(who, Guest())
    if guest.account_id:
        sign_in(client, guest.account_id, second_factor=not guest.half)
    if guest.link:
        client.get(guest.link, follow_redirects=True)
    if guest.seat:
        client.set_cookie("room", guest.seat, path="/room")
    return client


def fill_in(client: FlaskClient, sending: Sending) -> Filled:
    """The form on its page, filled in."""
    page = client.get(sending.page)
    assert page.status_code < 500, sending.page
    form = _find(client, sending, read_forms(sending.page, page.text))
    typed = sending.typed | (sending.read(page.text) if sending.read else {})
    fields = [pair for pair in form.fields if pair[0] not in typed]
    for name, value in typed.items():
        values = value if isinstance(value, list) else [value]
        fields += [(name, one) for one in values if one is not None]
    return Filled(form.action, fields, frozenset(form.names) | set(typed))


def _find(client: FlaskClient, sending: Sending, forms: list[PageForm]) -> PageForm:
    adapter = client.application.url_map.bind("localhost")
    for form in forms:
        if form.method == "POST" and (not sending.action or form.action == sending.action):
            rule, _values = adapter.match(form.action, method="POST", return_rule=True)
            if rule.rule == sending.rule:
                return form
    raise AssertionError(f"no form for {sending.rule} on {sending.page} as {sending.who}")


def choose_first(page: str) -> Typing:
    """The first answer of every question on a page."""
    chosen: Typing = {}
    for name, value in FIRST_ANSWER.findall(page):
        chosen.setdefault(name, value)
    return chosen


def type_code(page: str) -> Typing:
    key = KEY.search(page)
    assert key is not None
    return {"code": show_code(key[1])}


def list_sendings(house: Installation) -> list[Sending]:
    return [
        *_list_entry(house),
        *_list_colleagues(house),
        *_list_people(house),
        *_list_drafts(house),
        *_list_running(house),
        *_list_paper(house),
        *_list_comments(house),
        *(Sending(**form) for form in list_follow_up(house)),
        *_list_respondents(house),
        *_list_joint(house),
        *(Sending(**form) for form in list_session_forms(house)),
        *(Sending(**form) for form in list_board_forms(house)),
        *(Sending(**form) for form in list_network_forms(house)),
        *(Sending(**form) for form in list_scoring_forms(house)),
    ]


def _list_entry(house: Installation) -> Iterator[Sending]:
    house.guests["with a code"] = Guest(house.guests["before the code"].account_id)
    signed = {"email": EMAIL.replace("sam", "whole"), "password": PASSWORD}
    yield Sending("/sign-in", "nobody", "/sign-in", signed)
    yield Sending("/forgotten-password", "nobody", "/forgotten-password", {"email": "forgot@zonneveld.example"})
    yield Sending("/second-factor", "without a second factor yet", "/second-factor", read=type_code)
    yield Sending("/sign-out", "facilitator", "/account")
    yield Sending("/account/language", "facilitator", "/account", {"language": "nl"})
    yield Sending("/account", "facilitator", "/account", {"name": "Sam de Boer", "language": "nl"})
    changed = {"now": PASSWORD, "password": NEW_PASSWORD}
    yield Sending("/account/password", "with a code", "/account/password", changed)
    yield Sending("/account/authenticator", "facilitator", "/account/authenticator", read=type_code)
    yield Sending("/account/recovery-codes", "with a code", "/account")
    yield Sending(
        "/account/end-other-sign-ins",
        "facilitator",
        "/account",
        first=lambda client: sign_in(client.application.test_client(), house.guests["facilitator"].account_id),
    )
    start = {"organisation": "Nijhof", "name": "Ann Bakker", "email": "ann@nijhof.example", "password": NEW_PASSWORD}
    yield Sending("/welcome", "first start", "/welcome", start)
    yield Sending("/welcome", "joining", "/welcome", {"name": "Ann Bakker", "password": NEW_PASSWORD})
    fresh = house.guests["without a second factor yet"].account_id
    yield Sending("/welcome", "taking up", "/welcome", first=lambda client: sign_in(client, fresh))
    yield Sending("/welcome", "forgot", "/welcome", {"password": NEW_PASSWORD})
    yield Sending("/language", "nobody", "/", {"language": "nl"}, changes=False)
    yield Sending("/check", "nobody", "/check", changes=False, taken=False)


def _list_colleagues(house: Installation) -> Iterator[Sending]:
    colleagues = f"/organisations/{house.organisation_id}/colleagues"
    one, who = f"{colleagues}/{house.ids['account']}", "administrator"
    invited = {"email": "new@zonneveld.example", "roles": ["executive"], "unit": "", "language": "nl"}
    yield Sending(f"{ORGANISATION}/colleagues/invite", who, f"{colleagues}/invite", invited)
    yield Sending(f"{ORGANISATION}/colleagues/invitations/<int:welcome_id>/withdraw", who, colleagues)
    yield Sending(f"{ORGANISATION}/colleagues/mails/<int:welcome_id>/again", who, colleagues)
    rights = {"roles": ["executive", "second-reader"], "unit": ""}
    yield Sending(f"{ORGANISATION}/colleagues/<int:account_id>", who, one, rights)
    yield Sending(f"{ORGANISATION}/colleagues/<int:account_id>/remove", who, one)


def _list_people(house: Installation) -> Iterator[Sending]:
    base, who = f"/organisations/{house.organisation_id}", "facilitator"
    unit, person, people = f"{base}/units/{house.ids['unit']}", f"{base}/people/{house.ids['person']}", f"{base}/people"
    named = {"name_en": "Night care", "name_nl": "Nachtzorg"}
    yield Sending(f"{ORGANISATION}/units/new", who, f"{base}/units/new", named)
    yield Sending(f"{ORGANISATION}/units/<int:unit_id>", who, unit, named | {"builds_software": "y"})
    second, unused = (f"{base}/units/{house.ids['unit'] + place}" for place in (-1, 1))

    def add_unit(client: FlaskClient) -> None:
        assert client.post(f"{base}/units/new", data=named | {"parent": "0"}).status_code == 303

    yield Sending(f"{ORGANISATION}/units/<int:unit_id>/remove", who, unused, first=add_unit)
    yield Sending(f"{ORGANISATION}/units/<int:unit_id>/shift", who, second, {"direction": "up"})
    yield Sending(f"{ORGANISATION}/look", who, f"{base}/look", {"colour": "#8a1f5c"})
    yield Sending(f"{ORGANISATION}/groups", who, f"{base}/groups", {"group-1-en": "The board"})
    yield Sending(f"{ORGANISATION}/head-counts", who, f"{base}/head-counts", {f"count-{house.ids['unit']}-staff": "9"})
    typed = {"name": "Ann Bakker", "email": "ann@zonneveld.example", "language": "nl"}
    placed = typed | {"unit": str(house.ids["unit"]), "group": "staff"}
    yield Sending(f"{ORGANISATION}/people/new", who, f"{people}/new", placed)
    yield Sending(f"{ORGANISATION}/people/<int:person_id>", who, person, typed)
    yield Sending(f"{ORGANISATION}/people/<int:person_id>/remove", who, person)
    moved = {"person": [str(house.ids["person"])], "to_unit": str(house.ids["unit"]), "to_group": "middle-managers"}
    yield Sending(f"{ORGANISATION}/people/move", who, people, moved | {"all": None})
    brought = Upload(write_csv([("D. Bos", "d@zonneveld.example", "Care", "Staff", "nl")]), "list.csv")
    yield Sending(f"{ORGANISATION}/people/list", who, people, {"file": brought})
    mended = {"row-4-leave": "y"}
    yield Sending(f"{ORGANISATION}/people/list/mend", who, f"{people}/list", mended)
    yield Sending(f"{ORGANISATION}/people/list/give-up", who, f"{people}/list")

    def mend(client: FlaskClient) -> None:
        forms = read_forms(f"{people}/list", client.get(f"{people}/list").text)
        form = next(one for one in forms if one.action.endswith("/mend"))
        assert client.post(form.action, data=dict(form.fill("row-4-leave", "y"))).status_code == 303

    yield Sending(f"{ORGANISATION}/people/list/confirm", who, f"{people}/list", first=mend)


def _list_drafts(house: Installation) -> Iterator[Sending]:
    draft, who = name_place(house, "draft"), "facilitator"
    surveys = f"/organisations/{house.organisation_id}/surveys"
    yield Sending(f"{ORGANISATION}/surveys/new", who, surveys)
    yield Sending(f"{SURVEY}/copy", who, surveys)
    yield Sending(f"{SURVEY}/set-up", who, f"{draft}/set-up", {"contact": "Kim de Vries", "name-en": "Quality"})
    own = {
        "purpose-en": "To learn.",
        "target_score": "60",
        "target_by": "2029-04-01",
        "asks_comments": "y",
        "smallest_group": "7",
    }
    yield Sending(f"{SURVEY}/defaults", who, f"{draft}/defaults", own)
    yield Sending(f"{SURVEY}/launch", who, f"{draft}/check-list", {"sure": "yes"})
    yield Sending(STEP, who, f"{draft}/discard", action=f"{draft}/discard")
    sponsored = name_sponsor(house.surveys["draft"])
    yield Sending(f"{SURVEY}/invitations/sponsor", who, f"{draft}/check-list", first=sponsored)
    yield Sending(f"{SURVEY}/invitations/test", who, f"{draft}/invitations")
    yield Sending(f"{SURVEY}/works-council", who, f"{draft}/works-council")
    yield Sending(f"{SURVEY}/second-reader", who, f"{draft}/second-reader", {"email": "reader@zonneveld.example"})
    trial = f"{draft}/trial/1?voice=sees"
    yield Sending(f"{SURVEY}/trial/<int:number>", who, trial, read=choose_first, changes=False)
    yield Sending(f"{SURVEY}/joint-answer/way", who, f"{draft}/joint-answer", {"way": "none"})
    promised = dict.fromkeys(COMMITMENTS, "yes") | {"reads": "no"}
    yield Sending("/sponsor/<token>", "nobody", f"/sponsor/{house.tokens['sponsor']}", promised)


def _list_running(house: Installation) -> Iterator[Sending]:
    running, who = name_place(house, "open"), "facilitator"
    contacts = {"contact": "Kim de Vries", "sponsor_email": "e.visser@zonneveld.example"}
    yield Sending(f"{SURVEY}/contacts", who, f"{running}/contacts", contacts)
    later = {"day": (datetime.now(UTC) + timedelta(days=50)).date().isoformat(), "clock": "17:00"}
    yield Sending(f"{SURVEY}/extend", who, f"{running}/extend", later)
    yield Sending(f"{SURVEY}/smallest-group", who, f"{running}/smallest-group", {"smallest": "6"})
    for action in ("close", "withdraw"):
        yield Sending(STEP, who, f"{running}/{action}", action=f"{running}/{action}")
    # Nobody of that survey was invited yet.
    yield Sending(f"{SURVEY}/invitations", who, f"{name_place(house, 'before')}/invitations")
    lost, sent = (mark_mails(house.surveys["open"], state) for state in ("failed", "sent"))
    yield Sending(f"{SURVEY}/invitations/again", who, f"{running}/invitations", first=lost)
    yield Sending(f"{SURVEY}/invitations/reminder", who, f"{running}/invitations", {"sure": "yes"}, first=sent)
    cards = {"unit": "archive", "group": "staff", "count": "7"}
    yield Sending(f"{SURVEY}/invitations/cards", who, f"{running}/invitations/cards", cards)
    named = {"name": "C. Smit", "email": "c.smit@zonneveld.example", "language": "nl"}
    joint = f"{running}/joint-answer"
    yield Sending(f"{SURVEY}/joint-answer/members", who, joint, named)
    yield Sending(f"{SURVEY}/joint-answer/members/listed", who, joint)
    yield Sending(f"{SURVEY}/joint-answer/members/<int:member_id>/remove", who, joint)
    yield Sending(f"{SURVEY}/joint-answer/invitations", who, joint)
    report = f"/organisations/{house.readers}/surveys/{house.surveys['results']}/results/report.pdf"
    yield Sending(f"{SURVEY}/results/report", "executive", report)
    sent, sender = report.removesuffix("/results/report.pdf"), "sender"
    to = {"name-0": "B. Kaya", "email-0": "b.kaya@zonneveld.example", "send-0": "yes", "go": "send"}
    yield Sending(f"{SURVEY}/publish", sender, f"{sent}/publish", to)
    yield Sending(f"{SURVEY}/publications/<int:publication_id>/withdraw", sender, f"{sent}/publications")
    yield Sending(f"{SURVEY}/publications/next", sender, f"{sent}/publications")
    yield Sending("/report/", "reader", "/report/", read=answer_first)
    brought = Upload(b'{"source": "x", "year": 2025, "n": 9, "method": "m", "scores": {"culture": 50}}', "r.json")
    beside = report.replace("report.pdf", "reference")
    yield Sending(f"{SURVEY}/results/reference", "facilitator of results", beside, {"file": brought})
    mapping = report.replace("report.pdf", "changes/units")
    mapped = {"unit-u0": "Residential care (u1)", "unit-u1": ""}
    yield Sending(f"{SURVEY}/results/changes/units", "facilitator of results", mapping, mapped)
    talk = report.replace("report.pdf", "units/u0/hand-out")
    yield Sending(f"{SURVEY}/results/units/<unit>/hand-out", "executive", talk)


def _list_paper(house: Installation) -> Iterator[Sending]:
    doors = name_place(house, "doors")
    begun, differing = (f"{doors}/paper/{house.ids[f'{pile} pile']}" for pile in ("begun", "differing"))
    batch, who = f"{SURVEY}/paper/<int:batch_id>", "facilitator"
    yield Sending(f"{SURVEY}/open-links", who, f"{doors}/open-links", {"unit": "software", "kind": "shared"})
    yield Sending(f"{SURVEY}/paper", who, f"{doors}/paper", {"unit": "care", "forms": "6"})
    written = {"group": "staff", "q-commitment-attend": "4"}
    yield Sending(f"{batch}/forms/<int:number>", who, f"{begun}/forms/1", written)
    settled = {"d-3-group": "first", "d-3-q-commitment-attend": "first"}
    yield Sending(f"{batch}/differences", "administrator", f"{differing}/differences", settled)
    yield Sending(f"{batch}/discard", "administrator", f"{differing}/differences")


def _list_comments(house: Installation) -> Iterator[Sending]:
    base = f"/organisations/{house.organisation_id}/comments/{house.surveys['comments']}"
    rule = f"{ORGANISATION}/comments/<int:survey_id>"
    cut = {"decision": "leave-out", "reason": "insult"}
    yield Sending(f"{rule}/<int:number>/<int:position>", "second-reader", f"{base}/1", cut)

    def read_all(client: FlaskClient) -> None:
        readers = [house.guests[who].account_id for who in ("facilitator", "second-reader")]
        with client.application.app_context(), writing() as session:
            session.add_all(
                CommentReview(
                    organisation_id=one.organisation_id,
                    campaign_id=one.campaign_id,
                    comment_id=one.id,
                    account_id=account_id,
                    shown=True,
                    text=one.text,
                )
                for one in session.scalars(select(CommentToRead)).all()
                for account_id in readers
            )

    yield Sending(f"{rule}/release", "facilitator", base, first=read_all)


def _list_respondents(house: Installation) -> Iterator[Sending]:
    code = f"/c/{house.surveys['open']}"
    yield Sending("/c/<int:campaign_id>", "nobody", code, {"code": "0123456789"}, taken=False)
    yield Sending("/quick-check/", "nobody", "/quick-check/", {"go": "view"}, read=choose_first, changes=False)
    yield Sending("/survey/", "answering", "/survey/", {"go": "next"}, changes=False)
    yield Sending("/survey/", "by a poster", "/survey/", {"go": "next"})
    place = {"unit": "care", "group": "staff", "go": "next"}
    yield Sending("/survey/afresh", "begun elsewhere", "/survey/", {"go": "next"})
    yield Sending("/survey/about-you", "nowhere yet", "/survey/about-you", place)
    said = {"comment": "More light in the hall.", "go": "next"}
    yield Sending("/survey/questions/<int:number>", "answering", "/survey/questions/1", said, read=choose_first)

    def answer(client: FlaskClient) -> None:
        page = client.get("/survey/questions/1")
        form = next(one for one in read_forms("/survey/questions/1", page.text) if one.method == "POST")
        sent = dict(form.fields) | choose_first(page.text) | {"comment": "More light.", "go": "next"}
        assert client.post(form.action, data=sent).status_code == 303

    yield Sending("/survey/review", "answering", "/survey/review", {"go": "next"}, first=answer)
    yield Sending("/survey/screen/", "at a screen", "/survey/screen/", {"group": "staff"}, changes=False)

    def begin(client: FlaskClient) -> None:
        form = next(one for one in read_forms("/survey/screen/", client.get("/survey/screen/").text) if one.fields)
        assert client.post("/survey/screen/", data=dict(form.fields) | {"group": "staff"}).status_code == 303

    yield Sending("/survey/screen/questions", "at a screen", "/survey/screen/questions", read=choose_first, first=begin)


def _list_joint(house: Installation) -> Iterator[Sending]:
    yield Sending(
        "/joint/questions/<int:number>", "joint: open", "/joint/questions/1", {"go": "next"}, read=choose_first
    )
    yield Sending("/joint/review", "joint: open", "/joint/review", {"go": "next"}, first=answer_alone)
    yield Sending("/joint/refuse", "joint: open", "/joint/refuse")
    yield Sending("/joint/meeting/begin", "joint: before", "/joint/meeting")
    yield Sending("/joint/meeting", "joint: meeting", "/joint/meeting", {"hours": "4, 2", "go": "finish"})

    def confirm_others(client: FlaskClient) -> None:
        with client.application.app_context():
            ids = db.session.scalars(
                select(JointMember.id)
                .where(JointMember.campaign_id == house.surveys["signing"])
                .order_by(JointMember.id)
            ).all()
            tokens = [MEMBERS.make_token(find_link_key(), member_id) for member_id in ids[1:]]
        for token in tokens:
            assert Manager(client.application, token).confirm().status_code == 303

    confirmed = {"go": "confirm"}
    yield Sending("/joint/confirm", "joint: signing", "/joint/confirm", confirmed, first=confirm_others)


def answer_first(page: str) -> Typing:
    """Yes to the first decision, nothing to the others."""
    return {re.findall(r'type="radio" name="(d[0-9]+)"', page)[0]: "yes"}


def name_sponsor(survey_id: int) -> Callable[[FlaskClient], None]:
    """As if the sponsor's address had been written down: their link goes there and nowhere else."""

    def name(client: FlaskClient) -> None:
        with client.application.app_context(), writing() as session:
            session.get_one(Campaign, survey_id).sponsor_email = "e.visser@zonneveld.example"

    return name


def mark_mails(survey_id: int, state: str) -> Callable[[FlaskClient], None]:
    """As if the mail server had refused all mails of this survey for good, or taken them."""

    def mark(client: FlaskClient) -> None:
        with client.application.app_context(), writing() as session:
            session.execute(update(Mail).where(Mail.campaign_id == survey_id).values(state=state))

    return mark


def answer_alone(client: FlaskClient) -> None:
    """All pages of a senior manager, up to the review."""
    page, place = client.get("/joint/questions/1"), "/joint/questions/1"
    while place != "/joint/review":
        form = next(one for one in read_forms(place, page.text) if one.method == "POST" and one.action == place)
        sent = dict(form.fields) | choose_first(page.text) | {"go": "next"}
        page = client.post(place, data=sent, follow_redirects=True)
        assert page.status_code == 200
        assert page.request.path != place, place
        place = page.request.path
