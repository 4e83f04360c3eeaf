"""What of a survey is deleted when, in words for its page (trust rule A18)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext as _

from assessment.campaigns.moments import today_in
from assessment.language import current_language
from assessment.models import Campaign
from assessment.release.schedule import Deletion, find_retention
from assessment.respond.promise import tell_day


@dataclass(frozen=True, slots=True)
class Kept:
    label: str
    told: str
    late: bool


def tell_retention(campaign: Campaign, now: datetime | None = None) -> tuple[Kept, ...]:
    """One row a kind of data, those of which something is known."""
    now = now or datetime.now(UTC)
    retention = find_retention(campaign)
    rows = [(_("List of invitations"), retention.invitations), (_("Answers"), retention.answers)]
    if retention.comments is not None:
        rows.insert(1, (_("Comments as typed"), retention.comments))
    return tuple(
        Kept(label, tell_deletion(one, campaign.zone), one.is_late(now))
        for label, one in rows
        if one.due is not None or one.done is not None
    )


def tell_deletion(deletion: Deletion, zone: str) -> str:
    """The day in words, by the survey's own calendar; "" while no moment is fixed."""
    moment = deletion.done or deletion.due
    if moment is None:
        return ""
    day = tell_day(today_in(zone, moment), current_language())
    return _("deleted on %(day)s", day=day) if deletion.done else _("will be deleted on %(day)s", day=day)
