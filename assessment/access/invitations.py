"""Giving out links: personal ones, which one person answers by, and shared ones, doors that give out personal ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from pydantic import SecretStr
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from assessment.access.codes import code_for, hash_code
from assessment.access.tokens import hash_token, random_token, token_for
from assessment.models import Campaign, Invitation, writing


@dataclass(frozen=True, slots=True)
class Place:
    """Where an invitation puts somebody: keys in the campaign's structure, None where the person is asked.

    ``address`` and ``language``: whom to write to, for invitations by mail.
    """

    unit: str | None = None
    group: str | None = None
    address: str | None = None
    language: str | None = None


def invite(
    campaign_id: int, unit: str | None = None, group: str | None = None, kind: str = "personal"
) -> tuple[Invitation, str]:
    """One invitation and its token, committed. ``kind``: "personal", "card" or "shared"."""
    with writing() as session:
        ((invitation_id, token),) = add_invitations(session, campaign_id, [Place(unit, group)], kind)
        session.flush()
        return session.get_one(Invitation, invitation_id), token


def invite_many(campaign_id: int, places: Iterable[Place]) -> list[tuple[int, str]]:
    """Personal invitations in one transaction: (invitation id, token) for each place, in the order given."""
    with writing() as session:
        return add_invitations(session, campaign_id, list(places), "personal")


def add_invitations(session: Session, campaign_id: int, places: Sequence[Place], kind: str) -> list[tuple[int, str]]:
    """The same inside the caller's transaction.

    Token and code are made from the id, so the rows first get a hash of nothing anybody knows and then their own. Any
    of them may be printed, so all have a code to be typed.
    """
    organisation_id = session.scalars(select(Campaign.organisation_id).where(Campaign.id == campaign_id)).one()
    rows = [
        {
            "organisation_id": organisation_id,
            "campaign_id": campaign_id,
            "kind": kind,
            "token_sha256": hash_token(random_token()),
            "unit": place.unit,
            "group_": place.group,
            "done": False,
            "address": place.address,
            "language": place.language,
        }
        for place in places
    ]
    if not rows:
        return []
    ids = session.scalars(insert(Invitation).returning(Invitation.id, sort_by_parameter_order=True), rows).all()
    link_key = find_link_key()
    made = [(invitation_id, token_for(link_key, invitation_id)) for invitation_id in ids]
    session.connection().execute(
        update(Invitation.__table__)  # type: ignore[arg-type] # a declarative class's table is a Table
        .where(Invitation.id == bindparam("this_id"))
        .values(token_sha256=bindparam("this_hash"), code_hash=bindparam("this_code")),
        [
            {
                "this_id": invitation_id,
                "this_hash": hash_token(token),
                "this_code": make_code_hash(link_key, campaign_id, invitation_id),
            }
            for invitation_id, token in made
        ],
    )
    return made


def make_code_hash(link_key: bytes, campaign_id: int, invitation_id: int) -> str:
    return hash_code(link_key, campaign_id, code_for(link_key, invitation_id))


def add_stranger(session: Session, door: "Door") -> str:
    """A personal invitation for somebody who came through a shared link; returns its random token."""
    token = random_token()
    values: dict[str, Any] = {
        "organisation_id": door.organisation_id,
        "campaign_id": door.campaign_id,
        "kind": "personal",
        "token_sha256": hash_token(token),
        "unit": door.unit,
        "group_": door.group,
        "done": False,
    }
    session.execute(insert(Invitation).values(**values))
    return token


@dataclass(frozen=True, slots=True)
class Door:
    """A shared link: what everybody who comes through it has in common."""

    organisation_id: int
    campaign_id: int
    unit: str | None
    group: str | None


def find_link_key() -> bytes:
    """The installation's link key, from the settings; it is no row of the database."""
    key: SecretStr = current_app.extensions["settings"].link_key
    return key.get_secret_value().encode()
