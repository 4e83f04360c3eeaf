"""Makes a report once and keeps it: afterwards the kept bytes are handed out, never rendered again."""

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Campaign, Document, db, writing
from assessment.reporting.build import build_report
from assessment.reporting.identity import document_key
from assessment.reporting.views import ReportViews
from assessment.results.edition import leave_out_answers, name_edition
from assessment.results.service import list_views, load_source, read_source
from assessment.results.view import ReleaseSource
from reports.pdf import render_pdf

PDF = "application/pdf"


class UnknownLanguageError(Exception):
    """A report is written only in a language that its questionnaire has; the message names them."""


def publish_report(campaign_id: int, language: str | None = None, *, answered: bool = True) -> bytes:
    """The PDF of a released survey's full report; made and kept the first time it is asked for, and once more when
    comments were released, something was decided or readers have answered since.

    ``answered``: with what readers answered to its decisions. ``language``: one of the survey's; its first where none
    is named. Raises NotReleasedError, NoReportError, UnknownLanguageError, LayoutError.
    """
    whole = load_source(campaign_id)
    source = whole if answered else leave_out_answers(whole)
    language = choose_language(source, language)
    edition = name_edition(source)
    kept = find_report(campaign_id, source.facts.sha256, language, edition)
    if kept is not None:
        return kept
    content = render_pdf(build_report(read_views(source, language)))
    return keep_report(campaign_id, document_key(source.facts.sha256, language, edition), content)


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


def find_report(campaign_id: int, release_sha256: str, language: str, edition: str = "") -> bytes | None:
    """The kept report, if there is one. ``edition``: with which words beside the figures, "" without any."""
    return _read(db.session, campaign_id, document_key(release_sha256, language, edition))


def keep_report(campaign_id: int, key: str, content: bytes) -> bytes:
    """Store a report; where another process was faster, its report stands and is given back."""
    with writing() as session:
        present = _read(session, campaign_id, key)
        if present is not None:
            return present
        document = Document(
            organisation_id=session.get_one(Campaign, campaign_id).organisation_id,
            key=key,
            media_type=PDF,
            sha256=sha256(content).hexdigest(),
            made_at=datetime.now(UTC),
            content=content,
        )
        session.add(document)
    return content


def _read(session: Session, campaign_id: int, key: str) -> bytes | None:
    owned = select(Campaign.organisation_id).where(Campaign.id == campaign_id).scalar_subquery()
    return session.scalar(select(Document.content).where(Document.organisation_id == owned, Document.key == key))
