"""One run of one questionnaire in one organisation, and the questionnaire version it is pinned to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.models.base import Base, LanguageMap
from assessment.models.organisation import Organisation


class QuestionnaireVersion(Base):
    """A questionnaire file, kept as it was read; never changed afterwards."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("organisation_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(Text)


class Campaign(Base):
    """States: draft, open, closed, released, withdrawn. ``structure`` is the snapshot of units, groups and head counts:

    {"units": [{"key", "name", "parent", "builds_software"}],        name: language map; parent: key or null
     "groups": [{"key", "name", "voice"}],                           in joining order
     "invited": [{"unit", "group", "count"}],                        empty list: no head counts are known
     "open": true,                                                   some answer through an open link (A22); else absent
     "whole": [group]}                                               whom a pulse asks, as one whole; else absent

    ``pulse_of_id``: the survey of which a few questions are asked again, null for a survey of its own. A pulse has no
    units and no groups: what is not kept of anybody's answer cannot be told apart.

    ``extra_version``: a second questionnaire, asked only in units that build or run software and never in the index;
    its items follow the first one's in an answer set. ``disclosure`` is "anonymous" or "full" (own data only).
    ``target`` is {"score": 60, "by": "2029-04-01"} or null. ``form_of_address`` is of Dutch pages: "je" or "u".
    ``views``: the models that results are read through, "drivers" first; empty for all that the questions count in.
    ``rotating_blocks``: how many blocks besides the core each person is asked; null for all. ``sponsor_answer``: the
    five commitments as answered, {"joint-answer": true, ...}, null while open. ``mail_texts``: own words by kind and
    language, {"invitation": {"en": "..."}}. ``unit_mapping``: the unit of the survey before that a unit is compared
    with, by keys, "" for none; null where nobody chose. ``invitations_deleted_at`` and ``answers_deleted_at``: when A18
    was done.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'open', 'closed', 'released', 'withdrawn')", name="state"),
        CheckConstraint("disclosure in ('anonymous', 'full')", name="disclosure"),
        CheckConstraint("smallest_group >= 5 or disclosure = 'full'", name="smallest_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    questionnaire_version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    extra_version_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_version.id"))
    previous_campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    pulse_of_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    name: Mapped[LanguageMap]
    state: Mapped[str] = mapped_column(default="draft")
    disclosure: Mapped[str] = mapped_column(default="anonymous")
    smallest_group: Mapped[int] = mapped_column(default=5)
    languages: Mapped[list[str]]
    zone: Mapped[str] = mapped_column(default="Europe/Amsterdam")
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    results_on: Mapped[date | None]
    senior_managers: Mapped[LanguageMap] = mapped_column(default=dict)
    purpose: Mapped[LanguageMap] = mapped_column(default=dict)
    sponsor: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    server_keeper: Mapped[str] = mapped_column(default="")
    asks_comments: Mapped[bool] = mapped_column(default=True)
    joint_answer_promised: Mapped[bool] = mapped_column(default=False)
    slots: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    structure: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    target: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    views: Mapped[list[str]] = mapped_column(default=list)
    rotating_blocks: Mapped[int | None]
    form_of_address: Mapped[str] = mapped_column(default="je")
    mail_texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sponsor_email: Mapped[str] = mapped_column(default="")
    sponsor_answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    extended: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[bool] = mapped_column(default=False)
    unit_mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    invitations_deleted_at: Mapped[datetime | None]
    answers_deleted_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    questionnaire_version: Mapped[QuestionnaireVersion] = relationship(foreign_keys=[questionnaire_version_id])
    extra_version: Mapped[QuestionnaireVersion | None] = relationship(foreign_keys=[extra_version_id])
