"""T2: every number that anybody is shown of a release, given to the attacker; and nothing else than the release."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from math import ceil, floor
from typing import Any

import numpy as np
import pytest
from flask import Flask
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet
from sqlalchemy import delete, update

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.service import create_campaign, open_campaign
from assessment.jobs import run_due_jobs
from assessment.models import AnswerSet, Campaign, Document, Invitation, Job, db, writing
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.release.closing import close_campaign
from assessment.release.joint import seal_joint_answer
from assessment.release.service import find_release, release_campaign
from assessment.reporting.attached import FIGURES_NAME, RESULT_NAME, Enclosed
from assessment.reporting.files import OFFERED
from assessment.reporting.jobs import REPORT
from assessment.reporting.service import MEDIA_TYPES
from assessment.reporting.variants import FULL, STAFF, cut_figures, cut_source
from assessment.respond.service import Sheet, store_sheets
from assessment.results import service, sources
from assessment.results.columns import NUMBERS
from assessment.results.hand_out_paper import HAND_OUT
from assessment.results.service import list_views, load_source, read_source
from assessment.results.view import DRIVERS
from assessment.results.what_if import list_steps
from assessment.scoring.figures import ReleasedFigures
from reports.charts.standalone import INSIDE
from tests.fixtures.surveys import plan_survey
from tests.trust.eyes import (
    PARQUET,
    PDF,
    READER,
    READERS,
    SLOW,
    SVG,
    WITH_LINK,
    XLSX,
    Eyes,
    Sight,
    Sights,
    explain_changes,
    find_changes,
)
from tests.trust.organisations import Person, Survey
from tests.trust.readout import (
    find_numbers,
    list_item_figures,
    list_values,
    read_attachments,
    read_table,
    write_ways,
)
from tests.trust.solver import Findings, attack

UNITS = {"care": None, "home": "care", "clinic": "care", "desk": None, "shop": "desk", "yard": "desk"}
ANSWERED = {
    ("home", "staff"): 21,
    ("home", "middle-managers"): 6,
    ("clinic", "staff"): 13,
    ("shop", "staff"): 34,
    ("shop", "middle-managers"): 3,
    ("yard", "staff"): 8,
    ("yard", "quality-professionals"): 7,
}
INVITED = [{"unit": unit, "group": group, "count": count + 4} for (unit, group), count in ANSWERED.items()]
WHOLE = ("administrator", "facilitator", "executive")


@dataclass
class Town:
    """A released survey of 92 people, with a joint answer of six and a report; everybody looks at it."""

    app: Flask
    seed: int

    def __post_init__(self) -> None:
        with self.app.app_context():
            units = [PlannedUnit(key, {"en": key.title()}, parent) for key, parent in UNITS.items()]
            organisation_id = create_organisation({"en": "Zonneveld"}, units)
            self.survey_id = create_campaign(
                organisation_id, plan_survey(invited=INVITED, results_on=datetime.now(UTC).date())
            )
            open_campaign(self.survey_id)
            self.survey = self._answer(db.session.get_one(Campaign, self.survey_id))
        self.eyes = Eyes(self.app, self.survey_id)
        self.eyes.bring_link(group="staff", unit="home")
        with self.app.app_context():
            said = {item.id: 2 + place % 4 for place, item in enumerate(self.survey.questionnaire.items)}
            seal_joint_answer(self.survey_id, said, members=6, signed=6)
            close_campaign(self.survey_id)
            release_campaign(self.survey_id)
            release = find_release(self.survey_id)
        assert release is not None
        self.release: ReleasedFigures = release
        self.eyes.bring_reader()
        self.ask_for_report()

    def _answer(self, campaign: Campaign) -> Survey:
        """Each unit leans its own way; a tenth cannot tell. Gives what the attacker is checked by: turned answers."""
        chance = np.random.default_rng(self.seed)
        questionnaire = asked_questionnaire(campaign)
        lean = {unit: chance.normal(3.2, 0.8, len(questionnaire.items)) for unit in UNITS}
        people, sheets = [], []
        for (unit, group), count in ANSWERED.items():
            for _ in range(count):
                points = np.clip(np.round(chance.normal(lean[unit], 1.0)), 1, 5).astype(int).tolist()
                told = [
                    None if gone else point
                    for point, gone in zip(points, chance.random(len(points)) < 0.1, strict=True)
                ]
                sheets.append(Sheet(unit, group, bytes(254 if point is None else point for point in told)))
                turned = (
                    6 - point if point is not None and item.reverse else point
                    for point, item in zip(told, questionnaire.items, strict=True)
                )
                people.append(Person(unit, group, tuple(turned)))
        store_sheets(campaign, sheets)
        return Survey(questionnaire, "", dict(campaign.structure), tuple(people))

    @property
    def place(self) -> str:
        return f"/organisations/{self.eyes.organisation_id}/surveys/{self.survey_id}/results"

    @property
    def hand_out(self) -> str:
        return f"{self.place}/units/care/hand-out"

    def ask_for_report(self) -> None:
        """Every file that is offered, in English, and a hand-out."""
        for variant, form in OFFERED:
            data = {"language": "en", "variant": variant, "form": form}
            assert self.eyes.clients["executive"].post(f"{self.place}/report", data=data).status_code == 303
        for who in ("executive", "unit-reader"):
            assert self.eyes.clients[who].post(f"{self.hand_out}?language=en").status_code == 303
        run_due_jobs(self.app)

    def list_derived(self, variant: str = FULL) -> dict[str, Any]:
        """What is made of the release by the functions that docs/figures.md lists, by view, as far as a variant of the
        report has it."""
        with self.app.app_context():
            source = cut_source(load_source(self.survey_id), variant)
            if variant == STAFF:
                return {DRIVERS: service.compute(source).model_dump(mode="json")}
            return {lens: read_source(source, lens).derived.model_dump(mode="json") for lens in list_views(source)}

    def list_cells(self) -> set[float]:
        """The same as a workbook rounds them: to tenths, cut off at a level's edge, to whole numbers, margins up; and
        the order of recommendations, the rate of two exact numbers, and gaps between two printed figures."""
        ways = {float(place) for place in range(1, 7)}
        for _, value in self.list_known():
            ways |= {value, floor(value * 10 + 0.5) / 10, floor(value * 10) / 10, floor(value + 0.5), ceil(value)}
        participation = self.release.summary.participation
        ways.add(floor(100 * participation.answered / participation.invited + 0.5))  # type: ignore[operator] # exact
        gaps = self.list_derived()[DRIVERS]["gaps"]
        ways |= {abs(floor(gap["said"]["value"] + 0.5) - floor(gap["seen"]["value"] + 0.5)) for gap in gaps}
        return ways

    def explains(self, place: float) -> bool:
        """Whether a mark stands where a known figure puts it, in hundredths of the scale."""
        return any(abs(place - value) < 0.02 for _, value in self.list_known())

    def list_reckoned(self) -> dict[str, Any]:
        """The same of what is reckoned for pages alone."""
        with self.app.app_context():
            view = read_source(load_source(self.survey_id))
            return {"gain": [step.gain for step in list_steps(view)]}

    def list_known(self) -> set[tuple[str, float]]:
        """Every figure of the release and of what is made of it, and what was known before anybody answered."""
        known = [self.release.model_dump(mode="json"), self.list_derived(), self.list_reckoned(), self.survey.structure]
        return {pair for one in known for pair in list_values(one)}


def check_files(town: Town, sights: Sights) -> tuple[int, int]:
    """Tables, JSON and what is inside the report; gives how many figures, and how many the attacker read."""
    known, count = {value for _, value in town.list_known()}, 0
    truth = list_item_figures(town.release.cells)
    findings = []
    found_in: dict[bytes, Findings] = {}
    """The same file tells the attacker the same, whoever is shown it."""
    for (who, where), sight in sights.items():
        if sight.status != 200 or not where.startswith((town.place, "/survey/results/")):
            continue
        if sight.kind == "application/json":
            values = {value for _, value in list_values(json.loads(sight.content))}
            values -= {float(town.survey_id), 0.0, 100.0}  # the ends of a range stand for an open end
            assert values <= known, f"{who} at {where}: {values - known}"
            count += len(values)
        elif sight.kind == "text/csv":
            table = read_table(sight.content.decode(), town.release)
            assert list_item_figures(table.cells).items() <= truth.items(), f"{who} at {where}"
            if sight.content not in found_in:
                found_in[sight.content] = attack(town.survey, table)
            findings.append(found_in[sight.content])
            count += sum(len(cell.items) for cell in table.cells)
        elif sight.kind in (XLSX, PARQUET):
            count += check_columns(town, sight, f"{who} at {where}")
        elif sight.kind == SVG:
            places = {place for place in list_places(sight.content.decode()) if not town.explains(place)}
            assert places == set(), f"{who} at {where}: {places}"
        elif sight.kind == PDF and not where.startswith(town.hand_out):
            files = read_attachments(sight.content)
            enclosed = Enclosed.model_validate_json(files[RESULT_NAME])
            whole = enclosed.variant != STAFF
            assert who in (WHOLE if whole else (*WHOLE, WITH_LINK))
            assert enclosed.source.figures == (town.release if whole else cut_figures(town.release))
            derived = {lens: one.model_dump(mode="json") for lens, one in enclosed.derived.items()}
            assert derived == town.list_derived(enclosed.variant)
            if sight.content not in found_in:
                found_in[sight.content] = attack(town.survey, enclosed.source.figures)
            findings.append(found_in[sight.content])
            assert (FIGURES_NAME in files) == whole
            rows = [row["value"] for row in read_rows(files.get(FIGURES_NAME, b"")) if row["value"]]
            assert set(rows) <= {f"{value:g}" for value in known}, set(rows) - {f"{value:g}" for value in known}
            count += len(rows)
    assert [leak for found in findings for leak in found.leaks] == []
    assert len(findings) >= len(WHOLE) * 2
    return count, sum(found.figures for found in findings)


def check_columns(town: Town, sight: Sight, where: str) -> int:
    """A workbook or typed columns hold known figures only; gives how many."""
    if sight.kind == XLSX:
        numbers = {number for sheet in load_workbook(BytesIO(sight.content)) for number in list_cells(sheet)}
        known = town.list_cells()
    else:
        rows = parquet.read_table(BytesIO(sight.content)).to_pylist()
        numbers = {row[name] for row in rows for name in NUMBERS if row[name] is not None}
        known = {value for _, value in town.list_known()}
    assert numbers <= known, f"{where}: {numbers - known}"
    return len(numbers)


def list_cells(sheet: Worksheet) -> Iterator[float]:
    """The numbers of a sheet, which are real ones."""
    for row in sheet.iter_rows(values_only=True):
        yield from (float(cell) for cell in row if isinstance(cell, int | float))


def list_places(svg: str) -> set[float]:
    """Where circles and diamonds stand, on the scale that the picture's own lines give."""
    grid = [float(x) for x, _ in re.findall(r'<line x1="([\d.]+)" x2="(\1)" [^>]*stroke="#c9d0d7"', svg)]
    left, right = (min(grid), max(grid)) if grid else (0.0, INSIDE)
    marks = re.findall(r'<circle cx="([\d.]+)"', svg) + re.findall(r'<svg x="([\d.]+)" y="[\d.]+" width="16"', svg)
    # Marks of the legend stand at nought.
    return {(float(mark) - left) / (right - left) * 100 for mark in marks if float(mark)}


