"""What readers decide: one review a comment and reader, and the release of all comments together, once."""

from sqlalchemy import select

from assessment.comments.reading import (
    is_settled,
    list_readers,
    list_second_readers,
    name_job,
    tell_version,
)
from assessment.comments.redaction import Opinion, find_kept, render, says_something, settle
from assessment.jobs import enqueue
from assessment.models import Campaign, CommentReview, CommentToRead, Job, db, writing
from assessment.release.closing import lock_campaign, note
from assessment.release.commenting import publish_comments
from assessment.release.shuffling import compact_files

RELEASE = "release comments"


class GoneError(Exception):
    """There is no such comment to read (any more): they were released, or never were here."""


class OvertakenError(Exception):
    """The same reader decided otherwise in another window."""


class RedactionError(Exception):
    """``reason``: "other" (not the same words), "same" (nothing is struck) or "nothing" (nothing is left)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadError(Exception):
    """Not every comment has been read by two people, the second reader among them."""


def redact(original: str, typed: str) -> Opinion:
    """A reader's redaction of a comment; raises RedactionError."""
    kept = find_kept(original, typed)
    if kept is None:
        raise RedactionError("other")
    text = render(original, kept)
    if text == render(original, (True,) * len(kept)):
        raise RedactionError("same")
    if not says_something(text):
        raise RedactionError("nothing")
    return Opinion(True, text)


def save_review(
    campaign: Campaign, dimension: str, position: int, account_id: int, opinion: Opinion, seen: str
) -> None:
    """Keep what a reader makes of a comment in place of what the same reader made of it before.

    ``seen``: the version of their decision that was on the page. Raises GoneError, OvertakenError.
    """
    with writing() as session:
        comment_id = session.scalars(
            select(CommentToRead.id)
            .where(
                CommentToRead.campaign_id == campaign.id,
                CommentToRead.dimension == dimension,
                CommentToRead.position == position,
            )
            .with_for_update()
        ).one_or_none()
        if comment_id is None:
            raise GoneError
        review = session.scalars(
            select(CommentReview).where(CommentReview.comment_id == comment_id, CommentReview.account_id == account_id)
        ).one_or_none()
        stored = Opinion(review.shown, review.text) if review else None
        if stored != opinion and tell_version(stored) != seen:
            raise OvertakenError
        if review is None:
            review = CommentReview(
                organisation_id=campaign.organisation_id,
                campaign_id=campaign.id,
                comment_id=comment_id,
                account_id=account_id,
            )
            session.add(review)
        review.shown, review.text = opinion.shown, opinion.text


def ask_for_comments(organisation_id: int, campaign_id: int) -> None:
    """Ask for the one release of a survey's comments; asking again changes nothing. Raises UnreadError."""
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        comments = session.scalars(select(CommentToRead.id).where(CommentToRead.campaign_id == campaign_id)).all()
        readers = list_readers(session, campaign_id)
        second = list_second_readers(session, organisation_id)
        if not all(is_settled(readers.get(one, set()), second) for one in comments):
            raise UnreadError
        before = session.scalar(select(Job.state).where(Job.purpose == name_job(campaign_id)))
        enqueue(
            session,
            purpose=name_job(campaign_id),
            kind=RELEASE,
            parameters={"campaign_id": campaign_id},
            organisation_id=organisation_id,
        )
        if comments and before in (None, "failed"):
            note(session, campaign, "comments.asked")


def release_comments(campaign_id: int) -> None:
    """Show what the readers let through, and delete everything else about comments; doing it again changes nothing.

    Raises UnreadError where a comment was not read by enough people.
    """
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        comments = select(CommentToRead.id, CommentToRead.text).where(CommentToRead.campaign_id == campaign_id)
        originals = dict(session.execute(comments).all())
        if originals:
            readers = list_readers(session, campaign_id)
            second = list_second_readers(session, campaign.organisation_id)
            if not all(is_settled(readers.get(one, set()), second) for one in originals):
                raise UnreadError
            opinions: dict[bytes, list[Opinion]] = {}
            for one, shown, text in session.execute(
                select(CommentReview.comment_id, CommentReview.shown, CommentReview.text).where(
                    CommentReview.campaign_id == campaign_id
                )
            ):
                opinions.setdefault(one, []).append(Opinion(shown, text))
            texts = {one: settle(original, opinions[one]) for one, original in originals.items()}
            count = publish_comments(session, campaign, {one: text for one, text in texts.items() if text is not None})
            note(session, campaign, "comments.released", comments=count)
    compact_files(db)
