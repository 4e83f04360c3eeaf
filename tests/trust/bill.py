"""What the tests of trust counted, printed at the end of the run; parts of the long attack are added up."""

from collections import Counter
from typing import Any

PROPERTY = "attack on a thousand organisations"
FIGURES = "figures of trust"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tests may run in several processes; their figures travel with the test reports."""
    total: Counter[str] = Counter()
    lines: list[str] = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
                if name == PROPERTY:
                    total.update(value)
                elif name == FIGURES:
                    lines.append(value)
    if lines:
        terminalreporter.section(FIGURES)
        for line in sorted(lines):
            terminalreporter.write_line(line)
    if total:
        terminalreporter.section(PROPERTY)
        for name, value in total.items():
            terminalreporter.write_line(f"{name:>32}: {value:,.0f}")
        for what in ("units and groups", "groups in units"):
            shown, eligible = total[f"{what} shown"], total[f"{what} eligible"]
            terminalreporter.write_line(f"{what:>32}: {100 * shown / max(1, eligible):.1f} % shown")
