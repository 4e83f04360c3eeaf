"""The guide for writers of questionnaires: its examples load, and it explains every key there is."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from questionnaires import check_text, load_text
from questionnaires.model import (
    Condition,
    Dimension,
    Found,
    Item,
    LadderStep,
    OwnLens,
    Questionnaire,
    Recommendation,
    Scale,
)

GUIDE = (Path(__file__).parents[2] / "docs" / "questionnaires.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
PIECES: tuple[type[BaseModel], ...] = (
    Questionnaire,
    Scale,
    Dimension,
    Item,
    Found,
    OwnLens,
    LadderStep,
    Recommendation,
    Condition,
)
KEYS = sorted({(field.alias or name) for piece in PIECES for name, field in piece.model_fields.items()})


@pytest.mark.parametrize("place", range(3))
def test_example_of_the_guide_loads(place: int) -> None:
    assert len(EXAMPLES) == 3
    load_text(EXAMPLES[place], "guide.yaml")


def test_full_example_has_no_warning_and_shows_every_key() -> None:
    full = EXAMPLES[-1]
    assert check_text(full, "guide.yaml") == ()
    assert [key for key in KEYS if not re.search(rf"(^|[\s{{]){key}:", full, re.MULTILINE)] == []


@pytest.mark.parametrize("key", KEYS)
def test_guide_explains_the_key(key: str) -> None:
    assert re.search(rf"`{key}(: true)?`", GUIDE.partition("## Every key")[2])


def test_fault_in_the_guide_is_what_the_check_says() -> None:
    faulty = EXAMPLES[0].replace("scale: how-often\n      - id", "scale: how-offen\n      - id")
    (fault,) = (fault for fault in check_text(faulty, "mine.yaml") if fault.severity == "error")
    assert f"    {fault}\n" in GUIDE
