"""How a team of senior managers comes to its joint answer (trust rule A21); what it signed is ``JointAnswer``."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class JointTeam(Base):
    """``state``: alone (each answers alone), together (the team talks about divided questions), signing, sealed, none.

    ``way``: how senior managers answer: joint, both (anonymously, and the top team together), anonymous, none.
    ``agreed``: scale point by item, null for "no common answer"; ``facts``: five unscored facts, as typed.
    """

    __tablename__ = "joint_team"
    __table_args__ = (
        CheckConstraint("state in ('alone', 'together', 'signing', 'sealed', 'none')", name="state"),
        CheckConstraint("way in ('joint', 'both', 'anonymous', 'none')", name="way"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    way: Mapped[str] = mapped_column(default="joint")
    state: Mapped[str] = mapped_column(default="alone")
    agreed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class JointMember(Base):
    """One senior manager: ``first`` is the answer given alone, a byte an item, destroyed when the team signs."""

    __tablename__ = "joint_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("joint_team.campaign_id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
    token_sha256: Mapped[str] = mapped_column(unique=True)
    first: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered: Mapped[bool] = mapped_column(default=False)
    refused: Mapped[bool] = mapped_column(default=False)
    signed: Mapped[bool] = mapped_column(default=False)
