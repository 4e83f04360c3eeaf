"""F8: several people change one record at the same time. Nobody's change is overwritten without a word."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from assessment.campaigns.drafts import OvertakenError, create_draft, find_survey, save_draft
from assessment.campaigns.states import change_contacts
from assessment.models import db
from assessment.organisation.plan import create_organisation
from tests.fixtures.surveys import UNITS, open_survey
from tests.trust.bill import counts_of

WRITERS = 8

Save = Callable[[int, int, int, dict[str, str]], None]
"""Organisation, survey, the row version that was seen, and the columns to keep."""


def edit(app: Flask, organisation_id: int, survey_id: int, save: Save, edits: int) -> Counter[str]:
    """Add one to the number in the contact's text, ``edits`` times: what is lost is missing at the end."""
    bill: Counter[str] = Counter()
    with app.app_context():
        while bill["acknowledged"] < edits:
            survey = find_survey(organisation_id, survey_id)
            assert survey is not None
            seen, number = survey.row_version, int(survey.contact)
            db.session.rollback()
            try:
                save(organisation_id, survey_id, seen, {"contact": str(number + 1)})
            except OvertakenError:
                bill["told of another"] += 1
            else:
                bill["acknowledged"] += 1
    return bill


def race(app: Flask, survey: tuple[int, int], save: Save, edits: int) -> Counter[str]:
    with ThreadPoolExecutor(WRITERS) as pool:
        bills = list(pool.map(lambda _: edit(app, *survey, save, edits), range(WRITERS)))
    total: Counter[str] = Counter()
    for bill in bills:
        total.update(bill)
    with app.app_context():
        final = find_survey(*survey)
        assert final is not None
        total["final"] = int(final.contact)
    total["silent overwrites"] = total["acknowledged"] - total["final"]
    return total


def make_draft() -> tuple[int, int]:
    organisation_id = create_organisation({"en": "Zonneveld"}, UNITS)
    survey_id = create_draft(organisation_id)
    save_draft(organisation_id, survey_id, 1, {"contact": "0"})
    return organisation_id, survey_id


def make_open() -> tuple[int, int]:
    survey_id = open_survey(contact="0")
    db.session.rollback()
    return 1, survey_id


CASES: dict[str, tuple[Callable[[], tuple[int, int]], Save]] = {
    "draft": (make_draft, save_draft),
    "launched": (make_open, change_contacts),
}


def run_case(app: Flask, case: str, edits: int, record: Callable[[str, object], None]) -> None:
    make, save = CASES[case]
    with app.app_context():
        survey = make()
    bill = race(app, survey, save, edits)
    record(counts_of("F8: 8 writers on one record"), dict(bill))
    assert bill["acknowledged"] == bill["final"] == WRITERS * edits
    assert bill["silent overwrites"] == 0


@pytest.mark.parametrize("case", CASES)
def test_nobodys_edit_is_overwritten(app: Flask, case: str, record_property: Callable[[str, object], None]) -> None:
    run_case(app, case, 12, record_property)


@pytest.mark.trust
@pytest.mark.parametrize("case", CASES)
def test_two_thousand_edits_of_one_record_are_all_there(
    app: Flask, case: str, record_property: Callable[[str, object], None]
) -> None:
    run_case(app, case, 250, record_property)
