"""The quality network of the example: one meeting, held by the services that hold a real one, on the story's day.

Who wrote and voted what is destroyed on the way, as in any session; so even two builds differ in the order of notes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.clock import use_clock
from assessment.demo import network_story as story
from assessment.language import LANGUAGES
from assessment.models import SAID, Action, NetworkRequest, Workshop, db
from assessment.results.numbers import speaking
from assessment.sessions import asking, cards, clusters, notes, placing, seats, votes
from assessment.sessions.agendas import find_agenda
from assessment.sessions.board import list_shown
from assessment.sessions.minutes_jobs import ask_again
from assessment.sessions.origins import list_origins
from assessment.sessions.people import add_person
from assessment.sessions.promises import settle_action
from assessment.sessions.running import Plan, end_session, go_to, plan_session, start_session
from assessment.sessions.seats import Seat

AGENDA = "network-90"
DAYS_AGO = 16
"""Less than the 30 days after which a request without an answer is told as such, and before the results were released:
these stay what they would be without the meeting."""
DONE_AFTER = timedelta(days=9)
BEGIN = time(13, 30, tzinfo=UTC)


@dataclass
class _Room:
    """The meeting while it is held. ``now``: the clock by which it is held; ``note_ids``: by the note's number in the
    story; ``cluster_ids``: by the story's name."""

    organisation_id: int
    id: int
    language: str
    held_on: date
    now: datetime
    seats: list[Seat]
    note_ids: Mapping[int, str]
    cluster_ids: dict[str, str]

    @property
    def own(self) -> tuple[int, int]:
        return self.organisation_id, self.id

    def say(self, texts: Mapping[str, str]) -> str:
        return texts[self.language]

    def find_day(self, days: int) -> date:
        return find_workday(self.held_on + timedelta(days=days))

    def load(self) -> Workshop:
        return db.session.get_one(Workshop, self.id)

    def lead_to(self, kind: str) -> str:
        """Go through the agenda to this part, each before it taking its minutes; gives its id."""
        phases = self.load().phases
        places = [phase["kind"] for phase in phases]
        while (here := self.load().phase) < places.index(kind):
            self.now += timedelta(minutes=phases[here]["minutes"])
            go_to(*self.own, phases[here + 1]["id"])
        return str(phases[here]["id"])


def hold_meeting(organisation_id: int, today: date, language: str) -> int:
    """A network meeting that has ended, and what came of it until ``today``; gives its id. Call it before anything is
    released: no report is to tell of it."""
    held_on = find_workday(today - timedelta(days=DAYS_AGO))
    room = _Room(organisation_id, 0, language, held_on, datetime.combine(held_on, BEGIN), [], {}, {})
    with _keeping_time(room), speaking(language):
        _plan(room)
        _join(room)
        _write(room)
        _sort(room)
        _make_clusters(room)
        _vote(room)
        _work_out(room)
        _find_routes(room)
        _close(room)
        _follow_up(room)
    return room.id


def find_workday(day: date) -> date:
    """That day, or the Friday before where nobody works on it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@contextmanager
def _keeping_time(room: _Room) -> Iterator[None]:
    """Everything inside happens when the room's clock says so."""
    app = current_app
    before = app.extensions.get("clock")
    use_clock(app, lambda: room.now)
    try:
        yield
    finally:
        app.extensions["clock"] = before


def _plan(room: _Room) -> None:
    agenda = find_agenda(AGENDA)
    begin, room.now = room.now, room.now - timedelta(days=5)
    plan = Plan(
        kind=agenda.kind,
        name=room.say(story.NAME),
        question=room.say(story.QUESTION),
        language=room.language,
        lens="efqm-2013",
        phases=agenda.phases,
        held_on=room.held_on,
    )
    room.id = plan_session(room.organisation_id, plan)
    room.now = begin
    start_session(*room.own)


def _join(room: _Room) -> None:
    found = [seats.find_seat(seats.join(room.id, name)) for name in story.PHONES]
    room.seats = [seat for seat in found if seat is not None]
    for name in story.WITHOUT_PHONE:
        add_person(*room.own, name)


def _write(room: _Room) -> None:
    room.lead_to("write")
    texts = [room.say(note.text) for note in story.NOTES]
    by_phone = len(room.seats) * story.NOTES_A_PHONE
    for place, text in enumerate(texts[:by_phone]):
        notes.add_note(room.seats[place % len(room.seats)], random_token(), text)
    notes.paste_notes(*room.own, random_token(), texts[by_phone:])
    room.lead_to("read")
    shown = {text: note_id for note_id, text in list_shown(room.id)}
    room.note_ids = {number: shown[text] for number, text in enumerate(texts)}


