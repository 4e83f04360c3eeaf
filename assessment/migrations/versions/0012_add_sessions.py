"""Add sessions of a quality network, and the actions that they agree on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = ()
depends_on = None

TABLES = (
    *("tap", "acquaintance", "part_score", "note", "name_proposal", "network_request", "vote", "participant"),
    *("part_agreement", "cluster", "canvas_change", "workshop", "workshop_template"),
)
"""Each before those that it points at."""
INDEXED = ("canvas_change", "cluster", "name_proposal", "participant", "network_request", "note", "tap")


def upgrade() -> None:
    _create_workshop_template()
    _create_workshop()
    _create_canvas_change()
    _create_cluster()
    _create_name_proposal()
    _create_part_agreement()
    _create_participant()
    _create_vote()
    _create_network_request()
    _create_note()
    _create_part_score()
    _create_acquaintance()
    _create_tap()
    for table in INDEXED:
        op.create_index(op.f(f"ix_{table}_workshop_id"), table, ["workshop_id"])
    _extend_action()


def downgrade() -> None:
    _shrink_action()
    for table in TABLES:
        op.drop_table(table)


def _create_workshop_template() -> None:
    op.create_table(
        "workshop_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_workshop_template_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_template")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_workshop_template_organisation_id_name")),
    )


def _create_workshop() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("phase_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lens", sa.String(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("wall_version", sa.Integer(), nullable=False),
        sa.Column("phone_version", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('network', 'managers', 'results', 'consensus', 'actions')", name=op.f("ck_workshop_kind")
        ),
        sa.CheckConstraint("state in ('planned', 'running', 'ended')", name=op.f("ck_workshop_state")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_workshop_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_workshop_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["previous_id"], ["workshop.id"], name=op.f("fk_workshop_previous_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
    )
    with op.batch_alter_table("workshop") as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_organisation_id"), ["organisation_id"], unique=False)


def _create_canvas_change() -> None:
    op.create_table(
        "canvas_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_canvas_change_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_canvas_change_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canvas_change")),
    )


def _create_cluster() -> None:
    op.create_table(
        "cluster",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("actor in ('', 'we', 'managers')", name=op.f("ck_cluster_actor")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cluster_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_cluster_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
    )


def _create_name_proposal() -> None:
    op.create_table(
        "name_proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_name_proposal_cluster_id_cluster"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_name_proposal_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_name_proposal_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_proposal")),
        sqlite_with_rowid=False,
    )


def _create_part_agreement() -> None:
    op.create_table(
        "part_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("dissent", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_part_agreement_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_part_agreement_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_agreement")),
        sa.UniqueConstraint("workshop_id", "part", name=op.f("uq_part_agreement_workshop_id_part")),
    )


def _create_participant() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("key_sha256", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("role in ('participant', 'manager')", name=op.f("ck_participant_role")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_participant_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_participant_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_participant_key_sha256")),
    )


def _create_vote() -> None:
    op.create_table(
        "vote",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.String(), nullable=False),
        sa.Column("voter_sha256", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_vote_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_vote_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "workshop_id",
            "phase_id",
            "voter_sha256",
            "slot",
            name=op.f("uq_vote_workshop_id_phase_id_voter_sha256_slot"),
        ),
        sqlite_with_rowid=False,
    )


def _create_network_request() -> None:
    op.create_table(
        "network_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("example", sa.String(), nullable=False),
        sa.Column("brings", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("messengers", sa.JSON(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("meets_at", sa.Time(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("answer_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer in ('', 'yes', 'if', 'no', 'later')", name=op.f("ck_network_request_answer")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_network_request_cluster_id_cluster"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_network_request_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_network_request_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_request")),
    )


def _create_note() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("author_sha256", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=True),
        sa.Column("tray", sa.Boolean(), nullable=False),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("cluster_id", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.CheckConstraint("actor in ('', 'we', 'managers')", name=op.f("ck_note_actor")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_note_cluster_id_cluster"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["note.id"], name=op.f("fk_note_merged_into_note"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_note_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_note_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )


def _create_part_score() -> None:
    op.create_table(
        "part_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("strengths", sa.String(), nullable=False),
        sa.Column("areas", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_part_score_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_part_score_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_part_score_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_score")),
        sa.UniqueConstraint(
            "workshop_id", "part", "participant_id", name=op.f("uq_part_score_workshop_id_part_participant_id")
        ),
    )


def _create_acquaintance() -> None:
    op.create_table(
        "acquaintance",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_acquaintance_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_acquaintance_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["network_request.id"],
            name=op.f("fk_acquaintance_request_id_network_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "participant_id", name=op.f("pk_acquaintance")),
    )


def _create_tap() -> None:
    op.create_table(
        "tap",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("sorter_sha256", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_tap_note_id_note"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_tap_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_tap_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("note_id", "sorter_sha256", name=op.f("pk_tap")),
        sqlite_with_rowid=False,
    )


def _extend_action() -> None:
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("workshop_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("email", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("actor", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("source", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.alter_column("campaign_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_action_workshop_id"), ["workshop_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_action_workshop_id_workshop"), "workshop", ["workshop_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_action_actor"), "actor in ('', 'we', 'managers')")
        batch_op.create_check_constraint(op.f("ck_action_origin"), "campaign_id is not null or workshop_id is not null")
    with op.batch_alter_table("action") as batch_op:
        for name in ("email", "actor", "source"):
            batch_op.alter_column(name, server_default=None)


def _shrink_action() -> None:
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_constraint(op.f("ck_action_origin"), type_="check")
        batch_op.drop_constraint(op.f("ck_action_actor"), type_="check")
    op.execute("delete from action where campaign_id is null")
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_workshop_id_workshop"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_action_workshop_id"))
        batch_op.alter_column("campaign_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("source")
        batch_op.drop_column("actor")
        batch_op.drop_column("email")
        batch_op.drop_column("workshop_id")
