"""What a good file becomes: typed, immutable, in the order of the file; slots filled; two asked as one."""

import pytest
from pydantic import ValidationError

from questionnaires import Questionnaire, check_text, combine, fill_slots, load_text, shipped
from tests.questionnaires.changes import SAMPLE

MINIMAL = """\
id: minimal
title: Do we answer?
scales:
  yes-no:
    points: 2
    labels: [No, Yes]
dimensions:
  - id: answers
    title: Answers
    items:
      - id: asked
        text: Somebody answered my last question.
        scale: yes-no
"""


def named(text: str, old: str, new: str) -> Questionnaire:
    assert old in text
    return load_text(text.replace(old, new), "named.yaml")


def test_minimal_file_is_a_complete_questionnaire() -> None:
    questionnaire = load_text(MINIMAL, "minimal.yaml")
    assert questionnaire.title == {"en": "Do we answer?"}
    assert questionnaire.scales["yes-no"].labels == {"en": ("No", "Yes")}
    (item,) = questionnaire.items
    assert (item.weight, item.block, item.scored, item.reverse) == (1, "core", True, False)
    assert (questionnaire.mode, questionnaire.in_index, questionnaire.version) == ("anonymous", True, 1)
    assert {fault.severity for fault in check_text(MINIMAL, "minimal.yaml")} == {"warning"}


def test_minimal_file_in_another_language() -> None:
    questionnaire = named(MINIMAL, "id: minimal\n", "id: minimal\nlanguages: [no]\n")
    assert questionnaire.title == {"no": "Do we answer?"}


def test_words_stay_words_whatever_yaml_makes_of_them() -> None:
    questionnaire = named(MINIMAL, "labels: [No, Yes]", "labels: [0, 012]")
    assert questionnaire.scales["yes-no"].labels["en"] == ("0", "012")
    questionnaire = named(MINIMAL, "title: Do we answer?", "title: 2026-11-22")
    assert questionnaire.title["en"] == "2026-11-22"


def test_pieces_are_typed_and_frozen() -> None:
    questionnaire = load_text(SAMPLE, "sample.yaml")
    assert [item.id for item in questionnaire.items] == ["asked", "blamed", "later"]
    assert questionnaire.position["later"] == 2
    assert questionnaire.item("blamed").reverse is True
    assert questionnaire.item("asked").self_text == {
        "en": "We answered what staff asked.",
        "nl": "Wij antwoordden op vragen van medewerkers.",
    }
    assert [item.id for item in questionnaire.scored_items()] == ["asked", "blamed"]
    assert [step.start for step in questionnaire.lens.ladder] == [0, 50]
    assert questionnaire.recommendations[0].when[1].blind_spot is True
    with pytest.raises(ValidationError):
        questionnaire.version = 2


def test_slots_take_the_organisations_word_first() -> None:
    questionnaire = load_text(SAMPLE, "sample.yaml")
    text = "{p} % of {customers} and {others}"
    assert fill_slots(text, questionnaire, "en") == "{p} % of customers and {others}"
    assert (
        fill_slots(text, questionnaire, "nl", {"customers": {"nl": "patiënten"}}) == "{p} % of patiënten and {others}"
    )
    assert (
        fill_slots(text, questionnaire, "en", {"customers": {"nl": "patiënten"}}) == "{p} % of customers and {others}"
    )
    assert fill_slots(text, questionnaire, "en", {"customers": "patients"}) == "{p} % of patients and {others}"
    assert fill_slots(text, questionnaire, "en", {"customers": {"en": ""}}) == "{p} % of customers and {others}"


def test_slot_is_filled_once() -> None:
    """A word of the organisation's that looks like a slot is not filled again."""
    questionnaire = load_text(SAMPLE, "sample.yaml")
    assert fill_slots("{customers}", questionnaire, "en", {"customers": "{customers}"}) == "{customers}"


def test_two_questionnaires_are_asked_as_one() -> None:
    main, extra = shipped("senior-management-drivers"), shipped("delivery-practices")
    assert main.items
    assert main.position
    both = combine(main, extra)
    assert [item.id for item in both.items] == [item.id for item in (*main.items, *extra.items)]
    assert both.position[extra.items[0].id] == len(main.items)
    assert both.dimension_of["delivery-canary"].id == "delivery-release"
    added = both.dimensions[len(main.dimensions) :]
    assert all(dimension.audience == "software" and not dimension.in_index for dimension in added)
    assert both.recommendations == main.recommendations + extra.recommendations
    assert (both.id, both.lens, both.title) == (main.id, main.lens, main.title)
    assert set(both.scales) == {*main.scales, "evidence"}


def test_scale_of_the_same_name_is_kept_apart() -> None:
    main = load_text(MINIMAL, "minimal.yaml")
    text = (
        MINIMAL.replace("id: minimal", "id: other").replace("id: asked", "id: told").replace("id: answers", "id: tales")
    )
    same = combine(main, load_text(text, "other.yaml"))
    assert list(same.scales) == ["yes-no"]
    apart = combine(main, named(text, "[No, Yes]", "[Nope, Yep]"))
    assert list(apart.scales) == ["yes-no", "other.yes-no"]
    assert apart.scale_of(apart.item("told")).labels["en"] == ("Nope", "Yep")
    assert apart.scale_of(apart.item("asked")).labels["en"] == ("No", "Yes")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: sample", "id: other", "both questionnaires have 'asked': they cannot be asked together"),
        ("id: sample", "id: other\nmode: named", "sample is anonymous and other is named"),
    ],
)
def test_questionnaires_that_do_not_go_together(old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        combine(load_text(SAMPLE, "sample.yaml"), named(SAMPLE, old, new))


def test_extra_questionnaire_must_speak_all_languages() -> None:
    with pytest.raises(ValueError, match="minimal is not written in nl"):
        combine(load_text(SAMPLE, "sample.yaml"), load_text(MINIMAL, "minimal.yaml"))
