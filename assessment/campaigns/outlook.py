"""What a launch would set going, told beside its button."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from assessment.access.senior_managers import find_way
from assessment.campaigns.choice import Plan
from assessment.campaigns.inviting import are_asked
from assessment.language import current_language
from assessment.models import Campaign, Person, db
from assessment.respond.promise import tell_moment
from assessment.respond.structure import make_structure


@dataclass(frozen=True, slots=True)
class Outlook:
    """``due``: the opening has passed, so that the survey opens at launch; ``mails``: people who get one then,
    ``managers`` of them senior managers for whom nothing was settled; ``papers``: people on the list without mail;
    ``counted``: people of whom only the number is known, 0 where they are listed."""

    due: bool
    opens: str
    closes: str
    mails: int
    managers: int
    papers: int
    counted: int


def describe_launch(campaign: Campaign, plan: Plan) -> Outlook:
    """As things stand today: the list of people may still change until the launch."""
    language = current_language()
    structure = make_structure(plan.snapshot)
    speaks = Person.email.is_not(None), Person.group_.not_in((*structure.seeing_groups, *structure.whole))
    counts = select(
        func.count(Person.email), func.count().filter(*speaks), func.count().filter(Person.email.is_(None))
    ).select_from(Person)
    mails, managers, papers = db.session.execute(counts.where(*are_asked(campaign, structure))).one()
    settled = find_way(db.session, campaign.id) is not None
    return Outlook(
        due=campaign.opens_at is not None and campaign.opens_at <= datetime.now(UTC),
        opens=tell_moment(campaign.opens_at, campaign.zone, language),
        closes=tell_moment(campaign.closes_at, campaign.zone, language),
        mails=mails,
        managers=0 if settled else managers,
        papers=papers,
        counted=0 if mails or papers else plan.structure.count_invited() or 0,
    )
