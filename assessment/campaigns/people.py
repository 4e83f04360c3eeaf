"""How many people there are in each unit and group: the one place where set-up asks the organisation."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.models import Person, Unit


def count_people(session: Session, organisation_id: int) -> list[dict[str, Any]]:
    """Rows {"unit", "group", "count"}, by keys; empty where nobody is listed."""
    rows = session.execute(
        select(Unit.key, Person.group_, func.count())
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.organisation_id == organisation_id)
        .group_by(Unit.key, Person.group_)
        .order_by(Unit.key, Person.group_)
    )
    return [{"unit": unit, "group": group, "count": count} for unit, group, count in rows]
