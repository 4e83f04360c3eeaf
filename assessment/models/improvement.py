"""What is advised, what is asked of senior managers, what they answer, and what was promised."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base, LanguageMap

SAID = "said"
"""Under which an action's source holds, in words by language, what it comes from."""


class AdviceChoice(Base):
    """What the facilitator made of one recommendation that a survey's figures have fired.

    ``choice``: accepted, deferred or rejected; the two latter need a reason, which is shown. ``title`` and
    ``first_step``: the organisation's own words in their place, empty where the library's stand.
    """

    __tablename__ = "advice_choice"
    __table_args__ = (
        UniqueConstraint("campaign_id", "recommendation"),
        CheckConstraint("choice in ('accepted', 'deferred', 'rejected')", name="choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    recommendation: Mapped[str]
    choice: Mapped[str]
    title: Mapped[LanguageMap] = mapped_column(default=dict)
    first_step: Mapped[LanguageMap] = mapped_column(default=dict)
    reason: Mapped[LanguageMap] = mapped_column(default=dict)
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Decision(Base):
    """A decision that the report of a campaign asks for.

    ``cost``: what it takes, in words; ``otherwise``: what follows if it is not decided.
    """

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
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class DecisionAnswer(Base):
    """What one reader of a published report answered to one decision; the latest stands, and is a promise.

    ``answer``: yes, if (yes, on a condition), no (because), later (ask me on ``ask_on``). ``words``: the condition or
    the reason, as typed. The reader's name is shown with it: these are people who were asked by name.
    """

    __tablename__ = "decision_answer"
    __table_args__ = (
        UniqueConstraint("decision_id", "reader_id"),
        CheckConstraint("answer in ('yes', 'if', 'no', 'later')", name="answer"),
        CheckConstraint("answer != 'later' or ask_on is not null", name="ask_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    reader_id: Mapped[int] = mapped_column(ForeignKey("publication_reader.id"), index=True)
    answer: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    ask_on: Mapped[date | None]
    answered_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Action(Base):
    """What was promised after a survey or agreed in a session, or both. ``status``: open, done, late, dropped;
    ``decision_id``: of the decision that its owner said yes to, where it came about so. ``actor``: who can act, we or
    managers; ``email``: where its owner is reminded; ``source``: what it comes from, such as {"cluster": id}, and under
    ``SAID`` that in words by language.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("status in ('open', 'done', 'late', 'dropped')", name="status"),
        CheckConstraint("actor in ('', 'we', 'managers')", name="actor"),
        CheckConstraint("campaign_id is not null or workshop_id is not null", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"))
    text: Mapped[LanguageMap]
    owner: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    actor: Mapped[str] = mapped_column(default="")
    source: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="open")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    @property
    def origin(self) -> Mapping[str, str]:
        """What it comes from, in words by language; empty where nobody named that."""
        said: Mapping[str, str] = self.source.get(SAID, {})
        return said


class DriverTarget(Base):
    """What an organisation wants a driver's score to be, by when, and who set it; of a survey, for its results."""

    __tablename__ = "driver_target"
    __table_args__ = (
        UniqueConstraint("campaign_id", "dimension"),
        CheckConstraint("score between 0 and 100", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    dimension: Mapped[str]
    score: Mapped[int]
    by: Mapped[date | None]
    set_by: Mapped[str] = mapped_column(default="")
    set_on: Mapped[date]
