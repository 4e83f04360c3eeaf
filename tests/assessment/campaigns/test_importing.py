"""Answer sheets brought along: all of them or none, under keys that stay."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from assessment.campaigns.faults import SheetError, SheetFault
from assessment.campaigns.headcounts import HeadCount
from assessment.campaigns.importing import CHUNK, default_name
from assessment.campaigns.service import PlanError
from assessment.models import Campaign, Organisation, RespondentGroup, Unit, db, writing
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.scoring.answers import CANT_TELL, SKIPPED
from questionnaires import shipped_text
from tests.assessment.campaigns.bringing import PLAN, bring, count_rows, list_answers

GOOD = "unit,role,first,second\nNorth,Staff,1,5\nSouth,medewerkers,3,\nNorth,Board,2,I can't tell\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def find_structure(campaign_id: int) -> dict[str, list[dict[str, object]]]:
    return db.session.get_one(Campaign, campaign_id).structure


def test_sheets_become_rows_of_a_campaign_that_waits_to_be_closed(app: Flask, file: Path) -> None:
    with app.app_context():
        campaign_id = bring(file, GOOD, "role")

        assert list_answers(campaign_id) == [
            ("north", "senior-managers", bytes([2, CANT_TELL])),
            ("north", "staff", bytes([1, 5])),
            ("south", "staff", bytes([3, SKIPPED])),
        ]
        campaign = db.session.get_one(Campaign, campaign_id)
        assert (campaign.state, campaign.name, campaign.disclosure) == ("open", {"en": "Brought along"}, "anonymous")
        assert campaign.closes_at is not None
        assert campaign.structure == {
            "units": [
                {"key": "north", "name": {"en": "North"}, "parent": None, "builds_software": False},
                {"key": "south", "name": {"en": "South"}, "parent": None, "builds_software": False},
            ],
            "groups": [
                {
                    "key": "senior-managers",
                    "name": {"en": "Senior managers", "nl": "Directieleden"},
                    "voice": "says",
                },
                {"key": "staff", "name": {"en": "Staff", "nl": "Medewerkers"}, "voice": "sees"},
            ],
            "invited": [],
        }
        assert count_rows() == {
            "audit_entry": 2,
            "organisation": 1,
            "questionnaire_version": 1,
            "unit": 2,
            "respondent_group": 2,
            "campaign": 1,
            "answer_set": 3,
            "job": 1,
        }


def test_without_a_group_column_nobody_has_a_group(app: Flask, file: Path) -> None:
    with app.app_context():
        campaign_id = bring(file, "unit,first,second\n2,1,5\n10,1,5\n")

        assert list_answers(campaign_id) == [("10", None, bytes([1, 5])), ("2", None, bytes([1, 5]))]
        assert find_structure(campaign_id)["groups"] == []


def test_groups_stand_in_joining_order_and_own_groups_see(app: Flask, file: Path) -> None:
    with app.app_context():
        roles = ("Quality professionals", "Volunteers", "Employee", "middle_managers", "STAFF", "volunteers")
        campaign_id = bring(file, "unit,role,first,second\n" + "".join(f"North,{role},1,1\n" for role in roles), "role")

        groups = [(group["key"], group["voice"]) for group in find_structure(campaign_id)["groups"]]
        assert groups == [
            ("middle-managers", "sees"),
            ("staff", "sees"),
            ("quality-professionals", "sees"),
            ("volunteers", "sees"),
        ]
        assert [group for _, group, _ in list_answers(campaign_id)].count("staff") == 2


@pytest.mark.parametrize(
    "role",
    ["senior-managers", "Senior Managers", "senior manager", "Directieleden", "directielid", "Board", "DIRECTIE"],
)
def test_senior_managers_are_known_by_many_words(app: Flask, file: Path, role: str) -> None:
    with app.app_context():
        campaign_id = bring(file, f"unit,role,first,second\nNorth,{role},1,1\n", "role")

        assert [group["voice"] for group in find_structure(campaign_id)["groups"]] == ["says"]


def test_an_organisation_keeps_the_keys_of_its_names(app: Flask, file: Path) -> None:
    with app.app_context():
        first = bring(file, "unit,first,second\nNORTH,1,1\nNorth,2,2\nNörth,3,3\n東,4,4\n")
        second = bring(file, "unit,first,second\nWest,5,5\n東,4,4\nnorth,5,5\nNo\u0308rth,3,3\nNorth ,2,2\n")

        assert [unit for unit, _, _ in list_answers(first)] == ["north", "north-2", "north-3", "unit"]
        assert list_answers(second) == [
            ("north-2", None, bytes([2, 2])),
            ("north-3", None, bytes([3, 3])),
            ("north-4", None, bytes([5, 5])),
            ("unit", None, bytes([4, 4])),
            ("west", None, bytes([5, 5])),
        ]
        assert count_rows()["unit"] == 6
        assert count_rows()["questionnaire_version"] == 1
        assert sorted(unit.position for unit in db.session.query(Unit)) == [0, 1, 2, 3, 4, 5]


def test_units_of_an_organisation_are_known_by_name_in_any_language(app: Flask, file: Path) -> None:
    with app.app_context():
        create_organisation(
            {"en": "Ours", "nl": "Het onze"}, [PlannedUnit("fin", {"en": "Finance", "nl": "Financiën"})]
        )
        campaign_id = bring(file, "unit,role,first,second\nFinanciën,staff,1,1\n", "role", organisation="Het onze")

        assert [unit["name"] for unit in find_structure(campaign_id)["units"]] == [{"en": "Finance", "nl": "Financiën"}]
        assert list_answers(campaign_id) == [("fin", "staff", bytes([1, 1]))]
        assert count_rows()["organisation"] == 1


def test_another_organisation_has_keys_of_its_own(app: Flask, file: Path) -> None:
    with app.app_context():
        bring(file, "unit,first,second\nNorth,1,1\n")
        other = bring(file, "unit,first,second\nnorth,1,1\n", organisation="Theirs")

        assert list_answers(other) == [("north", None, bytes([1, 1]))]
        assert count_rows()["organisation"] == 2


@pytest.mark.parametrize(
    "name", ["Ärzte 👩🏽‍⚕️", "עברית", "شرق\u200fغرب", "x" * 200, "O'Neill & Søn <b>", "e\u0301te\u0301", 'the "best"']
)
def test_any_name_comes_back_as_it_was_written(app: Flask, file: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    with app.app_context():
        campaign_id = bring(file, f"unit,role,first,second\n{quoted},{quoted},1,1\n", "role")
        db.session.expire_all()

        structure = find_structure(campaign_id)
        assert [unit["name"] for unit in structure["units"]] == [{"en": name}]
        assert [group["name"] for group in structure["groups"]] == [{"en": name}]
        assert [unit.name for unit in db.session.query(Unit)] == [{"en": name}]
        assert [group.name for group in db.session.query(RespondentGroup)] == [{"en": name}]


def test_head_counts_are_kept_by_key(app: Flask, file: Path) -> None:
    with app.app_context():
        counts = [HeadCount("South", "Staff", 9), HeadCount("North", "staff", 4), HeadCount("North", "Directie", 1)]
        campaign_id = bring(file, GOOD, "role", counts)

        assert find_structure(campaign_id)["invited"] == [
            {"unit": "south", "group": "staff", "count": 9},
            {"unit": "north", "group": "staff", "count": 4},
            {"unit": "north", "group": "senior-managers", "count": 1},
        ]


def test_head_counts_may_leave_groups_out(app: Flask, file: Path) -> None:
    with app.app_context():
        campaign_id = bring(file, GOOD, "role", [HeadCount("North", None, 2), HeadCount("South", None, 1)])

        assert find_structure(campaign_id)["invited"] == [
            {"unit": "north", "group": None, "count": 2},
            {"unit": "south", "group": None, "count": 1},
        ]


def test_units_where_nobody_answered_can_be_counted(app: Flask, file: Path) -> None:
    with app.app_context():
        counts = [HeadCount(unit, None, 5) for unit in ("East", "North", "South")]
        structure = find_structure(bring(file, GOOD, "role", counts))

        assert [unit["key"] for unit in structure["units"]] == ["north", "south", "east"]
        assert [count["unit"] for count in structure["invited"]] == ["east", "north", "south"]


@pytest.mark.parametrize(
    ("counts", "group", "message"),
    [
        (
            [HeadCount("North", None, 1, 2), HeadCount("South", None, 1, 3)],
            "role",
            '"North" has 2 answer sheets and the file counts 1 people',
        ),
        (
            [HeadCount("Nroth", None, 9, 2), HeadCount("South", None, 1, 3)],
            "role",
            '"North" has 2 answer sheets and the file leaves them out\n'
            'row 2, column unit: "Nroth" is counted and has no answer sheet: is it spelt as in the answers?',
        ),
        (
            [HeadCount("North", "staff", 9, 2), HeadCount("South", "staff", 9, 3)],
            "role",
            '"North, Board" has 1 answer sheets and the file leaves them out',
        ),
        (
            [HeadCount("North", "staff", 9, 2)],
            None,
            "Groups are counted and the answers name none: give --group, or leave that column out.",
        ),
    ],
)
def test_head_counts_that_cannot_be_are_refused_with_nothing_stored(
    app: Flask, file: Path, counts: list[HeadCount], group: str | None, message: str
) -> None:
    content = GOOD if group else "unit,first,second\nNorth,1,1\n"
    with app.app_context():
        with pytest.raises(SheetError) as refused:
            bring(file, content, group, counts)

        assert str(refused.value) == message
        assert count_rows() == {}


def test_progress_rises_to_all_sheets(app: Flask, file: Path) -> None:
    seen: list[tuple[int, int]] = []
    number = 2 * CHUNK + 3
    with app.app_context():
        bring(
            file, "unit,first,second\n" + "North,1,2\n" * number, stored=lambda done, total: seen.append((done, total))
        )

    assert seen == [(CHUNK, number), (2 * CHUNK, number), (number, number)]


def test_a_database_error_half_way_leaves_nothing(app: Flask, file: Path) -> None:
    cells = [f"{unit},{first},{second}" for unit in range(60) for first in range(1, 6) for second in range(1, 6)]
    with app.app_context():
        with writing() as session:
            session.execute(text("CREATE UNIQUE INDEX no_twins ON answer_set (campaign_id, unit, answers)"))
        seen: list[int] = []
        with pytest.raises(IntegrityError):
            bring(
                file,
                "\n".join(["unit,first,second", *cells, cells[0]]),
                stored=lambda done, _: seen.append(done),
            )

        assert seen == [CHUNK]  # the first chunk was in, the twin stands in the second
        assert count_rows() == {}


def test_an_interrupted_import_leaves_nothing_and_can_be_repeated(app: Flask, file: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with app.app_context():
        with pytest.raises(KeyboardInterrupt):
            bring(file, GOOD, "role", stored=interrupt)
        assert count_rows() == {}

        assert len(list_answers(bring(file, GOOD, "role"))) == 3


def test_a_plan_that_the_database_forbids_leaves_nothing(app: Flask, file: Path) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError):
            bring(file, GOOD, "role", plan=replace(PLAN, smallest_group=2))

        assert count_rows() == {}


def test_what_is_for_named_assessors_is_never_asked_anonymously(app: Flask, file: Path) -> None:
    plan = replace(PLAN, questionnaire=shipped_text("efqm-2013"))
    with app.app_context():
        with pytest.raises(PlanError, match="efqm-2013 is for named assessors and is never asked anonymously"):
            bring(file, GOOD, "role", plan=plan)

        assert count_rows() == {}
        assert bring(file, GOOD, "role", plan=replace(plan, disclosure="full")) > 0


def mutate(content: bytes, chance: random.Random) -> bytes:
    """One to three small accidents, as happen between a spreadsheet, a mail and a disk."""
    for _ in range(chance.randint(1, 3)):
        lines = content.split(b"\n")
        row, place = chance.randrange(len(lines)), chance.randrange(len(content) or 1)
        piece = chance.choice(
            [
                b"",
                b'"',
                b",",
                b";",
                b"\n",
                b"\r",
                b"\t",
                b"\0",
                b"\xff",
                b"=1+1",
                b"6",
                b"9",
                b" ",
                b",,",
                b"\xc3\xa9",
                b"1.0",
            ]
        )
        match chance.randrange(6):
            case 0:
                content = content[:place] + piece + content[place:]
            case 1:
                content = content[:place] + piece + content[place + 1 :]
            case 2:
                content = b"\n".join([*lines[:row], *lines[row + 1 :]])
            case 3:
                content = b"\n".join([*lines[: row + 1], *lines[row:]])
            case 4:
                content = content[: place + 1]
            case _:
                cells = lines[row].split(b",")
                cells[chance.randrange(len(cells))] = piece
                content = b"\n".join([*lines[:row], b",".join(cells), *lines[row + 1 :]])
    return content


def try_to_bring(file: Path, content: bytes, organisation: str) -> tuple[int | None, tuple[SheetFault, ...]]:
    try:
        return bring(file, content, "role", organisation=organisation), ()
    except SheetError as error:
        return None, error.faults


def test_of_300_damaged_files_each_is_stored_whole_or_refused_with_reasons(app: Flask, file: Path) -> None:
    chance = random.Random(26)  # seeded, so that a failure can be looked at again
    rows = [f"Unit {n % 4},{('Staff', 'Volunteers')[n % 2]},{n % 5 + 1},{(n * 3) % 5 + 1}" for n in range(30)]
    good = "\n".join(["unit,role,first,second", *rows, ""]).encode()
    stored = refused = 0
    with app.app_context():
        before = count_rows()
        for number in range(300):
            damaged = mutate(good, chance)
            campaign_id, faults = try_to_bring(file, damaged, f"Organisation {number}")
            if campaign_id is None:
                refused += 1
                assert faults
                assert all(fault.message for fault in faults)
                assert count_rows() == before
                continue
            stored += 1
            lines = damaged.replace(b"\r", b"\n").split(b"\n")
            people = sum(1 for line in lines if line.replace(b",", b"").strip()) - 1
            assert len(list_answers(campaign_id)) == people
            before = count_rows()
        assert db.session.query(Organisation).count() == stored
    assert stored > 30
    assert refused > 150


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("staff_survey-2026.csv", "Staff survey 2026"),
        ("/tmp/überblick.csv", "Überblick"),
        ("--.csv", "Imported answers"),
    ],
)
def test_a_file_gives_a_survey_its_name(path: str, name: str) -> None:
    assert default_name(Path(path)) == name
