"""Doors that are open to everybody: shared links on posters and in chats, and shared screens (trust rule A22)."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.access.codes import code_for, write_code
from assessment.access.invitations import Place, add_invitations, find_link_key
from assessment.access.tokens import token_for
from assessment.campaigns.cards import has_open_link, name_place
from assessment.campaigns.drafts import lock_survey
from assessment.campaigns.history import note
from assessment.campaigns.mails import make_link
from assessment.campaigns.service import PlanError
from assessment.models import Campaign, Invitation, db, writing
from assessment.respond.structure import join_small_unit, make_structure

Kind = Literal["shared", "kiosk"]
KINDS: tuple[Kind, ...] = ("shared", "kiosk")


@dataclass(frozen=True, slots=True)
class Door:
    """``unit``: null where people are asked where they work. ``address`` and ``code`` open it, for whoever has them."""

    id: int
    kind: str
    unit: str | None
    name: str
    address: str
    code: str


def open_door(organisation_id: int, survey_id: int, kind: Kind, unit: str | None) -> int:
    """The door of a unit, made once; gives its id. A unit too small to be shown has that of the unit above (A2).

    Raises PlanError where the survey is not open or was not set up for open links: its rules would be too weak.
    """
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        structure = make_structure(campaign.structure)
        known = unit is None or unit in structure.open_units
        if campaign.state != "open" or not has_open_link(campaign) or kind not in KINDS or not known:
            raise PlanError("this survey has no such open link")
        home = join_small_unit(structure, unit, None, campaign.smallest_group)
        found = _find(session, survey_id, kind, home)
        if found:
            return found
        door_id = add_invitations(session, survey_id, [Place(home)], kind)[0][0]
        note(session, campaign, "door-opened", door=kind, unit=home)
        return door_id


def _find(session: Session, survey_id: int, kind: str, unit: str | None) -> int | None:
    return session.scalar(
        select(Invitation.id)
        .where(Invitation.campaign_id == survey_id, Invitation.kind == kind, Invitation.unit.is_not_distinct_from(unit))
        .order_by(Invitation.id)
        .limit(1)
    )


def list_doors(campaign: Campaign, language: str) -> list[Door]:
    """All doors of a survey, in the order of its units."""
    structure = make_structure(campaign.structure)
    rows = db.session.execute(
        select(Invitation.id, Invitation.kind, Invitation.unit).where(
            Invitation.campaign_id == campaign.id, Invitation.kind.in_(KINDS)
        )
    )
    key = find_link_key()
    doors = [
        Door(
            id=row.id,
            kind=row.kind,
            unit=row.unit,
            name=name_place(structure, row.unit, None, language),
            address=make_link(token_for(key, row.id)),
            code=write_code(code_for(key, row.id)),
        )
        for row in rows
    ]
    order = {unit: number for number, unit in enumerate(structure.units)}
    return sorted(doors, key=lambda door: (order.get(door.unit or "", -1), door.id))


def find_shared(campaign: Campaign, door_id: int) -> int | None:
    """The id of a shared link of this survey; None for any other."""
    return db.session.scalar(
        select(Invitation.id).where(
            Invitation.id == door_id, Invitation.campaign_id == campaign.id, Invitation.kind == "shared"
        )
    )
