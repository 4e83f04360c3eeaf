"""The questionnaire on senior management: its shape, what it covers, and the wording that pages rely on."""

import re
from collections.abc import Iterator

import pytest

from questionnaires import check_text, shipped, shipped_text
from questionnaires.model import Item, Questionnaire

DRIVERS = ("commitment", "reward", "leadership", "culture", "goals")
MOST_WORDS = {"question": 20, "result": 16, "level": 20, "title": 7, "first step": 30}
FREQUENCY_WORDS = {"en": ("often or always", "rarely or never"), "nl": ("vaak of altijd", "zelden of nooit")}
# "criterion part": the questions that touch it, by hand from the table of questions.
EFQM_2013 = {
    "1a": {"commitment-attend", "commitment-see", "commitment-belief"},
    "1b": {"leadership-insight", "leadership-value", "goals-close", "goals-paper"},
    "1d": {"reward-badnews", "culture-blame"},
    "1e": {"leadership-explain", "leadership-switch", "culture-barrier"},
    "2d": {"leadership-first", "goals-worth", "goals-name"},
    "3c": {"goals-own"},
    "3d": {"commitment-answer", "culture-speak"},
    "3e": {"reward-prevent", "reward-crisis", "reward-soon", "reward-team", "reward-appraisal"},
    "4b": {"commitment-money", "commitment-cut"},
    "4e": {"leadership-facts", "goals-visible"},
    "5a": {"culture-together"},
    "5d": {"culture-room"},
    "5e": {"culture-customer"},
}
EFQM_2025 = {
    **{"1.4": 1, "1.5": 2, "2.1": 3, "2.2": 4, "2.3": 1, "2.4": 4},
    **{"3.1": 1, "3.2": 7, "4.3": 1, "5.1": 2, "5.4": 2, "5.5": 2},
}
INK = {"1": 6, "2": 5, "3": 9, "4": 2, "5": 5, "10": 3}


@pytest.fixture(scope="module")
def drivers() -> Questionnaire:
    return shipped("senior-management-drivers")


def count_words(text: str, questionnaire: Questionnaire, language: str) -> int:
    filled = re.sub(r"\{([a-z-]+)\}", lambda slot: questionnaire.slots.get(slot[1], {}).get(language, "45"), text)
    return len(filled.replace(" %", "").split())


def list_texts(questionnaire: Questionnaire) -> Iterator[tuple[str, dict[str, str]]]:
    for dimension in questionnaire.dimensions:
        yield "title", dimension.title
        assert dimension.about
        yield "level", dimension.about
        if dimension.levels:
            yield from (
                ("level", dict(zip(dimension.levels, row, strict=True)))
                for row in zip(*dimension.levels.values(), strict=True)
            )
    for item in questionnaire.items:
        assert item.self_text
        assert item.found
        yield from (("question", item.text), ("question", item.self_text))
        yield from (("result", item.found.high), ("result", item.found.low))
    for advice in questionnaire.recommendations:
        yield from (("title", advice.title), ("first step", advice.first_step), ("first step", advice.measure))
        if advice.good_enough:
            yield "first step", advice.good_enough


def driver_items(questionnaire: Questionnaire) -> tuple[Item, ...]:
    return tuple(item for driver in DRIVERS for item in questionnaire.dimension(driver).items)


def test_strict_check_finds_nothing() -> None:
    text = shipped_text("senior-management-drivers")
    assert [str(fault) for fault in check_text(text, "senior-management-drivers.yaml")] == []


def test_thirty_questions_one_standing_and_its_stand_in(drivers: Questionnaire) -> None:
    assert tuple(dimension.id for dimension in drivers.dimensions) == (*DRIVERS, "follow-up")
    assert [len(drivers.dimension(driver).items) for driver in DRIVERS] == [6] * 5
    assert {item.id for item in drivers.items if not item.scored} == {"after-survey", "expect-action"}
    assert {item.id: item.stands_in_for for item in drivers.items if item.stands_in_for} == {
        "expect-action": "after-survey"
    }
    assert not drivers.dimension("follow-up").in_index
    assert all(drivers.dimension(driver).in_index for driver in DRIVERS)


def test_one_reverse_question_a_driver_and_only_about_frequency(drivers: Questionnaire) -> None:
    reverse = [item for item in drivers.items if item.reverse]
    assert [item.id for item in reverse] == [
        "commitment-cut", "reward-crisis", "leadership-switch", "culture-blame", "goals-paper"
    ]  # fmt: skip
    assert {item.scale for item in reverse} == {"how-often"}


