"""Kept bytes: reports and charts, rendered once and never again."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Document(Base):
    """``key`` says what it is of: release, variant, language and template version."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
