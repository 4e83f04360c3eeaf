"""Rows of one organisation's trail, newest first, a page at a time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from assessment.models import AuditEntry, db

PAGE_SIZE = 50

KINDS: dict[str, tuple[str, ...]] = {
    "surveys": ("survey", "joint"),
    "results": ("results", "comments"),
    "questionnaires": ("questionnaire",),
    "organisation": ("unit", "groups", "person", "people"),
    "rights": ("colleague", "rights"),
}
"""What can be looked for: each kind and the first words of its events."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows. ``number`` counts pages from 1; ``total`` is of all pages."""

    rows: list[AuditEntry]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def find_rows(organisation_id: int, kind: str, number: int) -> Found:
    """A page of the organisation's rows, all kinds for ""; a page that is not there becomes the last one."""
    total = db.session.scalars(_narrow(select(func.count(AuditEntry.id)), organisation_id, kind)).one()
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    page = _narrow(select(AuditEntry), organisation_id, kind).order_by(AuditEntry.id.desc())
    rows = db.session.scalars(page.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Found(list(rows), number, total)


def _narrow(statement: Select[Any], organisation_id: int, kind: str) -> Select[Any]:
    found = statement.where(AuditEntry.organisation_id == organisation_id)
    words = KINDS.get(kind)
    return found.where(or_(*(AuditEntry.event.startswith(f"{word}.") for word in words))) if words else found
