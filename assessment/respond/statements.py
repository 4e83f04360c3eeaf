"""The few statements by which answers are saved, made once: making one takes longer than running it.

They run on the connection of a ``writing()`` scope, below the session: nothing here is an object that it keeps.
"""

from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from assessment.models import AnswerSet, Campaign, Comment, Draft, Invitation, Receipt
from assessment.models.base import Base


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


_draft, _invitation, _campaign = _table(Draft), _table(Invitation), _table(Campaign)

_SHARE_PERSON = (
    select(_invitation.c.done, _campaign.c.state)
    .join_from(_invitation, _campaign, _campaign.c.id == _invitation.c.campaign_id)
    .where(_invitation.c.id == bindparam("person"))
    .with_for_update(read=True)
)
_SHARE_CAMPAIGN = select(_campaign.c.state).where(_campaign.c.id == bindparam("campaign")).with_for_update(read=True)
_FINISH = (
    update(_invitation).where(_invitation.c.id == bindparam("person"), _invitation.c.done.is_(False)).values(done=True)
)
_ADD_DRAFT = insert(_draft)
_SWAP_DRAFT = (
    update(_draft)
    .where(_draft.c.invitation_id == bindparam("person"), _draft.c.row_version == bindparam("seen"))
    .values(sealed=bindparam("content"), row_version=_draft.c.row_version + 1)
)
_DROP_DRAFT = delete(_draft).where(_draft.c.invitation_id == bindparam("person")).returning(_draft.c.row_version)
_ADD_ANSWERS = insert(_table(AnswerSet))
_ADD_COMMENTS = insert(_table(Comment))
_ADD_RECEIPTS = insert(_table(Receipt))


def share_person(connection: Connection, person: int) -> tuple[bool, str] | None:
    """Whether the invitation is done and the state of its campaign; neither can change before this commits."""
    row = connection.execute(_SHARE_PERSON, {"person": person}).one_or_none()
    return (row.done, row.state) if row else None


def share_campaign(connection: Connection, campaign: int) -> str:
    """The campaign's state, which cannot change before this commits."""
    return str(connection.execute(_SHARE_CAMPAIGN, {"campaign": campaign}).scalar_one())


def finish_invitation(connection: Connection, person: int) -> bool:
    """Set ``done``; False when it was set before."""
    return connection.execute(_FINISH, {"person": person}).rowcount == 1


def add_draft(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(_ADD_DRAFT, row)


def swap_draft(connection: Connection, person: int, seen: int, content: bytes) -> bool:
    """Put ``content`` in the place of version ``seen``; False when that is no longer there."""
    return connection.execute(_SWAP_DRAFT, {"person": person, "seen": seen, "content": content}).rowcount == 1


def drop_draft(connection: Connection, person: int) -> int:
    """Delete the draft and give its version; 0 where there was none."""
    return connection.execute(_DROP_DRAFT, {"person": person}).scalar_one_or_none() or 0


def add_receipts(connection: Connection, campaign: int, submissions: list[str]) -> None:
    """Hashes of the ids of what is sent without an invitation; IntegrityError for one that was sent before."""
    rows = [{"submission_sha256": sha256, "campaign_id": campaign} for sha256 in submissions]
    connection.execute(_ADD_RECEIPTS, rows)


def add_answers(connection: Connection, answer_sets: list[dict[str, Any]], comments: list[dict[str, Any]]) -> None:
    """Rows by column name, an answer set each and any number of comments."""
    connection.execute(_ADD_ANSWERS, answer_sets)
    if comments:
        connection.execute(_ADD_COMMENTS, comments)
