"""Organisations of the same shape in one installation: what is in one of them is never seen from another."""

import re
from dataclasses import dataclass
from itertools import product

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from assessment.access.tokens import random_token
from assessment.accounts.colleagues import invite_colleague
from assessment.campaigns.cards import make_cards
from assessment.campaigns.doors import open_door
from assessment.campaigns.inviting import invite_next
from assessment.campaigns.paper import start_batch
from assessment.campaigns.service import create_campaign, open_campaign
from assessment.improvement.service import Ask, Promise, ask_decision, promise_action
from assessment.joint.team import name_member
from assessment.models import ROLES, Action, Campaign, JointMember, Note, Person, Unit, Welcome, Workshop, db, writing
from assessment.organisation.people import keep_person
from assessment.organisation.plan import create_organisation
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.reporting.publishing import Addressee, publish
from assessment.sessions.agenda_changes import keep_agenda, list_agendas
from assessment.sessions.agendas import find_agenda
from assessment.sessions.notes import make_note
from assessment.sessions.people import add_person, list_people
from assessment.sessions.running import Plan, plan_session, start_session
from tests.fixtures.colleagues import add_colleague, lose_invitation
from tests.fixtures.comments import comment_evenly, store_comments
from tests.fixtures.network import ask_managers
from tests.fixtures.surveys import UNITS, plan_survey

STATES = ("draft", "open", "released", "doors")
PART = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")
QUERY = "unit=care&group=staff"
"""Files on paper are named by it."""

TEXTS = {"table": "notes", "code": "ABCDEF", "driver": "commitment", "question": "commitment-answer", "unit": "care"}
"""What an address names by a key that both have."""


@dataclass(frozen=True)
class Twin:
    """``ids``: of everything that an address can name; ``surveys``: a draft, one that is open, one that is released,
    one with open links and paper."""

    account_id: int
    ids: dict[str, int | str]
    surveys: tuple[int, int, int, int]

    def list_values(self) -> list[dict[str, int | str]]:
        return [self.ids | {"survey_id": survey} for survey in self.surveys]


def make_twin(app: Flask, mark: str) -> Twin:
    """Everything that can be named in an address, with ``mark`` in every text."""
    with app.app_context():
        name = {"en": mark, "nl": mark}
        organisation = create_organisation(name, UNITS)
        account = add_colleague(app, organisation, *ROLES, email=f"sam@{mark}.example")
        colleague = add_colleague(app, organisation, "executive", email=f"kim@{mark}.example")
        invite_colleague(organisation, f"new@{mark}.example", ["executive"], "", "en")
        unit = db.session.scalars(select(Unit.id).where(Unit.organisation_id == organisation, Unit.key == "care")).one()
        person = _add_people(organisation, unit, mark)
        surveys = tuple(_make_survey(organisation, state, mark) for state in STATES)
        name_member(organisation, surveys[0], mark, f"m@{mark}.example", "en")
        member = select(JointMember.id).where(JointMember.organisation_id == organisation)
        welcome = select(Welcome.id).where(Welcome.organisation_id == organisation)
        welcome_id = db.session.scalars(welcome).one()
        # A mail to a colleague can be sent again once it could not be delivered.
        lose_invitation(f"new@{mark}.example")
        held = _hold_session(organisation, mark)
        ids: dict[str, int | str] = {
            "organisation_id": organisation,
            "account_id": colleague,
            "unit_id": unit,
            "person_id": person,
            "member_id": db.session.scalars(member).one(),
            "door_id": open_door(organisation, surveys[3], "shared", "care"),
            "batch_id": start_batch(organisation, surveys[3], account, "care", 5),
            "welcome_id": welcome_id,
            "decision_id": ask_decision(surveys[2], Ask(name)),
            "action_id": _promise(surveys[2], int(held["session_id"]), name),
            "recommendation": "join-the-network",
            "publication_id": publish(organisation, surveys[2], [Addressee(mark, f"boss@{mark}.example", "en")], mark),
            "chart": "units",  # type: ignore[dict-item] # a word in an address, the same in both
        } | held
        ids |= _put_up_note(organisation, mark)
        # Each stream is looked at for a moment.
        app.extensions["watch"].longest = 0
        return Twin(account, ids, surveys)  # type: ignore[arg-type] # one a state


