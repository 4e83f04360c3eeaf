"""What became of the invitations of a survey."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from assessment.campaigns.inviting import are_asked, count_left, count_states, count_waiting, find_progress
from assessment.campaigns.reminders import Sending
from assessment.models import Campaign, Invitation, Mail, db
from assessment.respond.structure import make_structure

MOST_FAILURES = 200


@dataclass(frozen=True, slots=True)
class Failure:
    address: str
    fault: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Of invitations only: what became of a reminder would tell who had not answered. ``asked``: how many were to be
    asked at launch, with mail or without, None where unknown; ``progress``: of the round of inviting at work, None
    where none is."""

    asked: int | None
    left: int
    letters_left: int
    without_mail: int
    cards: int
    sent: int
    waiting: int
    failed: int
    failures: tuple[Failure, ...]
    progress: int | None

    @property
    def invited(self) -> int:
        return self.sent + self.waiting + self.failed

    @property
    def sending(self) -> Sending:
        return Sending(self.sent, self.waiting, self.progress is not None)


def make_overview(campaign: Campaign) -> Overview:
    structure = make_structure(campaign.structure)
    states = count_states(campaign.id)
    left = count_left(campaign, are_asked(campaign, structure))
    return Overview(
        asked=structure.count_seeing(),
        left=left.mails,
        letters_left=left.letters,
        without_mail=left.without_mail,
        cards=db.session.scalars(_CARDS, {"campaign": campaign.id}).one(),
        sent=states.get("sent", 0),
        waiting=count_waiting(states),
        failed=states.get("failed", 0),
        failures=_list_failures(campaign.id) if states.get("failed") else (),
        progress=find_progress(campaign.id),
    )


def _list_failures(campaign_id: int) -> tuple[Failure, ...]:
    rows = db.session.execute(
        select(Invitation.address, Mail.fault)
        .join(Mail, Mail.reference == Invitation.id)
        .where(Mail.campaign_id == campaign_id, Mail.kind == "invitation", Mail.state == "failed")
        .order_by(Invitation.address)
        .limit(MOST_FAILURES)
    )
    return tuple(Failure(address or "", fault) for address, fault in rows)


_CARDS = select(func.count()).where(Invitation.campaign_id == bindparam("campaign"), Invitation.kind == "card")
