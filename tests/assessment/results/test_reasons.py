"""Where those are counted who are not shown on their own: never in a unit that nobody sees."""

import pytest

from assessment.results.reasons import explain_withheld
from assessment.results.service import read_source
from assessment.results.view import DRIVERS, GroupFact, InvitedFact
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


def test_a_group_and_a_unit_in_which_nobody_is_are_not_said_to_have_answered_too_seldom() -> None:
    structure = made.structure(("North", "South")).model_copy(
        update={
            "groups": tuple(
                GroupFact(key=key, name={"en": key}, voice="says" if key == "top" else "sees")
                for key in ("staff", "quality", "top")
            ),
            "invited": (
                InvitedFact(unit="u0", group="staff", count=40),
                InvitedFact(unit="u1", group="top", count=3),
                InvitedFact(unit="u0", group="quality", count=0),
            ),
        }
    )
    view = read_source(made.source(structure=structure, facts=made.facts(sha256="7" * 64)), DRIVERS, "en")

    assert view.unasked == {"group:quality", "unit:u1"}
    for key in ("group:quality", "unit:u1"):
        assert explain_withheld(view, Withheld(key=key, reason="few people")) == "Nobody was asked here."
    assert "fewer than" in explain_withheld(view, Withheld(key="group:staff", reason="few people"))
    ungrouped = structure.model_copy(update={"invited": (InvitedFact(unit="u0", group=None, count=40),)})
    view = read_source(made.source(structure=ungrouped, facts=made.facts(sha256="8" * 64)), DRIVERS, "en")
    assert view.unasked == {"unit:u1"}, "of which groups these 40 are, nobody knows"
