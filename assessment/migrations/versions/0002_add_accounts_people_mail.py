"""Add accounts, people, mail, joint teams, trail."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = ()
depends_on = None

STATE = "state in ('draft', 'open', 'closed', 'released', 'withdrawn')"
FILLED: tuple[tuple[sa.Column[Any], Any], ...] = (
    (sa.Column("views", sa.JSON()), "[]"),
    (sa.Column("form_of_address", sa.String()), "je"),
    (sa.Column("mail_texts", sa.JSON()), "{}"),
    (sa.Column("sponsor_email", sa.String()), ""),
    (sa.Column("extended", sa.Boolean()), sa.false()),
    (sa.Column("reminded", sa.Boolean()), sa.false()),
    (sa.Column("row_version", sa.Integer()), "1"),
)
"""New columns and what rows that are there already get; new rows get theirs from the application."""


def upgrade() -> None:
    _create_account()
    _create_attempt()
    _create_audit_entry()
    _create_membership()
    _create_sign_in()
    _create_welcome()
    _create_person()
    _create_head_count()
    _create_comment_review()
    _create_joint_team()
    _create_mail()
    _create_receipt()
    _create_joint_member()
    _create_released_comment()
    _extend_campaign()
    op.add_column("invitation", sa.Column("address", sa.String(), nullable=True))
    op.add_column("invitation", sa.Column("language", sa.String(), nullable=True))
    op.add_column("invitation", sa.Column("code_hash", sa.String(), nullable=True))
    op.create_index(op.f("ix_invitation_code_hash"), "invitation", ["code_hash"], unique=True)
    with op.batch_alter_table("joint_answer") as batch:
        batch.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("joint_answer") as batch:
        batch.alter_column("facts", server_default=None)


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("tf_primary_method", sa.String(), nullable=True),
        sa.Column("tf_totp_secret", sa.String(), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=False),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
    )


def _create_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_at"), "attempt", ["at"], unique=False)
    op.create_index(op.f("ix_attempt_door"), "attempt", ["door"], unique=False)


def _create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("before_sha256", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("sha256", name=op.f("uq_audit_entry_sha256")),
    )
    op.create_index("ix_audit_entry_organisation_id", "audit_entry", ["organisation_id"], unique=False)


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role in ('administrator', 'facilitator', 'executive', 'unit-reader', 'second-reader')",
            name=op.f("ck_membership_role"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id",
            "organisation_id",
            "role",
            "unit",
            name=op.f("uq_membership_account_id_organisation_id_role_unit"),
        ),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False)


def _create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id_sha256", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("id_sha256", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)


def _create_welcome() -> None:
    op.create_table(
        "welcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_welcome_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcome")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_welcome_token_sha256")),
    )
    op.create_index(op.f("ix_welcome_organisation_id"), "welcome", ["organisation_id"], unique=False)


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("organisation_id", "email", name=op.f("uq_person_organisation_id_email")),
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)


def _create_head_count() -> None:
    op.create_table(
        "head_count",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_head_count_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_head_count_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("unit_id", "group_key", name=op.f("pk_head_count")),
    )
    op.create_index(op.f("ix_head_count_organisation_id"), "head_count", ["organisation_id"], unique=False)


def _create_comment_review() -> None:
    op.create_table(
        "comment_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_review_account_id_account")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_comment_review_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_comment_review_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_review")),
        sa.UniqueConstraint("comment_id", "account_id", name=op.f("uq_comment_review_comment_id_account_id")),
    )
    op.create_index(op.f("ix_comment_review_campaign_id"), "comment_review", ["campaign_id"], unique=False)


def _create_joint_team() -> None:
    op.create_table(
        "joint_team",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('alone', 'together', 'signing', 'sealed', 'none')", name=op.f("ck_joint_team_state")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_joint_team_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_joint_team_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_joint_team")),
    )


def _create_mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.CheckConstraint("state in ('waiting', 'sending', 'sent', 'failed', 'dropped')", name=op.f("ck_mail_state")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_mail_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mail_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("purpose", name=op.f("uq_mail_purpose")),
    )
    op.create_index(op.f("ix_mail_campaign_id"), "mail", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_mail_organisation_id"), "mail", ["organisation_id"], unique=False)
    op.create_index("ix_mail_state_next_at", "mail", ["state", "next_at"], unique=False)


def _create_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("submission_sha256", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_receipt_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("submission_sha256", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_receipt_campaign_id"), "receipt", ["campaign_id"], unique=False)


def _create_joint_member() -> None:
    op.create_table(
        "joint_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("first", sa.LargeBinary(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["joint_team.campaign_id"], name=op.f("fk_joint_member_campaign_id_joint_team")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_joint_member_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_member")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_joint_member_token_sha256")),
    )
    op.create_index(op.f("ix_joint_member_campaign_id"), "joint_member", ["campaign_id"], unique=False)


def _create_released_comment() -> None:
    op.create_table(
        "released_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_released_comment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_released_comment_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_comment")),
        sa.UniqueConstraint(
            "release_id",
            "cell",
            "dimension",
            "position",
            name=op.f("uq_released_comment_release_id_cell_dimension_position"),
        ),
    )
    op.create_index(op.f("ix_released_comment_release_id"), "released_comment", ["release_id"], unique=False)


def _extend_campaign() -> None:
    """SQLite can change a check only by making the table anew; the other checks are read back and stay."""
    with op.batch_alter_table("campaign") as batch:
        for column, default in FILLED:
            batch.add_column(sa.Column(column.name, column.type, nullable=False, server_default=default))
        batch.add_column(sa.Column("rotating_blocks", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("sponsor_answer", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("invitations_deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("answers_deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("ck_campaign_state"), type_="check")
        batch.create_check_constraint(op.f("ck_campaign_state"), STATE)
    with op.batch_alter_table("campaign") as batch:
        for column, _default in FILLED:
            batch.alter_column(column.name, server_default=None)
