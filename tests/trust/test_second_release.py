"""T6: whoever changes a survey after its launch, or has it released again, gets no second set of figures to compare."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.service import PlanError, open_campaign
from assessment.jobs import enqueue, run_due_jobs
from assessment.models import AnswerSet, Campaign, Person, Release, ReleaseCell, RespondentGroup, Unit, db, writing
from assessment.release.closing import seal_figures, stop_answers
from assessment.release.jobs import KIND
from assessment.release.service import release_campaign
from assessment.respond.errors import ClosedError
from assessment.respond.finding import find_visit
from assessment.respond.service import Sheet, store_sheets, submit
from tests.assessment.campaigns.facilitator import write_setup
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.mailbox import Mailbox, read_token
from tests.fixtures.surveys import open_survey
from tests.trust.invited import invite_people
from tests.trust.visit import Visit

PEOPLE = {("care", "staff"): 24, ("care", "middle-managers"): 5, ("software", "staff"): 10, ("archive", "staff"): 3}
FROZEN = ("state", "disclosure", "smallest_group", "structure", "questionnaire_version_id", "extra_version_id")


@dataclass
class Attacker:
    """A facilitator with all the pages, who has 42 answers of others and one link that was not used yet."""

    app: Flask
    mailbox: Mailbox
    tried: int = 0
    refused: int = 0
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        with self.app.app_context():
            self.survey_id = make_answered()
            self.organisation_id = db.session.get_one(Campaign, self.survey_id).organisation_id
        links = invite_people(self.app, self.mailbox, self.survey_id, care=2)
        late = links["care2@zonneveld.example"]
        self.late, self.late_token = Visit(self.app, late, 7), read_token(late)
        self.late.go_to_review()
        self.client = self.app.test_client()
        sign_in(self.client, add_colleague(self.app, self.organisation_id, "facilitator", "administrator"))
        self.launched = self.read_frozen()

    def post(self, page: str, **typed: Any) -> int:
        """Try a page of the survey; a refusal is any answer but a step that was taken."""
        answer = self.client.post(f"/organisations/{self.organisation_id}{page}", data=typed)
        self.tried += 1
        self.refused += answer.status_code >= 400
        assert answer.status_code < 500
        return answer.status_code

    def change_survey(self) -> None:
        """What was frozen: the smallest group, units, groups, head counts, questionnaire, mode, moments."""
        place = f"/surveys/{self.survey_id}"
        for smallest in ("4", "5", "1", "0", "-3"):
            assert self.post(f"{place}/smallest-group", smallest=smallest) == 422
        setup = write_setup(scope="some", contact="Somebody else")
        for version in ("1", "2", "3"):
            self.post(f"{place}/set-up", **(setup | {"version": version, "smallest_group": "5", "state": "draft"}))
            self.post(f"{place}/defaults", version=version, smallest="5", smallest_group="5", disclosure="full")
            self.post(f"{place}/launch", sure="yes", version=version)
            self.post(f"{place}/contacts", version=version, contact="A", smallest_group="1", disclosure="full")
        self.post(f"{place}/discard")

    def change_organisation(self) -> None:
        """What stays free to change, and is no part of a launched survey: its units, groups, people, head counts."""
        with self.app.app_context():
            own = Unit.organisation_id == self.organisation_id
            units = dict(db.session.execute(select(Unit.key, Unit.id).where(own)).all())
            groups = db.session.scalars(
                select(RespondentGroup.id).where(RespondentGroup.organisation_id == self.organisation_id)
            ).all()
            people = db.session.scalars(
                select(Person.id).where(Person.organisation_id == self.organisation_id).order_by(Person.id)
            ).all()
        assert self.post("/people/move", person=str(people[0]), to_unit=str(units["software"]), to_group="staff") == 303
        self.post("/people/move", all="y", to_unit="0", to_group="middle-managers")
        self.post("/units/new", name_en="Night care", name_nl="Nachtzorg", parent=str(units["care"]))
        self.post(f"/units/{units['software']}", name_en="Software", name_nl="Software", parent=str(units["care"]))
        self.post(f"/units/{units['archive']}/remove")
        names = {f"group-{one}-{language}": f"Group {one}" for one in groups for language in ("en", "nl")}
        self.post("/groups", **names, **{"group-999-en": "Over fifty", "group-999-nl": "Boven vijftig"})
        self.post("/head-counts", **{f"count-{units['care']}-staff": "900"})
        self.post(f"/people/{people[1]}/remove")

    def reopen(self) -> None:
        """After closing: a later closing, more links, a late answer."""
        place = f"/surveys/{self.survey_id}"
        assert self.post(f"{place}/extend", day="2099-01-01", clock="12:00") == 422
        for page in ("invitations", "invitations/again", "invitations/reminder", "close"):
            self.post(f"{place}/{page}")
        self.post(f"{place}/invitations/cards", unit="care", group="staff", count="1")
        assert self.late.press().status_code == 410
        self.tried, self.refused = self.tried + 3, self.refused + 3
        with self.app.app_context():
            with pytest.raises(PlanError):
                open_campaign(self.survey_id)
            visit = find_visit([self.late_token])
            assert visit is not None
            with pytest.raises(ClosedError):
                submit(visit)

    def release_again(self) -> None:
        """By the page, by the job, by a second job, by hand."""
        self.post(f"/surveys/{self.survey_id}/close")
        with self.app.app_context():
            with writing() as session:
                parameters = {"campaign_id": self.survey_id}
                enqueue(session, purpose=f"again {self.tried}", kind=KIND, parameters=parameters)
            run_due_jobs(self.app)
            seal_figures(self.survey_id)
            release_campaign(self.survey_id)
        self.tried += 3

    def read_frozen(self) -> list[Any]:
        with self.app.app_context():
            survey = db.session.get_one(Campaign, self.survey_id)
            return [getattr(survey, name) for name in FROZEN]


def make_answered() -> int:
    """An open survey that 42 people have answered, always with the same answers."""
    survey_id = open_survey()
    survey = db.session.get_one(Campaign, survey_id)
    size = len(asked_questionnaire(survey).items)
    sheets = [
        Sheet(unit, group, bytes(1 + (person * 3 + place) % 5 for place in range(size)))
        for (unit, group), count in PEOPLE.items()
        for person in range(count)
    ]
    store_sheets(survey, sheets)
    return survey_id


def read_release(survey_id: int) -> tuple[str, ...]:
    """The bytes of a release, as they are stored: its summary and its cells, in their order."""
    release = db.session.scalars(select(Release).where(Release.campaign_id == survey_id)).one()
    cells = db.session.scalars(
        select(ReleaseCell.figures).where(ReleaseCell.release_id == release.id).order_by(ReleaseCell.position)
    )
    return release.sha256, release.summary, *cells


def drop_answer(survey_id: int) -> None:
    """As whoever runs the server can: one answer is gone."""
    with writing() as session:
        one = session.scalars(select(AnswerSet.id).where(AnswerSet.campaign_id == survey_id).limit(1)).one()
        session.execute(delete(AnswerSet).where(AnswerSet.id == one))


def test_a_launched_survey_gives_one_release_whatever_is_tried(
    app: Flask, mailbox: Mailbox, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        untouched = make_answered()
        stop_answers(untouched)
        release_campaign(untouched)
        expected = read_release(untouched)
    attacker = Attacker(app, mailbox)
    attacker.change_survey()
    attacker.change_organisation()
    assert attacker.read_frozen() == attacker.launched

    attacker.post(f"/surveys/{attacker.survey_id}/close")
    attacker.reopen()
    attacker.change_survey()
    with app.app_context():
        stop_answers(attacker.survey_id)
        seal_figures(attacker.survey_id)
        drop_answer(attacker.survey_id)
    run_due_jobs(app)
    releases = []
    for _ in range(3):
        with app.app_context():
            releases.append(read_release(attacker.survey_id))
            drop_answer(attacker.survey_id)
        attacker.change_survey()
        attacker.reopen()
        attacker.post(f"/surveys/{attacker.survey_id}/withdraw")
        attacker.release_again()
    assert set(releases) == {expected}
    with app.app_context():
        assert read_release(attacker.survey_id) == expected
        assert db.session.scalar(select(func.count()).where(Release.campaign_id == attacker.survey_id)) == 1
    assert attacker.read_frozen() == ["released", *attacker.launched[1:]]
    tell(
        f"T6: {attacker.tried} tries after launch, {attacker.refused} refused, 0 changed what was frozen; 4 answers "
        f"deleted, {len(releases)} times released again: the same {sum(map(len, expected))} bytes"
    )
