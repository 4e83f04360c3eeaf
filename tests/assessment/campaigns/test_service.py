"""Setting up organisations and campaigns: what is kept, what is frozen, what is refused with nothing stored."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assessment.campaigns.service import PlanError, create_campaign, find_campaign, open_campaign
from assessment.models import Campaign, Unit, db, writing
from assessment.organisation.plan import STANDARD_GROUPS, PlannedGroup, PlannedUnit, create_organisation
from questionnaires import QuestionnaireError, shipped_text
from tests.assessment.campaigns.bringing import PLAN, TEXT, count_rows

BOARD = {"en": "A. Heron and B. Plover"}
UNITS = (
    PlannedUnit("all", {"en": "Everything", "nl": "Alles"}),
    PlannedUnit("care", {"en": "Care", "nl": "Zorg"}, "all"),
    PlannedUnit("software", {"en": "Software", "nl": "Software"}, "care", builds_software=True),
)
INVITED = ({"unit": "care", "group": "staff", "count": 30},)


def test_an_organisation_has_its_tree_and_the_standard_groups(app: Flask) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Ours"}, UNITS)

        units = db.session.scalars(select(Unit).order_by(Unit.position)).all()
        ids = {unit.key: unit.id for unit in units}
        assert [(unit.key, unit.parent_id, unit.builds_software) for unit in units] == [
            ("all", None, False),
            ("care", ids["all"], False),
            ("software", ids["care"], True),
        ]
        campaign = find_campaign(create_campaign(organisation_id, replace(PLAN, invited=INVITED)))
        assert campaign is not None
        assert campaign.structure == {
            "units": [
                {"key": "all", "name": {"en": "Everything", "nl": "Alles"}, "parent": None, "builds_software": False},
                {"key": "care", "name": {"en": "Care", "nl": "Zorg"}, "parent": "all", "builds_software": False},
                {"key": "software", "name": UNITS[2].name, "parent": "care", "builds_software": True},
            ],
            "groups": [{"key": group.key, "name": group.name, "voice": group.voice} for group in STANDARD_GROUPS],
            "invited": list(INVITED),
        }


def test_groups_stand_in_joining_order() -> None:
    """A group too small to be shown joins the next one that sees (trust rule A6)."""
    assert [(group.key, group.voice) for group in STANDARD_GROUPS] == [
        ("senior-managers", "says"),
        ("middle-managers", "sees"),
        ("staff", "sees"),
        ("quality-professionals", "sees"),
    ]


@pytest.mark.parametrize(
    ("units", "groups"),
    [
        ((UNITS[0], UNITS[0]), STANDARD_GROUPS),
        (UNITS, (PlannedGroup("staff", {"en": "Staff"}), PlannedGroup("staff", {"en": "Others"}))),
    ],
    ids=["two units", "two groups"],
)
def test_two_of_one_key_are_refused_with_nothing_stored(
    app: Flask, units: tuple[PlannedUnit, ...], groups: tuple[PlannedGroup, ...]
) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError):
            create_organisation({"en": "Ours"}, units, groups)

        assert count_rows() == {}


def test_a_campaign_keeps_the_structure_of_its_day(app: Flask) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Ours"}, UNITS)
        campaign_id = create_campaign(organisation_id, PLAN)
        with writing() as session:
            session.add(Unit(organisation_id=organisation_id, key="new", name={"en": "New"}, position=9))

        campaign = db.session.get_one(Campaign, campaign_id)
        assert [unit["key"] for unit in campaign.structure["units"]] == ["all", "care", "software"]


def test_the_same_questionnaire_text_is_kept_once_an_organisation(app: Flask) -> None:
    with app.app_context():
        ours, theirs = (create_organisation({"en": name}, UNITS) for name in ("Ours", "Theirs"))
        changed = replace(PLAN, questionnaire=TEXT.replace("First.", "First of all."))
        kept = [
            db.session.get_one(Campaign, create_campaign(organisation, plan)).questionnaire_version_id
            for organisation, plan in ((ours, PLAN), (ours, PLAN), (ours, changed), (theirs, PLAN))
        ]

        assert kept[0] == kept[1]
        assert len(set(kept)) == 3


def test_a_faulty_questionnaire_makes_no_campaign(app: Flask) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Ours"}, UNITS)
        before = count_rows()
        with pytest.raises(QuestionnaireError, match="titel"):
            create_campaign(organisation_id, replace(PLAN, questionnaire=TEXT.replace("title: One", "titel: One")))

        assert count_rows() == before


def test_an_extra_questionnaire_is_kept_beside_the_first(app: Flask) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Ours"}, UNITS)
        plan = replace(PLAN, extra=shipped_text("delivery-practices"))
        campaign = db.session.get_one(Campaign, create_campaign(organisation_id, plan))

        assert campaign.extra_version is not None
        assert (campaign.questionnaire_version.key, campaign.extra_version.key) == (
            "two-questions",
            "delivery-practices",
        )


def test_named_assessors_are_never_asked_anonymously(app: Flask) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Ours"}, UNITS)
        with pytest.raises(PlanError, match="efqm-2013 is for named assessors"):
            create_campaign(organisation_id, replace(PLAN, questionnaire=shipped_text("efqm-2013")))


def test_a_draft_opens_once_and_names_the_senior_managers(app: Flask) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Ours"}, UNITS)
        nameless = create_campaign(organisation_id, PLAN)
        with pytest.raises(PlanError, match="say who the senior managers are before opening"):
            open_campaign(nameless)
        assert db.session.get_one(Campaign, nameless).state == "draft"

        campaign_id = create_campaign(organisation_id, replace(PLAN, senior_managers=BOARD))
        open_campaign(campaign_id)
        assert db.session.get_one(Campaign, campaign_id).state == "open"
        with pytest.raises(PlanError, match=f"campaign {campaign_id} is open: only a draft can be opened"):
            open_campaign(campaign_id)


def test_an_unknown_campaign_is_not_found(app: Flask) -> None:
    with app.app_context():
        assert find_campaign(1) is None
