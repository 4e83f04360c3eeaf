"""A list of people between being brought and being confirmed.

Its cells are kept as a document of the organisation, one for each colleague, and what they would do as pages beside it
(preview.py): they go when the list is confirmed or given up, when another is brought, and by a job after a day (trust
rules S20, F26).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, undefer

from assessment.jobs import enqueue
from assessment.language import LANGUAGES, current_language
from assessment.models import Document, Organisation, Person, RespondentGroup, db, make_sort_key, writing
from assessment.organisation.columns import read_table
from assessment.organisation.comparison import Comparison, Entry, Present, compare
from assessment.organisation.doubts import put_above, rename_units
from assessment.organisation.history import note
from assessment.organisation.matching import UnitNames, Way
from assessment.organisation.mending import Cells, mend
from assessment.organisation.people import MOST_PEOPLE
from assessment.organisation.preview import KEPT_FOR, Preview, Shown, drop_pages, find_shown, keep_pages
from assessment.organisation.service import RefusedError, make_unit, renumber_units
from assessment.organisation.sheet import read_sheet
from assessment.organisation.tree import MOST_UNITS, load_tree

KIND = "forget-list"


def name_key(account_id: int) -> str:
    return f"list-of-people/{account_id}"


def keep_list(organisation_id: int, account_id: int, name: str, content: bytes, language: str | None = None) -> None:
    """Read a file and keep its cells for the preview, instead of an earlier one; raises FileError, keeping nothing.

    ``language``: of new people for whom the file names none; by default the language in which it is brought.
    """
    told = {"file": name[-100:], "language": current_language(), "others": language or current_language()}
    table = asdict(read_table(read_sheet(name, content))) | told
    preview = _work_out(db.session, organisation_id, table)
    with writing() as session:
        _drop(session, organisation_id, account_id)
        kept = _add(session, organisation_id, account_id, table)
        keep_pages(session, kept, preview)
        enqueue(
            session,
            purpose=f"{KIND}/{kept.id}/{kept.made_at.isoformat()}",
            kind=KIND,
            run_at=kept.made_at + KEPT_FOR,
            organisation_id=organisation_id,
        )


def _add(session: Session, organisation_id: int, account_id: int, table: Mapping[str, Any]) -> Document:
    content = _pack(table)
    kept = Document(
        organisation_id=organisation_id,
        key=name_key(account_id),
        media_type="application/json",
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=datetime.now(UTC),
        content=content,
    )
    session.add(kept)
    session.flush()
    return kept


def _pack(content: object) -> bytes:
    return json.dumps(content).encode()


def _drop(session: Session, organisation_id: int, account_id: int) -> None:
    here = Document.organisation_id == organisation_id
    drop_pages(session, organisation_id, name_key(account_id))
    session.execute(delete(Document).where(here, Document.key == name_key(account_id)))


def give_up(organisation_id: int, account_id: int) -> None:
    with writing() as session:
        _drop(session, organisation_id, account_id)


def forget_lists() -> None:
    """Remove the lists of all organisations that nobody confirmed within a day."""
    with writing() as session:
        old = Document.made_at <= datetime.now(UTC) - KEPT_FOR
        session.execute(delete(Document).where(Document.key.startswith("list-of-people/"), old))


def _find(session: Session, organisation_id: int, account_id: int) -> Document | None:
    young = Document.made_at > datetime.now(UTC) - KEPT_FOR
    return session.scalar(
        select(Document)
        .where(Document.organisation_id == organisation_id, Document.key == name_key(account_id), young)
        .options(undefer(Document.content))
    )


def show_page(organisation_id: int, account_id: int, kind: str, number: int) -> Shown | None:
    """One page of what was worked out when the list was brought or mended; None when there is none."""
    return find_shown(organisation_id, name_key(account_id), kind, number)


def show_list(organisation_id: int, account_id: int) -> Preview | None:
    """What the colleague's list would do as things stand; None when there is none."""
    return _preview(db.session, organisation_id, account_id)


