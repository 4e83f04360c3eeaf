"""Who was sent a survey's results, and when; who answered what; for how long nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from assessment.clock import tell_time
from assessment.models import Campaign, Mail, Publication, PublicationReader, db
from assessment.reporting.publishing import KIND
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
    found: dict[int, tuple[Publication, list[SentTo]]] = {}
    for row, reader, mail in db.session.execute(
        select(Publication, PublicationReader, Mail.state)
        .outerjoin(PublicationReader, PublicationReader.publication_id == Publication.id)
        .outerjoin(Mail, (Mail.kind == KIND) & (Mail.reference == PublicationReader.id))
        .where(Publication.campaign_id == campaign.id)
        .order_by(Publication.id.desc(), PublicationReader.id)
    ):
        readers = found.setdefault(row.id, (row, []))[1]
        if reader is not None:
            readers.append(SentTo(reader.name, reader.email, reader.language, mail or ""))
    return [
        Sent(row.id, row.published_at, row.ends_at, row.withdrawn_at, find_state(row), row.note, tuple(readers))
        for row, readers in found.values()
    ]


def find_state(publication: Publication) -> str:
    if publication.withdrawn_at is not None:
        return "withdrawn"
    return "live" if publication.ends_at > tell_time() else "ended"


def list_awaited(sent: Sequence[Sent]) -> list[str]:
    """Names of those whose link opens the report now, the first who was sent it first."""
    return [reader.name for one in reversed(sent) if one.state == "live" for reader in one.readers]


def find_days_asked(sent: Sequence[Sent], zone: str) -> int | None:
    """Days since readers were first asked, as in ``count_days_asked``, of all publications of a survey."""
    return _count_days(min((one.published_at for one in sent), default=None), zone)


def count_days_asked(campaign: Campaign) -> int | None:
    """Days since readers were first asked, once there are more than thirty; None before, or where nobody was asked."""
    statement = select(func.min(Publication.published_at)).where(Publication.campaign_id == campaign.id)
    return _count_days(db.session.scalar(statement), campaign.zone)


def _count_days(first: datetime | None, zone: str) -> int | None:
    if first is None:
        return None
    days = (local_day(tell_time(), zone) - local_day(first, zone)).days
    return days if days > PATIENCE.days else None
