"""What the long attack cost, added up over its parts and printed at the end of the run."""

from collections import Counter
from typing import Any

PROPERTY = "attack on a thousand organisations"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Parts may run in several processes; their figures travel with the test reports."""
    total: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, bill in getattr(report, "user_properties", ()):
                if name == PROPERTY and getattr(report, "when", "") == "call":
                    total.update(bill)
    if total:
        terminalreporter.section(PROPERTY)
        for name, value in total.items():
            terminalreporter.write_line(f"{name:>32}: {value:,.0f}")
        for what in ("units and groups", "groups in units"):
            shown, eligible = total[f"{what} shown"], total[f"{what} eligible"]
            terminalreporter.write_line(f"{what:>32}: {100 * shown / max(1, eligible):.1f} % shown")
