"""About you: asked only where the link leaves it open, and nobody can choose to be a senior manager."""

import pytest

from assessment.respond.structure import join_small_unit, make_structure
from tests.assessment.respond.visitor import arrive, stored
from tests.fixtures.surveys import open_survey


def test_units_and_groups_on_offer_are_those_of_people_who_see(app, survey):
    visitor = arrive(app, survey, None, None).press()

    assert visitor.heading == "About you"
    assert visitor.values("unit") == ["care", "software", "archive"]
    assert visitor.values("group") == ["middle-managers", "staff", "quality-professionals"]
    assert "Offices – Software" in visitor.text


def test_what_the_link_settles_is_not_asked(app, survey):
    assert arrive(app, survey, "care", None).press().questions == ["group"]
    assert arrive(app, survey, None, "staff").press().questions == ["unit"]
    assert arrive(app, survey, "care", "staff").press().heading == "Commitment"


def test_choice_is_stored_with_the_answers(app, survey):
    visitor = arrive(app, survey, None, None).press()
    visitor.press(fields={"unit": "software", "group": "middle-managers"}).answer_all()
    assert "You answer as: Offices – Software, Middle managers." in visitor.text

    visitor.press()
    assert stored(app)[0][:2] == ("software", "middle-managers")


def test_missing_choices_are_named_and_what_was_chosen_is_kept(app, survey):
    visitor = arrive(app, survey, None, None).press().press(fields={"group": "staff"})

    assert (visitor.page.status_code, visitor.title) == (422, "Error: About you")
    assert 'href="#unit-0"' in visitor.page.text
    assert "Choose the part of the organisation where you work" in visitor.text
    assert visitor.checked == {"group": "staff"}


@pytest.mark.parametrize(("unit", "group"), [("zonneveld", "staff"), ("care", "senior-managers")])
def test_a_forged_choice_is_refused(app, survey, unit, group):
    visitor = arrive(app, survey, None, None).press().press(fields={"unit": unit, "group": group})

    assert visitor.page.status_code == 422


def test_a_forged_choice_beside_a_settled_one_changes_nothing(app, survey):
    visitor = arrive(app, survey, None, "staff").press()
    visitor.press(fields={"unit": "care", "group": "senior-managers"}).answer_all().press()

    assert stored(app)[0][:2] == ("care", "staff")


def test_questions_wait_until_unit_and_group_are_known(app, survey):
    visitor = arrive(app, survey, None, None)

    for path in ("/survey/questions/1", "/survey/review"):
        assert visitor.open(path).heading == "Quality at Zonneveld 2027"


def test_switching_the_language_keeps_the_choice(app, survey):
    visitor = arrive(app, survey, None, None).press().switch("nl", fields={"unit": "care"})

    assert visitor.heading == "Over jou"
    assert visitor.checked == {"unit": "care"}


def test_without_head_counts_the_smallest_parts_are_on_offer(app):
    with app.app_context():
        survey = open_survey(invited=())

    assert arrive(app, survey, None, "staff").press().values("unit") == ["care", "software", "archive"]


ABOVE = {"top": None, "care": "top", "offices": "top", "software": "offices", "archive": "offices"}
STRUCTURE = make_structure(
    {
        "units": [{"key": key, "name": {"en": key}, "parent": parent} for key, parent in ABOVE.items()],
        "groups": [{"key": "staff", "name": {}, "voice": "sees"}, {"key": "board", "name": {}, "voice": "says"}],
        "invited": [
            {"unit": "care", "group": "staff", "count": 30},
            {"unit": "software", "group": "staff", "count": 12},
            {"unit": "archive", "group": "staff", "count": 3},
            {"unit": "archive", "group": "board", "count": 9},
        ],
    }
)


@pytest.mark.parametrize(
    ("unit", "group", "smallest", "joined"),
    [
        ("archive", "staff", 5, "offices"),
        ("archive", "staff", 3, "archive"),
        ("archive", "staff", 20, "top"),
        ("archive", "staff", 500, "top"),
        ("archive", "board", 5, "archive"),
        ("software", "staff", 5, "software"),
        ("unheard-of", "staff", 5, "unheard-of"),
        (None, "staff", 5, None),
    ],
)
def test_small_units_join_the_one_above_counting_one_voice_only(unit, group, smallest, joined):
    assert join_small_unit(STRUCTURE, unit, group, smallest) == joined