def _preview(session: Session, organisation_id: int, account_id: int) -> Preview | None:
    kept = _find(session, organisation_id, account_id)
    return _work_out(session, organisation_id, json.loads(kept.content)) if kept is not None else None


def _work_out(session: Session, organisation_id: int, table: Mapping[str, Any]) -> Preview:
    """What the cells would do as things stand, told in the language in which they were brought."""
    rows = {int(number): cells for number, cells in table["rows"].items()}
    given = tuple(table["given"])
    with force_locale(table["language"]):
        present = _read_present(session, organisation_id, table["others"])
        comparison = compare(rows, given, present, set(table["sums"]))
    unused, seen = tuple(table["unused"]), _name(table, comparison)
    # A list that was brought before this program was renewed has no level.
    return Preview(table["file"], rows, given, unused, table["guessed"], comparison, seen, table.get("level", ""))


def _name(table: Mapping[str, Any], comparison: Comparison) -> str:
    """Names exactly these cells and what they would do: what is mended or confirmed must be what was shown."""
    return hashlib.sha256(comparison.digest().encode() + _pack([table["rows"], table["sums"]])).hexdigest()


def _read_present(session: Session, organisation_id: int, language: str) -> Present:
    names = session.scalars(select(Organisation.name).where(Organisation.id == organisation_id)).one()
    groups = select(RespondentGroup).where(RespondentGroup.organisation_id == organisation_id)
    people = select(Person).where(Person.organisation_id == organisation_id).order_by(Person.id)
    return Present(
        tuple(names.values()),
        load_tree(session, organisation_id),
        session.scalars(groups.order_by(RespondentGroup.position)).all(),
        session.scalars(people).all(),
        language,
    )


def mend_rows(organisation_id: int, account_id: int, typed: Mapping[str, str], seen: str) -> None:
    """Put typed cells in place of faulty ones. ``typed``, by field: "row-12-email" is a cell, "row-12-leave" leaves the
    row out, empty it says that a sum is somebody after all, what is chosen for a word (mending.name_field) counts for
    all its rows, and so does what is written for a unit that is doubted (doubts.name_unit_field); "level" puts the
    column that was found for it above the units. Other rows stay as they are. Sent twice, it counts once.

    Raises RefusedError, with nothing stored: "gone" where there is no list, "changed" where it is not as ``seen``.
    """
    kept = _find(db.session, organisation_id, account_id)
    if kept is None:
        raise RefusedError("gone")
    before, table = kept.sha256, json.loads(kept.content)
    sent = hashlib.sha256(_pack([seen, sorted(typed.items())])).hexdigest()
    if table.get("mended") == sent:
        return
    preview = _work_out(db.session, organisation_id, table)
    if preview.seen != seen:
        _look_again(organisation_id, account_id)
        raise RefusedError("changed")
    rows, sums = mend(preview.rows, table["sums"], preview.comparison.faults, typed.get)
    rows = rename_units(rows, preview.comparison.doubts, typed.get)
    mended = table | {"rows": rows, "sums": sums, "mended": sent}
    if typed.get("level"):
        mended |= _add_level(rows, table)
    if not _keep_again(organisation_id, account_id, before, mended):
        raise RefusedError("changed")


def _add_level(rows: Mapping[int, Cells], table: Mapping[str, Any]) -> dict[str, Any]:
    """The rows with the level that their file names put above the unit, and that column as a used one."""
    above = {int(number): text for number, text in table["above"].items()}
    return {
        "rows": {
            number: cells | {"unit": put_above(above.get(number, ""), cells["unit"])} for number, cells in rows.items()
        },
        "unused": [title for title in table["unused"] if title != table["level"]],
        "level": "",
        "above": {},
    }


def _keep_again(organisation_id: int, account_id: int, before: str, table: Mapping[str, Any]) -> bool:
    """Keep these cells, and what they would do as things stand, in place of those with the hash ``before``; returns
    whether those were still there."""
    preview = _work_out(db.session, organisation_id, table)
    with writing() as session:
        kept = _find(session, organisation_id, account_id)
        if kept is None or kept.sha256 != before:
            return False
        kept.content = _pack(table)
        kept.sha256 = hashlib.sha256(kept.content).hexdigest()
        keep_pages(session, kept, preview)
        return True


