"""What the facilitator does to notes: place, merge, split, reword, take down, and take it back, step by step.

Each act bears an id made by its page: sent twice it is done once. Each keeps how the notes were, so that it can be
taken back, the last first, and only what it changed, so that taking back never fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assessment.access.tokens import is_token
from assessment.models import CanvasChange, Cluster, Note, Tap, Workshop, db
from assessment.sessions.canvas import list_criteria
from assessment.sessions.changing import GoneError, MovedError, changing
from assessment.sessions.notes import QUESTION, derive_id, make_note
from assessment.sessions.sorting import STOP, is_open, put_rest_into_tray

PLACE, MERGE, SPLIT, REWORD, TAKE_DOWN = "note.placed", "note.merged", "note.split", "note.reworded", "note.taken-down"
KINDS = (PLACE, MERGE, SPLIT, REWORD, TAKE_DOWN, STOP)
PHASES = ("read", "sort", "tray", "finding", "cluster")
"""Kinds of phases in which notes can be changed."""
TAKEN_DOWN = "taken-down"
"""The topic of a note that answers nothing any more."""
TRAY = ""
"""The place of a note that is to be talked about, where others have a criterion."""


@dataclass
class _Act:
    """``before``: by note, what is changed as it was; ``made``: notes that there were not."""

    session: Session
    workshop: Workshop
    id: str
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def find(self, note_id: str) -> Note:
        """A note that stands on the canvas or in the tray. Raises MovedError where it does not, or not any more."""
        note = self.session.scalars(
            select(Note).where(
                Note.id == note_id,
                Note.workshop_id == self.workshop.id,
                Note.topic == QUESTION,
                Note.revealed,
                Note.merged_into.is_(None),
            )
        ).one_or_none()
        if note is None:
            raise MovedError
        return note

    def change(self, note: Note, **changes: Any) -> None:
        self.before[note.id] = {name: getattr(note, name) for name in changes}
        for name, value in changes.items():
            setattr(note, name, value)
        # Whoever was sorting it is given another one.
        self.session.execute(delete(Tap).where(Tap.note_id == note.id))


@contextmanager
def _acting(organisation_id: int, workshop_id: int, note_id: str, act_id: str, kind: str) -> Iterator[_Act | None]:
    """None where this was done before, be it taken back by now. Raises GoneError where the session has no such note,
    and MovedError where this cannot be done with it now."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        if act_id and session.get(CanvasChange, act_id) is not None:
            yield None
            return
        if session.scalar(select(Note.id).where(Note.id == note_id, Note.workshop_id == workshop_id)) is None:
            raise GoneError
        if not act_id or workshop.phases[workshop.phase]["kind"] not in PHASES:
            raise MovedError
        act = _Act(session, workshop, act_id)
        yield act
        _keep(act, kind)


def _keep(act: _Act, kind: str) -> None:
    """An act that no page named is named by its number."""
    own = CanvasChange.workshop_id == act.workshop.id
    number = (act.session.scalar(select(func.max(CanvasChange.number)).where(own)) or 0) + 1
    act.session.add(
        CanvasChange(
            id=act.id or derive_id(str(act.workshop.id), kind, str(number)),
            organisation_id=act.workshop.organisation_id,
            workshop_id=act.workshop.id,
            number=number,
            kind=kind,
            before={"notes": act.before, "made": act.made},
        )
    )


def place_note(organisation_id: int, workshop_id: int, note_id: str, criterion: str, page_id: str) -> None:
    """``criterion``: TRAY to talk about it again. The page's id serves for each of its buttons. Raises GoneError and
    MovedError."""
    with _acting(organisation_id, workshop_id, note_id, _name(page_id, PLACE, note_id, criterion), PLACE) as act:
        if act is None:
            return
        criteria = {one.id for one in list_criteria(act.workshop.lens, act.workshop.language)}
        if criterion not in {*criteria, TRAY}:
            raise MovedError
        act.change(act.find(note_id), criterion=criterion or None, tray=criterion == TRAY, cluster_id=None)


def merge_notes(organisation_id: int, workshop_id: int, note_id: str, into_id: str, page_id: str) -> None:
    """From now on the other note says what this one says, and counts for both. Raises GoneError and MovedError."""
    with _acting(organisation_id, workshop_id, note_id, _name(page_id, MERGE, note_id, into_id), MERGE) as act:
        if act is None:
            return
        if note_id == into_id:
            raise MovedError
        note, into = act.find(note_id), act.find(into_id)
        for one in [note, *act.session.scalars(select(Note).where(Note.merged_into == note_id))]:
            act.change(one, merged_into=into.id, cluster_id=None)


