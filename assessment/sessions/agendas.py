"""Agendas: which phases a session has, and how long each takes; those that ship, and those that a network keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

LONGEST_PHASE = 240
"""Minutes."""
MOST_PHASES = 30
LONGEST_TITLE = 60

Line = tuple[str, int] | tuple[str, int, str]
"""Of an agenda that is kept: a kind of phase, its minutes, and its own title where it has one."""


@dataclass(frozen=True, slots=True)
class Phase:
    """``id``: unique in its session and never used again, so that a key of one activity opens no other; ``kind``: what
    people do in it; ``minutes``: planned; ``title``: own words, "" for the kind's name."""

    id: str
    kind: str
    minutes: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda that ships: ``kind`` of session, ``key`` among its sisters, and minutes by kind of phase."""

    kind: str
    key: str
    phases: tuple[tuple[str, int], ...]

    @property
    def minutes(self) -> int:
        return sum(minutes for _kind, minutes in self.phases)


AGENDAS = (
    Agenda(
        "network",
        "network-90",
        (
            ("arrive", 5),
            ("back", 7),
            ("warm-up", 4),
            ("write", 9),
            ("read", 4),
            ("sort", 6),
            ("tray", 8),
            ("finding", 3),
            ("cluster", 10),
            ("vote", 4),
            ("work-out", 16),
            ("route", 8),
            ("close", 6),
        ),
    ),
    Agenda(
        "network",
        "network-40",
        (
            ("arrive", 3),
            ("back", 4),
            ("write", 7),
            ("sort", 6),
            ("finding", 2),
            ("vote", 3),
            ("work-out", 11),
            ("close", 4),
        ),
    ),
    Agenda(
        "managers",
        "managers-60",
        (("open", 3), ("cases", 15), ("worries", 10), ("explain", 8), ("answers", 16), ("next-date", 5), ("pledge", 3)),
    ),
    Agenda("results", "results-60", (("arrive", 5), ("warm-up", 5), ("walk", 15), ("explain", 20), ("work-out", 15))),
    Agenda("consensus", "consensus-120", (("arrive", 5), ("score", 30), ("divided", 80), ("close", 5))),
    Agenda("actions", "actions-30", (("arrive", 3), ("review", 22), ("close", 5))),
)


def find_agenda(key: str) -> Agenda:
    """Raises KeyError."""
    return {agenda.key: agenda for agenda in AGENDAS}[key]


def make_phases(lines: Sequence[Line]) -> list[Phase]:
    return [Phase(f"p{place}", *line) for place, line in enumerate(lines, start=1)]


def find_last_number(phases: Sequence[Phase]) -> int:
    return max((int(phase.id[1:]) for phase in phases), default=0)


def add_phase(phases: Sequence[Phase], before: str, new: Phase) -> list[Phase]:
    """With one more, before the phase of that id, or as the last one."""
    at = next((place for place, phase in enumerate(phases) if phase.id == before), len(phases))
    return [*phases[:at], new, *phases[at:]]


def move_phase(phases: Sequence[Phase], phase_id: str, before: str) -> list[Phase]:
    """With this phase before the other one, or as the last one; the same again changes nothing."""
    if before == phase_id:
        return list(phases)
    moved = next(phase for phase in phases if phase.id == phase_id)
    return add_phase([phase for phase in phases if phase.id != phase_id], before, moved)


def change_phase(phases: Sequence[Phase], phase_id: str, **changes: Any) -> list[Phase]:
    return [replace(phase, **changes) if phase.id == phase_id else phase for phase in phases]


def list_phase_kinds(kind: str) -> list[str]:
    """Those that can be added to a session of that kind: in a consensus meeting only its own, since others keep no
    names; senior managers meet with phases of their own and those of the network."""
    own = [agenda for agenda in AGENDAS if agenda.kind == kind]
    if kind == "consensus":
        own_and_others = own
    else:
        shared = [agenda for agenda in AGENDAS if agenda.kind in ("network", "results", "actions")]
        own_and_others = [*own, *shared]
    return list(dict.fromkeys(phase for agenda in own_and_others for phase, _minutes in agenda.phases))


def read_phases(stored: Sequence[Mapping[str, Any]]) -> list[Phase]:
    return [Phase(one["id"], one["kind"], one["minutes"], one.get("title", "")) for one in stored]


def store_phases(phases: Sequence[Phase]) -> list[dict[str, Any]]:
    return [{"id": one.id, "kind": one.kind, "minutes": one.minutes, "title": one.title} for one in phases]


def name_phase(phase: Phase) -> str:
    return phase.title or name_phase_kind(phase.kind)


def name_phase_kind(kind: str) -> str:
    """As people read it on the wall."""
    names = {
        "arrive": _("Welcome"),
        "back": _("What came back"),
        "warm-up": _("Warm-up"),
        "write": _("Write in silence"),
        "read": _("Read"),
        "sort": _("Sort together"),
        "tray": _("Talk about the tray"),
        "finding": _("What the wall says"),
        "cluster": _("Clusters, and who can act"),
        "vote": _("Vote"),
        "work-out": _("Work out the first three"),
        "route": _("The route to senior managers"),
        "close": _("Close"),
        "open": _("Opening"),
        "cases": _("Three cases"),
        "worries": _("What senior managers say"),
        "explain": _("One gap, two explanations"),
        "answers": _("Every request answered"),
        "next-date": _("The next date"),
        "pledge": _("One thing for two weeks"),
        "walk": _("Walk through the results"),
        "score": _("Score alone"),
        "divided": _("Most divided first"),
        "review": _("Actions, one by one"),
    }
    return names[kind]


def name_kind(kind: str) -> str:
    """Of a session."""
    names = {
        "network": _("Network meeting"),
        "managers": _("Meeting with senior managers"),
        "results": _("Results conversation"),
        "consensus": _("Self-assessment consensus"),
        "actions": _("Actions review"),
    }
    return names[kind]


def tell_purpose(key: str) -> str:
    """What an agenda that ships is for, in one line."""
    purposes = {
        "network-90": _("Notes, sorted on a model, a vote, and the first three worked out into actions and requests."),
        "network-40": _(
            "The same in short: notes, a vote, and the first three worked out; one request and one action are enough."
        ),
        "managers-60": _("The network brings its requests; senior managers listen, and answer every one of them."),
        "results-60": _("Walk through a survey's results, explain one gap, and agree on what to do."),
        "consensus-120": _("Assessors score alone and see each other's scores by name; the most divided come first."),
        "actions-30": _("Go through what was agreed: done, moved to another day, or dropped."),
    }
    return purposes[key]
