"""Code cards for people without mail: one use each, a pile for each unit, printed anew from keys whenever asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from assessment.access.codes import code_for, code_place, write_code
from assessment.access.invitations import Place, add_invitations, find_link_key
from assessment.access.tokens import token_for
from assessment.campaigns import choice
from assessment.campaigns.drafts import lock_survey
from assessment.campaigns.history import note
from assessment.campaigns.inviting import are_asked, list_asked_groups
from assessment.campaigns.mails import make_link
from assessment.campaigns.service import PlanError
from assessment.models import Campaign, Invitation, Person, Unit, db, in_language, writing
from assessment.paging import Part, turn_to
from assessment.respond.promise import DATE_LOCALES, tell_moment
from assessment.respond.structure import Structure, join_small_unit, make_structure
from reports.cards import Card, Pile, Poster, render_cards, render_poster

IN_A_FILE = 120
PAGE_SIZE = 25
MOST_OF_A_SURVEY = 20_000


@dataclass(frozen=True, slots=True)
class Stack:
    """The cards of one place: how many there are, in how many files."""

    unit: str | None
    group: str | None
    name: str
    count: int

    @property
    def files(self) -> range:
        return range(1, -(-self.count // IN_A_FILE) + 1)


def make_cards(organisation_id: int, survey_id: int, unit: str | None, group: str | None, count: int) -> None:
    """So many cards more for a unit; one too small to be shown joins the one above it, also here (A2).

    Raises PlanError where the survey is not open, or has too many cards.
    """
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        made = session.scalar(select(func.count()).select_from(Invitation).where(*_are_cards(survey_id))) or 0
        if campaign.state != "open" or made + count > MOST_OF_A_SURVEY:
            raise PlanError("no more cards can be made")
        home = join_small_unit(make_structure(campaign.structure), unit, group, campaign.smallest_group)
        add_invitations(session, survey_id, [Place(home, group)] * count, "card")
        note(session, campaign, "cards-made", cards=count, unit=home, group=group)


def make_missing(organisation_id: int, survey_id: int) -> int:
    """A pile for each unit and group with people without mail, so that there is a card for each of them; gives how many
    cards are new. Raises PlanError as ``make_cards`` does."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        structure = make_structure(campaign.structure)
        made = _count_made(campaign)
        missing = _find_missing(campaign, structure, _list_needed(campaign, structure), made)
        total = sum(missing.values())
        if campaign.state != "open" or sum(made.values()) + total > MOST_OF_A_SURVEY:
            raise PlanError("no more cards can be made")
        for (unit, group), count in missing.items():
            add_invitations(session, survey_id, [Place(unit, group)] * count, "card")
            note(session, campaign, "cards-made", cards=count, unit=unit, group=group)
        return total


@dataclass(frozen=True, slots=True)
class Overview:
    """``needed``: people in the list without a mail address, by place; so many cards are needed at least. ``missing``:
    how many cards there are too few for them."""

    stacks: Part[Stack]
    needed: Part[tuple[str, int]]
    missing: int


def make_overview(
    campaign: Campaign, structure: Structure, language: str, number: int = 1, people: int = 1
) -> Overview:
    """``number``, ``people``: which part of the stacks, and of the people, is turned to."""
    made, needed = _count_made(campaign), _list_needed(campaign, structure)
    order = {key: place for place, key in enumerate(structure.units)}
    found = sorted(made.items(), key=lambda row: (order.get(row[0][0] or "", -1), row[0][1] or ""))
    return Overview(
        turn_to(found, number, PAGE_SIZE).tell(
            lambda row: Stack(*row[0], name_place(structure, *row[0], language), row[1])
        ),
        turn_to(needed, people, PAGE_SIZE).tell(lambda row: (name_place(structure, row[0], row[1], language), row[2])),
        sum(_find_missing(campaign, structure, needed, made).values()),
    )


CardPlace = tuple[str | None, str | None]
"""The unit and the group that a card names."""
Needed = tuple[str | None, str | None, int]


def _find_missing(
    campaign: Campaign, structure: Structure, needed: Sequence[Needed], made: Mapping[CardPlace, int]
) -> dict[CardPlace, int]:
    """How many cards there are too few, by the place that a card would name."""
    wanted: Counter[CardPlace] = Counter()
    for unit, group, count in needed:
        home = join_small_unit(structure, unit, group, campaign.smallest_group) if unit in structure.units else None
        wanted[home, group] += count
    return {place: count - made.get(place, 0) for place, count in wanted.items() if count > made.get(place, 0)}


def _count_made(campaign: Campaign) -> dict[CardPlace, int]:
    rows = db.session.execute(
        select(Invitation.unit, Invitation.group_, func.count())
        .where(*_are_cards(campaign.id))
        .group_by(Invitation.unit, Invitation.group_)
    )
    return {(unit, group): count for unit, group, count in rows}


