"""A small questionnaire, answer files for it, and a look into every table."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from assessment.campaigns.headcounts import HeadCount
from assessment.campaigns.importing import Stored, import_sheets
from assessment.campaigns.service import CampaignPlan
from assessment.campaigns.sheets import read_sheets
from assessment.models import AnswerSet, Base, db
from questionnaires import load_text

TEXT = """
id: two-questions
title: Two questions
scales:
  agree:
    points: 5
    labels: [Strongly disagree, Disagree, Neither, Agree, Strongly agree]
    no_answer: I can't tell
dimensions:
  - id: one
    title: One
    items:
      - {id: first, text: First., scale: agree}
      - {id: second, text: Second., scale: agree}
"""
ASKED = load_text(TEXT, "two-questions.yaml")
PLAN = CampaignPlan(name={"en": "Brought along"}, questionnaire=TEXT, languages=("en",), asks_comments=False)
LIMIT = 1_000_000


def bring(
    path: Path,
    content: str | bytes,
    group: str | None = None,
    counts: Sequence[HeadCount] = (),
    *,
    organisation: str = "Ours",
    plan: CampaignPlan = PLAN,
    stored: Stored | None = None,
) -> int:
    """Read and store a file with the columns unit, first and second; the id of the campaign."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    sheets = read_sheets(path, ASKED, "unit", group, limit=LIMIT)
    return import_sheets(organisation, plan, sheets, counts, stored)


def count_rows() -> dict[str, int]:
    """The number of rows of each table that has any."""
    tables = Base.metadata.sorted_tables
    counts = (select(func.count()).select_from(table).scalar_subquery().label(table.name) for table in tables)
    counted = db.session.execute(select(*counts)).one()._asdict()
    db.session.rollback()
    return {name: number for name, number in counted.items() if number}


def list_answers(campaign_id: int) -> list[tuple[str | None, str | None, bytes]]:
    rows = db.session.execute(
        select(AnswerSet.unit, AnswerSet.group_, AnswerSet.answers).where(AnswerSet.campaign_id == campaign_id)
    )
    return sorted(((unit, group, answers) for unit, group, answers in rows), key=str)
