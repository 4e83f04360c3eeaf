"""Forms on paper, while two people type them in (trust rule A22)."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class PaperBatch(Base):
    """A pile of forms of one unit, typed by one colleague and then anew by another. Gone as soon as its answers are
    stored, and at closing. ``sealed``: what was typed, encrypted with a key made from the link key, which is no row.
    ``unit``: a key in the campaign's structure, null where forms are taken together.
    """

    __tablename__ = "paper_batch"
    __table_args__ = (CheckConstraint("forms >= 5", name="forms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    unit: Mapped[str | None]
    forms: Mapped[int]
    first_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    second_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
