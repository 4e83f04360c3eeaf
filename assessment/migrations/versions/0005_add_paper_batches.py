"""Add paper batches."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("first_account_id", sa.Integer(), nullable=False),
        sa.Column("second_account_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("forms >= 5", name=op.f("ck_paper_batch_forms")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_paper_batch_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["first_account_id"], ["account.id"], name=op.f("fk_paper_batch_first_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_batch_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["second_account_id"], ["account.id"], name=op.f("fk_paper_batch_second_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
    )
    op.create_index(op.f("ix_paper_batch_campaign_id"), "paper_batch", ["campaign_id"], unique=False)
