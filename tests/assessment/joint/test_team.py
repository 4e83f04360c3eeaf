"""Naming the senior managers, how they answer, and inviting them (trust rules A16, A21, S2)."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.senior_managers import list_ways, may_be_asked
from assessment.campaigns.drafts import BegunError, FrozenError, create_draft, discard_draft, save_draft
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, JointMember, JointTeam, Person, Unit, db, writing
from assessment.organisation.plan import create_organisation
from tests.assessment.joint.managers import Manager, name_team
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.surveys import UNITS, open_survey
from tests.trust.forms import read_forms


@dataclass
class Office:
    """A facilitator at the page of one draft."""

    app: Flask
    client: FlaskClient
    organisation: int
    survey: int

    @property
    def address(self) -> str:
        return f"/organisations/{self.organisation}/surveys/{self.survey}/joint-answer"

    def name(self, name: str, email: str, language: str = "en") -> int:
        values = {"name": name, "email": email, "language": language}
        return self.client.post(f"{self.address}/members", data=values).status_code

    def choose(self, way: str) -> None:
        assert self.client.post(f"{self.address}/way", data={"way": way}).status_code == 303

    def count(self, senior_managers: int) -> None:
        """Head counts with so many senior managers."""
        with self.app.app_context(), writing() as session:
            campaign = session.get_one(Campaign, self.survey)
            row = {"unit": "zonneveld", "group": "senior-managers", "count": senior_managers}
            campaign.structure = campaign.structure | {"invited": [row]}

    def list_people(self, *people: tuple[str, str | None, str]) -> None:
        """Put senior managers into the list of people: name, mail address, language."""
        with self.app.app_context(), writing() as session:
            unit_id = session.scalars(select(Unit.id).where(Unit.key == "zonneveld")).one()
            session.add_all(
                Person(
                    organisation_id=self.organisation,
                    unit_id=unit_id,
                    group_="senior-managers",
                    name=name,
                    email=email,
                    language=language,
                )
                for name, email, language in people
            )

    def read(self) -> tuple[str | None, bool, int]:
        """How they answer, what respondents are promised, how many are named."""
        with self.app.app_context():
            team = db.session.get(JointTeam, self.survey)
            names = db.session.query(JointMember).filter_by(campaign_id=self.survey).count()
            promised = db.session.get_one(Campaign, self.survey).joint_answer_promised
            return (team.way if team else None, promised, names)

    def are_asked(self, counted: int) -> bool:
        with self.app.app_context():
            promised = db.session.get_one(Campaign, self.survey).joint_answer_promised
            return may_be_asked(db.session, self.survey, promised, counted, 5)


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> Office:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
        survey = create_draft(organisation)
    sign_in(client, add_colleague(app, organisation, "facilitator"))
    return Office(app, client, organisation, survey)


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        (0, ("joint", "none")),
        (1, ("joint", "none")),
        (4, ("joint", "none")),
        (5, ("joint", "anonymous", "none")),
        (9, ("joint", "anonymous", "none")),
        (10, ("anonymous", "both")),
        (30, ("anonymous", "both")),
    ],
)
def test_how_they_answer_follows_from_their_number(number: int, ways: tuple[str, ...]) -> None:
    assert list_ways(number) == ways


def test_naming_the_first_promises_a_joint_answer(office: Office) -> None:
    assert office.read() == (None, False, 0)
    assert office.name("A. Jansen", "a@zonneveld.example") == 303
    assert office.name("B. Kaya", "b@zonneveld.example", "nl") == 303
    assert office.read() == ("joint", True, 2)
    assert not office.are_asked(7)
    page = office.client.get(office.address).text
    assert "A. Jansen" in page
    assert "/j/" not in page


def test_those_in_the_list_of_people_are_added_at_once(office: Office) -> None:
    """Each with a name and an address, in a language of the survey; who is named already is not added again."""
    office.list_people(("B. Kaya", "b@zonneveld.example", "de"), ("A. Jansen", "a@zonneveld.example", "nl"))
    office.list_people(("C. Smit", None, "nl"), ("", "d@zonneveld.example", "nl"))
    office.name("Kaya", "B@zonneveld.example")
    assert "Add 1 from the list" in office.client.get(office.address).text
    added = office.client.post(f"{office.address}/members/listed", follow_redirects=True).text
    assert "1 senior manager was added." in added
    assert "from the list" not in added
    assert office.read() == ("joint", True, 2)
    with office.app.app_context():
        jansen = db.session.query(JointMember).filter_by(name="A. Jansen").one()
        assert (jansen.email, jansen.language) == ("a@zonneveld.example", "nl")


def test_ten_in_the_list_are_asked_anonymously_as_well(office: Office) -> None:
    office.list_people(*((f"M {number}", f"m{number}@zonneveld.example", "de") for number in range(10)))
    office.client.post(f"{office.address}/members/listed")
    assert office.read() == ("both", False, 10)
    with office.app.app_context():
        assert {member.language for member in db.session.query(JointMember)} == {"en"}


@pytest.mark.parametrize(
    ("name", "email", "message"),
    [
        ("", "a@zonneveld.example", "Write the name of the senior manager"),
        ("A. Jansen", "zonneveld", "Write the mail address like name@example.org"),
        ("A\nB", "a@zonneveld.example", "Write the name on one line"),
        ("A" * 201, "a@zonneveld.example", "Shorten this to 200 characters: it has 201"),
    ],
)
def test_what_is_wrong_stands_beside_what_was_typed(office: Office, name: str, email: str, message: str) -> None:
    refused = office.client.post(f"{office.address}/members", data={"name": name, "email": email, "language": "en"})
    assert refused.status_code == 422
    assert message in refused.text
    assert office.read() == (None, False, 0)


def test_an_address_is_named_once(office: Office) -> None:
    office.name("A. Jansen", "a@zonneveld.example")
    assert office.name("B. Kaya", "A@Zonneveld.example") == 422
    assert office.read() == ("joint", True, 1)


def test_ten_are_asked_anonymously_and_the_top_team_answers_too(office: Office) -> None:
    office.count(12)
    office.name("A. Jansen", "a@zonneveld.example")
    assert office.read() == ("both", False, 1)
    assert office.are_asked(12)
    office.choose("anonymous")
    assert office.read() == ("anonymous", False, 0)
    assert office.are_asked(12)


def test_seven_may_answer_in_bands_or_not_at_all_and_names_go(office: Office) -> None:
    office.count(7)
    office.name("A. Jansen", "a@zonneveld.example")
    office.choose("anonymous")
    assert office.read() == ("anonymous", False, 0)
    assert office.are_asked(7)
    office.choose("none")
    assert office.read() == ("none", False, 0)
    assert not office.are_asked(7)


def test_four_are_never_asked_anonymously(office: Office) -> None:
    office.count(4)
    office.choose("anonymous")
    assert office.read() == (None, False, 0)
    assert not office.are_asked(4)


def test_launch_and_invitations_freeze_it(office: Office) -> None:
    office.count(7)
    office.name("A. Jansen", "a@zonneveld.example")
    assert office.client.post(f"{office.address}/invitations").status_code == 303
    office.choose("anonymous")
    with office.app.app_context():
        [member_id] = db.session.scalars(select(JointMember.id))
    office.client.post(f"{office.address}/members/{member_id}/remove")
    assert office.read() == ("joint", True, 1)
    with office.app.app_context(), writing() as session:
        session.get_one(Campaign, office.survey).state = "open"
    office.choose("none")
    assert office.name("B. Kaya", "b@zonneveld.example") == 303
    assert office.read() == ("joint", True, 2)


def test_nobody_is_taken_off_a_team_that_has_met(office: Office) -> None:
    office.name("A. Jansen", "a@zonneveld.example")
    with office.app.app_context(), writing() as session:
        [member_id] = session.scalars(select(JointMember.id))
        session.get_one(JointTeam, office.survey).state = "together"
    office.client.post(f"{office.address}/members/{member_id}/remove")
    assert office.read() == ("joint", True, 1)
    assert "Remove" not in office.client.get(office.address).text


def test_after_a_launch_without_a_choice_nobody_is_named(office: Office) -> None:
    with office.app.app_context(), writing() as session:
        session.get_one(Campaign, office.survey).state = "open"
    office.name("A. Jansen", "a@zonneveld.example")
    assert office.read() == (None, False, 0)


def test_the_mail_brings_each_the_own_link_once(office: Office, mailbox: Mailbox) -> None:
    office.name("A. Jansen", "a@zonneveld.example")
    office.name("B. Kaya", "b@zonneveld.example", "nl")
    for _ in range(2):
        office.client.post(f"{office.address}/invitations")
        with office.app.app_context():
            run_due_jobs(office.app)

    assert sorted(mailbox.addresses) == ["a@zonneveld.example", "b@zonneveld.example"]
    links = []
    for address, opening, subject in (
        ("a@zonneveld.example", "Dear A. Jansen,", "Your joint answer: "),
        ("b@zonneveld.example", "Beste B. Kaya,", "Jullie gezamenlijk antwoord: "),
    ):
        [message] = mailbox.to(address)
        body = message.get_body(("plain",))
        assert body is not None
        content = body.get_content()
        assert opening in content
        assert str(message["Subject"]).startswith(subject)
        [link] = set(re.findall(r"/j/([A-Za-z0-9_-]{22})", content))
        links.append(link)
    assert links[0] != links[1]
    assert "A. Jansen, you are asked" in Manager(office.app, links[0]).get()
    assert "B. Kaya, je wordt gevraagd" in Manager(office.app, links[1]).get()
    page = office.client.get(office.address).text
    assert not any(link in page for link in links)


def test_a_team_of_another_organisation_is_not_there(office: Office, app: Flask) -> None:
    with app.app_context():
        other = open_survey()
        [member_id] = name_team(other, 1)
    wrong = f"/organisations/{office.organisation}/surveys/{other}/joint-answer"
    assert office.client.get(wrong).status_code == 404
    for path in ("way", "members", f"members/{member_id}/remove", "invitations"):
        assert office.client.post(f"{wrong}/{path}", data={"way": "none"}).status_code == 404
    assert office.client.post(f"{office.address}/members/{member_id}/remove").status_code == 404
    with app.app_context():
        assert db.session.get(JointMember, member_id) is not None


def test_once_somebody_answered_the_questions_stay(office: Office) -> None:
    with office.app.app_context():
        [member_id] = name_team(office.survey, 1)
        with writing() as session:
            session.get_one(JointMember, member_id).first = b"\x01"
        campaign = db.session.get_one(Campaign, office.survey)
        seen, kept = campaign.row_version, campaign.questionnaire_version_id
        with pytest.raises(BegunError):
            save_draft(office.organisation, office.survey, seen, {"questionnaire_version_id": kept + 1})
        save_draft(office.organisation, office.survey, seen, {"questionnaire_version_id": kept, "sponsor": "E. Visser"})
        with pytest.raises(FrozenError):
            discard_draft(office.organisation, office.survey)


def test_the_words_that_were_answered_stay(office: Office) -> None:
    """A certificate shows under its fingerprint the words that were answered, so these cannot change afterwards."""
    address = f"/organisations/{office.organisation}/surveys/{office.survey}/defaults"
    opened = read_forms(address, office.client.get(address).text)
    form = dict(next(one for one in opened if "version" in dict(one.fields)).fields)
    assert office.client.post(address, data=form | {"slot-customers-en": "clients"}).status_code == 303
    with office.app.app_context():
        [member_id] = name_team(office.survey, 1)
        with writing() as session:
            session.get_one(JointMember, member_id).first = b"\x01"
        form["version"] = str(db.session.get_one(Campaign, office.survey).row_version)

    refused = office.client.post(address, data=form | {"slot-customers-en": "residents"})
    assert refused.status_code == 422
    assert refused.text.count("Leave this word as it is: senior managers have answered questions with it already") == 2
    with office.app.app_context():
        assert db.session.get_one(Campaign, office.survey).slots == {"customers": {"en": "clients"}}
    kept = form | {"slot-customers-en": "clients", "purpose-en": "Why not?"}
    assert office.client.post(address, data=kept).status_code == 303


def test_a_draft_with_names_only_can_be_discarded(office: Office) -> None:
    with office.app.app_context():
        name_team(office.survey, 2)
        discard_draft(office.organisation, office.survey)
        assert db.session.query(JointMember).count() == 0