def split_note(organisation_id: int, workshop_id: int, note_id: str, texts: tuple[str, str], page_id: str) -> None:
    """Two notes for one that says two things; the second lies beside the first. Raises GoneError and MovedError."""
    with _acting(organisation_id, workshop_id, note_id, _name(page_id, SPLIT, note_id, *texts), SPLIT) as act:
        if act is None:
            return
        note = act.find(note_id)
        second = make_note(act.workshop, derive_id(act.id, "second"), texts[1])
        second.revealed, second.criterion, second.tray = True, note.criterion, note.tray
        second.proposals, second.cluster_id = list(note.proposals), note.cluster_id
        act.session.add(second)
        act.made.append(second.id)
        act.change(note, text=texts[0])


def reword_note(organisation_id: int, workshop_id: int, note_id: str, text: str, page_id: str) -> None:
    """A slip of the pen, or a name that does not belong there. Raises GoneError and MovedError."""
    with _acting(organisation_id, workshop_id, note_id, _name(page_id, REWORD, note_id, text), REWORD) as act:
        if act is not None:
            act.change(act.find(note_id), text=text)


def take_down(organisation_id: int, workshop_id: int, note_id: str, page_id: str) -> None:
    """No screen and no minutes have it any more, nor what was merged into it. Raises GoneError and MovedError."""
    with _acting(organisation_id, workshop_id, note_id, _name(page_id, TAKE_DOWN, note_id), TAKE_DOWN) as act:
        if act is not None:
            act.change(act.find(note_id), topic=TAKEN_DOWN)


def forget_acts(session: Session, workshop: Workshop) -> None:
    """At the end nothing can be taken back any more: what was taken down is gone, and so are words that were there
    before."""
    own = Note.workshop_id == workshop.id
    down = select(Note.id).where(own, Note.topic == TAKEN_DOWN)
    session.execute(delete(Note).where(own, Note.merged_into.in_(down)))
    session.execute(delete(Note).where(own, Note.topic == TAKEN_DOWN))
    session.execute(delete(CanvasChange).where(CanvasChange.workshop_id == workshop.id))


def end_sorting(organisation_id: int, workshop_id: int) -> None:
    """Before everything is sorted; what is left goes into the tray, and comes back when this is taken back, without
    what was tapped. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        phase = workshop.phases[workshop.phase]
        if phase["kind"] != "sort":
            raise MovedError
        left = session.scalars(select(Note.id).where(is_open(workshop_id))).all()
        if left:
            put_rest_into_tray(session, workshop, phase["id"])
            before: dict[str, dict[str, Any]] = {note_id: {"tray": False, "proposals": []} for note_id in left}
            _keep(_Act(session, workshop, "", before), STOP)


def _name(page_id: str, kind: str, *parts: str) -> str:
    """The id of an act: two buttons of one page are two acts. What is no id stays none."""
    return derive_id(page_id, kind, *parts) if is_token(page_id) else ""


def undo(organisation_id: int, workshop_id: int, act_id: str) -> None:
    """Take back that act, if it is the last one that stands; else it was taken back already, or others came after it,
    and nothing happens."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        last = session.scalars(_find_last(workshop_id)).first()
        if last is None or last.id != act_id:
            return
        last.undone = True
        clusters = set(session.scalars(select(Cluster.id).where(Cluster.workshop_id == workshop_id)))
        for note_id, kept in last.before["notes"].items():
            back = dict(kept)
            if "cluster_id" in back and back["cluster_id"] not in clusters:  # taken apart meanwhile
                back["cluster_id"] = None
            session.execute(update(Note).where(Note.id == note_id, Note.workshop_id == workshop.id).values(back))
        session.execute(delete(Note).where(Note.id.in_(last.before["made"]), Note.workshop_id == workshop.id))


def _find_last(workshop_id: int) -> Any:
    own = select(CanvasChange).where(CanvasChange.workshop_id == workshop_id, CanvasChange.kind.in_(KINDS))
    return own.where(CanvasChange.undone.is_(False)).order_by(CanvasChange.number.desc()).limit(1)


def find_last_act(workshop_id: int) -> CanvasChange | None:
    """What would be taken back next."""
    last: CanvasChange | None = db.session.scalars(_find_last(workshop_id)).first()
    return last
