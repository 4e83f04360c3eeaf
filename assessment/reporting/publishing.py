"""Sending a survey's results to executives by name, withdrawing their links: one transaction each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from assessment.access.invitations import find_link_key
from assessment.access.tokens import hash_token
from assessment.audit import record
from assessment.clock import tell_time
from assessment.mail.service import post
from assessment.models import Campaign, Publication, PublicationReader, writing
from assessment.reporting.identity import name_edition
from assessment.reporting.jobs import ask_for_report
from assessment.reporting.reader_tokens import REPORT_LINKS
from assessment.reporting.service import dress
from assessment.results.edition import leave_out_answers
from assessment.results.service import NotReleasedError, compute, load_source

KIND = "report"
LIFETIME = timedelta(days=90)
MOST_READERS = 30
MOST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a report is sent to. ``email`` in lower case."""

    name: str
    email: str
    language: str


class AlreadySentError(Exception):
    """These addresses have a link to this survey's report that still opens it."""

    def __init__(self, emails: frozenset[str]) -> None:
        super().__init__("already sent")
        self.emails = emails


def publish(organisation_id: int, survey_id: int, addressees: Iterable[Addressee], note: str = "") -> int:
    """Send the results to these readers; gives the publication's id. Raises NotReleasedError and AlreadySentError."""
    readers = list(addressees)
    with writing() as session:
        campaign = lock_released(session, organisation_id, survey_id)
        publication_id = send_to(session, campaign, readers, note)
    ask_for_papers(survey_id, {one.language for one in readers})
    return publication_id


def lock_released(session: Session, organisation_id: int, survey_id: int) -> Campaign:
    """The survey's row, held until the transaction ends, so that nobody is written to twice."""
    campaign = session.scalars(
        select(Campaign).where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id).with_for_update()
    ).one_or_none()
    if campaign is None or campaign.state != "released":
        raise NotReleasedError(survey_id, None)
    return campaign


def send_to(session: Session, campaign: Campaign, addressees: list[Addressee], note: str) -> int:
    """The same in the caller's transaction; the campaign's row is held."""
    now = tell_time()
    known = list_reached(session, campaign.id, now)
    twice = frozenset(one.email for one in addressees) & known
    if twice:
        raise AlreadySentError(twice)
    publication = Publication(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        note=note,
        published_at=now,
        ends_at=now + LIFETIME,
    )
    session.add(publication)
    session.flush()
    for one in addressees:
        reader = PublicationReader(
            organisation_id=campaign.organisation_id,
            publication_id=publication.id,
            name=one.name,
            email=one.email,
            language=one.language,
        )
        session.add(reader)
        session.flush()
        reader.token_sha256 = hash_token(REPORT_LINKS.make_token(find_link_key(), reader.id))
        post(
            session,
            purpose=f"{KIND}:{reader.id}",
            kind=KIND,
            reference=reader.id,
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
        )
    session.flush()
    details = {"name": campaign.name, "readers": len(addressees), "publication": publication.id}
    record(session, campaign.organisation_id, "report.published", f"survey {campaign.id}", details)
    return publication.id


def ask_for_papers(survey_id: int, languages: Iterable[str]) -> None:
    """Have the PDF made that the page of a reader leads to, which holds nobody's answers."""
    source = leave_out_answers(dress(load_source(survey_id)))
    if compute(source).form == "none":
        return
    edition = name_edition(source)
    with writing() as session:
        owner = session.get_one(Campaign, survey_id).organisation_id
        for language in sorted(set(languages) & set(source.facts.languages)):
            ask_for_report(session, survey_id, language, owner, edition, answered=False)


def list_reached(session: Session, campaign_id: int, now: datetime) -> frozenset[str]:
    """Addresses whose link opens the report now."""
    statement = (
        select(PublicationReader.email)
        .join(Publication, Publication.id == PublicationReader.publication_id)
        .where(Publication.campaign_id == campaign_id, is_live(now))
    )
    return frozenset(session.scalars(statement))


def is_live(now: datetime) -> ColumnElement[bool]:
    return and_(Publication.withdrawn_at.is_(None), Publication.ends_at > now)


def withdraw(organisation_id: int, survey_id: int, publication_id: int) -> bool:
    """End the links of a publication; mails that wait are not sent. False where there is no such one of this survey.
    What was answered stands."""
    with writing() as session:
        publication = session.scalars(
            select(Publication)
            .where(
                Publication.id == publication_id,
                Publication.organisation_id == organisation_id,
                Publication.campaign_id == survey_id,
            )
            .with_for_update()
        ).one_or_none()
        if publication is None:
            return False
        if publication.withdrawn_at is not None:
            return True
        publication.withdrawn_at = tell_time()
        campaign = session.get_one(Campaign, survey_id)
        session.flush()
        details = {"name": campaign.name, "publication": publication.id}
        record(session, organisation_id, "report.withdrawn", f"survey {survey_id}", details)
        return True
