"""Accounts of those who work with surveys, what each may do where, and their sign-ins (trust rules S10 to S12).

Respondents have no account: their links live in ``answer``.
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.models.base import Base

ROLES = ("administrator", "facilitator", "executive", "unit-reader", "second-reader")
"""What somebody may be in one organisation; one person may be several."""


class Account(Base):
    """Who signs in. ``password`` is null until it is chosen; ``fs_uniquifier`` changes when all sign-ins must end;
    ``tf_last_counter`` is the half minute of the last code that was taken from the app, so that none is taken twice.

    The sign-in library's own class is mixed in by the room of accounts: commands that sign nobody in need not load it.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int] = mapped_column(default=0)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    made_at: Mapped[datetime]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="account", order_by="Membership.id")


class Membership(Base):
    """One right of one account in one organisation; ``unit`` narrows a unit reader to a unit's key and those below."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id", "role", "unit"),
        CheckConstraint(f"role in {ROLES}", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")

    account: Mapped[Account] = relationship(back_populates="memberships")


class SignIn(Base):
    """One browser that is signed in: it lives as long as this row. ``id_sha256`` is of the random id in its cookie."""

    __tablename__ = "sign_in"

    id_sha256: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor: Mapped[bool] = mapped_column(default=False)


class Welcome(Base):
    """A one-time link: for the first administrator, for whoever is invited, or for a new password.

    ``organisation_id`` is null for the first administrator, who makes the organisation, and for a new password, whose
    ``role`` is "reset"; else ``role`` holds one or several roles, apart by spaces. Spent when ``used_at`` is set.
    """

    __tablename__ = "welcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """Failed tries at a door, to slow guessing down (S14). ``door`` says which: "sign-in:<hash of the account>" """

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    door: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
