"""What assessors agreed on about a model, as results are given it."""

from datetime import date

from pydantic import Field

from assessment.results.fact import Fact, Text


class AgreedCriterionFact(Fact):
    """``score``: 0-100, None while one of the ``parts`` is open; ``agreed``: how many are judged."""

    criterion: str
    score: float | None
    agreed: int
    parts: int


class AgreedFact(Fact):
    """What assessors agreed on in the latest session about a model: another kind of evidence, which stands beside what
    is seen and is never mixed into it. ``lens``: of the edition whose weights count; ``points``: None while a part is
    open, and in models without points; ``recognition``: the name of the level reached."""

    lens: str
    session: str
    held_on: date | None = None
    assessors: int
    criteria: tuple[AgreedCriterionFact, ...]
    open_parts: tuple[str, ...] = ()
    knows_points: bool = False
    points: float | None = None
    recognition: Text = Field(default_factory=dict)
    note: Text = Field(default_factory=dict)
