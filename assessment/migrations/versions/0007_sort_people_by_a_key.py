"""Sort people by a key."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = ()
depends_on = None

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
PERSON = sa.table("person", sa.column("id"), sa.column("name"), sa.column("sort_key"))


def upgrade() -> None:
    """People who are there already get the key that those added later get from their model."""
    op.add_column("person", sa.Column("sort_key", ORDERED, nullable=True))
    connection = op.get_bind()
    people = connection.execute(sa.select(PERSON.c.id, PERSON.c.name)).all()
    keys = [{"person": id_, "key": f"{name.rpartition(' ')[2].lower()} {name}"} for id_, name in people]
    if keys:
        filled = sa.update(PERSON).where(PERSON.c.id == sa.bindparam("person")).values(sort_key=sa.bindparam("key"))
        connection.execute(filled, keys)
    with op.batch_alter_table("person") as batch:
        batch.alter_column("sort_key", existing_type=ORDERED, nullable=False)
    op.drop_index("ix_person_name", table_name="person")
    op.create_index("ix_person_order", "person", ["organisation_id", "sort_key", "id"])
