"""Makes a survey's pack and keeps it: the same settings give the kept bytes, changed ones a new paper."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import delete, select

from assessment.council.facts import Settled, describe_settled, describe_survey, digest_facts, read_survey
from assessment.council.pack import build_pack
from assessment.models import Campaign, Document, db, writing
from assessment.results.numbers import speaking
from reports.pdf import render_pdf

PDF = "application/pdf"
LANGUAGES = ("en", "nl")


@dataclass(frozen=True, slots=True)
class Pack:
    """``key`` changes with every setting and word that is printed; ``made``: whether its PDF is kept."""

    campaign_id: int
    organisation_id: int
    language: str
    key: str
    made: bool


def find_packs(settled: Settled, *languages: str) -> list[Pack]:
    """The packs in these languages as the settings stand now, made or not."""
    campaign = settled.campaign
    keys = {language: _name_key(settled, language) for language in languages}
    kept = select(Document.key).where(
        Document.organisation_id == campaign.organisation_id, Document.key.in_(list(keys.values()))
    )
    made = set(db.session.scalars(kept))
    return [Pack(campaign.id, campaign.organisation_id, language, key, key in made) for language, key in keys.items()]


def find_pack(campaign: Campaign, language: str) -> Pack:
    [pack] = find_packs(read_survey(campaign), language)
    return pack


def read_pack(pack: Pack) -> bytes:
    """The kept PDF of a pack that is made."""
    here = Document.organisation_id == pack.organisation_id
    return db.session.scalars(select(Document.content).where(here, Document.key == pack.key)).one()


def make_pack(campaign: Campaign, language: str) -> None:
    """Draw and keep it, in place of an older one; where it is kept already, nothing is done. Raises LayoutError."""
    pack = find_pack(campaign, language)
    if pack.made:
        return
    now = datetime.now(UTC)
    with speaking(language):
        report = build_pack(describe_survey(campaign, language), now, pack.key)
    content = render_pdf(report)
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


def _name_key(settled: Settled, language: str) -> str:
    with speaking(language):
        return _prefix(settled.campaign.id, language) + digest_facts(settled, describe_settled(settled, language))


def _prefix(campaign_id: int, language: str) -> str:
    return f"works-council/{campaign_id}/{language}/"
