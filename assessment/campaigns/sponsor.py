"""The sponsor's page: five commitments at a link of its own, each of which may be refused."""

import base64
import hmac
import re
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import update

from assessment.campaigns.history import note
from assessment.models import Campaign, writing

_SHAPE = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{22})")
SPONSOR = "sponsor"
"""Who acts by the sponsor's link."""

COMMITMENTS = ("joint-answer", "working-time", "nobody-asks", "reads", "answers-requests")


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is asked of the sponsor, and what a refusal costs."""

    key: str
    text: str
    cost: str


def list_commitments() -> list[Commitment]:
    texts = {
        "joint-answer": (
            _("We senior managers give our joint answer before there are results."),
            _(
                "Without it the report shows what staff see, and cannot name a single blind spot: where we think "
                "better of it than staff do."
            ),
        ),
        "working-time": (
            _("Everybody may answer in working time: ten minutes."),
            _("Without it mostly those answer who have time to spare, and fewer of them."),
        ),
        "nobody-asks": (
            _("Nobody asks who answered, or what."),
            _("Without it people answer what is safe to say, and the results tell you that."),
        ),
        "reads": (
            _("I read the results within two weeks and say what I saw in them."),
            _("Without it people conclude that it was not important; next time fewer answer."),
        ),
        "answers-requests": (
            _("Every request that comes out of it gets an answer within 30 days: yes, yes if, or no because."),
            _("Without it the survey measures, and nothing follows."),
        ),
    }
    return [Commitment(key, *texts[key]) for key in COMMITMENTS]


def make_sponsor_token(link_key: bytes, campaign_id: int) -> str:
    """The survey's number and the first 128 bits of HMAC-SHA-256(link key, "sponsor:12"); no table holds it."""
    digest = hmac.digest(link_key, f"sponsor:{campaign_id}".encode(), "sha256")
    return f"{campaign_id}-{base64.urlsafe_b64encode(digest[:16]).rstrip(b'=').decode()}"


def find_sponsored(link_key: bytes, token: str) -> int | None:
    """The survey that a token opens; None for one that was not made here, compared in constant time."""
    shape = _SHAPE.fullmatch(token)
    if shape is None:
        return None
    campaign_id = int(shape[1])
    return campaign_id if hmac.compare_digest(token, make_sponsor_token(link_key, campaign_id)) else None


def keep_commitments(campaign_id: int, given: dict[str, bool]) -> bool:
    """Keep the sponsor's answer; False once the survey has closed. It is no part of the set-up: nobody is overtaken."""
    keep = (
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state.in_(("draft", "open")))
        .values(sponsor_answer={key: bool(given.get(key)) for key in COMMITMENTS})
        .returning(Campaign)
    )
    with writing() as session:
        campaign = session.scalars(keep.execution_options(populate_existing=True)).one_or_none()
        if campaign is not None:
            note(session, campaign, "promised", actor=SPONSOR, commitments=campaign.sponsor_answer)
        return campaign is not None
