"""What checkers of others, and a list of our own, say of a PDF. What none can check stands in docs/report.md."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import outloud
from pdfua import Severity, validate

from tests.reports.archive import find_breaches

UNDECLARED = {"UA-06-002", "DOC-012"}
"""That PDF/UA is not declared: it is not claimed."""

NARROW_TABLES = {"TBL-010"}
"""Calls a table shredded that has few cells and a head for each row and column, as those of figures do."""


def check_paper(path: Path) -> str:
    """Ask all three; gives one line of what they found, and fails where that is an error."""
    return "; ".join((check_structure(path), check_reading(path), check_archive(path)))


def check_structure(path: Path) -> str:
    """PDF/UA by pdfua."""
    found = validate(str(path)).findings
    errors = [one.rule_id for one in found if one.severity >= Severity.ERROR]
    assert set(errors) <= UNDECLARED, errors
    others = [one.rule_id for one in found if one.severity < Severity.ERROR]
    return f"pdfua: {_count(errors)}, warns of {_count(others)}"


def check_reading(path: Path) -> str:
    """PDF/UA by outloud, which reads as a screen reader does."""
    result = outloud.check(str(path))
    assert not result.error, result.error
    errors = [one.rule for one in result.findings if one.severity == "error"]
    assert set(errors) <= UNDECLARED | NARROW_TABLES, errors
    others = [one.rule for one in result.findings if one.severity == "warning"]
    return f"outloud: {_count(errors)}, warns of {_count(others)}"


def check_archive(path: Path) -> str:
    """PDF/A-3A by our own list."""
    breaches = list(find_breaches(path.read_bytes()))
    assert breaches == [], breaches
    return "our list for PDF/A-3A: nothing"


def _count(rules: Iterable[str]) -> str:
    return ", ".join(f"{rule} {times} times" for rule, times in sorted(Counter(rules).items())) or "nothing"