def test_frequency_questions_come_before_agreement(drivers: Questionnaire) -> None:
    for driver in DRIVERS:
        assert [item.scale for item in drivers.dimension(driver).items] == ["how-often"] * 5 + ["agree"]


def test_efqm_2013_parts_are_those_of_the_table(drivers: Questionnaire) -> None:
    touched: dict[str, set[str]] = {}
    for item in driver_items(drivers):
        for part in item.counts_in["efqm-2013"]:
            touched.setdefault(part, set()).add(item.id)
    assert touched == EFQM_2013
    criteria = [sum(part.startswith(str(criterion)) for part in touched) for criterion in range(1, 10)]
    assert criteria == [4, 1, 3, 2, 3, 0, 0, 0, 0]


@pytest.mark.parametrize(("lens", "expected"), [("efqm-2025", EFQM_2025), ("ink", INK)])
def test_other_lenses_count_as_in_the_table(drivers: Questionnaire, lens: str, expected: dict[str, int]) -> None:
    counted: dict[str, int] = {}
    for item in driver_items(drivers):
        (part,) = item.counts_in[lens]
        counted[part] = counted.get(part, 0) + 1
    assert counted == expected


def test_levels_start_at_every_twenty_and_drivers_weigh_the_same(drivers: Questionnaire) -> None:
    assert [(step.start, step.name["en"], step.name["nl"]) for step in drivers.lens.ladder] == [
        (0, "Not yet", "Nog niet"),
        (20, "Now and then", "Af en toe"),
        (40, "Partly", "Deels"),
        (60, "As a rule", "Als regel"),
        (80, "Second nature", "Vanzelfsprekend"),
    ]
    assert {drivers.lens.weights.get(driver, 1) for driver in DRIVERS} == {1}


def test_every_text_stands_in_both_languages_and_keeps_its_length(drivers: Questionnaire) -> None:
    too_long = []
    for kind, text in list_texts(drivers):
        assert set(text) == {"en", "nl"}
        assert text["en"] != text["nl"]
        too_long += [
            (kind, written)
            for language, written in text.items()
            if count_words(written, drivers, language) > MOST_WORDS[kind]
        ]
    assert too_long == []


def test_no_sentence_begins_with_a_slot_that_would_need_a_capital(drivers: Questionnaire) -> None:
    for kind, text in list_texts(drivers):
        for written in text.values():
            assert written.startswith("{p} % ") if kind == "result" else not written.startswith("{"), written
            assert ". {" not in written


def test_result_sentences_say_the_end_of_the_scale_that_was_chosen(drivers: Questionnaire) -> None:
    for item in drivers.items:
        assert item.found
        for language, (often, rarely) in FREQUENCY_WORDS.items():
            high, low = item.found.high[language], item.found.low[language]
            assert high.count("{p}") == low.count("{p}") == 1
            assert high != low
            assert not high.endswith(".")
            assert not low.endswith(".")
            if item.scale == "how-often":
                favourable, unfavourable = (rarely, often) if item.reverse else (often, rarely)
                assert favourable in high
                assert unfavourable in low
                assert high.replace(favourable, unfavourable) == low


def test_four_recommendations_a_driver_each_on_figures_of_that_driver(drivers: Questionnaire) -> None:
    for driver in DRIVERS:
        advice = [each for each in drivers.recommendations if each.dimension == driver]
        assert len(advice) == 4
        conditions = [condition for each in advice for condition in each.when]
        assert {drivers.dimension_of[each.item].id for each in conditions if each.item} == {driver}
        assert {each.dimension for each in conditions if each.dimension} == {driver}
    assert len(drivers.recommendations) == 20


def test_a_driver_under_its_target_always_fires_something(drivers: Questionnaire) -> None:
    for driver in DRIVERS:
        assert any(
            condition.dimension == driver and condition.below == 60
            for advice in drivers.recommendations
            for condition in advice.when
        )


def test_advice_asks_for_no_slogans_and_no_ranking_of_people(drivers: Questionnaire) -> None:
    """Deming's points 10 to 12: exhortations, quotas and merit ranking do harm."""
    wanted = re.compile(
        r"employee of the|best team|bonus|zero defects|ranking|slogan|medewerker van de|nul fouten", re.I
    )
    for advice in drivers.recommendations:
        assert not [text for text in advice.first_step.values() if wanted.search(text)]
    ids = {each.id: each for each in drivers.recommendations}
    assert "drop counts of defects per person" in ids["credit-prevention"].first_step["en"]
    assert "no figures per person" in ids["a-goal-of-our-own"].first_step["en"]
