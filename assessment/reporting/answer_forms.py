"""Reading a reader's form: a choice for each decision, with the condition, the reason or the day that it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext as _

from assessment.letters import holds_unkept
from assessment.models import Decision
from assessment.reporting.answering import KINDS, MOST_WORDS, Answer

FURTHEST = timedelta(days=730)
NEEDING_WORDS = ("if", "no")


@dataclass
class Typed:
    """One decision as it was filled in. ``version`` and ``was``: of what was stored when the page was made; ``words``:
    the digest of the decision as the page had it; ``fault``: the id of the field to mend, and what to do."""

    choice: str = ""
    condition: str = ""
    reason: str = ""
    day: str = ""
    version: int = 0
    was: str = ""
    words: str = ""
    fault: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if self.choice not in KINDS:
            self.choice = ""


@dataclass
class Given:
    """``typed`` by decision, to show the form again; ``answers``: what is to be kept; ``errors`` for the summary."""

    typed: dict[int, Typed] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def words_read(self) -> dict[int, str]:
        return {decision: typed.words for decision, typed in self.typed.items()}


def show_stored(answer: Answer | None, words: str) -> Typed:
    """The fields of a decision as they stand when the page is opened; ``words``: its digest."""
    if answer is None:
        return Typed(words=words)
    return Typed(
        words=words,
        choice=answer.answer,
        condition=answer.words if answer.answer == "if" else "",
        reason=answer.words if answer.answer == "no" else "",
        day=answer.ask_on.isoformat() if answer.ask_on else "",
        version=answer.version,
        was=answer.digest,
    )


def read_answers(decisions: Iterable[tuple[str, Decision]], sent: Mapping[str, str], today: date) -> Given:
    """``decisions``: letter and row. What its reader has not touched since the page was made is left as it is."""
    given = Given()
    for letter, decision in decisions:
        name = f"d{decision.id}"
        typed = Typed(
            choice=sent.get(name, ""),
            condition=clean(sent.get(f"{name}-if")),
            reason=clean(sent.get(f"{name}-no")),
            day=clean(sent.get(f"{name}-day")),
            version=read_version(sent.get(f"{name}-version")),
            was=sent.get(f"{name}-was", "")[:16],
            words=sent.get(f"{name}-words", "")[:16],
        )
        given.typed[decision.id] = typed
        if not typed.choice:
            continue
        typed.fault = find_fault(name, letter, typed, today)
        if typed.fault:
            given.errors.append(typed.fault)
            continue
        answer = make_answer(typed)
        if answer.digest != typed.was:
            given.answers[decision.id] = answer
    if not any(typed.choice for typed in given.typed.values()) and given.typed:
        first = next(iter(given.typed))
        given.errors.append((f"d{first}-yes", _("Choose an answer to at least one decision")))
    return given


def clean(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def read_version(text: str | None) -> int:
    """A version as a page sent it; 0, which is none, where it is no number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def find_fault(name: str, letter: str, typed: Typed, today: date) -> tuple[str, str] | None:
    if typed.choice in NEEDING_WORDS:
        words = typed.condition if typed.choice == "if" else typed.reason
        place = f"{name}-{typed.choice}-words"
        if not words:
            missing = _("Decision %(letter)s: write the condition", letter=letter)
            return place, missing if typed.choice == "if" else _("Decision %(letter)s: write the reason", letter=letter)
        if len(words) > MOST_WORDS:
            told = _(
                "Decision %(letter)s: shorten this to %(limit)s characters: it has %(length)s",
                letter=letter,
                limit=MOST_WORDS,
                length=len(words),
            )
            return place, told
        if holds_unkept(words, but="\n\t"):
            return place, _("Decision %(letter)s: remove the characters that cannot be stored", letter=letter)
    if typed.choice == "later":
        day = read_day(typed.day)
        if day is None or not today <= day <= today + FURTHEST:
            told = _("Decision %(letter)s: choose a day from today on, two years at most", letter=letter)
            return f"{name}-day-field", told
    return None


def read_day(text: str) -> date | None:
    """A day as browsers send it: 2027-04-15."""
    try:
        return date.fromisoformat(text) if len(text) == len("2027-04-15") else None
    except ValueError:
        return None


def make_answer(typed: Typed) -> Answer:
    words = {"if": typed.condition, "no": typed.reason}.get(typed.choice, "")
    ask_on = read_day(typed.day) if typed.choice == "later" else None
    return Answer(typed.choice, words, ask_on, typed.version)
