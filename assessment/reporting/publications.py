"""Who was sent a survey's results, and when; who answered what; for how long nobody has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from assessment.clock import tell_time
from assessment.models import Campaign, Mail, Publication, PublicationReader, db
from assessment.reporting.publishing import KIND, is_live
from assessment.results.numbers import local_day

PATIENCE = timedelta(days=30)
"""After which a page says for how many days a decision has had no answer."""


@dataclass(frozen=True, slots=True)
class SentTo:
    """``mail``: the state of the mail, "" where it is no longer known."""

    name: str
    email: str
    language: str
    mail: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A publication. ``state``: live, ended or withdrawn."""

    id: int
    published_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    state: str
    note: str
    readers: tuple[SentTo, ...]


def list_publications(campaign: Campaign) -> list[Sent]:
    """The latest first."""
    readers: dict[int, list[SentTo]] = {}
    for reader, mail in db.session.execute(
        select(PublicationReader, Mail.state)
        .join(Publication, Publication.id == PublicationReader.publication_id)
        .outerjoin(Mail, (Mail.kind == KIND) & (Mail.reference == PublicationReader.id))
        .where(Publication.campaign_id == campaign.id)
        .order_by(PublicationReader.id)
    ):
        one = SentTo(reader.name, reader.email, reader.language, mail or "")
        readers.setdefault(reader.publication_id, []).append(one)
    statement = select(Publication).where(Publication.campaign_id == campaign.id).order_by(Publication.id.desc())
    return [
        Sent(
            row.id,
            row.published_at,
            row.ends_at,
            row.withdrawn_at,
            find_state(row),
            row.note,
            tuple(readers.get(row.id, ())),
        )
        for row in db.session.scalars(statement)
    ]


def find_state(publication: Publication) -> str:
    if publication.withdrawn_at is not None:
        return "withdrawn"
    return "live" if publication.ends_at > tell_time() else "ended"


def list_awaited(campaign_id: int) -> list[tuple[str, str]]:
    """Name and address of those whose link opens the report now, each once."""
    statement = (
        select(PublicationReader.name, PublicationReader.email)
        .join(Publication, Publication.id == PublicationReader.publication_id)
        .where(Publication.campaign_id == campaign_id, is_live(tell_time()))
        .order_by(PublicationReader.id)
    )
    return [(name, email) for name, email in db.session.execute(statement)]


def count_days_asked(campaign: Campaign) -> int | None:
    """Days since readers were first asked, once there are more than thirty; None before, or where nobody was asked."""
    first = db.session.scalar(select(func.min(Publication.published_at)).where(Publication.campaign_id == campaign.id))
    if first is None:
        return None
    days = (local_day(tell_time(), campaign.zone) - local_day(first, campaign.zone)).days
    return days if days > PATIENCE.days else None
