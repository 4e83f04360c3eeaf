"""The trail of who changed what: append-only, each row carries the hash of the one before (trust rule S32)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class AuditEntry(Base):
    """``actor`` is an account's mail address, or what acted by itself; ``subject`` names the thing ("campaign 7");
    ``details`` holds old and new values, never anything about a respondent."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_organisation_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None]
    at: Mapped[datetime]
    actor: Mapped[str]
    event: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    before_sha256: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
