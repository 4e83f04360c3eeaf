"""Makes a report once and keeps it: afterwards the kept bytes are handed out, never rendered again."""

from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Campaign, Document, db, writing
from assessment.reporting.build import build_report
from assessment.reporting.deck import build_deck
from assessment.reporting.identity import document_key, name_edition
from assessment.reporting.look import find_look
from assessment.reporting.variants import DOCX, FULL, HTML, PDF, PPTX, check_variant
from assessment.reporting.views import ReportViews
from assessment.results.edition import leave_out_answers
from assessment.results.service import list_views, load_source, read_source
from assessment.results.view import ReleaseSource
from reports.html import render_file
from reports.office import render_deck, render_docx
from reports.pdf import render_pdf

MEDIA_TYPES = {
    PDF: "application/pdf",
    HTML: "text/html",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


class UnknownLanguageError(Exception):
    """A report is written only in a language that its questionnaire has; the message names them."""


def publish_report(
    campaign_id: int, language: str | None = None, variant: str = FULL, form: str = PDF, *, answered: bool = True
) -> bytes:
    """A released survey's report; made and kept the first time it is asked for, and once more when comments were
    released, something was decided or answered, or the organisation's look was changed since.

    ``answered``: with what readers answered to its decisions. ``language``: one of the survey's; its first where none
    is named. Raises NotReleasedError, NoReportError, UnknownLanguageError, UnknownVariantError, LayoutError.
    """
    whole = dress(load_source(campaign_id))
    source = whole if answered else leave_out_answers(whole)
    language = choose_language(source, language)
    edition = name_edition(source, check_variant(variant))
    kept = find_report(campaign_id, source.facts.sha256, language, edition, variant, form)
    if kept is not None:
        return kept
    content = write_form(read_views(source, language), variant, form)
    key = document_key(source.facts.sha256, language, edition, variant, form)
    return keep_report(campaign_id, key, content, MEDIA_TYPES[form])


def write_form(views: ReportViews, variant: str, form: str) -> bytes:
    """The bytes of a report in one of its forms. Raises NoReportError and LayoutError."""
    if form == PPTX:
        return render_deck(build_deck(views))
    report = build_report(views, variant)
    if form == DOCX:
        return render_docx(report)
    return render_pdf(report) if form == PDF else render_file(report).encode()


def dress(source: ReleaseSource) -> ReleaseSource:
    """A release with the look of its organisation, as it is now."""
    return source.model_copy(update={"look": find_look(source.facts.id)})


def choose_language(source: ReleaseSource, wished: str | None) -> str:
    known = source.facts.languages
    if wished is None:
        return known[0]
    if wished not in known:
        raise UnknownLanguageError(f"there is no report in {wished!r}; there is one in: {', '.join(known)}")
    return wished


def read_views(source: ReleaseSource, language: str) -> ReportViews:
    """All views of a release, the drivers first."""
    views = [read_source(source, lens, language) for lens in list_views(source)]
    return ReportViews(views[0], tuple(views[1:]))


def find_report(
    campaign_id: int, release_sha256: str, language: str, edition: str = "", variant: str = FULL, form: str = PDF
) -> bytes | None:
    """The kept report, if there is one. ``edition``: with which words and look, "" without any."""
    return read_kept(campaign_id, document_key(release_sha256, language, edition, variant, form))


def read_kept(campaign_id: int, key: str) -> bytes | None:
    return _read(db.session, campaign_id, key)


def find_kept(campaign_id: int, keys: Collection[str]) -> set[str]:
    """Which of these are kept."""
    owned = select(Campaign.organisation_id).where(Campaign.id == campaign_id).scalar_subquery()
    kept = select(Document.key).where(Document.organisation_id == owned, Document.key.in_(keys))
    return set(db.session.scalars(kept))


def keep_report(campaign_id: int, key: str, content: bytes, media_type: str = MEDIA_TYPES[PDF]) -> bytes:
    """Store a report; where another process was faster, its report stands and is given back."""
    with writing() as session:
        present = _read(session, campaign_id, key)
        if present is not None:
            return present
        document = Document(
            organisation_id=session.get_one(Campaign, campaign_id).organisation_id,
            key=key,
            media_type=media_type,
            sha256=sha256(content).hexdigest(),
            made_at=datetime.now(UTC),
            content=content,
        )
        session.add(document)
    return content


def _read(session: Session, campaign_id: int, key: str) -> bytes | None:
    owned = select(Campaign.organisation_id).where(Campaign.id == campaign_id).scalar_subquery()
    return session.scalar(select(Document.content).where(Document.organisation_id == owned, Document.key == key))
