"""Rows of one organisation's trail, newest first, a page at a time."""

from typing import Any

from sqlalchemy import Select, func, or_, select

from assessment.models import AuditEntry, db
from assessment.paging import Part, choose_page, count_pages

PAGE_SIZE = 50

KINDS: dict[str, tuple[str, ...]] = {
    "surveys": ("survey", "joint"),
    "results": ("results", "comments", "advice", "decision", "action", "target", "report"),
    "questionnaires": ("questionnaire",),
    "organisation": ("unit", "groups", "person", "people"),
    "rights": ("colleague", "rights"),
}
"""What can be looked for: each kind and the first words of its events."""


def find_rows(organisation_id: int, kind: str, number: int) -> Part[AuditEntry]:
    """A page of the organisation's rows, all kinds for ""; a page that is not there becomes the last one."""
    total = db.session.scalars(_narrow(select(func.count(AuditEntry.id)), organisation_id, kind)).one()
    number = choose_page(number, total, PAGE_SIZE)
    page = _narrow(select(AuditEntry), organisation_id, kind).order_by(AuditEntry.id.desc())
    rows = db.session.scalars(page.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Part(list(rows), number, count_pages(total, PAGE_SIZE), total)


def _narrow(statement: Select[Any], organisation_id: int, kind: str) -> Select[Any]:
    found = statement.where(AuditEntry.organisation_id == organisation_id)
    words = KINDS.get(kind)
    return found.where(or_(*(AuditEntry.event.startswith(f"{word}.") for word in words))) if words else found
