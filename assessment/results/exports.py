"""The files of a release that spreadsheets and statistics programs open."""

from collections.abc import Mapping
from types import MappingProxyType

from assessment.results.columns import write_columns
from assessment.results.kept import Kept
from assessment.results.service import name_view
from assessment.results.spreadsheet import write_table
from assessment.results.view import ResultsView
from assessment.results.workbook import write_workbook

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "parquet": "application/vnd.apache.parquet",
    }
)
"""Ending of the file's name: its media type."""

_kept: Kept[bytes] = Kept(8)
"""With 400 units a workbook takes seconds to write; a release never changes."""


def write_export(view: ResultsView, kind: str, *, whole: bool = True) -> bytes:
    """The bytes of one format; ``whole`` says that the view was not cut to some units.

    Raises NoParquetError.
    """
    part = () if whole else (*(cell.key for cell in view.figures.cells), *map(repr, view.figures.summary.withheld))
    return _kept.get((kind, whole, part, name_view(view)), lambda: _write(view, kind, whole=whole))


def _write(view: ResultsView, kind: str, *, whole: bool) -> bytes:
    if kind == "xlsx":
        return write_workbook(view, whole=whole)
    if kind == "parquet":
        return write_columns(view)
    return f"\ufeff{write_table(view)}".encode()
