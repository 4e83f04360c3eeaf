"""Where those are counted who are not shown on their own: never in a unit that nobody sees."""

import pytest

from assessment.results.reasons import explain_withheld
from assessment.results.service import read_source
from assessment.results.view import DRIVERS
from assessment.scoring.figures import Withheld
from tests.assessment.results import made


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (168, "Shown inside North: apart, it could tell what a small group answered."),
        (90, "Not shown: fewer than half of the people invited answered."),
    ],
)
def test_a_joined_unit_is_said_to_stand_only_where_units_are_shown(answered: int, told: str) -> None:
    figures = made.figures(n=made.count(answered), units=("North", "South"), hidden=1)
    facts = made.facts(sha256=f"{answered:064}")  # names what is kept of a release
    view = read_source(made.source(figures, facts=facts, structure=made.structure(("North", "South"))), DRIVERS, "en")

    assert explain_withheld(view, Withheld(key="unit:u1", reason="joined", joined_into="unit:u0")) == told
