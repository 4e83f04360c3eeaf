"""F15: a report that takes longer or more than it may is stopped, that is said in plain words, and all others go on."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

import reports.pdf
from assessment.jobs import run_due_jobs
from assessment.models import Job, db, writing
from assessment.reporting.identity import name_edition
from assessment.reporting.jobs import ask_for_report
from assessment.results.service import load_source
from reports.charts import GapColumns, GapDots, GapKey, GapRow, HeatCell, HeatMap, HeatRow, Mark, Table
from reports.document import Block, Bullets, Grid, Heading, Ladder, Panel, Paragraph, Picture, Report, Section
from reports.office import render_docx
from reports.pdf import LayoutError, Limits, render_pdf
from tests.assessment.reporting.releases import make_source
from tests.assessment.reporting.test_service import SMALL as FEW
from tests.assessment.results.stored import open_as, store
from tests.reports.samples import SMALL

pytestmark = pytest.mark.usefixtures("drawn_anew")

TIGHT = Limits(seconds=3, patience=300, memory=400 * 1024**2)
"""The same limits in small: what is stopped by these is stopped by the others, only later."""

SHORT = 3


def make_hostile(number: int) -> Report:
    """One of thirty: six shapes, each in five sizes, from what is stopped at work to what is refused beforehand."""
    size = (80_000, 120_000, 200_000, 400_000, 1_500_000)[number // len(SHAPES) % 5]
    return replace(SMALL, sections=(Section("x", "X", (SHAPES[number % len(SHAPES)](size),)),))


def nest(size: int) -> Block:
    inner: Block = Paragraph("deep")
    for _ in range(size // 20):
        inner = Panel((inner,))
    return inner


def fill_table(size: int) -> Block:
    return Grid(Table("Much", ("A", "B", "C", "D", "E"), (("1", "2", "3", "4", "5"),) * (size // 5), (1, 2, 3, 4)))


def heat(size: int) -> Block:
    row = HeatRow("Unit", (HeatCell("51", 3),) * 40, "12")
    return Picture(HeatMap("Much", "Unit", "Answers", ("Driver",) * 40, (row,) * (size // 40)))


def dot(size: int) -> Block:
    rows = (GapRow("Driver", Mark(43, "43"), Mark(79, "79"), Mark(40, "40"), "gap 36"),) * (size // 4)
    columns = GapColumns("Driver", "Staff", "Senior managers", "Last", "Gap", "-")
    return Picture(GapDots("Much", rows, ("never", "always"), GapKey("staff"), columns))


SHAPES: tuple[Callable[[int], Block], ...] = (
    fill_table,
    nest,
    lambda size: Bullets((("word " * 40, "more " * 20),) * (size // 4)),
    heat,
    dot,
    lambda size: Panel((Heading("A", 3), Ladder(()), Paragraph("W" * 400, "small")) * (size // 12)),
)


def stop_all(numbers: range, limits: Limits) -> dict[str, int]:
    """How often each reason was given; every one of them must be stopped, within its time."""
    told: dict[str, int] = {}
    for number in numbers:
        for render in (render_pdf, render_docx) if number % len(SHAPES) == 0 else (render_pdf,):
            reason = find_reason(render, make_hostile(number), limits)
            # Text of this size may well be written; it is the page that costs.
            assert reason in (("slow", "big", "") if render is render_docx else ("slow", "big")), number
            told[reason] = told.get(reason, 0) + bool(reason)
    return {reason: count for reason, count in told.items() if count}


def find_reason(render: Callable[[Report, Limits], bytes], report: Report, limits: Limits) -> str:
    """Why it was stopped; "" where it was made."""
    try:
        render(report, limits)
    except LayoutError as error:
        return error.reason or str(error)
    return ""


@pytest.mark.wide
def test_hostile_reports_are_stopped_and_the_next_one_is_made(tell: Callable[[str], None]) -> None:
    told = stop_all(range(24 + SHORT, 30), TIGHT)
    told_at_work = stop_all(range(1), TIGHT)
    assert told_at_work
    assert render_pdf(SMALL, Limits(patience=300)).startswith(b"%PDF-")
    tell(f"F15: counts of hostile reports: {told} refused beforehand, {told_at_work} stopped at work, the next is made")


@pytest.mark.trust
@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_thirty_hostile_reports_within_the_real_limits(shape: int, tell: Callable[[str], None]) -> None:
    """A test a shape: each holds a processor for minutes, and several of them can be held at once."""
    numbers = range(shape, 30, len(SHAPES))
    told = stop_all(numbers, Limits(patience=900))
    assert sum(told.values()) >= len(numbers)
    assert render_pdf(SMALL, Limits(patience=300)).startswith(b"%PDF-")
    tell(f"F15: {len(numbers)} hostile reports of shape {shape + 1} of {len(SHAPES)}: {told}, the next is made")


def test_a_stopped_report_is_told_in_plain_words_and_other_jobs_go_on(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = store(app, make_source(FEW))
    path = open_as(client, campaign_id)
    with app.app_context():
        source = load_source(campaign_id)
        edition = name_edition(source)
        with writing() as session:
            first = ask_for_report(session, campaign_id, "en", None, edition)
        with monkeypatch.context() as patched:
            patched.setattr(reports.pdf, "STANDARD", Limits(seconds=1, patience=300))
            run_due_jobs(app)
        with writing() as session:
            second = ask_for_report(session, campaign_id, "en", None, edition, "full", "html")
        run_due_jobs(app)
        jobs = [db.session.get_one(Job, number) for number in (first, second)]
        assert [(job.state, job.message, job.tries) for job in jobs] == [("failed", "slow", 1), ("done", "", 1)]
    page = client.get(f"{path}/files?language=en").text
    assert "It took longer than a report may take and was stopped." in page
    assert "Make it again" in page
    made = client.get(f"{path}/report.html?language=en")
    assert (made.status_code, made.mimetype) == (200, "text/html")
