"""What the release job does with answer sheets: seconds for reading them, and sheets folded a second once they are in
memory, on one core; and a page of results of very many people against one of few."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assessment.access.asked import asked_questionnaire
from assessment.models import Campaign, db
from assessment.release.reading import _stream
from assessment.scoring.layout import Layout
from assessment.scoring.tally import fold
from tests.bench.machine import OverBoundError, measure
from tests.bench.scoring import _open_page, _release, _store
from tests.bench.workload import GROUPS, UNITS, make_app

SHEETS = 100_000
FEWEST_A_SECOND = 100_000
FEW, MANY = 1_000, 1_000_000
MOST_TIMES = 1.5


def report_folding() -> Iterator[str]:
    """Lines to print. Raises OverBoundError after the last one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sheets"
        reading, folding = measure(_fold_apart, folder, measure(_store, folder, SHEETS).result).result
        speed = SHEETS / folding
        yield (
            f"  {SHEETS:,} sheets of 45: reading {reading:.2f} s; folding {folding:.2f} s of processor time,"
            f" {speed:,.0f} a second a core (at least {FEWEST_A_SECOND:,})"
        )
        pages = {}
        for size in (FEW, MANY):
            folder = Path(name) / str(size)
            campaign_id = measure(_store, folder, size).result
            measure(_release, folder, campaign_id)
            pages[size] = measure(_open_page, folder, campaign_id).result
        ratio = pages[MANY] / pages[FEW]
        yield (
            f"  a results page at {FEW:,}: {pages[FEW]:.1f} ms, at {MANY:,}: {pages[MANY]:.1f} ms,"
            f" ratio {ratio:.2f} (at most {MOST_TIMES})"
        )
        if speed < FEWEST_A_SECOND or ratio > MOST_TIMES:
            raise OverBoundError("folding is too slow, or a page depends on how many answered")


def _fold_apart(folder: Path, campaign_id: int) -> tuple[float, float]:
    """Seconds for reading the sheets into memory as the job does, and processor seconds for folding them from there."""
    with make_app(folder).app_context():
        campaign = db.session.get_one(Campaign, campaign_id)
        layout = Layout.of(asked_questionnaire(campaign))
        places = [(f"unit-{unit}", group) for unit in range(UNITS) for group in GROUPS]
        labels = {place: number for number, place in enumerate(places)}
        began = time.perf_counter()
        read = list(_stream(db.session, campaign_id, labels, len(layout.items)))
        reading = time.perf_counter() - began
        began = time.process_time()
        fold(iter(read), layout, len(places))
        return reading, time.process_time() - began
