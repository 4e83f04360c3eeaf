"""From what somebody answered to the rows that are kept of it: nothing in them leads back to the person."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.access.asked import asked_questionnaire
from assessment.models import Campaign
from assessment.respond.structure import join_small_unit, make_structure
from assessment.respond.visit import Visit
from assessment.scoring.answers import MISSING, SKIPPED
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Sheet:
    """A complete answer sheet: ``codes`` as in scoring.answers, a byte an item in the questionnaire's order."""

    unit: str | None
    group: str | None
    codes: bytes
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Column values of one answer set and of the comments that belong to nobody."""

    answer_set: dict[str, Any]
    comments: list[dict[str, Any]]


def make_visit_rows(visit: Visit) -> Rows:
    """What was asked and left open becomes "skipped"; what was not asked stays so, whatever the draft holds."""
    survey = visit.survey
    pages = visit.list_pages("en")
    codes = bytearray(len(visit.answers.codes))
    for page in pages:
        for row in page.rows:
            codes[row.place] = visit.answers.codes[row.place] or SKIPPED
    asked = {page.dimension for page in pages} if survey.asks_comments else set()
    comments = {dimension: text for dimension, text in visit.answers.comments.items() if dimension in asked}
    unit, group = visit.answering_unit, None if survey.structure.whole else visit.answering_group
    joined = join_small_unit(survey.structure, unit, group, survey.smallest_group)
    return _make_rows(survey.organisation_id, survey.id, Sheet(joined, group, bytes(codes), comments))


def make_sheet_rows(campaign: Campaign, sheets: Iterable[Sheet]) -> Iterator[Rows]:
    """Rows for complete sheets, units joined where the campaign is anonymous; raises ValueError for a wrong one."""
    questionnaire = asked_questionnaire(campaign)
    structure = make_structure(campaign.structure)
    for sheet in sheets:
        _check_codes(sheet.codes, questionnaire)
        unit, group = sheet.unit, None if structure.whole else sheet.group
        if campaign.disclosure == "anonymous":
            unit = join_small_unit(structure, unit, group, campaign.smallest_group)
        joined = Sheet(unit, group, sheet.codes, sheet.comments)
        yield _make_rows(campaign.organisation_id, campaign.id, joined)


def _check_codes(codes: bytes, questionnaire: Questionnaire) -> None:
    if len(codes) != len(questionnaire.items):
        raise ValueError(
            f"an answer sheet of {questionnaire.id} has {len(questionnaire.items)} codes, not {len(codes)}"
        )
    for item, code in zip(questionnaire.items, codes, strict=True):
        if code not in MISSING and code > questionnaire.scale_of(item).points:
            raise ValueError(f"{item.id} has no answer {code}")


def _make_rows(organisation_id: int, campaign_id: int, sheet: Sheet) -> Rows:
    """Every row with 16 random bytes for an id: nothing pairs two of them."""
    owner = {
        "organisation_id": organisation_id,
        "campaign_id": campaign_id,
        "unit": sheet.unit,
        "group_key": sheet.group,
    }
    return Rows(
        {"id": os.urandom(16), **owner, "answers": sheet.codes},
        [
            {"id": os.urandom(16), **owner, "dimension": dimension, "text": text}
            for dimension, text in sheet.comments.items()
            if text.strip()
        ],
    )
