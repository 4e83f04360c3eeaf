"""Warm-ups: a knowledge check, a decision, myth or reality. Their files lie in ``warm_ups``, typed and checked when
read: what can be reckoned is reckoned, and a right choice must be what comes out."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessment.language import LANGUAGES
from questionnaires.source import read_source

FOLDER = Path(__file__).parent / "warm_ups"
MYTH, REALITY = "myth", "reality"
TIERS = ((5.0, "elite"), (10.0, "good"), (20.0, "average"))
"""Upper ends of an escaped defect rate in per cent, which belong to the tier above; see ``find_tier`` for the last."""
MOST_NEEDING_WORK = 35.0

Text = dict[str, str]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Escaped(Part):
    """Defects found before a release and after it."""

    before: int = Field(ge=0)
    after: int = Field(ge=0)

    @property
    def percent(self) -> float | None:
        """None where nothing was found: that is no rate."""
        found = self.before + self.after
        return self.after / found * 100 if found else None


class Choice(Part):
    """``percent`` or ``tier``: what it claims of an escaped defect rate; ``follows``: what comes of a decision."""

    id: str = Field(pattern="^[a-z]$")
    text: Text
    right: bool = False
    percent: float | None = None
    tier: str | None = None
    follows: Text = Field(default_factory=dict)


class Question(Part):
    """``real``: of a statement, whose choices are myth and reality."""

    text: Text
    answer: Text
    choices: tuple[Choice, ...] = ()
    escaped: Escaped | None = None
    real: bool | None = None

    @property
    def choice_ids(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.choices) if self.real is None else (MYTH, REALITY)

    @property
    def right_id(self) -> str:
        """ "" where no choice is the right one."""
        if self.real is not None:
            return REALITY if self.real else MYTH
        return next((choice.id for choice in self.choices if choice.right), "")


class WarmUp(Part):
    id: str = Field(pattern="^[a-z][a-z-]*$")
    kind: Literal["knowledge", "decision", "myths"]
    title: Text
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def check(self) -> "WarmUp":
        for place, question in enumerate(self.questions, start=1):
            for fault in _find_faults(self.kind, question):
                raise ValueError(f"question {place}: {fault}")
        if set(self.title) != set(LANGUAGES):
            raise ValueError("the title must be in every language")
        return self


def _find_faults(kind: str, question: Question) -> list[str]:
    texts = [question.text, question.answer, *(choice.text for choice in question.choices)]
    texts += [choice.follows for choice in question.choices if choice.follows]
    rights = [choice for choice in question.choices if choice.right]
    ids = [choice.id for choice in question.choices]
    faults = [
        (any(set(text) != set(LANGUAGES) or not all(text.values()) for text in texts), "a text lacks a language"),
        (len(set(ids)) != len(ids), "two choices have the same id"),
        ((kind == "myths") != (question.real is not None), "only myths say what is real, and each of them does"),
        (kind == "myths" and bool(ids), "a myth has no choices of its own"),
        (kind != "myths" and len(ids) < 2, "there is no choice"),
        (kind == "knowledge" and len(rights) != 1, "one choice must be right"),
        (kind == "decision" and bool(rights), "no decision is the right one"),
        (
            kind == "decision" and not all(choice.follows for choice in question.choices),
            "each decision says what follows",
        ),
        (
            any(choice.right != _is_true(question, choice) for choice in question.choices if _claims(choice)),
            "what is marked right is not what comes out",
        ),
    ]
    return [text for wrong, text in faults if wrong]


def _claims(choice: Choice) -> bool:
    return choice.percent is not None or choice.tier is not None


def _is_true(question: Question, choice: Choice) -> bool:
    percent = question.escaped.percent if question.escaped else None
    if percent is None:
        return False
    if choice.tier is not None:
        return choice.tier == find_tier(percent)
    return choice.percent is not None and round(percent, 1) == choice.percent


def find_tier(percent: float) -> str:
    """The house's tier of an escaped defect rate: the lower end belongs to it and the upper one does not, but for the
    last end, since only what is above it is critical."""
    for end, name in TIERS:
        if percent < end:
            return name
    return "needs_work" if percent <= MOST_NEEDING_WORK else "critical"


def read_warm_up(text: str, name: str) -> WarmUp:
    """Raises ValueError, which says the file and what is wrong with it."""
    source = read_source(text, name)
    if not source.readable or source.faults:
        raise ValueError("; ".join(str(fault) for fault in source.faults) or f"{name} cannot be read")
    try:
        return WarmUp.model_validate(source.data)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


@cache
def list_warm_ups() -> tuple[WarmUp, ...]:
    """Those that ship, by their id."""
    return tuple(read_warm_up(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.yaml")))


def find_warm_up(warm_up_id: str) -> WarmUp | None:
    return next((one for one in list_warm_ups() if one.id == warm_up_id), None)
