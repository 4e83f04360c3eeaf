"""Find people by place and by name, invitations by kind and address."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_person_organisation_id_unit_id_group_key", "person", ["organisation_id", "unit_id", "group_key"]
    )
    op.create_index("ix_person_organisation_id_name_id", "person", ["organisation_id", "name", "id"])
    op.drop_index("ix_person_organisation_id", table_name="person")
    op.create_index("ix_invitation_campaign_id_kind_address", "invitation", ["campaign_id", "kind", "address"])
    op.drop_index("ix_invitation_campaign_id", table_name="invitation")
