"""Say which decision an action answers."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_action_decision_id_decision"), "decision", ["decision_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.drop_constraint(op.f("fk_action_decision_id_decision"), type_="foreignkey")
        table.drop_column("decision_id")
