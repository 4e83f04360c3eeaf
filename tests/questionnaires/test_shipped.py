"""Everything that is shipped holds to the strict rules, the schema, the word list and the licence of its models."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from questionnaires import check_text, json_schema, lens, lens_ids, load_lens, shipped, shipped_ids, shipped_text
from questionnaires.fault import QuestionnaireError
from questionnaires.model import Questionnaire
from questionnaires.shipped_lenses import FOLDER

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "questionnaire.schema.json"
# Results of an official EFQM assessment; no survey may sound like one.
OFFICIAL = re.compile(
    r"\b(points?|stars?|bands?|bronze|silver|gold|platinum|recognised for excellence|committed to excellence"
    r"|punt|punten|puntenaantal|ster|sterren|brons|zilver|goud|platina)\b",
    re.IGNORECASE,
)
# Figures about early defects and reviews that are quoted often and disputed.
DISPUTED = re.compile(r"\d+\s?(x|times|maal|keer) |\b(400|200|30|100|60|90)\b|per cent of defects", re.IGNORECASE)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)


def words_for_people(questionnaire: Questionnaire) -> list[str]:
    """All texts that pages and reports can show."""
    return list(texts_of(questionnaire.model_dump(mode="json", exclude={"id"})))


def test_four_questionnaires_and_four_lenses_are_shipped() -> None:
    assert shipped_ids() == ("delivery-practices", "efqm-2013", "quick-check", "senior-management-drivers")
    assert lens_ids() == ("efqm-1999", "efqm-2013", "efqm-2025", "ink")


@pytest.mark.parametrize("questionnaire_id", shipped_ids())
def test_shipped_questionnaire_has_no_fault_and_no_warning(questionnaire_id: str) -> None:
    assert check_text(shipped_text(questionnaire_id), questionnaire_id) == ()
    assert shipped(questionnaire_id).id == questionnaire_id
    assert shipped(questionnaire_id).languages == ("en", "nl")


@pytest.mark.parametrize("questionnaire_id", shipped_ids())
def test_shipped_questionnaire_fits_the_schema(questionnaire_id: str) -> None:
    jsonschema.validate(yaml.safe_load(shipped_text(questionnaire_id)), json_schema())


def test_schema_refuses_what_the_loader_refuses() -> None:
    data = yaml.safe_load(shipped_text("quick-check"))
    data["dimensions"][0]["items"][0]["vraag"] = "x"
    with pytest.raises(jsonschema.ValidationError, match="vraag"):
        jsonschema.validate(data, json_schema())


def test_schema_in_the_docs_is_up_to_date() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema(), (
        "run: assessment questionnaire schema > docs/questionnaire.schema.json"
    )


@pytest.mark.parametrize("questionnaire_id", shipped_ids())
def test_no_survey_text_sounds_like_an_official_efqm_result(questionnaire_id: str) -> None:
    for text in words_for_people(shipped(questionnaire_id)):
        assert not OFFICIAL.search(text), text


@pytest.mark.parametrize("lens_id", lens_ids())
def test_no_lens_text_sounds_like_an_official_efqm_result(lens_id: str) -> None:
    for text in texts_of(lens(lens_id).model_dump(mode="json", include={"title", "note", "dimensions", "ladder"})):
        assert not OFFICIAL.search(text), text


def test_official_words_are_found_where_they_stand() -> None:
    assert OFFICIAL.search("You have 312 points: three stars")
    assert OFFICIAL.search("Dat is goed voor 312 punten")


def test_delivery_practices_repeat_no_disputed_figure() -> None:
    for text in words_for_people(shipped("delivery-practices")):
        assert not DISPUTED.search(text), text


def test_delivery_practices_stay_outside_the_index() -> None:
    delivery = shipped("delivery-practices")
    assert 12 <= len(delivery.items) <= 15
    assert (delivery.audience, delivery.in_index, delivery.mode) == ("software", False, "anonymous")
    assert not any(dimension.in_index for dimension in delivery.dimensions)
    assert {dimension.audience for dimension in delivery.dimensions} == {"software"}
    assert {item.scale for item in delivery.items} == {"evidence"}


def test_efqm_questionnaire_has_one_statement_for_each_part() -> None:
    efqm = shipped("efqm-2013")
    model = lens("efqm-2013")
    assert (efqm.mode, efqm.audience) == ("named", "assessors")
    assert [item.id for item in efqm.items] == list(model.dimension_of_part)
    assert all(item.counts_in["efqm-2013"] == (item.id,) for item in efqm.items)
    assert [len(dimension.items) for dimension in efqm.dimensions] == [len(each.parts) for each in model.dimensions]
    weights = [efqm.lens.weights[dimension.id] for dimension in efqm.dimensions]
    assert weights == [dimension.weight for dimension in model.dimensions]
    for dimension in model.dimensions:
        if dimension.shares:
            assert {part: efqm.item(part).weight for part in dimension.parts} == dimension.shares


@pytest.mark.parametrize("lens_id", lens_ids())
def test_lens_is_bilingual_and_says_where_it_comes_from(lens_id: str) -> None:
    model = lens(lens_id)
    assert model.languages == ("en", "nl")
    assert model.note
    assert "Not an official" in model.note["en"]
    assert "Geen officiële" in model.note["nl"]
    assert model.provenance
    assert all(re.match(r"[VGDP]\b", mark) for mark in model.provenance.values())
    assert model.dimension_of_part


WEIGHTS = {
    "efqm-2013": [1, 1, 1, 1, 1, 1.5, 1, 1, 1.5],
    "efqm-1999": [1, 0.8, 0.9, 0.9, 1.4, 2, 0.9, 0.6, 1.5],
    "efqm-2025": [1, 1, 1, 2, 1, 2, 2],
    "ink": [1] * 10,
}


@pytest.mark.parametrize("lens_id", lens_ids())
def test_weights_are_those_of_the_edition(lens_id: str) -> None:
    model = lens(lens_id)
    assert [dimension.weight for dimension in model.dimensions] == WEIGHTS[lens_id]
    for dimension in model.dimensions:
        assert sum(dimension.share_of(part) for part in dimension.parts) == pytest.approx(1)


def test_shares_of_results() -> None:
    assert lens("efqm-2013").dimension_of_part["6a"].share_of("6a") == 0.75
    assert lens("efqm-2013").dimension_of_part["8b"].share_of("8b") == 0.5
    assert lens("efqm-1999").dimension_of_part["8b"].share_of("8b") == 0.75
    assert lens("efqm-2013").dimension_of_part["2d"].share_of("2d") == 0.25


def test_older_edition_reads_the_entries_of_2013() -> None:
    item = shipped("efqm-2013").item("3d")
    assert lens("efqm-1999").parts_touched(item) == ("3d",)
    assert lens("efqm-2025").parts_touched(item) == ("3.2",)


SHARES = "{8a: 0.5, 8b: 0.5}"
UNEVEN = "give every part a share; together they are 1"


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        (SHARES, "{8a: 0.5, 8b: 0.6}", "dimensions[7].shares", UNEVEN),
        (SHARES, "{8a: 1}", "dimensions[7].shares", UNEVEN),
        ("      2a: {", "      1a: {", "dimensions[1].parts.1a", "this part stands in another criterion already"),
        ("    weight: 1.0\n", "    weight: 0\n", "dimensions[0].weight", "must be more than 0"),
        ('edition: "2013"\n', "", "edition", "is missing"),
        (", nl: Strategie}", "}", "dimensions[1].title.nl", "the language nl is missing"),
        ("    about:\n", "    abut:\n", "dimensions[0].abut", "unknown key, did you mean 'about'?"),
    ],
)
def test_faulty_lens_is_refused(old: str, new: str, field: str, message: str) -> None:
    text = (FOLDER / "efqm-2013.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(QuestionnaireError) as error:
        load_lens(text.replace(old, new, 1), "efqm-2013.yaml")
    assert (field, message) in {(fault.field, fault.message) for fault in error.value.faults}


def test_unknown_names_are_refused() -> None:
    with pytest.raises(LookupError, match="no lens is called 'drivers'; there are efqm-1999"):
        lens("drivers")
    with pytest.raises(LookupError, match="no questionnaire is called"):
        shipped("../lenses/ink")
