"""What is asked of senior managers and what was promised."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base, LanguageMap


class Decision(Base):
    """A decision that the report of a campaign asks for."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    position: Mapped[int]
    text: Mapped[LanguageMap]
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    cost: Mapped[LanguageMap] = mapped_column(default=dict)
    otherwise: Mapped[LanguageMap] = mapped_column(default=dict)
    recommendation: Mapped[str | None]


class Action(Base):
    """What was promised after a campaign. ``status``: open, done, late, dropped."""

    __tablename__ = "action"
    __table_args__ = (CheckConstraint("status in ('open', 'done', 'late', 'dropped')", name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    text: Mapped[LanguageMap]
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="open")
