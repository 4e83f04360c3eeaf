"""The charts of the results page, each as a file of its own: what the page draws and nothing else."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import BoundedSemaphore

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Document, db, writing
from assessment.results.charts import (
    chart_dimensions,
    chart_groups,
    chart_index,
    chart_item,
    chart_units,
    list_unit_rows,
)
from assessment.results.circumstances import write_participation
from assessment.results.numbers import speaking, write_period
from assessment.results.unit_pages import ROWS, UNITS_WITH_QUESTIONS, turn_units
from assessment.results.view import ResultsView
from reports.charts import Chart
from reports.charts.standalone import Drawn, draw_standalone
from reports.pictures import render_png

TOTAL, DRIVERS, UNITS, GROUPS, QUESTION = "total", "drivers", "units", "groups", "question-"
PNG = "image/png"
HAND = 2
"""Raise it whenever the same picture would come out in other pixels: those that are kept are drawn again."""

WAIT = 60
"""Seconds that one waits for another whose picture is being drawn."""

_drawing = BoundedSemaphore(1)


class BusyError(Exception):
    """Others are having pictures drawn; trying again is safe."""


def find_chart(view: ResultsView, own: ResultsView, key: str, number: int = 1) -> Chart | None:
    """The chart that the page of the whole shows under this key; ``number``: on which page of units."""
    if view.derived.form in ("words", "none") or view.everybody is None:
        return None
    if key == TOTAL:
        return chart_index(own) if own.derived.index.score else None
    if key == DRIVERS:
        return chart_dimensions(view) if any(result.score is not None for result in view.core) else None
    if key == UNITS:
        return chart_units(view, turn_units(list_unit_rows(view), number, ROWS, "").keys)
    if key == GROUPS:
        return chart_groups(view)
    wanted = key.removeprefix(QUESTION) if key.startswith(QUESTION) else None
    figures = (figure for result in view.derived.dimensions for figure in result.items if figure.item == wanted)
    figure = next(figures, None)
    return None if figure is None else chart_item(view, figure)


def find_part_chart(view: ResultsView, key: str, number: int = 1) -> Chart | None:
    """The one chart of the page of a part."""
    if key != UNITS:
        return None
    return chart_units(view, turn_units(list_unit_rows(view), number, UNITS_WITH_QUESTIONS, "").keys)


def draw_chart(view: ResultsView, chart: Chart, *, whole: bool) -> Drawn:
    """The picture with where it comes from; of a part, nothing of how many people took part elsewhere."""
    facts = view.facts
    with speaking(view.language):
        names = (view.text(facts.name), view.text(facts.organisation), write_period(view))
        told = [
            write_participation(view) if whole else "",
            _("groups under %(smallest)s never shown", smallest=view.figures.summary.smallest_group),
            _("release %(release)s", release=facts.sha256[:16]),
        ]
    return draw_standalone(chart, (" · ".join(filter(None, names)), " · ".join(filter(None, told))))


def find_png(organisation_id: int, picture: Drawn) -> bytes:
    """The picture in pixels, drawn the first time that anybody asks for it and kept from then on.

    Raises LayoutError and BusyError.
    """
    key = f"picture/{hashlib.sha256(f'{HAND} {picture.svg}'.encode()).hexdigest()}"
    kept = _read(db.session, organisation_id, key)
    if kept is not None:
        return kept
    with _turn():
        # Whoever waited may have waited for this very one.
        content = _read(db.session, organisation_id, key) or render_png(picture)
    return _keep(organisation_id, key, content)


@contextmanager
def _turn() -> Iterator[None]:
    if not _drawing.acquire(timeout=WAIT):
        raise BusyError
    try:
        yield
    finally:
        _drawing.release()


def _keep(organisation_id: int, key: str, content: bytes) -> bytes:
    """Where another process was faster, its picture stands and is given back."""
    with writing() as session:
        present = _read(session, organisation_id, key)
        if present is not None:
            return present
        session.add(
            Document(
                organisation_id=organisation_id,
                key=key,
                media_type=PNG,
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=datetime.now(UTC),
                content=content,
            )
        )
    return content


def _read(session: Session, organisation_id: int, key: str) -> bytes | None:
    return session.scalar(
        select(Document.content).where(Document.organisation_id == organisation_id, Document.key == key)
    )
