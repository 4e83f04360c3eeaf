"""Whom the form proposes to send results to: those known to decide, who have no link yet."""

from sqlalchemy import func, literal, select, union_all

from assessment.campaigns.sponsor_mail import find_language
from assessment.clock import tell_time
from assessment.language import LANGUAGES
from assessment.models import Account, Campaign, JointMember, Membership, db
from assessment.reporting.publishing import Addressee, list_reached


def propose_readers(campaign: Campaign) -> list[Addressee]:
    """Executive readers, the sponsor, the senior managers named with an address; each address once, the first name."""
    executives, managers = _list_named(campaign)
    reached = list_reached(db.session, campaign.id, tell_time())
    found: dict[str, Addressee] = {}
    for one in (*executives, *_find_sponsor(campaign), *managers):
        if one.email not in reached:
            found.setdefault(one.email, one)
    return list(found.values())


def _list_named(campaign: Campaign) -> tuple[list[Addressee], list[Addressee]]:
    """Executive readers by name, and senior managers in the order of naming, in one query."""
    executives = (
        select(literal(0), func.lower(Account.name), Account.id, Account.name, Account.email, Account.language)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == campaign.organisation_id,
            Membership.role == "executive",
            Account.active.is_(True),
        )
    )
    managers = select(
        literal(1), literal(""), JointMember.id, JointMember.name, JointMember.email, JointMember.language
    ).where(JointMember.campaign_id == campaign.id, JointMember.email.is_not(None))
    found: tuple[list[Addressee], list[Addressee]] = [], []
    rows = sorted(db.session.execute(union_all(executives, managers)), key=lambda row: tuple(row[:3]))
    for part, _order, _id, name, email, language in rows:
        found[part].append(make_addressee(name or email, email, language))
    return found


def _find_sponsor(campaign: Campaign) -> list[Addressee]:
    if not campaign.sponsor_email:
        return []
    return [make_addressee(campaign.sponsor, campaign.sponsor_email, find_language(campaign))]


def make_addressee(name: str, email: str | None, language: str) -> Addressee:
    return Addressee(name, (email or "").strip().lower(), language if language in LANGUAGES else "en")
