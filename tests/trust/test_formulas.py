"""S22: a spreadsheet reckons nothing that people wrote, in whatever file it comes out of the application."""

import csv
import io
import re
from collections.abc import Callable
from io import BytesIO
from itertools import cycle, product
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from assessment.campaigns.service import create_campaign, open_campaign
from assessment.models import ROLES, Campaign, db
from assessment.organisation.plan import PlannedGroup, PlannedUnit, create_organisation
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.reporting.attached import FIGURES_NAME
from assessment.reporting.service import publish_report
from assessment.reporting.verify import read_attachments
from assessment.respond.service import Sheet, store_sheets
from assessment.results.exports import FORMATS
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import plan_survey
from tests.questionnaires.changes import SAMPLE
from tests.trust.test_access import list_routes
from tests.trust.test_hostile_text import poison

STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "=\t", "-+", "@=")
BODIES = (
    "1+1",
    'HYPERLINK("http://elsewhere.example","go")',
    "cmd|' /C calc'!A0",
    "SUM(A1:A9)*cmd|'x'!A1",
    '1","=2+5',
    '1"\r\n"=2+5',
)
PAYLOADS = tuple(start + body for start, body in product(STARTS, BODIES))
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
RECORDS = re.compile(r'\ufeff?("(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*\r\n)+')
"""Every field quoted, and nothing between, before or after the records."""


class Names:
    """Hands out one text after another, for ``poison``."""

    def __init__(self) -> None:
        self._texts = cycle(PAYLOADS)

    def take(self) -> str:
        return next(self._texts)


def release_names() -> tuple[int, int]:
    """The ids of an organisation and its released survey with sixty shown units; every name is one of the texts."""
    both = [{"en": text, "nl": text} for text in PAYLOADS]
    units = [PlannedUnit("top", both[0])]
    units += [PlannedUnit(f"unit-{number}", name, "top") for number, name in enumerate(both)]
    groups = [PlannedGroup("staff", both[0]), PlannedGroup("managers", both[1]), PlannedGroup("board", both[2], "says")]
    organisation_id = create_organisation(both[3], units, groups)
    # YAML has no NUL in its texts, and a questionnaire that held one would be refused.
    written = yaml.safe_dump(poison(yaml.safe_load(SAMPLE), Names())).replace("\\0", "=")
    invited = [{"unit": unit.key, "group": "staff", "count": 20} for unit in units[1:]]
    plan = plan_survey(name=both[4], senior_managers=both[5], questionnaire=written, invited=invited)
    campaign_id = create_campaign(organisation_id, plan)
    open_campaign(campaign_id)
    store_sheets(
        db.session.get_one(Campaign, campaign_id),
        [Sheet(unit.key, "staff", bytes([1 + n % 5, 5 - n % 5, 3])) for unit in units[1:] for n in range(12)],
    )
    close_campaign(campaign_id)
    release_campaign(campaign_id)
    return organisation_id, campaign_id


def read_cells(text: str) -> list[str]:
    """Every cell as a spreadsheet opens it."""
    assert RECORDS.fullmatch(text)
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    return [cell for row in (head, *rows) for cell in row]


def download_tables(app: Flask, client: FlaskClient, **numbers: Any) -> tuple[dict[str, str], dict[str, bytes]]:
    """Every file with a table that a GET gives, by its rule, and every workbook."""
    found, books = {}, {}
    for _, rule in (pair for pair in list_routes(app) if pair[0] == "GET"):
        if rule.arguments == set(numbers):
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(numbers[part[1]]), rule.rule)
            answer = client.get(address)
            if answer.mimetype == FORMATS["xlsx"]:
                books[rule.rule] = answer.data
            if answer.mimetype == "text/csv":
                found[rule.rule] = answer.text
    return found, books


def check_workbook(book: bytes) -> int:
    """Every text stands there as a text: in the file itself, and as it is opened. Gives how many cells there are."""
    with ZipFile(BytesIO(book)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in parts.namelist() if "externalLink" in name or "connections" in name]
    assert len(sheets) == 11
    assert not [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink|<dataValidation", sheet)]
    cells = [cell for sheet in load_workbook(BytesIO(book)) for row in sheet.iter_rows() for cell in row if cell.value]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [text for text in texts if text.startswith(DANGEROUS)] == []
    shown = {re.sub(r"_x000([09D])_", lambda part: chr(int(part[1], 16)), text.removeprefix("'")) for text in texts}
    lines = {text.replace("\r\n", "\n").replace("\r", "\n") for text in shown}
    missing = [
        one for one in PAYLOADS if not any(one.replace("\r\n", "\n").replace("\r", "\n") in line for line in lines)
    ]
    assert missing == []
    return len(cells)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_cell_of_any_table_is_a_formula(app: Flask, client: FlaskClient, tell: Callable[[str], None]) -> None:
    with app.app_context():
        organisation, survey = release_names()
        tables = {FIGURES_NAME: read_attachments(publish_report(survey, "en"))[FIGURES_NAME].decode()}
    sign_in(client, add_colleague(app, organisation, *ROLES))
    found, books = download_tables(app, client, organisation_id=organisation, survey_id=survey)
    tables |= found
    assert len(books) == 1
    counted = sum(map(check_workbook, books.values()))

    assert len(tables) == 2
    cells = [cell for text in tables.values() for cell in read_cells(text)]
    formulas = [cell for cell in cells if cell.startswith(DANGEROUS) and not NUMBER.fullmatch(cell)]
    assert formulas == []
    for text in tables.values():
        shown = {cell.removeprefix("'") for cell in read_cells(text) if cell.startswith("'")}
        assert sum(any(payload in cell for cell in shown) for payload in PAYLOADS) == len(PAYLOADS)
    tell(f"S22: {len(PAYLOADS)} texts in {len(tables)} kinds of files, {len(cells):,} cells, 0 formulas, all quoted")
    tell(f"S22: the same in a workbook of {counted:,} cells: 0 formulas, every text a text")
