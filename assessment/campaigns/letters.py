"""Personal letters: one page a person, a pile for each unit (trust rules A2, A17).

People without mail get an invitation of the kind "letter", whose address is the person's id. Nobody else's link is ever
printed by name: who prints could answer in their place. Text, link and code are made when a file is asked for, and kept
nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Row, String, Subquery, and_, cast, func, select

from assessment.access.invitations import find_link_key
from assessment.access.tokens import token_for
from assessment.campaigns.cards import make_card, name_place, write_place
from assessment.campaigns.inviting import Asked, are_asked
from assessment.campaigns.mails import Recipient, compose
from assessment.mail.kinds import Letter
from assessment.models import Campaign, Invitation, Person, Unit, db
from assessment.paging import Part, turn_to
from assessment.respond.finding import find_survey
from assessment.respond.structure import make_structure
from assessment.respond.visit import Survey
from reports.letters import PersonalLetter, render_letters

IN_A_FILE = 60
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class LetterPile:
    """The people of one unit who have a letter because they have no mail."""

    unit: str
    name: str
    letters: int

    @property
    def files(self) -> range:
        return range(1, -(-self.letters // IN_A_FILE) + 1)


@dataclass(frozen=True, slots=True)
class Piles:
    """One page of piles, and all of them in one (``everybody``)."""

    page: Part[LetterPile]
    everybody: LetterPile


def list_piles(campaign: Campaign, asked: Asked, language: str, number: int = 1) -> Piles:
    """One for each unit with letters for those who are asked (``asked``: as ``are_asked`` says), in the survey's order.

    A page that is not there becomes the first or last one.
    """
    structure = make_structure(campaign.structure)
    counted = _count_letters(campaign, asked)
    rows = db.session.execute(select(Unit.key, counted.c.people).join(counted, counted.c.unit_id == Unit.id))
    found: dict[str, int] = {row.key: row.people for row in rows}
    there = [key for key in structure.units if key in found]
    page = turn_to(there, number, PAGE_SIZE).tell(
        lambda key: LetterPile(key, name_place(structure, key, None, language), found[key])
    )
    everybody = LetterPile("", name_place(structure, None, None, language), sum(found.values()))
    return Piles(page, everybody)


def _count_letters(campaign: Campaign, asked: Asked) -> Subquery:
    """People without mail who have an invitation on paper, by the id of the unit."""
    own = and_(
        Invitation.campaign_id == campaign.id,
        Invitation.kind == "letter",
        Invitation.address == cast(Person.id, String),
    )
    return (
        select(Person.unit_id, func.count().label("people"))
        .join(Invitation, own)
        .where(Person.email.is_(None), *asked)
        .group_by(Person.unit_id)
        .subquery()
    )


def print_letters(campaign: Campaign, unit: str, part: int, language: str) -> bytes | None:
    """One file of a pile, by name, whoever has answered or not; None where there is none. Without a unit: of everybody,
    unit by unit."""
    people = _list_people(campaign, unit, part)
    invitations = _find_invitations(campaign, people)
    survey = find_survey(campaign.id)
    if survey is None or not invitations:
        return None
    letters = tuple(_write(survey, campaign, row, invitations[row.id]) for row in people if row.id in invitations)
    return render_letters(name_place(survey.structure, unit or None, None, language), letters)


Reader = Row[int, str, str, str]
Place = tuple[int, str | None, str | None]


def _list_people(campaign: Campaign, unit: str, part: int) -> Sequence[Reader]:
    asked = (*are_asked(campaign), Person.email.is_(None))
    people = select(Person.id, Person.name, Person.language, Person.group_).join(Unit, Unit.id == Person.unit_id)
    first = (part - 1) * IN_A_FILE
    if unit:
        people = people.where(*asked, Unit.key == unit).order_by(Person.name, Person.id)
        return db.session.execute(people.limit(IN_A_FILE).offset(first)).all()
    ids = _order_everybody(campaign, asked)[first : first + IN_A_FILE]
    found = {row.id: row for row in db.session.execute(people.where(*asked, Person.id.in_(ids)))}
    return [found[person_id] for person_id in ids if person_id in found]


def _order_everybody(campaign: Campaign, asked: Asked) -> list[int]:
    """Unit by unit in the survey's order, which its snapshot holds, and by name within each."""
    order = {key: place for place, key in enumerate(make_structure(campaign.structure).units)}
    rows = db.session.execute(
        select(Person.id, Unit.key, Person.name).join(Unit, Unit.id == Person.unit_id).where(*asked)
    ).all()
    return [row.id for row in sorted(rows, key=lambda row: (order.get(row.key, len(order)), row.key, row.name, row.id))]


def _find_invitations(campaign: Campaign, people: Sequence[Reader]) -> dict[int, Place]:
    """Each person's own invitation, its unit and its group; who was not invited yet is missing."""
    rows = db.session.execute(
        select(Invitation.id, Invitation.address, Invitation.unit, Invitation.group_).where(
            Invitation.campaign_id == campaign.id,
            Invitation.kind == "letter",
            Invitation.address.in_([str(row.id) for row in people]),
        )
    )
    return {int(address): (invitation_id, unit, group) for invitation_id, address, unit, group in rows if address}


def _write(survey: Survey, campaign: Campaign, person: Reader, place: Place) -> PersonalLetter:
    """The words of the invitation by mail, with picture and code in place of its link."""
    invitation_id, unit, group = place
    language = person.language if person.language in survey.languages else survey.languages[0]
    token = token_for(find_link_key(), invitation_id)
    text = compose(survey, campaign, "invitation", Recipient("", language, unit, group, token))
    before, after = split_at_link(text)
    with force_locale(language):
        return PersonalLetter(
            language=language,
            name=person.name,
            unit=name_place(survey.structure, unit, None, language) if unit else "",
            subject=text.subject,
            before=before,
            after=after,
            label=_("Scan the picture with the camera of a phone, or type the code at"),
            place=write_place(campaign.id),
            card=make_card(invitation_id),
        )


def split_at_link(letter: Letter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paragraphs before and after the link, which stands in one of its own."""
    at = letter.paragraphs.index(letter.link)
    rest = tuple(paragraph for paragraph in letter.paragraphs[at + 1 :] if paragraph != letter.link)
    return letter.paragraphs[:at], rest
