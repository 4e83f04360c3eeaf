"""What long runs cost and counted, added up over their parts and printed at the end of the run.

A test hands in what it counted with ``record_property(counts_of("F8"), {"edits": 2000})``.
"""

from collections import Counter
from typing import Any

PROPERTY = "attack on a thousand organisations"
COUNTS = "counts of "
FIGURES = "figures of trust"


def counts_of(failure: str) -> str:
    """The property under which a test tells its counts."""
    return COUNTS + failure


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Parts may run in several processes; their figures travel with the test reports."""
    totals: dict[str, Counter[str]] = {}
    lines: list[str] = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, bill in getattr(report, "user_properties", ()):
                if getattr(report, "when", "") == "call" and (name == PROPERTY or name.startswith(COUNTS)):
                    totals.setdefault(name, Counter()).update(bill)
                elif getattr(report, "when", "") == "call" and name == FIGURES:
                    lines.append(bill)
    if lines:
        terminalreporter.section(FIGURES)
        for line in sorted(lines):
            terminalreporter.write_line(line)
    for name, total in sorted(totals.items()):
        terminalreporter.section(name)
        for what, value in total.items():
            terminalreporter.write_line(f"{what:>32}: {value:,.0f}")
        if name == PROPERTY:
            for what in ("units and groups", "groups in units"):
                shown, eligible = total[f"{what} shown"], total[f"{what} eligible"]
                terminalreporter.write_line(f"{what:>32}: {100 * shown / max(1, eligible):.1f} % shown")