def _hold_session(organisation: int, mark: str) -> dict[str, int | str]:
    """One that runs, with somebody in it, and its agenda kept."""
    plan = Plan("network", mark, mark, "en", "efqm-2013", find_agenda("network-40").phases)
    session = plan_session(organisation, plan)
    add_person(organisation, session, mark)
    start_session(organisation, session)
    keep_agenda(organisation, session, mark)
    cluster, asked = ask_managers(organisation, session, mark)
    return {
        "session_id": session,
        "participant_id": list_people(session)[0].id,
        "agenda_id": list_agendas(organisation)[0].id,
        "phase_id": "p6",
        "cluster_id": cluster,
        "topic": cluster,
        "request_id": asked,
    }


def _promise(survey: int, session_id: int, name: dict[str, str]) -> int:
    """An action after a survey that a senior manager named in a session too."""
    action_id = promise_action(survey, Promise(name))
    with writing() as session:
        action = session.get_one(Action, action_id)
        action.workshop_id, action.source = session_id, {"pledge": "one"}
    return action_id


def _put_up_note(organisation: int, mark: str) -> dict[str, int | str]:
    """One in the session that runs; put up, shown, and not placed yet."""
    own = select(Workshop.id).where(Workshop.organisation_id == organisation, Workshop.state == "running")
    session_id = db.session.scalars(own).one()
    with writing() as session:
        note = make_note(session.get_one(Workshop, session_id), random_token(), mark)
        note.revealed = True
        session.add(note)
    return {"note_id": db.session.scalars(select(Note.id).where(Note.text == mark)).one()}


def _add_people(organisation: int, unit: int, mark: str) -> int:
    for number in range(3):
        values = {"name": f"{mark} {number}", "email": None, "unit_id": unit, "group_": "staff", "language": "en"}
        keep_person(organisation, None, values | ({} if number else {"email": f"care@{mark}.example"}))
    found = select(Person.id).where(Person.organisation_id == organisation, Person.email.is_not(None))
    return db.session.scalars(found).one()


def _make_survey(organisation: int, state: str, mark: str) -> int:
    texts = {"name": {"en": mark, "nl": mark}, "sponsor": mark, "contact": mark, "server_keeper": mark}
    smallest = 10 if state == "doors" else 5
    survey = create_campaign(organisation, plan_survey(**texts, asks_comments=True, smallest_group=smallest))
    if state != "draft":
        open_campaign(survey)
    if state == "doors":
        with writing() as session:
            campaign = session.get_one(Campaign, survey)
            campaign.structure = campaign.structure | {"open": True}
    if state == "open":
        make_cards(organisation, survey, "care", "staff", 2)
        while invite_next(organisation, survey):
            pass
    if state == "released":
        people = [
            (unit, {driver: f"{mark} {text}" for driver, text in said.items()}) for unit, said in comment_evenly()
        ]
        store_comments(survey, people)
        close_campaign(survey)
        release_campaign(survey)
    return survey


def write_addresses(rule: Rule, values: dict[str, int | str]) -> list[str]:
    """The addresses of a rule with these ids in their places: one for each action that it can name."""
    found = PART.findall(rule.rule)
    actions = [options.split(",") for kind, options, _ in found if kind == "any"]
    addresses = []
    for chosen in product(*actions):
        left = iter(chosen)

        def fill(part: re.Match[str], left: object = left) -> str:
            if part[1] == "any":
                return str(next(left)).strip()  # type: ignore[call-overload] # an iterator
            return str(values.get(part[3], 1 if part[1] == "int" else TEXTS.get(part[3], "en")))

        addresses.append(f"{PART.sub(fill, rule.rule)}?{QUERY}")
    return addresses
