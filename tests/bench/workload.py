"""What the measurements work on: a questionnaire of 45 items and campaigns of any size."""

from pathlib import Path

import numpy as np
import yaml
from flask import Flask
from sqlalchemy import insert

from assessment.app import create_app
from assessment.campaigns.service import CampaignPlan, create_campaign, open_campaign
from assessment.commands.opening import open_app
from assessment.models import AnswerSet, Campaign, db, writing
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.settings import Settings, fill_secrets

ITEMS = 45
UNITS = 20
CHUNK = 10_000
GROUPS = ("middle-managers", "staff", "quality-professionals")


def make_app(folder: Path) -> Flask:
    """The application on an embedded database in ``folder``, as it is installed."""
    return open_app(make_settings(folder), create_app)


def make_settings(folder: Path, port: int = 5000) -> Settings:
    return fill_secrets(
        Settings(instance=folder, port=port, base_address=f"http://127.0.0.1:{port}", log_level="ERROR")
    )


def write_questionnaire(dimensions: int, items: int = ITEMS) -> str:
    """So many items on one five-point scale, spread evenly over so many dimensions."""
    each = items // dimensions
    return yaml.safe_dump(
        {
            "id": "bench",
            "title": f"A survey of {items} questions",
            "scales": {
                "how-often": {
                    "points": 5,
                    "labels": ["Never", "Rarely", "Sometimes", "Often", "Always"],
                    "no_answer": "I can't tell",
                    "not_applicable": "Did not come up",
                }
            },
            "dimensions": [
                {
                    "id": f"dimension-{number}",
                    "title": f"Dimension {number}",
                    "items": [
                        {
                            "id": f"item-{number}-{place}",
                            "text": f"In this unit, thing {place} of {number} was done when it was needed.",
                            "scale": "how-often",
                        }
                        for place in range(each)
                    ],
                }
                for number in range(dimensions)
            ],
        },
        sort_keys=False,
    )


def make_campaign(dimensions: int = 5, items: int = ITEMS) -> int:
    """An open campaign with head counts in the current application's database; returns its id."""
    units = [PlannedUnit(f"unit-{number}", {"en": f"Unit {number}"}) for number in range(UNITS)]
    organisation_id = create_organisation({"en": "Bench"}, units)
    plan = CampaignPlan(
        name={"en": "Bench"},
        questionnaire=write_questionnaire(dimensions, items),
        languages=("en",),
        senior_managers={"en": "Nobody"},
        asks_comments=False,
    )
    campaign_id = create_campaign(organisation_id, plan)
    open_campaign(campaign_id)
    return campaign_id


def store_random_answers(campaign_id: int, people: int) -> None:
    """So many answer sheets, spread over the units and groups, in chunks of bounded size."""
    organisation_id = db.session.get_one(Campaign, campaign_id).organisation_id
    chance = np.random.default_rng(people)
    for start in range(0, people, CHUNK):
        count = min(CHUNK, people - start)
        codes = chance.integers(1, 6, (count, ITEMS), dtype=np.uint8)
        ids = chance.bytes(16 * count)
        places = chance.integers(0, UNITS, count)
        groups = chance.choice(len(GROUPS), count, p=(0.1, 0.8, 0.1))
        rows = [
            {
                "id": ids[16 * place : 16 * place + 16],
                "organisation_id": organisation_id,
                "campaign_id": campaign_id,
                "unit": f"unit-{places[place]}",
                "group_": GROUPS[groups[place]],
                "answers": codes[place].tobytes(),
            }
            for place in range(count)
        ]
        with writing() as session:
            session.execute(insert(AnswerSet), rows)
