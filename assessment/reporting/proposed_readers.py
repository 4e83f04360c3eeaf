"""Whom the form proposes to send results to: those known to decide, who have no link yet."""

from sqlalchemy import func, select

from assessment.campaigns.sponsor_mail import find_language
from assessment.clock import tell_time
from assessment.language import LANGUAGES
from assessment.models import Account, Campaign, JointMember, Membership, db
from assessment.reporting.publishing import Addressee, list_reached


def propose_readers(campaign: Campaign) -> list[Addressee]:
    """Executive readers, the sponsor, the senior managers named with an address; each address once, the first name."""
    known = [*_list_executives(campaign), *_find_sponsor(campaign), *_list_managers(campaign)]
    reached = list_reached(db.session, campaign.id, tell_time())
    found: dict[str, Addressee] = {}
    for one in known:
        if one.email not in reached:
            found.setdefault(one.email, one)
    return list(found.values())


def _list_executives(campaign: Campaign) -> list[Addressee]:
    statement = (
        select(Account.name, Account.email, Account.language)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == campaign.organisation_id,
            Membership.role == "executive",
            Account.active.is_(True),
        )
        .order_by(func.lower(Account.name), Account.id)
    )
    return [make_addressee(name or email, email, language) for name, email, language in db.session.execute(statement)]


def _find_sponsor(campaign: Campaign) -> list[Addressee]:
    if not campaign.sponsor_email:
        return []
    return [make_addressee(campaign.sponsor, campaign.sponsor_email, find_language(campaign))]


def _list_managers(campaign: Campaign) -> list[Addressee]:
    statement = (
        select(JointMember.name, JointMember.email, JointMember.language)
        .where(JointMember.campaign_id == campaign.id, JointMember.email.is_not(None))
        .order_by(JointMember.id)
    )
    return [make_addressee(name, email, language) for name, email, language in db.session.execute(statement)]


def make_addressee(name: str, email: str | None, language: str) -> Addressee:
    return Addressee(name, (email or "").strip().lower(), language if language in LANGUAGES else "en")
