"""Makes a survey's pack and keeps it: the same settings give the kept bytes, changed ones a new paper."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import delete, select

from assessment.council.facts import describe_survey
from assessment.council.pack import build_pack
from assessment.models import Campaign, Document, db, writing
from assessment.results.numbers import speaking
from reports.document import Report
from reports.html import render_html
from reports.pdf import render_pdf

PDF = "application/pdf"
LANGUAGES = ("en", "nl")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the day when two papers are compared: the day alone makes no new one."""


@dataclass(frozen=True, slots=True)
class Pack:
    """``key`` changes with every setting and word that is printed; ``content`` is the kept PDF, null before."""

    campaign_id: int
    organisation_id: int
    language: str
    key: str
    content: bytes | None


def find_pack(campaign: Campaign, language: str) -> Pack:
    """The pack as the settings stand now, made or not."""
    key = _prefix(campaign.id, language) + _digest(_build(campaign, language, LONG_AGO, ""))
    content = db.session.scalar(
        select(Document.content).where(Document.organisation_id == campaign.organisation_id, Document.key == key)
    )
    return Pack(campaign.id, campaign.organisation_id, language, key, content)


def make_pack(campaign: Campaign, language: str) -> None:
    """Draw and keep it, in place of an older one; where it is kept already, nothing is done. Raises LayoutError."""
    pack = find_pack(campaign, language)
    if pack.content is not None:
        return
    now = datetime.now(UTC)
    content = render_pdf(_build(campaign, language, now, pack.key))
    mine = Document.organisation_id == pack.organisation_id
    with writing() as session:
        older = Document.key.startswith(_prefix(pack.campaign_id, language), autoescape=True)
        session.execute(delete(Document).where(mine, older))
        session.add(
            Document(
                organisation_id=pack.organisation_id,
                key=pack.key,
                media_type=PDF,
                sha256=sha256(content).hexdigest(),
                made_at=now,
                content=content,
            )
        )


def _build(campaign: Campaign, language: str, made_at: datetime, identifier: str) -> Report:
    with speaking(language):
        return build_pack(describe_survey(campaign, language), made_at, identifier)


def _digest(report: Report) -> str:
    return sha256(render_html(report).encode()).hexdigest()[:32]


def _prefix(campaign_id: int, language: str) -> str:
    return f"works-council/{campaign_id}/{language}/"
