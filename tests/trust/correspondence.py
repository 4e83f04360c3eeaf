"""A survey in which the application writes to everybody to whom it ever writes, by mail and on paper."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.jobs import run_due_jobs
from assessment.models import ROLES, Campaign, Invitation, db, writing
from tests.assessment.campaigns.facilitator import Facilitator
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.people import add_people

MAIL_KINDS = {"invitation", "reminder", "extended", "test", "sponsor", "joint-invitation", "welcome", "reset"}
COLLEAGUE = "quality@zonneveld.example"


class Correspondence:
    """Everything is asked for by the pages, with whatever headers ``client`` sends along."""

    def __init__(self, app: Flask, client: FlaskClient, people: int = 4) -> None:
        self.app, self.client = app, client
        self.facilitator = Facilitator(app, client)
        self.organisation_id = self.facilitator.organisation_id
        self.account_id = add_colleague(app, self.organisation_id, *ROLES, email=COLLEAGUE)
        sign_in(client, self.account_id)
        self.survey_id = self.facilitator.set_up()
        self.place = f"{self.facilitator.place}/{self.survey_id}"
        self._launch(people)

    def _launch(self, people: int) -> None:
        self.press(f"{self.place}/invitations/sponsor")
        self.press(f"{self.place}/second-reader", email="reader@zonneveld.example", language="nl")
        self.press(f"{self.place}/joint-answer/members", name="A. Jansen", email="m1@zonneveld.example", language="en")
        self.press(f"{self.place}/joint-answer/members", name="B. Kaya", email="m2@zonneveld.example", language="nl")
        self.press(f"{self.place}/launch", sure="yes", version="2")
        with self.app.app_context():
            add_people(self.survey_id, care=people, without_mail=2)
            with writing() as session:
                session.get_one(Campaign, self.survey_id).opens_at = datetime.now(UTC) - timedelta(hours=1)

    def press(self, address: str, **typed: str | list[str]) -> None:
        answer = self.client.post(address, data=typed)
        assert answer.status_code in (200, 303), f"{address}: {answer.status_code}"

    def write_mails(self) -> None:
        """Have a mail of each kind sent."""
        colleagues = f"/organisations/{self.organisation_id}/colleagues/invite"
        self.press("/forgotten-password", email=COLLEAGUE)
        self.press(colleagues, email="kim@zonneveld.example", roles=["facilitator"], unit="", language="en")
        self.press(f"{self.place}/joint-answer/invitations")
        self.press(f"{self.place}/invitations/test", language="en", wish="a1")
        self.press(f"{self.place}/invitations")
        self.run_jobs()
        self.press(f"{self.place}/invitations/reminder", sure="yes")
        later = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
        self.press(f"{self.place}/extend", day=later, clock="17:00")
        self.run_jobs()

    def run_jobs(self) -> None:
        with self.app.app_context():
            run_due_jobs(self.app)

    def print_papers(self) -> dict[str, bytes]:
        """Cards, letters, posters, forms and the paper for the works council, by their addresses."""
        door = self._open_door()
        self.press(f"{self.place}/invitations/cards", unit="care", group="staff", count="3")
        self.press(f"{self.place}/works-council", language="en")
        self.run_jobs()
        files = (
            "invitations/cards/en/cards-1.pdf?unit=care&group=staff",
            "invitations/cards/nl/poster.pdf",
            "invitations/letters/letters-1.pdf?unit=care",
            "works-council/en.pdf",
            f"open-links/{door}/nl/poster.pdf",
            "paper/en/form.pdf",
        )
        papers = {file: self.client.get(f"{self.place}/{file}").data for file in files}
        assert [file for file, paper in papers.items() if not paper.startswith(b"%PDF")] == []
        return papers

    def _open_door(self) -> int:
        """The survey takes open links from now on; gives the id of its shared link."""
        with self.app.app_context(), writing() as session:
            campaign = session.get_one(Campaign, self.survey_id)
            campaign.structure, campaign.smallest_group = campaign.structure | {"open": True}, 10
        self.press(f"{self.place}/open-links", kind="shared", unit="")
        with self.app.app_context():
            shared = select(Invitation.id).where(Invitation.campaign_id == self.survey_id, Invitation.kind == "shared")
            return db.session.scalars(shared).one()