def confirm_list(organisation_id: int, account_id: int, seen: str, *, remove_missing: bool) -> Comparison:
    """Do what was shown, all of it or nothing, and return it.

    Raises RefusedError: "gone" where there is no list, "changed" where it would do something else than ``seen`` by now,
    "faulty" where rows are to be mended, "too many people".
    """
    try:
        return _confirm(organisation_id, account_id, seen, remove_missing=remove_missing)
    except RefusedError as refused:
        if refused.reason == "changed":
            _look_again(organisation_id, account_id)
        raise


def _look_again(organisation_id: int, account_id: int) -> None:
    """Work the preview out anew: the organisation has changed since."""
    kept = _find(db.session, organisation_id, account_id)
    if kept is not None:
        _keep_again(organisation_id, account_id, kept.sha256, json.loads(kept.content))


def _confirm(organisation_id: int, account_id: int, seen: str, *, remove_missing: bool) -> Comparison:
    with writing() as session:
        preview = _preview(session, organisation_id, account_id)
        if preview is None:
            raise RefusedError("gone")
        if preview.seen != seen:
            raise RefusedError("changed")
        if preview.comparison.faults:
            raise RefusedError("faulty")
        _apply(session, organisation_id, preview.comparison, remove_missing=remove_missing)
        _drop(session, organisation_id, account_id)
        note(session, organisation_id, "people.imported", "people", **_count(preview.comparison, remove_missing))
        return preview.comparison


def _count(comparison: Comparison, remove_missing: bool) -> dict[str, int]:
    """How many, never who."""
    return {
        "added": len(comparison.added),
        "edited": len(comparison.changed),
        "removed": len(comparison.missing) if remove_missing else 0,
        "units": len(comparison.units),
    }


def _apply(session: Session, organisation_id: int, comparison: Comparison, *, remove_missing: bool) -> None:
    units = _add_units(session, organisation_id, comparison.units)
    if remove_missing and comparison.missing:
        gone = [each.id for each in comparison.missing]
        session.execute(delete(Person).where(Person.organisation_id == organisation_id, Person.id.in_(gone)))
    changed = [{"id": each.person_id} | _write_columns(each.after, units) for each in comparison.changed]
    if changed:
        session.execute(update(Person), changed)
    added = [{"organisation_id": organisation_id} | _write_columns(each, units) for each in comparison.added]
    if added:
        session.execute(insert(Person), added)
    if len(session.scalars(select(Person.id).where(Person.organisation_id == organisation_id)).all()) > MOST_PEOPLE:
        raise RefusedError("too many people")


def _write_columns(entry: Entry, units: Mapping[Way, int]) -> dict[str, object]:
    return {
        "name": entry.name,
        "sort_key": make_sort_key(entry.name),
        "email": entry.email,
        "unit_id": units[entry.unit],
        "group_": entry.group,
        "language": entry.language,
    }


def _add_units(session: Session, organisation_id: int, new: list[Way]) -> dict[Way, int]:
    """Make the new units, each after the one above it; returns the ids of all units by their way."""
    tree = load_tree(session, organisation_id)
    if len(tree) + len(new) > MOST_UNITS:
        raise RefusedError("too many units")
    ids: dict[Way, int] = {}
    for unit_id, way in UnitNames(tree, ()).ways.items():
        ids.setdefault(way, unit_id)
    taken = {place.key for place in tree}
    for number, way in enumerate(new):
        parent_id = ids[way[:-1]] if len(way) > 1 else None
        name = dict.fromkeys(LANGUAGES, way[-1])
        unit = make_unit(session, organisation_id, name, parent_id, taken=taken, position=len(tree) + number)
        taken.add(unit.key)
        ids[way] = unit.id
    if new:
        renumber_units(session, organisation_id)
    return ids
