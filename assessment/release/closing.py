"""Closing a campaign: no answer arrives any more, its figures are decided, and the trail to the answers is cut.

Three steps, each safe to repeat after a crash. *Close*: the state changes and drafts go, in one short transaction.
*Decide*: the answers are streamed into tallies, and the disclosure rules say what may be shown; this may take minutes
and holds no lock. *Seal*: in one transaction the figures are stored, and answers and invitations are rewritten in
random order with coarser places (A3). Figures come before the rewriting because a group's own figure needs everybody
in it, also where few of them share a unit. Sealed figures are shown by nobody until ``service.release_campaign``.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.models import Campaign, Draft, PaperBatch, Receipt, Release, db, writing
from assessment.release.answers import Answers
from assessment.release.coarsening import coarsen
from assessment.release.commenting import offer_comments
from assessment.release.comments import keep_comments
from assessment.release.disclosure import Progress, disclose, find_candidates
from assessment.release.full import disclose_fully
from assessment.release.reading import read_answers
from assessment.release.schedule import plan_after_closing
from assessment.release.shuffling import Coarse, compact_files, shuffle_answers
from assessment.release.store import hash_release, store_cells, write_canonically
from assessment.scoring.figures import ReleasedFigures

KEPT_WHILE_OPEN = (Draft, Receipt, PaperBatch)
"""Unfinished answers, receipts of turns and forms, batches that were not stored: closing ends them all (A17, A22)."""


class CampaignStateError(Exception):
    """A campaign is not in the state that this needs; the message says which it is in."""


def close_campaign(campaign_id: int, progress: Progress | None = None) -> None:
    """Close an open campaign and seal its figures; closing again changes nothing.

    Raises CampaignStateError for a draft, NoResultFound for an unknown campaign.
    """
    stop_answers(campaign_id)
    seal_figures(campaign_id, progress)


def stop_answers(campaign_id: int) -> None:
    """From here on nothing arrives and nothing unfinished is left."""
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign.state in ("draft", "withdrawn"):
            raise CampaignStateError(f"a campaign that is {campaign.state} cannot be closed")
        for table in KEPT_WHILE_OPEN:
            session.execute(delete(table).where(table.campaign_id == campaign_id))
        if campaign.state == "open":
            campaign.state = "closed"
            now = tell_time()
            campaign.closes_at = min(campaign.closes_at or now, now)
            note(session, campaign, "survey.closed", closes_at=campaign.closes_at)
        plan_after_closing(session, campaign, campaign.closes_at or tell_time())


def note(session: Session, campaign: Campaign, event: str, **details: object) -> None:
    """A row of the trail about a campaign, last in the caller's transaction."""
    session.flush()
    record(session, campaign.organisation_id, event, f"survey {campaign.id}", {"name": campaign.name} | details)


def seal_figures(campaign_id: int, progress: Progress | None = None) -> None:
    """Decide and store what may be shown of a closed campaign, and shuffle its answers; once only."""
    campaign = db.session.get_one(Campaign, campaign_id)
    refuse_unclosed(campaign)
    if not is_sealed(db.session, campaign_id):
        answers = read_answers(db.session, campaign)
        figures, coarse = decide(answers, campaign.disclosure, campaign.smallest_group, progress)
        _store(campaign_id, figures, coarse)
    compact_files(db)
    if progress:
        progress(100)


def refuse_unclosed(campaign: Campaign) -> None:
    """CampaignStateError where the campaign may have no figures: not yet, or never as it was withdrawn."""
    if campaign.state in ("draft", "open"):
        raise CampaignStateError(f"the campaign is {campaign.state}: close it first")
    if campaign.state == "withdrawn":
        raise CampaignStateError("the campaign was withdrawn: it never has results")


def decide(
    answers: Answers, disclosure: str, smallest: int, progress: Progress | None = None
) -> tuple[ReleasedFigures, Coarse | None]:
    """The figures that may be shown, and what the answers keep of their places; null with own data: all of it."""
    if disclosure == "full":
        return disclose_fully(answers, smallest, progress), None
    figures = disclose(answers, smallest, progress)
    candidates, limits = find_candidates(answers, smallest)
    coarse = coarsen(answers.structure, answers.places, answers.people, candidates.cells, limits.smallest)
    return figures, Coarse(coarse, keep_comments(answers, candidates, limits))


def is_sealed(session: Session, campaign_id: int) -> bool:
    return session.scalar(select(Release.id).where(Release.campaign_id == campaign_id)) is not None


def _store(campaign_id: int, figures: ReleasedFigures, coarse: Coarse | None) -> None:
    """All or nothing. Where another worker was first, its figures stand: they are the same."""
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        refuse_unclosed(campaign)
        if is_sealed(session, campaign_id):
            return
        summary = write_canonically(figures.summary)
        release = Release(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign_id,
            format=figures.summary.format,
            released_at=tell_time(),
            sha256="",
            summary=summary,
        )
        session.add(release)
        session.flush()
        release.sha256 = hash_release(summary, store_cells(session, release, figures.cells))
        if coarse is not None:
            shuffle_answers(session.connection(), campaign_id, coarse)
            offer_comments(session, release)


def lock_campaign(session: Session, campaign_id: int) -> Campaign:
    return session.scalars(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
