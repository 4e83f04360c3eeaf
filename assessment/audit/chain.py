"""How rows of the trail hang together: each carries a hash of its own content and of the row before it."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

START = "0" * 64
"""Stands for the row before the first one."""


def hash_row(row: Any) -> str:
    """SHA-256 of an entry's content and of the hash before it; ``row`` has the columns of AuditEntry."""
    content = {
        "organisation_id": row.organisation_id,
        "at": row.at.isoformat(timespec="microseconds"),
        "actor": row.actor,
        "event": row.event,
        "subject": row.subject,
        "details": row.details,
        "before_sha256": row.before_sha256,
    }
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def make_plain(details: Any) -> Any:
    """Details as JSON gives them back, so that a row hashes alike when it is written and when it is read."""
    return json.loads(json.dumps(details, default=_spell))


def _spell(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot stand in the trail")
