"""What the facilitator makes of a recommendation: accept it, word it anew, defer or reject it with a reason."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from assessment.improvement.changing import OvertakenError, changing, list_changed, note, take_values
from assessment.models import AdviceChoice, db

NOTHING: dict[str, Any] = {
    "choice": None,
    "title": {},
    "first_step": {},
    "reason": {},
    "owner": "",
    "due": None,
}
"""How a recommendation stands of which nobody has said anything yet."""


def find_choice(survey_id: int, recommendation: str) -> AdviceChoice | None:
    return db.session.scalars(
        select(AdviceChoice).where(AdviceChoice.campaign_id == survey_id, AdviceChoice.recommendation == recommendation)
    ).one_or_none()


def choose_advice(
    organisation_id: int, survey_id: int, recommendation: str, seen: int, values: Mapping[str, Any]
) -> None:
    """Say what becomes of a recommendation. ``seen``: the row's version that the page had, 0 for none.

    Raises GoneError and OvertakenError.
    """
    with changing(organisation_id, survey_id) as (session, campaign):
        own = select(AdviceChoice).where(
            AdviceChoice.campaign_id == survey_id, AdviceChoice.recommendation == recommendation
        )
        row = session.scalars(own).one_or_none()
        if (row.row_version if row else 0) != seen:
            raise OvertakenError
        before = take_values(row, values) if row else {name: NOTHING[name] for name in values}
        if row is None:
            row = AdviceChoice(
                organisation_id=organisation_id, campaign_id=survey_id, recommendation=recommendation, **values
            )
            session.add(row)
        for name, value in values.items():
            setattr(row, name, value)
        changed = list_changed(before, values)
        if changed:
            note(session, campaign, "advice.chosen", recommendation=recommendation, changed=changed)
