from sqlalchemy import select

from assessment.access.invitations import Place, find_link_key, invite, invite_many
from assessment.access.tokens import hash_token, token_for
from assessment.models import Invitation, db
from tests.fixtures.surveys import open_survey


def test_invitation_is_found_by_the_hash_of_its_token_and_the_token_can_be_made_again(app):
    with app.app_context():
        invitation, token = invite(open_survey(), "care", "staff")

        assert token == token_for(find_link_key(), invitation.id)
        assert invitation.token_sha256 == hash_token(token)
        assert (invitation.unit, invitation.group_, invitation.kind, invitation.done) == (
            "care",
            "staff",
            "personal",
            False,
        )


def test_many_invitations_keep_their_order(app):
    with app.app_context():
        places = [Place("care", "staff"), Place("software", "staff"), Place(None, "senior-managers"), Place()]
        made = invite_many(open_survey(), places)

        for (invitation_id, token), place in zip(made, places, strict=True):
            found = select(Invitation).where(Invitation.token_sha256 == hash_token(token))
            invitation = db.session.scalars(found).one()
            assert (invitation.id, invitation.unit, invitation.group_) == (invitation_id, place.unit, place.group)


def test_nobody_to_invite_is_no_fault(app):
    with app.app_context():
        assert invite_many(open_survey(), []) == []
