"""A pulse: a few questions of a questionnaire, asked again between two surveys, and nothing else of it."""

from collections.abc import Sequence
from typing import Any

import yaml

from questionnaires.model import CORE, Dimension, Questionnaire

MOST_QUESTIONS = 3
ENDING = "-pulse"


def write_pulse(questionnaire: Questionnaire, items: Sequence[str]) -> str:
    """The text of a questionnaire file with these questions only, in this order, each standing for itself.

    Scores are compared by question, so each is a dimension of its own, named after its driver; none counts in an index,
    since three questions tell no level of an organisation. Raises KeyError for a question that is not there.
    """
    whole = questionnaire.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    dimensions = [_stand_alone(questionnaire, item) for item in items]
    used = {row["items"][0]["scale"] for row in dimensions}
    whole |= {
        "id": f"{questionnaire.id}{ENDING}",
        "scales": {name: scale for name, scale in whole["scales"].items() if name in used},
        "dimensions": dimensions,
        "recommendations": [],
        "lens": {"ladder": whole.get("lens", {}).get("ladder", [])},
        "in_index": False,
        "about": None,
    }
    whole = {name: part for name, part in whole.items() if part is not None}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=100)


def is_pulse(questionnaire_id: str) -> bool:
    """Whether a questionnaire was made for a pulse: nobody chooses it for a survey of its own."""
    return questionnaire_id.endswith(ENDING)


def _stand_alone(questionnaire: Questionnaire, item: str) -> dict[str, Any]:
    asked = questionnaire.items[questionnaire.position[item]]
    driver = questionnaire.dimension_of[item]
    single = asked.model_copy(update={"block": CORE, "counts_in": {}, "stands_in_for": None, "weight": 1.0})
    alone = Dimension(id=item, title=driver.title, items=(single,), in_index=False)
    return alone.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
