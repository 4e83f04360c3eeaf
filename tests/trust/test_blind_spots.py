"""How often a blind spot is named, and one that is not there (method 8), with the shares that must be reached."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.trust.blind_spots import Case, find_gaps

CASES = {
    "joint answer of 7, organisation of 195": Case(188, 7),
    "joint answer of 4, 52 staff": Case(52, 4),
}
GAPS = (20.0, 0.0)
FULL, SHORT = 400, 12
BOUNDS = {FULL: (0.90, 0.65, 0.06), SHORT: (0.75, 0.5, 0.15)}
"""Organisations to the least shares of blind spots named with 7 and 4 managers, and the most where there is none.
Twelve organisations have sixty drivers only, so their bounds are wide."""


def share_names(case: Case, organisations: int) -> list[Counter[str]]:
    """Per cent of the drivers whose gap has each name, for each of ``GAPS``."""
    names: list[Counter[str]] = [Counter() for _ in GAPS]
    for seed in range(organisations):
        for counted, gaps in zip(names, find_gaps(case, seed, GAPS), strict=True):
            counted.update(gap.name for gap in gaps)
    drivers = 5 * organisations
    assert [counted.total() for counted in names] == [drivers, drivers]
    return [Counter({name: 100 * count / drivers for name, count in counted.items()}) for counted in names]


@pytest.mark.parametrize("told", CASES)
@pytest.mark.parametrize("organisations", [SHORT, pytest.param(FULL, marks=pytest.mark.trust)])
def test_blind_spots_are_named_where_they_are(organisations: int, told: str, tell: Callable[[str], None]) -> None:
    case, (least_of_seven, least_of_four, most) = CASES[told], BOUNDS[organisations]
    there, nowhere = share_names(case, organisations)
    for gap, names in zip(GAPS, (there, nowhere), strict=True):
        shares = ", ".join(f"{name} {share:.1f} %" for name, share in sorted(names.items()))
        tell(f"gap of {gap:.0f}, {told}, {organisations} organisations: {shares}")
    assert there["blind spot"] / 100 >= {7: least_of_seven, 4: least_of_four}[case.managers]
    assert nowhere["blind spot"] / 100 <= most
