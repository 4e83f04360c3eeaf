"""Add comments to read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_to_read",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_comment_to_read_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_comment_to_read_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_to_read")),
        sa.UniqueConstraint(
            "campaign_id", "dimension", "position", name=op.f("uq_comment_to_read_campaign_id_dimension_position")
        ),
        sqlite_with_rowid=False,
    )
