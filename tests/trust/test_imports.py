"""F26: a list or a file of answers that is half wrong. Nothing of it is stored, every row that is wrong is named, and a
right one brought twice changes nothing."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.campaigns.faults import MOST_FAULTS, SheetError
from assessment.models import Person, db
from assessment.organisation import upload
from assessment.organisation.faults import FileError
from assessment.organisation.plan import create_organisation
from assessment.organisation.service import RefusedError
from tests.assessment.campaigns.bringing import bring, count_rows
from tests.assessment.organisation.lists import make_people, write_csv, write_xlsx
from tests.fixtures.surveys import UNITS
from tests.trust.bill import counts_of

ACCOUNT = 1
Record = Callable[[str, object], None]

BAD_CELLS: tuple[tuple[int, str], ...] = (
    (1, "no address"),
    (1, "two@at@signs.example"),
    (1, "person0@zonneveld.example"),
    (2, ""),
    (2, "=HYPERLINK(1)"),
    (2, "a/b/c/d/e/f/g/h"),
    (3, "Queens"),
    (4, "klingon"),
)
"""Column and what stands there wrongly, in a row that is not the first."""


def damage_people(chance: random.Random) -> tuple[bytes, str, set[int]]:
    """A file of 20 people with one to five wrong rows; as CSV or XLSX, with the numbers of those rows."""
    rows = [list(row) for row in make_people(20)]
    wrong = chance.sample(range(1, 20), chance.randint(1, 5))
    for row in wrong:
        column, text = chance.choice(BAD_CELLS)
        rows[row][column] = text
    if chance.random() < 0.5:
        return write_xlsx(rows), "people.xlsx", {row + 2 for row in wrong}
    return write_csv(rows), "people.csv", {row + 2 for row in wrong}


def damage_bytes(content: bytes, chance: random.Random) -> bytes:
    """The file cut off, or with some bytes that were others."""
    if chance.random() < 0.4:
        return content[: chance.randrange(len(content))]
    broken = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        broken[chance.randrange(len(broken))] = chance.choice(b'\x00\xff"\n,;\x80P')
    return bytes(broken)


def list_people(organisation_id: int) -> list[tuple[object, ...]]:
    columns = (Person.id, Person.name, Person.email, Person.unit_id, Person.group_, Person.language)
    rows = db.session.execute(select(*columns).where(Person.organisation_id == organisation_id).order_by(Person.id))
    found = [tuple(row) for row in rows]
    db.session.rollback()
    return found


def try_people(organisation_id: int, name: str, content: bytes) -> set[int] | None:
    """Bring a file and try to take it over; gives the rows that were named as wrong, or None where it was taken."""
    try:
        upload.keep_list(organisation_id, ACCOUNT, name, content)
    except FileError as error:
        return {error.fault.row}
    preview = upload.show_list(organisation_id, ACCOUNT)
    assert preview is not None
    db.session.rollback()
    named = set(preview.comparison.faults)
    assert all(fault.code for faults in preview.comparison.faults.values() for fault in faults)
    try:
        upload.confirm_list(organisation_id, ACCOUNT, preview.seen, remove_missing=False)
    except RefusedError:
        return named
    assert not named
    return None


def bring_people(app: Flask, seeds: range) -> Counter[str]:
    bill: Counter[str] = Counter()
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
        assert try_people(organisation_id, "first.csv", write_csv(make_people(12))) is None
        before = list_people(organisation_id)
        assert len(before) == 12
        for seed in seeds:
            chance = random.Random(seed)
            content, name, wrong = damage_people(chance)
            if chance.random() < 0.3:
                content, wrong = damage_bytes(content, chance), set()
            named = try_people(organisation_id, name, content)
            bill["files"] += 1
            if named is None:
                assert not wrong, f"file {seed} was taken over"
                bill["harmless damage"] += 1
                upload.keep_list(organisation_id, ACCOUNT, "back.csv", write_csv(make_people(12)))
                preview = upload.show_list(organisation_id, ACCOUNT)
                assert preview is not None
                upload.confirm_list(organisation_id, ACCOUNT, preview.seen, remove_missing=True)
                before = list_people(organisation_id)
                continue
            bill["refused"] += 1
            bill["rows named"] += len(named)
            bill["wrong rows not named"] += len(wrong - named)
            bill["people changed"] += list_people(organisation_id) != before
        assert try_people(organisation_id, "again.csv", write_csv(make_people(12))) is None
        bill["changed by a repeat"] = int(list_people(organisation_id) != before)
    return bill


def check_people(app: Flask, seeds: range, record: Record) -> None:
    bill = bring_people(app, seeds)
    record(counts_of("F26: lists of people"), dict(bill))
    assert bill["files"] == len(seeds)
    assert bill["wrong rows not named"] == bill["people changed"] == bill["changed by a repeat"] == 0


def test_a_list_that_is_half_wrong_changes_nothing(app: Flask, record_property: Record) -> None:
    check_people(app, range(30), record_property)


@pytest.mark.trust
def test_three_hundred_lists_that_are_half_wrong_change_nothing(app: Flask, record_property: Record) -> None:
    check_people(app, range(1000, 1300), record_property)


ANSWERS = "unit,first,second\n" + "".join(f"North,{1 + n % 5},{1 + n % 3}\n" for n in range(20))
WRONG_ANSWERS = ("6", "0", "-1", "yes", "1.5", "=1", "")


def damage_answers(chance: random.Random) -> tuple[str, set[int]]:
    lines = ANSWERS.splitlines()
    wrong = chance.sample(range(1, 21), chance.randint(1, 5))
    for line in wrong:
        cells = lines[line].split(",")
        column = chance.choice([0, 1, 2])
        cells[column] = chance.choice(["\u202e", "=A1"]) if column == 0 else chance.choice(WRONG_ANSWERS[:-1])
        lines[line] = ",".join(cells)
    return "\n".join(lines) + "\n", {line + 1 for line in wrong}


def bring_answers(app: Flask, folder: Path, seeds: range) -> Counter[str]:
    bill: Counter[str] = Counter()
    with app.app_context():
        bring(folder / "first.csv", ANSWERS)
        before = count_rows()
        for seed in seeds:
            text, wrong = damage_answers(random.Random(seed))
            bill["files"] += 1
            try:
                bring(folder / "damaged.csv", text)
            except SheetError as error:
                named = {fault.row for fault in error.faults}
                bill["refused"] += 1
                bill["rows named"] += len(named)
                bill["wrong rows not named"] += len(wrong - named) if len(error.faults) < MOST_FAULTS else 0
            bill["tables changed"] += count_rows() != before
    return bill


def check_answers(app: Flask, folder: Path, seeds: range, record: Record) -> None:
    bill = bring_answers(app, folder, seeds)
    record(counts_of("F26: files of answers"), dict(bill))
    assert bill["files"] == bill["refused"] == len(seeds)
    assert bill["wrong rows not named"] == bill["tables changed"] == 0


def test_answers_that_are_half_wrong_are_not_stored(app: Flask, tmp_path: Path, record_property: Record) -> None:
    check_answers(app, tmp_path, range(30), record_property)


@pytest.mark.trust
def test_three_hundred_files_of_answers_that_are_half_wrong(
    app: Flask, tmp_path: Path, record_property: Record
) -> None:
    check_answers(app, tmp_path, range(2000, 2300), record_property)
