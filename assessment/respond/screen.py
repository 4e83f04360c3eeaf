"""A turn at a shared screen: its own page holds what somebody answers until it is sent, the server nothing (A22)."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy.exc import IntegrityError

from assessment.access.tokens import hash_token
from assessment.models import writing_rows
from assessment.respond import statements
from assessment.respond.drafts import Answers
from assessment.respond.errors import ClosedError, RespondError
from assessment.respond.sheets import make_visit_rows
from assessment.respond.turns import draw_blocks
from assessment.respond.visit import Visit

MINUTES = 30
LONGEST = MINUTES * 60
"""Seconds from the start of a turn to its sending: what was left lying is not sent by the next person."""

MOST_TO_OPEN = 60
"""Seconds from the first page to the questions, which follow by themselves."""


class TurnOverError(RespondError):
    """The turn began too long ago."""


class NoTurnError(RespondError):
    """There is no turn, or it belongs to another screen."""


class _SentBeforeError(Exception):
    """This turn's answers are stored."""


@dataclass(frozen=True, slots=True)
class Turn:
    """``id``: random, known to this page only; ``unit`` and ``group`` where the person chose them;
    ``blocks``: those drawn for the person where questions take turns."""

    id: str
    unit: str | None
    group: str | None
    language: str
    blocks: tuple[str, ...] | None = None


def start_turn(visit: Visit, unit: str | None, group: str | None, language: str) -> Turn:
    survey = visit.survey
    drawn = draw_blocks(survey.questionnaire, survey.rotating_blocks or 0) if survey.takes_turns else None
    return Turn(secrets.token_urlsafe(16), unit, group, language, drawn)


def sign_turn(visit: Visit, turn: Turn) -> str:
    """The turn and the moment it began, as the page carries them; nothing of it is stored."""
    return _find_signer(visit).dumps(asdict(turn))


def read_turn(visit: Visit, text: str, longest: int) -> Turn:
    """A turn of this screen that began at most so many seconds ago; raises TurnOverError and NoTurnError."""
    try:
        turn = Turn(**_find_signer(visit).loads(text, max_age=longest))
    except SignatureExpired as error:
        raise TurnOverError from error
    except BadSignature as error:
        raise NoTurnError from error
    return turn if turn.blocks is None else replace(turn, blocks=tuple(turn.blocks))


def _find_signer(visit: Visit) -> URLSafeTimedSerializer:
    key = current_app.extensions["settings"].secret_key.get_secret_value()
    return URLSafeTimedSerializer(key, salt=f"turn at screen {visit.invitation_id}")


def fill_visit(
    visit: Visit, turn: Turn, codes: Mapping[int, int] | None = None, comments: Mapping[str, str] | None = None
) -> Visit:
    """The visit as this turn answers it: ``codes`` by place."""
    answers = bytearray(len(visit.survey.questionnaire.items))
    for place, code in (codes or {}).items():
        answers[place] = code
    kept = {dimension: text for dimension, text in (comments or {}).items() if text.strip()}
    return replace(visit, answers=Answers(bytes(answers), kept, turn.unit, turn.group, blocks=turn.blocks))


def send_turn(visit: Visit, turn: Turn) -> None:
    """Store a turn's answers; sent twice, they count once. Raises ClosedError when the survey closed meanwhile."""
    rows = make_visit_rows(visit)
    try:
        with writing_rows() as connection:
            if statements.share_campaign(connection, visit.survey.id) != "open":
                raise ClosedError
            try:
                statements.add_receipts(connection, visit.survey.id, [hash_token(turn.id)])
            except IntegrityError as error:
                raise _SentBeforeError from error
            statements.add_answers(connection, [rows.answer_set], rows.comments)
    except _SentBeforeError:
        return
