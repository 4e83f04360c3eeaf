"""What a new draft can know from the list of people: languages, and who the senior managers are."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.campaigns.fields import LONGEST_TEXT
from assessment.models import Account, Person, RespondentGroup

MOST_NAMED = 20
"""More senior managers than this are named on no page: who is meant is then a choice."""


def propose_languages(session: Session, organisation_id: int, written: Sequence[str]) -> list[str]:
    """Those of ``written``, the questionnaire's, that people in the list have; empty where nobody is listed."""
    spoken = select(Person.language).where(Person.organisation_id == organisation_id).distinct()
    found = set(session.scalars(spoken))
    return [language for language in written if language in found]


def propose_managers(session: Session, organisation_id: int, languages: Sequence[str]) -> dict[str, str]:
    """The names of those who are listed as senior managers, which are the same in every language."""
    says = select(RespondentGroup.key).where(
        RespondentGroup.organisation_id == organisation_id, RespondentGroup.voice == "says"
    )
    here = (Person.organisation_id == organisation_id, Person.group_.in_(says))
    if session.scalar(select(func.count()).select_from(Person).where(*here)) not in range(1, MOST_NAMED + 1):
        return {}
    names = session.scalars(select(Person.name).where(*here).order_by(Person.name, Person.id)).all()
    told = ", ".join(names)
    return dict.fromkeys(languages, told) if all(names) and len(told) <= LONGEST_TEXT else {}


def propose_contact(session: Session, account_id: int | None) -> str:
    """Whoever sets the survey up, with their address."""
    account = session.get(Account, account_id) if account_id is not None else None
    return ", ".join(filter(None, (account.name, account.email))) if account is not None else ""
