"""The invitation of a senior manager: by name, with the own link, written at the moment of sending."""

from collections.abc import Mapping

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from assessment.access.invitations import find_link_key
from assessment.joint.agreement import FEW, may_be_few
from assessment.joint.team import KIND, count_members
from assessment.joint.tokens import MEMBERS
from assessment.mail.kinds import DroppedError, Letter, Order, Writer
from assessment.models import Campaign, JointMember, db, in_language
from assessment.respond.promise import tell_moment


def write_invitation(order: Order) -> Letter:
    """Dropped where the name was taken off, or the survey has ended."""
    member = db.session.get(JointMember, order.reference)
    if member is None or not member.email:
        raise DroppedError
    campaign = db.session.get_one(Campaign, member.campaign_id)
    if campaign.state in ("released", "withdrawn"):
        raise DroppedError
    link = f"{make_link(member.id)}?language={member.language}"
    with force_locale(member.language):
        return Letter(
            address=member.email,
            language=member.language,
            subject=_("Your joint answer: %(survey)s", survey=in_language(campaign.name, member.language)),
            paragraphs=tuple(_write_paragraphs(campaign, member, link)),
            link=link,
            link_text=_("Give your own answer first"),
        )


def _write_paragraphs(campaign: Campaign, member: JointMember, link: str) -> list[str]:
    closes = tell_moment(campaign.closes_at, campaign.zone, member.language)
    paragraphs = [
        _("Dear %(name)s,", name=member.name),
        _(
            "Staff are asked how senior managers drive quality. You answer the same questions as one team: each alone "
            "first, then together only where you differ."
        ),
        link,
        _("It takes six minutes alone and thirty together. Nobody outside the team ever sees what you answer alone."),
    ]
    members = count_members(campaign)
    if 1 < members < FEW:
        paragraphs.append(_("You are fewer than 5: your colleagues can guess in the room who chose what."))
    elif may_be_few(members):
        paragraphs.append(_("If fewer than 5 of you take part, your colleagues can guess in the room who chose what."))
    if closes:
        paragraphs.append(_("The team confirms its answer before the survey closes: %(moment)s.", moment=closes))
    if campaign.contact:
        paragraphs.append(_("Questions? %(contact)s", contact=campaign.contact))
    return paragraphs


def make_link(member_id: int) -> str:
    """Begins with the installation's address, whatever a request said (trust rule S18)."""
    address: str = current_app.extensions["settings"].base_address
    return f"{address}/j/{MEMBERS.make_token(find_link_key(), member_id)}"


WRITERS: Mapping[str, Writer] = {KIND: write_invitation}
