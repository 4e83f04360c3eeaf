"""One report: seconds for data, document, layout; memory at the peak of both its processes; the same demo each time."""

import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from assessment.demo.build import build_demo
from assessment.reporting.build import build_report
from assessment.reporting.service import publish_report, read_views
from assessment.results.service import load_source
from reports.html import render_html
from reports.pdf import Limits, lay_out
from tests.bench.command import run_command
from tests.bench.machine import measure
from tests.bench.workload import make_app

TODAY = date(2027, 3, 20)


def report_reports() -> Iterator[str]:
    """Lines to print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = measure(_build, folder)
        yield f"  building the demo organisation: {build.seconds:.1f} s"
        data, document, page, layout = measure(_take_steps, folder, build.result).result
        yield f"  a report: data {data:.2f} s, document {document:.2f} s, charts {page:.2f} s, layout {layout:.2f} s"
        whole = measure(_publish, folder, build.result)
        yield f"  from asking to the kept PDF: {whole.result:.1f} s"
        again = measure(_publish, folder, build.result)
        yield f"  the same report asked for again: {again.result:.3f} s"
        # The other language: that report is not kept yet.
        peaks = run_command(folder, "report", str(build.result), "--language", "nl", "-o", str(folder / "report.pdf"))
        yield (
            f"  the command for a report: {peaks.seconds:.1f} s; {peaks.itself:.0f} MB at its peak and"
            f" {peaks.children:.0f} MB at that of its layout process, {peaks.itself + peaks.children:.0f} MB together"
            " (at most 300)"
        )


def _build(folder: Path) -> int:
    with make_app(folder).app_context():
        return build_demo(TODAY, step=lambda _: None).this_year


def _take_steps(folder: Path, campaign_id: int) -> list[float]:
    """Seconds of each step, one after the other."""
    with make_app(folder).app_context():
        marks = [time.perf_counter()]
        views = read_views(load_source(campaign_id), "en")
        marks.append(time.perf_counter())
        report = build_report(views)
        marks.append(time.perf_counter())
        text = render_html(report)
        marks.append(time.perf_counter())
        lay_out(text, report, Limits())
        marks.append(time.perf_counter())
        return [after - before for before, after in pairwise(marks)]


def _publish(folder: Path, campaign_id: int) -> float:
    with make_app(folder).app_context():
        began = time.perf_counter()
        publish_report(campaign_id, "en")
        return time.perf_counter() - began
