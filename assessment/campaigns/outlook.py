"""What a launch would set going, told beside its button."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from assessment.campaigns.choice import Plan
from assessment.campaigns.inviting import are_asked
from assessment.language import current_language
from assessment.models import Campaign, Person, db
from assessment.respond.promise import tell_moment
from assessment.respond.structure import make_structure


@dataclass(frozen=True, slots=True)
class Outlook:
    """``due``: the opening has passed, so that the survey opens at launch; ``mails``: people who get one then;
    ``papers``: people on the list without mail; ``counted``: people of whom only the number is known, 0 where they are
    listed."""

    due: bool
    opens: str
    closes: str
    mails: int
    papers: int
    counted: int


def describe_launch(campaign: Campaign, plan: Plan) -> Outlook:
    """As things stand today: the list of people may still change until the launch."""
    language = current_language()
    counts = select(func.count(Person.email), func.count().filter(Person.email.is_(None))).select_from(Person)
    asked = are_asked(campaign, make_structure(plan.snapshot))
    mails, papers = db.session.execute(counts.where(*asked)).one()
    return Outlook(
        due=campaign.opens_at is not None and campaign.opens_at <= datetime.now(UTC),
        opens=tell_moment(campaign.opens_at, campaign.zone, language),
        closes=tell_moment(campaign.closes_at, campaign.zone, language),
        mails=mails,
        papers=papers,
        counted=0 if mails or papers else plan.structure.count_invited() or 0,
    )
