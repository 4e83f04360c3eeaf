"""What happens when people answer: one function a use case, one short transaction each."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.access.invitations import Door, add_stranger
from assessment.access.tokens import page_mark
from assessment.models import Campaign, writing, writing_rows
from assessment.respond import statements
from assessment.respond.drafts import Answers, seal_draft
from assessment.respond.errors import ClosedError, ConflictError, ElsewhereError, SpentError
from assessment.respond.finding import find_visit
from assessment.respond.sheets import Sheet, make_sheet_rows, make_visit_rows
from assessment.respond.survey import Page
from assessment.respond.turns import draw_blocks
from assessment.respond.visit import Visit

MOST_TRIES = 5
CHUNK = 5_000


def enter_shared(visit: Visit) -> Visit:
    """A personal invitation for somebody at a shared link; returns the visit of whoever holds it."""
    door = Door(visit.survey.organisation_id, visit.survey.id, visit.unit, visit.group)
    with writing() as session:
        token = add_stranger(session, door)
    found = find_visit([token])
    if found is None:
        raise ClosedError
    return found


def mark_all(visit: Visit) -> str:
    """What the review page carries, so that nothing is sent that changed since it was shown."""
    return page_mark(visit.token, visit.answers.write_all())


def mark_link(visit: Visit) -> str:
    """What every form carries, so that a page opened by one link is never saved under another."""
    return page_mark(visit.token, b"link")


def settle_questions(visit: Visit) -> Visit:
    """Draw the blocks of questions for somebody who starts, where they take turns; a draw is kept, and drawn once."""
    if visit.is_drawn:
        return visit
    drawn = draw_blocks(visit.survey.questionnaire, visit.survey.rotating_blocks or 0)
    return _save(visit, lambda stored: stored.answers if stored.is_drawn else replace(stored.answers, blocks=drawn))


def save_place(visit: Visit, unit: str | None, group: str | None) -> Visit:
    """Keep the unit and group that somebody chose."""
    return _save(visit, lambda stored: replace(stored.answers, unit=unit, group=group))


@dataclass(frozen=True, slots=True)
class Writer:
    """A form that saves a page. ``before``: what had saved the page last when the form was made ("" for nothing);
    ``edits``: how often something was filled in since, so that an older save that comes late changes nothing.
    """

    name: str
    before: str
    edits: int = 0

    def __str__(self) -> str:
        """As it is kept beside the answers."""
        return f"{self.name}.{self.edits}"

    def is_late(self, last: str) -> bool:
        """Whether the same form has saved something newer; ``last``: what saved the page last."""
        name, _point, edits = last.partition(".")
        return name == self.name and edits.isdecimal() and int(edits) > self.edits


def new_writer(visit: Visit, page: Page) -> Writer:
    """For a form that is about to be shown, filled from what is stored."""
    return Writer(secrets.token_hex(4), visit.answers.writers.get(page.dimension, ""))


def save_page(visit: Visit, page: Page, codes: Mapping[int, int], comment: str | None, writer: Writer) -> Visit:
    """Keep one page's answers and return the visit as it is then.

    What the same form saved later stays. Raises ConflictError when somebody else saved other answers to this page since
    the form was made; SpentError and ClosedError when nothing may be saved any more.
    """

    def change(stored: Visit) -> Answers:
        last = stored.answers.writers.get(page.dimension, "")
        if writer.is_late(last):
            return stored.answers
        changed = stored.answers.with_page(page, codes, comment, str(writer))
        is_own = last.partition(".")[0] == writer.name
        if not is_own and changed.write_page(page) == stored.answers.write_page(page):
            return stored.answers
        if not is_own and last != writer.before:
            raise ConflictError(stored)
        return changed

    return _save(visit, change)


def _save(visit: Visit, change: Callable[[Visit], Answers]) -> Visit:
    """Seal outside the transaction, swap inside it; somebody who was overtaken looks again and tries again."""
    for _ in range(MOST_TRIES):
        answers = change(visit)
        if answers == visit.answers:
            return visit
        sealed = seal_draft(answers, visit.token, visit.invitation_id, visit.browser)
        if _keep_draft(visit, sealed):
            return replace(visit, answers=answers, row_version=visit.row_version + 1)
        visit = _look_again(visit)
    raise ConflictError(visit)


def _keep_draft(visit: Visit, sealed: bytes) -> bool:
    """Put the draft in the place of the version it was made from; False when that is no longer there.

    Sending and closing delete the draft, so that a later swap finds nothing. A first draft has nothing to find: it
    shares the rows of invitation and campaign until commit, so that neither can pass between check and save.
    """
    try:
        with writing_rows() as connection:
            if visit.row_version:
                return statements.swap_draft(connection, visit.invitation_id, visit.row_version, sealed)
            if statements.share_person(connection, visit.invitation_id) != (False, "open"):
                return False
            statements.add_draft(connection, _draft_row(visit, sealed))
            return True
    except IntegrityError:
        # Another device saved the first draft of this invitation a moment ago.
        return False


def _look_again(visit: Visit) -> Visit:
    """The same person as stored now; raises SpentError, ClosedError or ElsewhereError when nothing can be kept."""
    found = find_visit([visit.token], visit.browser)
    if found is None or found.survey.state != "open":
        raise ClosedError
    if found.done:
        raise SpentError
    if found.elsewhere:
        raise ElsewhereError(found)
    return found


def _draft_row(visit: Visit, sealed: bytes) -> dict[str, Any]:
    return {
        "invitation_id": visit.invitation_id,
        "organisation_id": visit.survey.organisation_id,
        "campaign_id": visit.survey.id,
        "sealed": sealed,
        "row_version": 1,
    }


def begin_afresh(visit: Visit) -> None:
    """Give up what another browser has begun by a printed link; what was sent stays sent."""
    with writing_rows() as connection:
        statements.drop_draft(connection, visit.invitation_id)


def submit(visit: Visit) -> None:
    """Turn the draft into an answer set that leads back to nobody (trust rules A2, A3).

    All in one transaction, in which the invitation's ``done`` decides: sent twice, it counts once. Raises SpentError
    when it was sent before, ClosedError when the survey closed meanwhile, ConflictError when the draft has changed.
    """
    rows = make_visit_rows(visit)
    with writing_rows() as connection:
        if statements.share_campaign(connection, visit.survey.id) != "open":
            raise ClosedError
        if not statements.finish_invitation(connection, visit.invitation_id):
            raise SpentError
        if statements.drop_draft(connection, visit.invitation_id) != visit.row_version:
            raise ConflictError(visit)
        statements.add_answers(connection, [rows.answer_set], rows.comments)


def store_answers(
    campaign: Campaign, unit: str | None, group: str | None, codes: bytes, comments: Mapping[str, str] | None = None
) -> None:
    """Store one complete answer sheet that did not come through a browser."""
    store_sheets(campaign, [Sheet(unit, group, codes, comments or {})])


def store_sheets(campaign: Campaign, sheets: Iterable[Sheet]) -> int:
    """Store complete answer sheets, all or none; returns how many.

    Raises ValueError when a sheet has another number of items than the questionnaire or a code off its scale.
    """
    campaign_id = campaign.id
    with writing() as session:
        return add_sheets(session, session.get_one(Campaign, campaign_id), sheets)


def add_sheets(session: Session, campaign: Campaign, sheets: Iterable[Sheet]) -> int:
    """The same inside the caller's transaction."""
    made = make_sheet_rows(campaign, sheets)
    stored = 0
    while chunk := list(islice(made, CHUNK)):
        comments = [comment for rows in chunk for comment in rows.comments]
        statements.add_answers(session.connection(), [rows.answer_set for rows in chunk], comments)
        stored += len(chunk)
    return stored
