"""The questionnaire that a campaign asks: its pinned version, and the extra one behind it where there is one."""

from functools import lru_cache

import questionnaires
from assessment.models import Campaign
from questionnaires.model import Questionnaire


def asked_questionnaire(campaign: Campaign) -> Questionnaire:
    """The campaign's questionnaire; an extra version's dimensions follow the main one's, out of the index."""
    extra = campaign.extra_version
    return combine_texts(campaign.questionnaire_version.text, extra.text if extra else None)


def combine_texts(main: str, extra: str | None) -> Questionnaire:
    """The same from the kept texts, without rows: the extra one is None where there is none."""
    return parse_version(main) if extra is None else _combine(main, extra)


@lru_cache(maxsize=64)
def parse_version(text: str) -> Questionnaire:
    """The typed form of a kept questionnaire text, parsed once a process: kept versions never change."""
    return questionnaires.load_text(text, "the kept questionnaire")


@lru_cache(maxsize=32)
def _combine(main: str, extra: str) -> Questionnaire:
    return questionnaires.combine(parse_version(main), parse_version(extra))