SECRET = "/account/authenticator"
"""A page with a secret drawn for this very account: letters and now and then a group of four digits."""


def list_numbers(sights: Sights) -> dict[tuple[str, str], str]:
    """The numbers on pages and in the report's text, each with somebody who saw it."""
    return {
        found: f"{who} at {where}"
        for (who, where), sight in sights.items()
        if sight.status == 200 and sight.kind in ("text/html", SVG, *READERS) and where != SECRET
        for found in find_numbers(sight.text)
    }


@pytest.mark.wide
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_number_that_is_shown_is_in_the_release_or_made_of_it(app: Flask, tell: Callable[[str], None]) -> None:
    """What stands on pages besides is the same for a second town of the same shape whose people answered otherwise: it
    is about no answer. And with other answers in the first town, everybody there sees what they saw before."""
    towns = [Town(app, seed) for seed in (1, 2)]
    looks = [town.eyes.look(without=SLOW) for town in towns]
    for town, sights in zip(towns, looks, strict=True):
        for variant, form in OFFERED:
            query = "" if variant == FULL else f"?variant={variant}"
            assert sights["executive", f"{town.place}/report.{form}{query}"].kind == MEDIA_TYPES[form], (variant, form)
        assert sights[WITH_LINK, "/survey/results/where-we-stand.pdf"].kind == PDF
        assert sights["unit-reader", f"{town.hand_out}.pdf"].kind == PDF
        assert sights[WITH_LINK, "/survey/results"].status == 200
        assert sights[READER, "/report/"].status == 200
        assert sights[READER, "/report/report.pdf"].kind == PDF
    figures, read = (sum(pair) for pair in zip(*map(check_files, towns, looks), strict=True))
    numbers = [list_numbers(sights) for sights in looks]
    for town, own, other in zip(towns, numbers, numbers[::-1], strict=True):
        written = {way for kind, value in town.list_known() for way in write_ways(kind, value)}
        assert {found: who for found, who in own.items() if found not in written and found not in other} == {}
        assert len(own.keys() & written) > 100
    count = sum(len(list(find_numbers(sight.text))) for sights in looks for sight in sights.values())
    tell(
        f"T2: {len(looks[0])} addresses as {len(towns[0].eyes.clients)} kinds of people, {count} numbers on pages, "
        f"{figures} in files, {read} given to the attacker: 0 leaks, 0 that are not in the release or made of it"
    )
    tell(turn_all_answers(towns[0], looks[0]))


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.repeat)], indirect=True)
def test_pages_are_made_of_the_release_and_of_no_answer(app: Flask, tell: Callable[[str], None]) -> None:
    """On SQLite this follows on the numbers, in a town that stands there."""
    town = Town(app, 3)
    tell(turn_all_answers(town, town.eyes.look(without=SLOW)))


def turn_all_answers(town: Town, before: Sights) -> str:
    """With every answer turned round, and everything that was made and kept made anew, all see the same to the byte."""
    with town.app.app_context(), writing() as session:
        size = len(town.survey.questionnaire.items)
        own = AnswerSet.campaign_id == town.survey_id
        changed = session.execute(
            update(AnswerSet).where(own).values(answers=bytes([1]) * size, unit="yard", group_=None)
        )
        assert changed.rowcount == sum(ANSWERED.values())  # type: ignore[attr-defined]
        session.execute(update(Invitation).values(unit="yard", group_="middle-managers"))
        session.execute(delete(Document))
        session.execute(delete(Job).where(Job.kind.in_((REPORT, HAND_OUT))))
    sources._figures.clear()
    service._derived.clear()
    town.ask_for_report()
    after = town.eyes.look(without=SLOW)
    assert not find_changes(before, after), explain_changes(before, after)
    return f"T2: every answer changed after the release: {len(after)} pages and files the same to the byte"


def read_rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))