def _sort(room: _Room) -> None:
    """Placed as the room says, read out note by note; what it is of two minds about stays in the tray, and what says
    the same is merged."""
    room.lead_to("sort")
    for number, note in enumerate(story.NOTES):
        if note.criterion:
            placing.place_note(*room.own, room.note_ids[number], note.criterion, random_token())
    room.lead_to("tray")
    for number, note in enumerate(story.NOTES):
        if note.like is not None:
            placing.merge_notes(*room.own, room.note_ids[number], room.note_ids[note.like], random_token())


def _make_clusters(room: _Room) -> None:
    room.lead_to("cluster")
    for key, named in story.CLUSTERS.items():
        room.cluster_ids[key] = own_id = random_token()
        ticked = [room.note_ids[number] for number, note in enumerate(story.NOTES) if note.cluster == key]
        name = "" if named.proposed else room.say(named.name)
        clusters.put_together(*room.own, named.criterion, ticked, name, wish=own_id, into="")
        clusters.set_actor(*room.own, own_id, named.actor)
        if named.proposed:
            clusters.propose_name(room.seats[0], own_id, room.say(named.proposed))
            clusters.take_name(*room.own, own_id, room.say(named.name))


def _vote(room: _Room) -> None:
    """Three dots each; those of people without a phone are given in the facilitator's page."""
    phase_id = room.lead_to("vote")
    dots = [room.cluster_ids[key] for key, named in story.CLUSTERS.items() for _dot in range(named.dots)]
    people = len(room.seats) + len(story.WITHOUT_PHONE)
    for place, seat in enumerate(room.seats):
        for choice in dots[place::people]:
            votes.put_dot(seat, random_token(), choice)
    for place in range(len(room.seats), people):
        votes.give_for(*room.own, phase_id, random_token(), Counter(dots[place::people]))
    votes.close_vote(*room.own, phase_id, unseen=False)


def _work_out(room: _Room) -> None:
    """A card for each of the first three, and one besides."""
    room.lead_to("work-out")
    for key, asked in story.REQUESTS.items():
        told = {name: room.say(getattr(asked, name)) for name in ("text", "example", "brings")}
        cards.save_card(room.id, room.cluster_ids[key], 0, told, organisation_id=room.organisation_id)
    done = _fill_action(room, story.DONE_ACTION)
    cards.save_card(room.id, room.cluster_ids["fault"], 0, done, organisation_id=room.organisation_id)
    besides = random_token()
    cards.add_card(*room.own, besides)
    origin = f"note:{room.note_ids[story.OPEN_ACTION_NOTE]}"
    words = dict(list_origins(room.load()))[origin]
    filled = _fill_action(room, story.OPEN_ACTION) | {cards.ORIGIN: origin, SAID: words}
    cards.save_card(room.id, besides, 0, filled, organisation_id=room.organisation_id)


def _fill_action(room: _Room, agreed: story.AgreedAction) -> dict[str, object]:
    due = room.find_day(agreed.days)
    return {"text": room.say(agreed.text), "owner": agreed.owner, "email": "", "due": due, "actor": "we"}


def _find_routes(room: _Room) -> None:
    """Who brings each request to whom; phones say whether they know that person, until the end of the session."""
    room.lead_to("route")
    for key, asked in story.REQUESTS.items():
        row = _find_request(room, key)
        meeting = {"meets_on": room.find_day(asked.meets), "meets_at": time(asked.at, 30)}
        told = {"manager": asked.manager, "email": "", "messengers": list(asked.messengers)} | meeting
        request_id = row.id
        asking.save_route(*room.own, request_id, row.row_version, told)
        for seat in room.seats[: asked.known_by]:
            asking.tell_known(seat, request_id, known=True)


def _close(room: _Room) -> None:
    room.lead_to("close")
    for seat, worth in zip(room.seats, story.WORTH, strict=True):
        votes.tap_worth(seat, worth)
    room.now += timedelta(minutes=room.load().phases[-1]["minutes"])
    end_session(*room.own)


def _follow_up(room: _Room) -> None:
    """The first request is answered when it is brought; an action is done before its day."""
    row, asked = _find_request(room, story.ANSWERED), story.REQUESTS[story.ANSWERED]
    room.now = datetime.combine(room.find_day(asked.meets), time(asked.at, 45, tzinfo=UTC))
    promised = {"words": room.say(story.ANSWER_WORDS), "owner": asked.manager}
    told = {"answer": "yes", "answer_on": room.find_day(story.ANSWER_DAYS)} | promised
    asking.save_answer(*room.own, row.id, row.row_version, told)
    room.now = datetime.combine(find_workday(room.held_on + DONE_AFTER), BEGIN)
    done = select(Action.id).where(Action.workshop_id == room.id, Action.owner == story.DONE_ACTION.owner)
    settle_action(*room.own, db.session.scalars(done).one(), "done")
    for language in LANGUAGES:
        if language != room.language:
            ask_again(room.load(), language)


def _find_request(room: _Room, key: str) -> NetworkRequest:
    own = select(NetworkRequest).where(NetworkRequest.cluster_id == room.cluster_ids[key])
    return db.session.scalars(own).one()
