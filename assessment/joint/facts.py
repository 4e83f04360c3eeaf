"""Five facts that go with a joint answer: as typed, never scored (content, section 1)."""

from collections.abc import Mapping

from flask_babel import gettext as _

from assessment.release.joint import FACTS

LONGEST_FACT = 1_000


def ask_facts() -> dict[str, str]:
    """What is asked, by key, in the language in force."""
    return {
        "hours": _("How many hours did each of you spend on quality last month?"),
        "money": _("How much money was set aside for quality this year, and was it cut?"),
        "network": _("On which dates did you meet the quality network?"),
        "decision": _("Which one decision did you change for the sake of quality?"),
        "risks": _("What are your three biggest quality risks?"),
    }


def list_told(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Question and answer of those that were told."""
    asked = ask_facts()
    return [(asked[key], facts[key]) for key in FACTS if facts.get(key)]
