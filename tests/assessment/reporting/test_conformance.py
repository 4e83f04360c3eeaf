"""What checkers say of the report in every language. What none of them can check stands in docs/report.md."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pytest
from pdfua import Severity, validate

from tests.reports.archive import find_breaches

PdfOf = Callable[[str, str], bytes]
Tell = Callable[[str], None]
LANGUAGES = ("en", "nl")
UNDECLARED = {"UA-06-002", "DOC-012"}
"""That PDF/UA is not declared: it is not claimed."""

NARROW_TABLES = {"TBL-010"}
"""Calls a table shredded that has few cells and a head for each row and column, as those of figures do."""


@pytest.fixture(params=LANGUAGES)
def report(request: pytest.FixtureRequest, pdf_of: PdfOf, tmp_path: Path) -> tuple[str, Path]:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of("full", request.param))
    return request.param, path


def count(rules: list[str]) -> str:
    return ", ".join(f"{rule} {times} times" for rule, times in sorted(Counter(rules).items())) or "nothing"


def test_a_checker_of_accessibility_finds_no_error(report: tuple[str, Path], tell: Tell) -> None:
    language, path = report
    found = validate(str(path)).findings
    errors = [one.rule_id for one in found if one.severity >= Severity.ERROR]
    others = [one.rule_id for one in found if one.severity < Severity.ERROR]
    tell(f"PDF/UA by pdfua, {language}: errors: {count(errors)}; warnings: {count(others)}")
    assert set(errors) <= UNDECLARED


def test_another_one_that_reads_aloud_finds_no_error(report: tuple[str, Path], tell: Tell) -> None:
    language, path = report
    result = outloud.check(str(path))
    assert result.error is None or result.error == ""
    errors = [one.rule for one in result.findings if one.severity == "error"]
    others = [one.rule for one in result.findings if one.severity == "warning"]
    tell(f"PDF/UA by outloud, {language}: errors: {count(errors)}; warnings: {count(others)}")
    assert set(errors) <= UNDECLARED | NARROW_TABLES


def test_nothing_breaks_the_rules_of_the_archive_that_we_can_look_at(report: tuple[str, Path], tell: Tell) -> None:
    language, path = report
    breaches = list(find_breaches(path.read_bytes()))
    tell(f"PDF/A-3A by our own list, {language}: {count(breaches)}")
    assert breaches == []


def spoil(path: Path, change: Callable[[Any], None]) -> bytes:
    with pikepdf.open(path) as pdf:
        change(pdf)
        kept = BytesIO()
        pdf.save(kept)
    return kept.getvalue()


def test_our_list_sees_what_is_broken(report: tuple[str, Path]) -> None:
    _language, path = report

    def loosen(pdf: Any) -> None:
        del pdf.Root["/OutputIntents"], pdf.Root["/AF"], pdf.Root["/Lang"]
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.FontDescriptor:
                for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                    if key in one:
                        del one[key]

    found = {breach.partition(":")[0] for breach in find_breaches(spoil(path, loosen))}
    assert {"6.2.3", "6.7.4", "6.8", "6.2.11"} <= found
