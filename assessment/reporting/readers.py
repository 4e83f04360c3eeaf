"""Who holds a reader's link, and whether it still opens anything. Nothing is kept of who opens one, or when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from assessment.access.tokens import hash_token, page_mark
from assessment.clock import tell_time
from assessment.models import Publication, PublicationReader, db

MARKED = b"report"


@dataclass(frozen=True, slots=True)
class Reader:
    """``token`` is of this browser's link; ``ends_at``: until when it opens the report."""

    id: int
    campaign_id: int
    organisation_id: int
    name: str
    email: str
    language: str
    ends_at: datetime
    token: str

    @property
    def mark(self) -> str:
        """Proof that a form was made for this link."""
        return page_mark(self.token, MARKED)


class UnknownReaderError(Exception):
    """No cookie, or a token that was never given out."""


class LinkEndedError(Exception):
    """The link was good once. ``ended_at``: when its time was over; None where it was withdrawn."""

    def __init__(self, language: str, ended_at: datetime | None) -> None:
        super().__init__("ended")
        self.language = language
        self.ended_at = ended_at


def find_reader(token: str | None) -> Reader:
    """Raises UnknownReaderError and LinkEndedError."""
    row = (
        db.session.execute(
            select(PublicationReader, Publication)
            .join(Publication, Publication.id == PublicationReader.publication_id)
            .where(PublicationReader.token_sha256 == hash_token(token))
        ).first()
        if token
        else None
    )
    if row is None or token is None:
        raise UnknownReaderError
    reader, publication = row
    refuse_ended(publication, reader.language)
    return Reader(
        id=reader.id,
        campaign_id=publication.campaign_id,
        organisation_id=publication.organisation_id,
        name=reader.name,
        email=reader.email,
        language=reader.language,
        ends_at=publication.ends_at,
        token=token,
    )


def refuse_ended(publication: Publication, language: str) -> None:
    """Raises LinkEndedError where the links of a publication open nothing any more."""
    if publication.withdrawn_at is not None:
        raise LinkEndedError(language, None)
    if publication.ends_at <= tell_time():
        raise LinkEndedError(language, publication.ends_at)
