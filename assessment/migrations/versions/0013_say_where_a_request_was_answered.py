"""Say in which session a request was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("network_request") as table:
        table.add_column(sa.Column("answered_in", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_network_request_answered_in_workshop"), "workshop", ["answered_in"], ["id"])
        table.create_index(op.f("ix_network_request_answered_in"), ["answered_in"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("network_request") as table:
        table.drop_index(op.f("ix_network_request_answered_in"))
        table.drop_constraint(op.f("fk_network_request_answered_in_workshop"), type_="foreignkey")
        table.drop_column("answered_in")
