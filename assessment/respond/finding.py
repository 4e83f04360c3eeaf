"""Finding the person behind a link: one query reads the invitation, its campaign and its draft."""

import json
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Text, and_, bindparam, cast, exists, or_, select
from sqlalchemy.orm import aliased

from assessment.access.asked import combine_texts
from assessment.access.tokens import hash_token
from assessment.models import Campaign, Draft, Invitation, QuestionnaireVersion, Release, db, reading_once
from assessment.respond.drafts import Answers, open_draft
from assessment.respond.structure import make_structure
from assessment.respond.visit import Survey, Visit
from questionnaires.model import Questionnaire

DOORS = ("shared", "kiosk")
"""Kinds of invitations that everybody has in common."""

PRINTED = ("card", "letter")
"""Kinds whose links stand on paper that somebody else printed: what is begun opens only in the browser that began."""


def find_visit(tokens: list[str], browser: str = "") -> Visit | None:
    """The person who holds one of these tokens, two at most: the first that opens something, a personal one before a
    shared. ``browser``: the secret by which it opens again what was begun in it by a printed link.

    Tokens come from cookies in the order link, own: somebody who came through a shared link holds both, and the own
    one counts as long as it is of the same campaign.
    """
    if not tokens:
        return None
    hashes = {token: hash_token(token) for token in tokens}
    first, *others = hashes.values()
    with reading_once() as connection:
        found_rows = connection.execute(_VISITS, {"first": first, "second": others[0] if others else first}).all()
    rows: dict[str, Any] = {row.token_sha256: row for row in found_rows}
    found = [(token, rows[sha256]) for token, sha256 in hashes.items() if sha256 in rows]
    if not found:
        return None
    token, row = found[0]
    if row.kind == "shared":
        own = [pair for pair in found[1:] if pair[1].kind == "personal" and pair[1].campaign_id == row.campaign_id]
        token, row = own[0] if own else found[0]
    return _make_visit(token, row, browser)


_extra = aliased(QuestionnaireVersion)

_earlier = aliased(Campaign)

# A release is written when a campaign closes and shown when it is released: only what was shown counts.
_released_before = exists().where(
    Release.organisation_id == Campaign.organisation_id,
    _earlier.id == Release.campaign_id,
    _earlier.id != Campaign.id,
    _earlier.state == "released",
    or_(Campaign.opens_at.is_(None), Release.released_at < Campaign.opens_at),
)

_PERSON = (
    Invitation.id.label("invitation_id"),
    Invitation.token_sha256,
    Invitation.kind,
    Invitation.done,
    Invitation.unit,
    Invitation.group_.label("group"),
    Draft.sealed,
    Draft.row_version,
)

_SURVEY = (
    Campaign.id,
    Campaign.organisation_id,
    Campaign.questionnaire_version_id,
    Campaign.extra_version_id,
    Campaign.state,
    Campaign.disclosure,
    Campaign.smallest_group,
    Campaign.opens_at,
    Campaign.closes_at,
    Campaign.results_on,
    Campaign.zone,
    Campaign.sponsor,
    Campaign.contact,
    Campaign.server_keeper,
    Campaign.asks_comments,
    Campaign.joint_answer_promised,
    Campaign.rotating_blocks,
    Campaign.form_of_address,
    and_(Campaign.previous_campaign_id.is_(None), ~_released_before).label("first_survey"),
    # As text, which can be compared with that of the last visit, so that each is parsed once a process.
    cast(Campaign.name, Text).label("name"),
    cast(Campaign.languages, Text).label("languages"),
    cast(Campaign.senior_managers, Text).label("senior_managers"),
    cast(Campaign.purpose, Text).label("purpose"),
    cast(Campaign.slots, Text).label("slots"),
    cast(Campaign.structure, Text).label("structure"),
    QuestionnaireVersion.sha256.label("main_sha256"),
    _extra.sha256.label("extra_sha256"),
)

_SURVEYS = (
    select(*_SURVEY)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Campaign.questionnaire_version_id)
    .outerjoin(_extra, _extra.id == Campaign.extra_version_id)
    .where(Campaign.id == bindparam("campaign"))
)

_VISITS = (
    select(*_PERSON, *_SURVEY)
    .select_from(Invitation)
    .join(Campaign, Campaign.id == Invitation.campaign_id)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Campaign.questionnaire_version_id)
    .outerjoin(_extra, _extra.id == Campaign.extra_version_id)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .where(or_(Invitation.token_sha256 == bindparam("first"), Invitation.token_sha256 == bindparam("second")))
)


def find_survey(campaign_id: int) -> Survey | None:
    """The survey without anybody at its door: for mails, letters and posters."""
    with reading_once() as connection:
        row = connection.execute(_SURVEYS, {"campaign": campaign_id}).one_or_none()
    return _make_survey(tuple(row)) if row else None


def _make_visit(token: str, row: Any, browser: str) -> Visit:
    survey = _make_survey(row[len(_PERSON) :])
    size = len(survey.questionnaire.items)
    printed = row.kind in PRINTED
    answers, elsewhere = Answers(bytes(size)), False
    if row.sealed:
        try:
            answers = open_draft(row.sealed, token, row.invitation_id, browser if printed else "")
        except InvalidTag:
            if not printed:
                raise
            elsewhere = True
    return Visit(
        token=token,
        invitation_id=row.invitation_id,
        shared=row.kind in DOORS,
        done=row.done,
        unit=row.unit,
        group=row.group,
        row_version=row.row_version or 0,
        answers=answers,
        survey=survey,
        screen=row.kind == "kiosk",
        printed=printed,
        browser=browser if printed else "",
        elsewhere=elsewhere,
    )


@lru_cache(maxsize=256)
def _make_survey(values: tuple[Any, ...]) -> Survey:
    """The survey in the values of ``_SURVEY``: one object a process as long as the row stays as it is."""
    row = dict(zip((column.key for column in _SURVEY), values, strict=True))
    main_id, extra_id = row.pop("questionnaire_version_id"), row.pop("extra_version_id")
    questionnaire = find_questionnaire(main_id, row.pop("main_sha256"), extra_id, row.pop("extra_sha256"))
    for name in ("name", "languages", "senior_managers", "purpose", "slots", "structure"):
        row[name] = json.loads(row[name])
    made = {
        "first_survey": bool(row["first_survey"]),
        "languages": tuple(row["languages"]),
        "structure": make_structure(row["structure"]),
        "questionnaire": questionnaire,
    }
    return Survey(**(row | made))


_questionnaires: dict[tuple[str, str | None], Questionnaire] = {}


def find_questionnaire(
    main_id: int, main_sha256: str, extra_id: int | None = None, extra_sha256: str | None = None
) -> Questionnaire:
    """The questionnaire that a campaign asks, read from its kept text once a process and found by the text's hash."""
    key = (main_sha256, extra_sha256)
    if key not in _questionnaires:
        main = db.session.scalars(select(QuestionnaireVersion.text).where(QuestionnaireVersion.id == main_id)).one()
        extra = (
            db.session.scalars(select(QuestionnaireVersion.text).where(QuestionnaireVersion.id == extra_id)).one()
            if extra_id is not None
            else None
        )
        _questionnaires[key] = combine_texts(main, extra)
    return _questionnaires[key]
