"""Importing, reading, folding, releasing: seconds, sheets a second and peak memory."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assessment.models import Campaign, db
from assessment.release.closing import close_campaign
from assessment.release.reading import read_answers
from assessment.release.service import release_campaign
from tests.assessment.results.stored import open_as
from tests.bench.command import Peaks, run_command
from tests.bench.machine import Cost, measure
from tests.bench.workload import ITEMS, UNITS, make_app, make_campaign, store_random_answers, write_questionnaire

REAL = Path("tests/peers/leadership-climate.csv")
REAL_QUESTIONS = Path("tests/peers/leadership-climate.yaml")
SIZES = (1_000, 100_000, 1_000_000)
IMPORTED = 100_000
PAGES = 30


def report_scoring() -> Iterator[str]:
    """Lines to print."""
    cost = _import(REAL, REAL_QUESTIONS, "company", "--disclosure", "full")
    yield f"  importing and scoring the 2,042 real sheets: {cost.seconds:.1f} s, {cost.itself:.0f} MB at the peak"
    cost = import_many(IMPORTED)
    yield (
        f"  importing and scoring {IMPORTED:,} sheets of {ITEMS} in {UNITS} units, anonymous:"
        f" {cost.seconds:.1f} s, {cost.itself:.0f} MB at the peak (at most 150)"
    )
    with tempfile.TemporaryDirectory() as name:
        pages: dict[int, float] = {}
        for size in SIZES:
            folder = Path(name) / str(size)
            campaign_id = measure(_store, folder, size).result
            yield _tell_folding(size, measure(_fold, folder, campaign_id))
            release = measure(_release, folder, campaign_id)
            yield (
                f"  closing and releasing {size:9,}: {release.seconds:6.1f} s,"
                f" {release.megabytes:.0f} MB with all that this bench loads"
            )
            pages[size] = measure(_open_page, folder, campaign_id).result
        small, large = pages[SIZES[0]], pages[SIZES[-1]]
        yield (
            f"  a results page at {SIZES[0]:,}: {small:.1f} ms, at {SIZES[-1]:,}: {large:.1f} ms,"
            f" ratio {large / small:.2f}"
        )


def import_many(people: int) -> Peaks:
    """A made-up file of that many sheets; writing it is not what is measured."""
    with tempfile.TemporaryDirectory() as name:
        questions, sheets = Path(name) / "questions.yaml", Path(name) / "sheets.csv"
        questions.write_text(write_questionnaire(5))
        ids = [f"item-{number}-{place}" for number in range(5) for place in range(ITEMS // 5)]
        with sheets.open("w") as out:
            out.write(",".join(["unit", *ids]) + "\n")
            for person in range(people):
                points = (str((person * 7 + place * 3 + person // 11) % 5 + 1) for place in range(ITEMS))
                out.write(",".join([f"unit-{person % UNITS}", *points]) + "\n")
        return _import(sheets, questions, "unit")


def _import(sheets: Path, questions: Path, unit: str, *more: str) -> Peaks:
    """The command as people run it, on a new database."""
    with tempfile.TemporaryDirectory() as name:
        arguments = ["import", str(sheets), "--questionnaire", str(questions), "--unit", unit, *more]
        return run_command(Path(name), *arguments)


def _store(folder: Path, people: int) -> int:
    with make_app(folder).app_context():
        campaign_id = make_campaign()
        store_random_answers(campaign_id, people)
        return campaign_id


def _fold(folder: Path, campaign_id: int) -> tuple[float, float]:
    """Seconds for reading the rows alone, and for reading and folding with item pairs."""
    with make_app(folder).app_context():
        campaign = db.session.get_one(Campaign, campaign_id)
        began = time.perf_counter()
        rows = db.session.connection().exec_driver_sql(
            f"SELECT unit, group_key, answers FROM answer_set WHERE campaign_id = {campaign_id}"
        )
        while rows.fetchmany(10_000):
            pass
        reading = time.perf_counter() - began
        began = time.perf_counter()
        answers = read_answers(db.session, campaign)
        for _ in answers.count_pairs([frozenset(answers.places)]):
            pass
        return reading, time.perf_counter() - began


def _tell_folding(size: int, cost: Cost) -> str:
    reading, folding = cost.result
    return (
        f"  {size:9,} sheets: reading rows {reading:6.2f} s, reading and folding (twice read, with item pairs)"
        f" {folding:6.2f} s, {size / folding:9,.0f} sheets a second, {cost.megabytes:.0f} MB"
    )


def _release(folder: Path, campaign_id: int) -> None:
    with make_app(folder).app_context():
        close_campaign(campaign_id)
        release_campaign(campaign_id)


def _open_page(folder: Path, campaign_id: int) -> float:
    """Milliseconds of one results page, the median of several, in a process that has opened it once."""
    app = make_app(folder)
    client = app.test_client()
    path = open_as(client, campaign_id)
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    return sorted(times)[PAGES // 2]
