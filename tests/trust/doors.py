"""Every door of an open survey, made as colleagues make it: what each opens, and people who come in by one in turn."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from assessment.access.codes import code_for, write_code
from assessment.access.invitations import find_link_key
from assessment.access.tokens import token_for
from assessment.campaigns import paper
from assessment.campaigns.cards import make_cards
from assessment.campaigns.doors import open_door
from assessment.campaigns.paper_sheets import TypedForm
from assessment.campaigns.sponsor import make_sponsor_token
from assessment.joint import service
from assessment.joint.seat import Seat, find_seat
from assessment.joint.tokens import MEMBERS
from assessment.models import Campaign, Invitation, db
from tests.assessment.joint.managers import name_team
from tests.fixtures.doors import open_to_anybody
from tests.trust.visit import Visit

UNIT, GROUP = "care", "staff"
FORMS = 5
TEAM = 3
WAYS = ("personal link", "code card", "shared link", "shared screen")


@dataclass(frozen=True)
class Doors:
    """Tokens of the shared link, the shared screen, the senior managers and the sponsor, and ids of what is printed or
    typed in: a pile that two have typed with a difference between them, and one that was just begun."""

    shared: str
    screen: str
    managers: tuple[str, ...]
    sponsor: str
    door_ids: tuple[int, int]
    batch_ids: tuple[int, int]


def open_doors(survey_id: int, unit: str, typists: tuple[int, int], *, met: bool) -> Doors:
    """``typists``: accounts of two colleagues; ``met``: whether the senior managers are in their meeting or alone.
    Inside an application context."""
    open_to_anybody(survey_id)
    organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    shared_id = open_door(organisation_id, survey_id, "shared", unit)
    screen_id = open_door(organisation_id, survey_id, "kiosk", unit)
    key = find_link_key()
    return Doors(
        shared=token_for(key, shared_id),
        screen=token_for(key, screen_id),
        managers=_seat_managers(survey_id, met=met),
        sponsor=make_sponsor_token(key, survey_id),
        door_ids=(shared_id, screen_id),
        batch_ids=_type_forms(organisation_id, survey_id, unit, typists),
    )


def _type_forms(organisation_id: int, survey_id: int, unit: str, typists: tuple[int, int]) -> tuple[int, int]:
    typed, begun = (paper.start_batch(organisation_id, survey_id, typists[0], unit, FORMS) for _ in range(2))
    size = len(paper.need_survey(survey_id).questionnaire.items)
    for code, account_id in enumerate(typists, 2):
        for number in range(1, FORMS + 1):
            form = TypedForm(GROUP, bytes([code if number == 1 else 4] * size))
            paper.type_form(organisation_id, survey_id, typed, account_id, number, form)
    return typed, begun


def _seat_managers(survey_id: int, *, met: bool) -> tuple[str, ...]:
    """Their tokens. All have answered; the first two otherwise than the third."""
    tokens = tuple(MEMBERS.make_token(find_link_key(), member_id) for member_id in name_team(survey_id, TEAM))
    for number, token in enumerate(tokens):
        seat = _find(token)
        for page in seat.list_pages("en"):
            service.save_page(seat, page, {row.place: 2 + number // 2 for row in page.rows})
        service.hand_in(seat)
    if met:
        service.begin_meeting(_find(tokens[0]))
    return tokens


def _find(token: str) -> Seat:
    seat = find_seat(token)
    assert seat is not None
    return seat


class Arrivals:
    """People with a number each who come in by these links, by code cards, the shared link and the shared screen in
    turn, so many of each as there are links."""

    def __init__(self, app: Flask, survey_id: int, doors: Doors, links: Iterable[str]) -> None:
        self.app, self.place = app, f"/c/{survey_id}"
        self.links = list(links)
        with app.app_context():
            organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
            make_cards(organisation_id, survey_id, UNIT, GROUP, len(self.links))
            cards = db.session.scalars(
                select(Invitation.id).where(Invitation.campaign_id == survey_id, Invitation.kind == "card")
            ).all()[-len(self.links) :]
            self.codes = [write_code(code_for(find_link_key(), card)) for card in cards]
        self.doors = doors

    def __len__(self) -> int:
        return len(WAYS) * len(self.links)

    def find_code(self, number: int) -> str | None:
        """The code on the card of the person of that number."""
        turn, way = divmod(number, len(WAYS))
        return self.codes[turn] if way == 1 else None

    def come(self, number: int, **environ: str) -> Visit:
        """The person of that number, from nought, on the first page."""
        turn, way = divmod(number, len(WAYS))
        if way == 0:
            return Visit(self.app, self.links[turn], number, **environ)
        if way == 1:
            visit = Visit(self.app, self.place, number, **environ)
            visit.page = visit.client.post(self.place, data={"code": self.find_code(number)}, follow_redirects=True)
            return visit
        return Visit(self.app, f"/s/{self.doors.shared if way == 2 else self.doors.screen}", number, **environ)
