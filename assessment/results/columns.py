"""The table of all shown figures as typed columns (Parquet), where that extra is installed."""

from importlib.util import find_spec
from io import BytesIO

from assessment.results.spreadsheet import HEAD, list_rows
from assessment.results.view import ResultsView

NUMBERS = ("score", "favourable", "unfavourable", "not_visible")


class NoParquetError(Exception):
    """The package that writes this format is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "Parquet files need a package that is not installed here. Whoever runs this application can add it: "
            "pip install quality-maturity-assessment[parquet]"
        )


def can_write_columns() -> bool:
    return find_spec("pyarrow") is not None


def write_columns(view: ResultsView) -> bytes:
    """The rows of results.csv; numbers are numbers, and what is not shown is null.

    Raises NoParquetError.
    """
    if not can_write_columns():
        raise NoParquetError
    import pyarrow  # noqa: PLC0415 - an extra, and large: loaded by those who ask for it
    from pyarrow import parquet  # noqa: PLC0415

    rows = list(list_rows(view))
    columns = {
        name: pyarrow.array(
            [read_entry(name, row[place]) for row in rows],
            pyarrow.float64() if name in NUMBERS else pyarrow.string(),
        )
        for place, name in enumerate(HEAD)
    }
    facts = view.facts
    about = {
        "survey": view.text(facts.name),
        "release": facts.sha256,
        "smallest_group": str(view.figures.summary.smallest_group),
        "questionnaire": f"{view.questionnaire.id} {view.questionnaire.version}",
        "released_at": facts.released_at.isoformat(),
    }
    table = pyarrow.table(columns).replace_schema_metadata(about)
    kept = BytesIO()
    parquet.write_table(table, kept)
    return kept.getvalue()


def read_entry(name: str, text: str) -> str | float | None:
    if not text:
        return None
    return float(text) if name in NUMBERS else text
