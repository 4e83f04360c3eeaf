"""The certificate of a joint answer as a PDF: drawn by a worker after the sealing, kept, and never drawn again (A21).

It says how many signed of how many, never who. Inside is the very text whose fingerprint it prints.
"""

from datetime import UTC, datetime
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.jobs import JobFailedError, RunningJob, enqueue
from assessment.joint.certificate import Certificate, find_certificate
from assessment.models import Campaign, Document, JointAnswer, db, in_language, writing
from assessment.release.joint import name_paper, write_sealed
from assessment.respond.finding import find_survey
from assessment.results.numbers import speaking
from reports.charts import Table
from reports.document import Attachment, Block, Fact, Footer, Grid, KeyLine, Paragraph, Report, Section, Title
from reports.pdf import render_pdf

DRAW = "certificate"
SEALED_NAME = "sealed-answer.json"


def ask_for_papers(session: Session, campaign: Campaign) -> None:
    """One in each language of the survey, in the transaction that seals."""
    for language in campaign.languages:
        enqueue(
            session,
            purpose=f"certificate of survey {campaign.id} in {language}",
            kind=DRAW,
            parameters={"campaign_id": campaign.id, "language": language},
            organisation_id=campaign.organisation_id,
        )


def find_paper(campaign_id: int, language: str) -> bytes | None:
    """The kept PDF; None before it is drawn."""
    return _read(db.session, campaign_id, language)


def _read(session: Session, campaign_id: int, language: str) -> bytes | None:
    return session.scalar(select(Document.content).where(Document.key == name_paper(campaign_id, language)))


def do_draw(job: RunningJob) -> None:
    """Doing it twice keeps the first: it is stored by its own key, together with the end of the job."""
    campaign_id, language = int(job.parameters["campaign_id"]), str(job.parameters["language"])
    joint = db.session.get(JointAnswer, campaign_id)
    if joint is None:
        raise JobFailedError("there is no sealed joint answer")
    organisation_id = joint.organisation_id
    content = render_pdf(build_paper(campaign_id, language))
    with writing() as session:
        # A survey that was withdrawn meanwhile keeps nothing.
        sealed = session.get(JointAnswer, campaign_id, with_for_update=True)
        if sealed is not None and _read(session, campaign_id, language) is None:
            session.add(
                Document(
                    organisation_id=organisation_id,
                    key=name_paper(campaign_id, language),
                    media_type="application/pdf",
                    sha256=sha256(content).hexdigest(),
                    made_at=datetime.now(UTC),
                    content=content,
                )
            )
        job.complete(session)


def build_paper(campaign_id: int, language: str) -> Report:
    """The certificate as a document. LookupError where nothing is sealed."""
    joint, survey = db.session.get(JointAnswer, campaign_id), find_survey(campaign_id)
    if joint is None or survey is None:
        raise LookupError("nothing is sealed")
    campaign = db.session.get_one(Campaign, campaign_id)
    organisation = in_language(campaign.organisation.name, language)
    name = in_language(campaign.name, language)
    with speaking(language):
        certificate = find_certificate(survey, language)
        if certificate is None:
            raise LookupError("nothing is sealed")
        told = _("The text that was sealed, of which the fingerprint is made")
        return Report(
            language=language,
            title=f"{_('Certificate of the joint answer')} – {name}",
            subject=_("What senior managers answered together, how many signed it, and its fingerprint"),
            author=organisation,
            identifier=certificate.sha256[:10],
            made_at=joint.sealed_at,
            page_one=_build_page_one(certificate, f"{organisation} · {name}"),
            sections=_list_parts(certificate),
            footer=Footer(
                _("joint answer %(mark)s", mark=certificate.sha256[:16]),
                _("page {page} of {pages}"),
            ),
            attachments=(Attachment(SEALED_NAME, told, write_sealed(campaign, joint), "Source"),),
        )


def name_team(certificate: Certificate) -> str:
    """Who answers: a number, never a name."""
    if certificate.members == 1:
        return _("The senior manager")
    return _("The management team, %(signed)s of %(members)s", signed=certificate.signed, members=certificate.members)


def _build_page_one(certificate: Certificate, kicker: str) -> tuple[Block, ...]:
    when = _("After seeing results: it gives no gap") if certificate.after_results else _("Before there were results")
    facts = ((_("Sealed"), certificate.sealed), (_("Before or after results"), when))
    return (
        Title(_("Certificate of the joint answer"), kicker),
        KeyLine((Fact(name_team(certificate), ""),)),
        Grid(Table(_("Certificate of the joint answer"), (_("What"), _("How it is")), facts), silent=True),
        Paragraph(_("Fingerprint (SHA-256)"), "strong"),
        Paragraph(certificate.sha256),
        Paragraph(
            _(
                "It is made of the file %(name)s inside this PDF: whoever computes the SHA-256 of that file gets the "
                "same. The organisation's trail of changes holds it too. What each answered alone is destroyed.",
                name=SEALED_NAME,
            )
        ),
    )


def _list_parts(certificate: Certificate) -> tuple[Section, ...]:
    heads = (_("Question"), _("Joint answer"))
    missing = _("no common answer")
    sections = [
        Section(
            f"part-{number}",
            title,
            (Grid(Table(title, heads, tuple((text, label or missing) for text, label in rows)), silent=True),),
            new_page=False,
        )
        for number, (title, rows) in enumerate(certificate.parts, 1)
    ]
    if certificate.facts:
        title = _("Five facts")
        told = Grid(Table(title, (_("Question"), _("Joint answer")), certificate.facts), silent=True)
        sections.append(Section("facts", title, (told,), new_page=False))
    return tuple(sections)
