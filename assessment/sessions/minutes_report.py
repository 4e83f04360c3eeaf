"""A session's minutes as a document: what was agreed first, then all that the room has put together."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.results.numbers import speaking
from assessment.results.sentences import end_sentence
from assessment.sessions.agreed_page import AgreedPage
from assessment.sessions.board import Card
from assessment.sessions.explanations import Explained
from assessment.sessions.minutes import Asked, Ballot, Minutes, Placed, Promised
from assessment.sessions.minutes_files import list_attachments
from assessment.sessions.minutes_words import (
    name_actor,
    name_counted,
    name_outcome,
    name_status,
    tell_place,
    tell_times,
    write_day,
    write_moment,
)
from assessment.sessions.seats import SMALLEST_ROOM
from reports.charts import Table
from reports.document import (
    Block,
    Bullets,
    Columns,
    Fact,
    Footer,
    Grid,
    Heading,
    KeyLine,
    Look,
    Panel,
    Paragraph,
    Report,
    Section,
    Title,
)

NOTHING = "–"


def build_minutes(minutes: Minutes, language: str, identifier: str, made_at: datetime, look: Look) -> Report:
    """``made_at``: when the session ended, so that the same minutes are the same bytes."""
    with speaking(language):
        title = _("Minutes: %(session)s", session=minutes.name)
        return Report(
            language=language,
            title=f"{title} – {minutes.organisation}",
            subject=_("What was put together and agreed in a session, without the names of those who were there")
            if not minutes.names
            else _("What was put together and agreed in a session"),
            author=minutes.organisation,
            identifier=identifier,
            made_at=made_at,
            page_one=tuple(_build_page_one(minutes, language)),
            sections=tuple(_list_sections(minutes, language)),
            footer=Footer(
                _("minutes %(number)s, %(session)s", number=identifier, session=minutes.name),
                _("page {page} of {pages}"),
            ),
            attachments=list_attachments(minutes, language),
            look=look,
        )


def _build_page_one(minutes: Minutes, language: str) -> list[Block]:
    day = write_day(minutes.day, language)
    kicker = " · ".join(filter(None, (minutes.organisation, minutes.kind, day)))
    return [
        Title(minutes.name, kicker),
        KeyLine(tuple(_list_facts(minutes))),
        *([Paragraph(minutes.question, "lead")] if minutes.question else []),
        *([Paragraph(minutes.finding)] if minutes.finding else []),
        *_tell_answered(minutes, language),
        *_tell_promises(minutes, language),
        *_tell_actions(minutes, language),
        *_tell_asked(minutes, language),
        *([Paragraph(_tell_points(minutes.agreed)[0])] if minutes.agreed else []),
        *([Paragraph(minutes.again)] if minutes.again else []),
        *([] if _has_outcome(minutes) else [Paragraph(_("Nothing was agreed in this session."))]),
        Panel(tuple(_tell_who(minutes)), "strip"),
    ]


def _has_outcome(minutes: Minutes) -> bool:
    return bool(minutes.promised or minutes.asked or minutes.agreed or _list_answered(minutes) or minutes.again)


def _list_answered(minutes: Minutes) -> tuple[Asked, ...]:
    """What was answered; of a meeting that was held for that, also what it left unanswered."""
    return (*minutes.answered, *(minutes.left if minutes.answers else ()))


def _list_facts(minutes: Minutes) -> list[Fact]:
    scored = minutes.agreed.agreed if minutes.agreed else 0
    facts = [
        (minutes.people, ngettext("person was in", "people were in", minutes.people)),
        (minutes.notes, ngettext("note", "notes", minutes.notes)),
        (len(minutes.promises), ngettext("promise", "promises", len(minutes.promises))),
        (len(minutes.actions), ngettext("action", "actions", len(minutes.actions))),
        (len(minutes.asked), ngettext("request", "requests", len(minutes.asked))),
        (scored, ngettext("part scored", "parts scored", scored)),
    ]
    return [Fact(str(count), text) for place, (count, text) in enumerate(facts) if count or place == 0]


def _tell_who(minutes: Minutes) -> list[Block]:
    """Names only where everybody was told so before coming in."""
    if minutes.names:
        return [Paragraph(_("In the room: %(names)s.", names=", ".join(minutes.names)), "small")]
    if not minutes.notes and not minutes.explained and not minutes.ballots:
        named = _(
            "Names stand here only of those who promised something, bring a request, were asked for something or come "
            "to the next date."
        )
        return [Paragraph(named, "small")]
    if minutes.people < SMALLEST_ROOM:
        few = _(
            "Fewer than %(smallest)s people were in: notes carry no name, but everyone can guess who wrote what.",
            smallest=SMALLEST_ROOM,
        )
        return [Paragraph(few, "small")]
    return [
        Paragraph(
            _(
                "Notes, votes and explanations carry no name, and nobody can find out whose they are. Names stand here "
                "only of those who promised something, bring a request, were asked for something or come to the next "
                "date."
            ),
            "small",
        )
    ]


def _tell_promises(minutes: Minutes, language: str) -> list[Block]:
    if not minutes.promises:
        return []
    title = _("Promises of senior managers")
    return [Heading(title, 2), _list_actions(title, minutes.promises, language, promised=True)]


def _tell_actions(minutes: Minutes, language: str) -> list[Block]:
    if not minutes.actions:
        return []
    return [Heading(_("Actions"), 2), _list_actions(_("Actions"), minutes.actions, language)]


def _list_actions(
    title: str, actions: tuple[Promised, ...], language: str, *, states: bool = False, promised: bool = False
) -> Grid:
    """``states``: each with how it stands; without it only what was dropped says so. ``promised``: by those who can
    act, which is not said again."""
    heads = (_("What"), _("Who"), _("By when"), _("Who can act"), _("Comes from"), _("How it stands"))
    rows = tuple(
        (
            one.text,
            one.owner or _("no owner yet"),
            write_day(one.due, language) or NOTHING,
            NOTHING if promised else name_actor(one.actor) or NOTHING,
            one.origin or NOTHING,
            name_status(one.status) if states or one.status == "dropped" else NOTHING,
        )
        for one in actions
    )
    return Grid(Table(title, heads, rows).without_empty_columns(NOTHING), silent=True)


def _tell_asked(minutes: Minutes, language: str) -> list[Block]:
    if not minutes.asked:
        return []
    heading = Heading(_("Requests to senior managers"), 2)
    return [heading, *(_tell_request(one, language, meets=True) for one in minutes.asked)]


def _tell_answered(minutes: Minutes, language: str) -> list[Block]:
    """What the meeting was held for comes first."""
    answered = _list_answered(minutes)
    if not answered:
        return []
    return [Heading(_("Requests and answers"), 2), *(_tell_request(one, language) for one in answered)]


def _tell_request(one: Asked, language: str, *, meets: bool = False) -> Panel:
    """``meets``: in the minutes of the session that asks, when its messengers go to the manager stands too."""
    about = [
        (_("For example"), one.example),
        (_("What it brings"), one.brings),
        (_("Asked of"), one.manager),
        (_("Brought by"), ", ".join(one.messengers)),
        (_("A quarter of an hour on"), write_moment(one.meets_on, one.meets_at, language) if meets else ""),
    ]
    blocks: list[Block] = [Paragraph(one.text, "strong")]
    told = tuple((f"{head}: {text}", "") for head, text in about if text)
    if told:
        blocks.append(Bullets(told, kind="compact"))
    blocks.append(Paragraph(write_answer(one, language)))
    return Panel(tuple(blocks), "card")


def write_answer(one: Asked, language: str) -> str:
    """ "Yes, if: there is a room. E. Visser, to be done by 1 June 2027. Answered on 3 May 2027." """
    promised_for = write_day(one.promised_for, language)
    promised = _("Answer promised for %(day)s", day=promised_for) if promised_for else ""
    answer = promised if promised and one.answer else name_outcome(one.answer)
    words = f"{answer}: {one.words}" if one.words else answer
    by = _("to be done by %(day)s", day=write_day(one.done_by, language)) if one.done_by else ""
    days = [
        _("Answered on %(day)s", day=write_day(one.answered_on, language)) if one.answered_on else "",
        "" if one.answer else promised,
        _("The promise has since been dropped") if one.dropped else "",
    ]
    return " ".join(end_sentence(text) for text in (words, ", ".join(filter(None, (one.owner, by))), *days) if text)


def _list_sections(minutes: Minutes, language: str) -> list[Section]:
    sections = (
        _build_canvas(minutes),
        _build_clusters(minutes),
        _build_explained(minutes),
        _build_agreed(minutes.agreed),
        _build_before(minutes, language),
    )
    return [section for section in sections if section is not None]


def _build_canvas(minutes: Minutes) -> Section | None:
    if not minutes.notes:
        return None
    placed = [one for one in minutes.placed if one.name]
    blocks: list[Block] = []
    if placed:
        rows = tuple((one.name, str(one.count)) for one in placed)
        table = Table(_("How many notes lie where"), (minutes.canvas, _("Notes")), rows, (1,))
        blocks.append(Grid(table, silent=True))
    for one in minutes.placed:
        blocks += _list_notes(one, alone=not placed)
    return Section("notes", _("The notes"), tuple(blocks))


def _list_notes(one: Placed, *, alone: bool) -> list[Block]:
    if not one.cards:
        return []
    entries = _list_cards(one.cards)
    return [entries] if alone else [Heading(one.name or _("Not placed")), entries]


def _list_cards(cards: tuple[Card, ...]) -> Bullets:
    return Bullets(tuple((card.text, tell_times(card)) for card in cards), kind="compact")


def _build_clusters(minutes: Minutes) -> Section | None:
    if not minutes.clusters and not minutes.ballots:
        return None
    blocks: list[Block] = []
    for one in minutes.clusters:
        count = ngettext("%(num)s note", "%(num)s notes", one.count)
        about = " · ".join(filter(None, (one.criterion, count, name_actor(one.actor))))
        blocks += [Heading(one.name), Paragraph(about, "muted"), _list_cards(one.cards)]
    for ballot in minutes.ballots:
        blocks += [Heading(ballot.title), Grid(build_ballot(ballot), silent=True)]
    title = _("Clusters and votes") if minutes.ballots else _("Clusters")
    return Section("clusters", title if minutes.clusters else _("Votes"), tuple(blocks), new_page=False)


def build_ballot(ballot: Ballot) -> Table:
    """With places only where two have the same."""
    head = (_("What"), name_counted(ballot.counted))
    counts = [count for _name, count in ballot.counts]
    if ballot.counted == "people" or not any(count and counts.count(count) > 1 for count in counts):
        return Table(ballot.title, head, tuple((name, str(count)) for name, count in ballot.counts), (1,))
    rows = tuple((name, str(count), tell_place(count, counts)) for name, count in ballot.counts)
    return Table(ballot.title, (*head, _("Place")), rows, (1,))


def _build_explained(minutes: Minutes) -> Section | None:
    if not minutes.explained:
        return None
    blocks: list[Block] = []
    nobody = ((_("Nobody of this side has written."), ""),)
    for one in minutes.explained:
        sides = [Bullets(tuple((text, "") for text in side) or nobody) for side in (one.staff, one.managers)]
        blocks += [
            Heading(one.title),
            *([Paragraph(_tell_few(), "small")] if _is_few(one) else []),
            Columns(
                (Heading(_("Staff explain"), 4), sides[0]),
                (Heading(_("Senior managers explain"), 4), sides[1]),
            ),
        ]
    return Section("explanations", _("One gap, two explanations"), tuple(blocks), new_page=False)


def _is_few(one: Explained) -> bool:
    return any(0 < len(side) < SMALLEST_ROOM for side in (one.staff, one.managers))


def _tell_few() -> str:
    return _("Fewer than %(smallest)s wrote for a side: everyone can guess who wrote what.", smallest=SMALLEST_ROOM)


def _build_agreed(page: AgreedPage | None) -> Section | None:
    """What was agreed, why, and what was said against it; with points once every part is judged."""
    if page is None:
        return None
    heads = (_("Part"), _("Agreed"), _("Why"), _("Said against it"))
    rows = tuple(
        (one.name, ", ".join(filter(None, (one.score, one.words))), one.reason or NOTHING, one.dissent or NOTHING)
        for criterion in page.criteria
        for one in criterion.parts
        if one.score
    )
    table = Table(_("Scores agreed"), heads, rows).without_empty_columns(NOTHING)
    note = _("Agreed in a session by those who were there; no survey says this, and it is no official assessment.")
    blocks: list[Block] = [Paragraph(note, "muted"), *(Paragraph(text) for text in _tell_points(page))]
    blocks += [Grid(table, silent=True), *([Paragraph(page.note, "small")] if page.note else [])]
    return Section("scores", _("Scores agreed"), tuple(blocks), new_page=False)


def _tell_points(page: AgreedPage) -> list[str]:
    told = [_("%(agreed)s of %(count)s parts agreed", agreed=page.agreed, count=page.count) + "."]
    if page.open_parts and page.knows_points:
        told.append(
            _("No points yet: points and a level of recognition need every part. A part left open is not a zero.")
        )
    for edition in page.editions:
        if edition.counts:
            told.insert(0, f"{edition.points} {_('of 1000 points')} · {edition.recognition}")
        else:
            told.append(
                _(
                    "By the weights of %(edition)s the same parts give %(points)s points; totals of two editions are "
                    "not compared.",
                    edition=edition.title,
                    points=edition.points,
                )
            )
    return told


def _build_before(minutes: Minutes, language: str) -> Section | None:
    asked = () if minutes.answers else minutes.left
    if not asked and not minutes.promised_before:
        return None
    blocks: list[Block] = []
    if asked:
        heads = (_("Request"), _("Answer"))
        rows = tuple((one.text, write_answer(one, language)) for one in asked)
        blocks += [Heading(_("Requests")), Grid(Table(_("Requests"), heads, rows), silent=True)]
    if minutes.promised_before:
        blocks += [
            Heading(_("Actions")),
            _list_actions(_("Actions"), minutes.promised_before, language, states=True),
        ]
    return Section("before", _("From the session before"), tuple(blocks), new_page=False)
