"""Count people, invitations and mails from indexes."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_index("ix_person_place", "person", ["organisation_id", "unit_id", "group_key", "email"])
    op.create_index("ix_person_name", "person", ["organisation_id", "name", "id"])
    op.drop_index("ix_person_organisation_id", table_name="person")
    op.create_index("ix_invitation_address", "invitation", ["campaign_id", "kind", "address"])
    op.drop_index("ix_invitation_campaign_id", table_name="invitation")
    op.create_index("ix_mail_campaign", "mail", ["campaign_id", "kind", "state"])
    op.drop_index("ix_mail_campaign_id", table_name="mail")
