"""Every variant of releases that came about as releases do: answered, closed, released; only answers are made up.

The demo organisation, one of 12 people, one in which 35 % answered, and the imported real answers. Checkers of others
look at each as well.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from flask import Flask
from pypdf import PdfReader

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.service import create_campaign, open_campaign
from assessment.cli import group
from assessment.demo.build import build_demo
from assessment.models import Campaign, db
from assessment.organisation.plan import create_organisation
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.reporting.deck import build_deck
from assessment.reporting.service import publish_report, read_views
from assessment.reporting.variants import VARIANTS
from assessment.reporting.verify import verify_report
from assessment.respond.service import Sheet, store_sheets
from assessment.results.service import load_source
from tests.assessment.reporting.test_variants import PAGES
from tests.fixtures.surveys import UNITS, plan_survey
from tests.reports.checkers import check_paper

PEERS = Path(__file__).parents[2] / "peers"
LANGUAGES = pytest.mark.parametrize("language", ["en", "nl"])
pytestmark = [pytest.mark.wide, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def release_answers(invited: int, answered: int) -> int:
    """A survey of staff in one unit, who lean to the middle."""
    organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
    people = [{"unit": "care", "group": "staff", "count": invited}]
    survey_id = create_campaign(
        organisation_id, plan_survey(invited=people, results_on=datetime.now(UTC).date(), joint_answer_promised=False)
    )
    open_campaign(survey_id)
    campaign = db.session.get_one(Campaign, survey_id)
    size = len(asked_questionnaire(campaign).items)
    chance = np.random.default_rng(invited)
    points = np.clip(np.round(chance.normal(3.1, 1.0, (answered, size))), 1, 5).astype(int)
    store_sheets(campaign, [Sheet("care", "staff", bytes(row)) for row in points.tolist()])
    close_campaign(survey_id)
    release_campaign(survey_id)
    return survey_id


def check_variants(survey_id: int, language: str, folder: Path) -> str:
    """How many pages each has and what checkers find; each verifies, and the slides come about."""
    told = []
    for variant in VARIANTS:
        pdf = publish_report(survey_id, language, variant)
        assert verify_report(pdf) == (), variant
        pages = len(PdfReader(BytesIO(pdf)).pages)
        assert pages in PAGES.get(variant, range(2, 100)), (variant, pages)
        path = folder / f"{variant}.pdf"
        path.write_bytes(pdf)
        told.append(f"{variant} {pages} pages ({check_paper(path)})")
    assert len(build_deck(read_views(load_source(survey_id), language)).slides) >= 5
    return ", ".join(told)


@LANGUAGES
@pytest.mark.parametrize(("invited", "answered", "form"), [(12, 11, "words"), (120, 42, "those who answered")])
def test_few_people_and_few_answers(
    app: Flask, invited: int, answered: int, form: str, language: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        survey_id = release_answers(invited, answered)
        assert read_views(load_source(survey_id), language).main.derived.form == form
        tell(f"Papers, {answered} of {invited} answered, {language}: {check_variants(survey_id, language, tmp_path)}")


@LANGUAGES
def test_the_demo_organisation(app: Flask, language: str, tmp_path: Path, tell: Callable[[str], None]) -> None:
    with app.app_context():
        survey_id = build_demo(datetime.now(UTC).date(), step=lambda _: None).this_year
        tell(f"Papers, demo, {language}: {check_variants(survey_id, language, tmp_path)}")


def test_the_imported_real_answers(
    app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]
) -> None:
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", database_url)
    files = (str(PEERS / "leadership-climate.csv"), "--questionnaire", str(PEERS / "leadership-climate.yaml"))
    done = CliRunner().invoke(group, ["import", *files, "--unit", "company", "--disclosure", "full"])
    assert done.exit_code == 0, done.output
    survey_id = int(done.stdout.splitlines()[-1])
    with app.app_context():
        language = load_source(survey_id).facts.languages[0]
        tell(f"Papers, imported answers, {language}: {check_variants(survey_id, language, tmp_path)}")
