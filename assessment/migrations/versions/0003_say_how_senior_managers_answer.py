"""Say how senior managers answer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = ()
depends_on = None

WAYS = "way in ('joint', 'both', 'anonymous', 'none')"


def upgrade() -> None:
    """Teams that are there already were made to answer together."""
    with op.batch_alter_table("joint_team") as batch:
        batch.add_column(sa.Column("way", sa.String(), nullable=False, server_default="joint"))
    with op.batch_alter_table("joint_team") as batch:
        batch.alter_column("way", server_default=None)
        batch.create_check_constraint(op.f("ck_joint_team_way"), WAYS)


def downgrade() -> None:
    with op.batch_alter_table("joint_team") as batch:
        batch.drop_constraint(op.f("ck_joint_team_way"), type_="check")
        batch.drop_column("way")
