"""Tables made by migrations: those of the models, whole or not at all, and never the wrong ones."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from assessment.app import create_app
from assessment.migrations import SchemaError, check_schema, migrate, prepare_schema
from assessment.migrations.schema import opened
from assessment.models import Base, Job, Organisation, Person, Unit, db, writing
from tests.conftest import close_app, settings_for


def test_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with opened(app) as alembic:
        assert alembic.compare_metadata() == []


def test_there_is_one_head(app: Flask) -> None:
    with opened(app) as alembic:
        assert len(alembic.heads()) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_answers_and_comments_have_no_hidden_row_number(app: Flask) -> None:
    with app.app_context():
        statements = dict(db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())

    assert {name for name, statement in statements.items() if "WITHOUT ROWID" in statement} == {
        "answer_set",
        "comment",
        "comment_to_read",
        "name_proposal",
        "note",
        "receipt",
        "tap",
        "vote",
    }


def test_migrating_again_changes_no_row(app: Flask) -> None:
    with app.app_context(), writing() as session:
        organisation = Organisation(name={"en": "Anyone"})
        session.add(organisation)
        session.flush()
        session.add_all(Unit(organisation_id=organisation.id, key=f"u{n}", name={"en": f"Unit {n}"}) for n in range(3))
    before = count_rows(app)

    migrate(app)

    assert count_rows(app) == before
    assert (before["organisation"], before["unit"]) == (1, 3)


def count_rows(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return {
            name: db.session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }


def test_people_who_were_there_get_the_key_that_they_are_sorted_by(empty_app: Flask) -> None:
    with opened(empty_app) as alembic:
        alembic.upgrade("0006")
    execute(empty_app, "INSERT INTO organisation (id, name) VALUES (1, '{}')")
    columns = "id, organisation_id, key, name, position, builds_software"
    execute(empty_app, f"INSERT INTO unit ({columns}) VALUES (1, 1, 'u', '{{}}', 1, false)")
    names = ["Ann de Zwart", "Bo", "", "Émile Öztürk", "zoë van den Berg"]
    for number, name in enumerate(names):
        values = f"1, 1, 'staff', '{name}', 'p{number}@a.example', 'nl'"
        execute(
            empty_app,
            f"INSERT INTO person (organisation_id, unit_id, group_key, name, email, language) VALUES ({values})",
        )

    migrate(empty_app)

    with opened(empty_app) as alembic:
        assert alembic.compare_metadata() == []
    with empty_app.app_context():
        people = db.session.execute(select(Person.name, Person.sort_key, Person.email).order_by(Person.id)).all()
        found = db.session.scalars(select(Person.name).order_by(Person.sort_key, Person.id)).all()
        constraints = {tuple(one["column_names"]) for one in inspect(db.engine).get_unique_constraints("person")}
    keys = ["zwart Ann de Zwart", "bo Bo", " ", "öztürk Émile Öztürk", "berg zoë van den Berg"]
    assert people == [(names[n], keys[n], f"p{n}@a.example") for n in range(5)]
    assert found == ["", "zoë van den Berg", "Bo", "Ann de Zwart", "Émile Öztürk"]
    assert constraints == {("organisation_id", "email")}


def test_a_migration_that_fails_leaves_nothing(empty_app: Flask) -> None:
    def fail(**_details: object) -> None:
        raise LookupError("the last step")

    def upgrade() -> None:
        with opened(empty_app) as alembic:
            alembic.migration_context.on_version_apply_callbacks += (fail,)
            alembic.upgrade()

    with pytest.raises(LookupError):
        upgrade()

    assert list_tables(empty_app) == set()


def test_an_empty_database_is_given_its_tables(empty_app: Flask) -> None:
    prepare_schema(empty_app)

    assert list_tables(empty_app) == {*Base.metadata.tables, "alembic_version"}


def test_a_database_of_a_newer_version_is_refused(app: Flask) -> None:
    execute(app, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(SchemaError, match="belongs to a newer version"):
        check_schema(app)
    with pytest.raises(SchemaError, match="belongs to a newer version"):
        migrate(app)


@pytest.mark.parametrize("damage", ["DROP TABLE job", "DELETE FROM alembic_version", "DROP TABLE alembic_version"])
def test_a_half_migrated_database_is_refused(app: Flask, damage: str) -> None:
    execute(app, damage)

    with pytest.raises(SchemaError, match="half migrated"):
        prepare_schema(app)


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_foreign_keys_are_checked_before_a_migration_is_kept(empty_app: Flask) -> None:
    """SQLite does not look while tables are rebuilt; a row without its parent must still not survive."""
    execute(empty_app, "CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    execute(empty_app, "CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
    with opened(empty_app) as alembic:
        alembic.migration_context.connection.exec_driver_sql("INSERT INTO child VALUES (7)")
        alembic.migration_context.connection.commit()

    with pytest.raises(SchemaError, match="Rows of child point to rows of parent that are gone"):
        migrate(empty_app)

    assert list_tables(empty_app) <= {"parent", "child", "alembic_version"}


def test_every_table_says_whose_rows_it_holds() -> None:
    """Except accounts, which may work for several, and what belongs to the installation or to an account or survey."""
    ownerless = {
        name
        for name, table in Base.metadata.tables.items()
        if "organisation_id" not in table.columns or table.columns["organisation_id"].nullable
    }

    of_the_installation = {Organisation.__tablename__, Job.__tablename__, "attempt", "audit_entry", "mail", "welcome"}
    assert ownerless == of_the_installation | {"account", "sign_in", "receipt"}


@pytest.fixture
def empty_app(empty_url: str, tmp_path: Path) -> Any:
    app = create_app(settings_for(tmp_path, empty_url))
    yield app
    close_app(app)


def list_tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def execute(app: Flask, statement: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(statement))
    close_app(app)
