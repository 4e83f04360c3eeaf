"""What happens to accounts: one function a use case, one transaction each."""

from collections.abc import Sequence

from sqlalchemy import select

from assessment.models import Organisation, db


def list_organisations(ids: Sequence[int]) -> list[Organisation]:
    """The organisations with these ids, in the order of their making."""
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)))
