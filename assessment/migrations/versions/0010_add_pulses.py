"""Add pulses: surveys of a few questions between two others."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch_op:
        batch_op.add_column(sa.Column("pulse_of_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_campaign_pulse_of_id_campaign"), "campaign", ["pulse_of_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("campaign") as batch_op:
        batch_op.drop_constraint(op.f("fk_campaign_pulse_of_id_campaign"), type_="foreignkey")
        batch_op.drop_column("pulse_of_id")