def _list_needed(campaign: Campaign, structure: Structure) -> list[Needed]:
    """Unit, group and number of those without mail, in the order of the survey's units; of a pulse all in one."""
    rows = db.session.execute(
        select(Unit.key, Person.group_, func.count())
        .join(Unit, Unit.id == Person.unit_id)
        .where(*are_asked(campaign, structure), Person.email.is_(None))
        .group_by(Unit.key, Person.group_)
    ).all()
    if structure.whole:
        everybody = sum(count for _unit, _group, count in rows)
        return [(None, None, everybody)] if everybody else []
    order = {key: place for place, key in enumerate(structure.units)}
    places: list[Needed] = [(unit, group, count) for unit, group, count in rows]
    return sorted(places, key=lambda place: (order.get(place[0] or "", len(order)), place))


def name_place(structure: Structure, unit: str | None, group: str | None, language: str) -> str:
    """E.g. "Care, Staff"; what is asked on the page is left out."""
    names = [
        structure.name_unit(unit, language) if unit is not None and unit in structure.units else "",
        structure.name_group(group, language) if group is not None and group in structure.groups else "",
    ]
    return ", ".join(name for name in names if name) or _("All units")


def list_choices(
    campaign: Campaign, structure: Structure, language: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Units and groups that cards can be for; "" where the person is asked instead."""
    units = structure.list_units(language)
    groups = [(key, structure.name_group(key, language)) for key in list_asked_groups(structure, campaign)]
    asked = ("", _("Asked on the page"))
    return [*units, asked], [asked, *groups]


def print_cards(campaign: Campaign, unit: str | None, group: str | None, part: int, language: str) -> bytes | None:
    """One file of a stack, spent cards and all, so that no file tells who has answered; None where there is none."""
    ids = db.session.scalars(
        select(Invitation.id)
        .where(*_are_cards(campaign.id), _is(Invitation.unit, unit), _is(Invitation.group_, group))
        .order_by(Invitation.id)
        .limit(IN_A_FILE)
        .offset((part - 1) * IN_A_FILE)
    ).all()
    if not ids:
        return None
    with force_locale(language):
        title = name_place(make_structure(campaign.structure), unit, group, language)
        return render_cards(_make_pile(campaign, title, ids, language))


def _make_pile(campaign: Campaign, title: str, ids: Sequence[int], language: str) -> Pile:
    closes = tell_briefly(campaign.closes_at, campaign.zone, language)
    return Pile(
        language=language,
        title=title,
        name=in_language(campaign.name, language),
        lines=(_("Works once, until %(moment)s", moment=closes) if closes else _("Works once"),),
        place=write_place(campaign.id),
        label=_("Scan, or type at"),
        page=_("Sheet {page} of {pages}"),
        cards=tuple(make_card(invitation_id) for invitation_id in ids),
    )


def make_card(invitation_id: int) -> Card:
    key = find_link_key()
    return Card(make_link(token_for(key, invitation_id)), write_code(code_for(key, invitation_id)))


def tell_briefly(moment: datetime | None, zone: str, language: str) -> str:
    """E.g. "19 Mar, 17:00": a card has little room, and its page says the whole."""
    if moment is None:
        return ""
    return format_datetime(
        moment.astimezone(ZoneInfo(zone)), "d MMM, HH:mm", locale=DATE_LOCALES.get(language, language)
    )


def find_base() -> str:
    """The installation's own address, whatever a request said (trust rule S18)."""
    base: str = current_app.extensions["settings"].base_address
    return base


def write_place(survey_id: int) -> str:
    """Where codes are typed, without what a browser adds by itself."""
    return f"{urlsplit(find_base()).netloc}{code_place(survey_id)}"


def has_open_link(campaign: Campaign) -> bool:
    return choice.has_open_link(campaign.structure)


def print_poster(campaign: Campaign, invitation_id: int | None, language: str, promise: str) -> bytes:
    """To hang on a wall: the shared link with its code where the survey has one, else where one's own code is typed."""
    place = write_place(campaign.id)
    card = make_card(invitation_id) if invitation_id else Card(f"{find_base()}{code_place(campaign.id)}", "")
    with force_locale(language):
        closes = tell_moment(campaign.closes_at, campaign.zone, language)
        poster = Poster(
            language=language,
            title=in_language(campaign.name, language),
            steps=(
                _("Point your phone's camera at the picture, or type the code below.")
                if invitation_id
                else _("Point your phone's camera at the picture, and type the code on your card or letter."),
                _("Answer the questions. You may skip any of them."),
                _("Send them. You can stop and go on later on the same phone."),
            ),
            promise_title=_("What we promise"),
            promise=promise,
            small=tuple(
                line
                for line in (
                    _("Until %(moment)s", moment=closes) if closes else "",
                    _("Questions? %(contact)s", contact=campaign.contact) if campaign.contact else "",
                )
                if line
            ),
            place=place,
            card=card,
        )
    return render_poster(poster)


def _are_cards(survey_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (Invitation.campaign_id == survey_id, Invitation.kind == "card")


def _is(column: InstrumentedAttribute[str | None], key: str | None) -> ColumnElement[bool]:
    return column.is_(None) if key is None else column == key
