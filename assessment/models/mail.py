"""Mail to be sent: what for and to whose invitation or account, never the text (trust rules A17, F13)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Mail(Base):
    """One mail for one purpose: ``purpose`` is unique, so that nobody gets the same mail twice.

    ``kind`` names the text ("invitation", "reminder", "welcome" ...), which is rendered when it is sent. ``reference``
    is the id of the row that knows the recipient: an invitation, a welcome, an account. States: waiting, sending (being
    handed over), sent, failed (will not be tried again; ``fault`` says why, for the list of failures), dropped.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'sending', 'sent', 'failed', 'dropped')", name="state"),
        Index("ix_mail_state_next_at", "state", "next_at"),
        Index("ix_mail_campaign", "campaign_id", "kind", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    purpose: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    reference: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    fault: Mapped[str] = mapped_column(default="")
