"""T7: a unit of which nobody, one or four people answered looks the same, wherever it is looked at."""

import json
import re
from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.service import create_campaign, open_campaign
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, db
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.respond.service import Sheet, store_sheets
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import plan_survey
from tests.trust.eyes import PARQUET, PDF, PNG, XLSX, Eyes, Sight

FEW = {"north": 0, "south": 1, "waste": 4}
"""Answers by unit; the names are equally long, so that lines break alike."""
SIBLINGS = {"large": 30, "great": 12} | FEW
BRANCHES = {f"big{unit}": 12 for unit in FEW} | FEW
SIDE_BY_SIDE = dict.fromkeys(SIBLINGS, "top")
APART = (
    {f"part{unit}": "top" for unit in FEW}
    | {f"big{unit}": f"part{unit}" for unit in FEW}
    | {unit: f"part{unit}" for unit in FEW}
)
BLOCKS = re.compile(r"</?(?:li|tr|p|div|dd|dt|section|option|text)\b[^>]*>|\n")
PACKED = (XLSX, PARQUET)
NAME = re.compile(r"\b(Unit |unit:|units/)(north|south|waste)\b")


def release_few(parents: Mapping[str, str], answers: Mapping[str, int], counted: bool) -> int:
    """A released survey of a tree, in which so many answered; ``counted``: whether head counts are known."""
    units = [PlannedUnit(key, {"en": f"Unit {key}", "nl": f"Unit {key}"}, parent) for key, parent in parents.items()]
    organisation_id = create_organisation({"en": "Zonneveld"}, [PlannedUnit("top", {"en": "Top", "nl": "Top"}), *units])
    invited = [{"unit": unit, "group": "staff", "count": max(6, count + 3)} for unit, count in answers.items()]
    survey_id = create_campaign(organisation_id, plan_survey(invited=invited if counted else []))
    open_campaign(survey_id)
    survey = db.session.get_one(Campaign, survey_id)
    size = len(asked_questionnaire(survey).items)
    sheets = [
        Sheet(unit, "staff", bytes(1 + (person + place) % 5 for place in range(size)))
        for unit, count in answers.items()
        for person in range(count)
    ]
    store_sheets(survey, sheets)
    close_campaign(survey_id)
    release_campaign(survey_id)
    return survey_id


@pytest.mark.wide
@pytest.mark.parametrize(
    "counted", [pytest.param(True, id="counted"), pytest.param(False, marks=pytest.mark.trust, id="not counted")]
)
@pytest.mark.parametrize(
    ("parents", "answers"), [(SIDE_BY_SIDE, SIBLINGS), (APART, BRANCHES)], ids=["side by side", "apart"]
)
def test_nobody_one_and_four_answers_look_the_same(
    app: Flask, parents: Mapping[str, str], answers: Mapping[str, int], counted: bool, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        survey_id = release_few(parents, answers, counted)
    eyes = Eyes(app, survey_id, unit="north")
    place = f"/organisations/{eyes.organisation_id}/surveys/{survey_id}/results"
    eyes.clients["executive"].post(f"{place}/report", data={"language": "en"})
    run_due_jobs(app)
    addresses = [address for address in eyes.list_addresses() if address.startswith(place)]

    parts = {unit: read_part(eyes, unit, addresses) for unit in FEW}
    assert parts["north"] == parts["south"] == parts["waste"]
    own = [address for address in addresses if "/units/north" in address]
    wholes = {unit: read_without_name(eyes, "executive", unit, own) for unit in FEW}
    assert {sight.status for sight in wholes["north"].values()} >= {200}
    assert wholes["north"] == wholes["south"] == wholes["waste"]
    assert eyes.open("executive", f"{place}/report.pdf?language=en").kind == PDF
    compared = 0
    for address in (one for one in addresses if one not in own):
        sight = eyes.open("executive", address)
        told = {unit: list_told(sight, unit) for unit in FEW}
        assert told["north"] == told["south"] == told["waste"], address
        compared += len(told["north"])
    assert compared > 0
    tell(
        f"T7: 0, 1 and 4 answers: {len(addresses)} pages and files of the whole, {len(parts['north'])} of the unit: "
        "equal but for the name"
    )


def read_part(eyes: Eyes, unit: str, addresses: list[str]) -> dict[str, Sight]:
    """All that the reader of one unit sees, without its name."""
    account = add_colleague(eyes.app, eyes.organisation_id, "unit-reader", email=f"{unit}@zonneveld.example", unit=unit)
    sign_in(eyes.clients["unit-reader"], account)
    seen = read_without_name(eyes, "unit-reader", unit, addresses)
    assert all(b"*****" in sight.content for address, sight in seen.items() if "results.json" in address)
    return seen


def read_without_name(eyes: Eyes, who: str, unit: str, addresses: list[str]) -> dict[str, Sight]:
    """By address; a unit's own pages are those of this unit."""
    seen = {address: eyes.open(who, address.replace("/units/north", f"/units/{unit}")) for address in addresses}
    return {
        address: Sight(sight.status, sight.kind, read_plainly(sight).replace(unit.encode(), b"*****"))
        for address, sight in seen.items()
    }


def read_plainly(sight: Sight) -> bytes:
    """The bytes themselves; of a packed file, whose bytes no name can be taken out of, all that it holds."""
    return sight.text.encode() if sight.kind in PACKED else sight.content


def list_told(sight: Sight, unit: str) -> list[str]:
    """What a page or file of the whole says where it names the unit, without its name."""
    if sight.kind == "application/json":
        suppressed = json.loads(sight.content)["suppressed"]
        blocks = [json.dumps(row) for row in suppressed if row["key"] == f"unit:{unit}"]
        assert len(blocks) == sight.text.count(f'"unit:{unit}"')
    else:
        blocks = BLOCKS.split(sight.text if sight.kind in (PDF, PNG, *PACKED) else sight.content.decode())
    named = [block for block in blocks if any(found[2] == unit for found in NAME.finditer(block))]
    return sorted(NAME.sub(r"\1*****", block) for block in named)
