"""Who is answering what: one person at the door of one survey."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from assessment.respond.drafts import Answers
from assessment.respond.structure import Structure
from assessment.respond.survey import Asked, Page, make_pages
from assessment.respond.turns import find_longest
from questionnaires.model import Questionnaire

State = Literal["early", "open", "closed", "released", "refused", "withdrawn"]
"""``refused``: answers of named people and of owners' own files are not taken here (trust rule A20). ``released``: the
promised day has come, and whoever was asked may read what everybody answered together."""


@dataclass(frozen=True, eq=False)
class Survey:
    """What of a campaign a respondent meets. Texts are language maps; times are in UTC.

    Compared by identity: it is made once and kept for as long as the campaign stays as it is.
    """

    id: int
    organisation_id: int
    state: str
    disclosure: str
    smallest_group: int
    opens_at: datetime | None
    closes_at: datetime | None
    results_on: date | None
    zone: str
    sponsor: str
    contact: str
    server_keeper: str
    asks_comments: bool
    joint_answer_promised: bool
    rotating_blocks: int | None
    form_of_address: str
    first_survey: bool
    name: Mapping[str, str]
    languages: tuple[str, ...]
    senior_managers: Mapping[str, str]
    purpose: Mapping[str, str]
    slots: Mapping[str, Any]
    structure: Structure
    questionnaire: Questionnaire

    @property
    def open_link(self) -> bool:
        """Whether some answer through a link that is open to everybody (trust rule A22)."""
        return self.structure.open_link

    @property
    def takes_turns(self) -> bool:
        """Whether people are asked the core and some of the blocks, instead of everything."""
        drawn = self.rotating_blocks
        return drawn is not None and drawn < len(self.questionnaire.rotating_blocks)

    @cached_property
    def longest_blocks(self) -> frozenset[str]:
        return find_longest(self.questionnaire, self.rotating_blocks or 0)

    def find_state(self, now: datetime) -> State:
        """Open from the first second to the last, by the clock and by what the organisers decided."""
        if self.questionnaire.mode == "named" or self.disclosure == "full":
            return "refused"
        if self.state == "withdrawn":
            return "withdrawn"
        if self.state == "released" and (self.results_on is None or self._tell_day(now) >= self.results_on):
            return "released"
        if self.state in ("closed", "released") or (self.closes_at is not None and now > self.closes_at):
            return "closed"
        if self.state == "draft" or (self.opens_at is not None and now < self.opens_at):
            return "early"
        return "open"

    def _tell_day(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at the door: what their link settles, and what they have saved so far.

    ``shared``: a link for everybody, by which nothing is saved; ``screen``: such a one for turns at a shared screen.
    ``printed``: a link on paper, whose draft needs the secret of the ``browser`` too ("" while it has none), and is not
    here where another one began it (``elsewhere``).
    """

    token: str
    invitation_id: int
    shared: bool
    done: bool
    unit: str | None
    group: str | None
    row_version: int
    answers: Answers
    survey: Survey
    screen: bool = False
    printed: bool = False
    browser: str = ""
    elsewhere: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether a draft can be saved, for which a printed link needs a browser that can be known again."""
        return not self.printed or self.browser != ""

    @property
    def asks_unit(self) -> bool:
        """Senior managers are of no unit: they answer for the organisation."""
        return self.unit is None and self.voice == "sees" and len(self.survey.structure.open_units) > 1

    @property
    def asks_group(self) -> bool:
        return self.group is None and len(self.survey.structure.seeing_groups) > 1

    @property
    def answering_unit(self) -> str | None:
        """From the link, else the only one there is, else as chosen; None while it is open."""
        if self.unit or self.voice == "says":
            return self.unit
        return _only(self.survey.structure.open_units) or self.answers.unit

    @property
    def answering_group(self) -> str | None:
        return self.group or _only(self.survey.structure.seeing_groups) or self.answers.group

    @property
    def is_placed(self) -> bool:
        """Whether unit and group are settled, by the link or by choice."""
        unit_missing = self.asks_unit and self.answers.unit is None
        group_missing = self.asks_group and self.answers.group is None
        return not (unit_missing or group_missing)

    @property
    def voice(self) -> str:
        return self.survey.structure.find_voice(self.answering_group)

    def list_pages(self, language: str) -> tuple[Page, ...]:
        """The pages this person is asked, in that language."""
        software = self.survey.structure.builds_software(self.answering_unit)
        asked = Asked(self.voice, software, self.survey.first_survey, language, self.blocks)
        return _keep_pages(self.survey, asked)

    @property
    def is_drawn(self) -> bool:
        """Whether it is settled which questions this person is asked."""
        return not self.survey.takes_turns or self.answers.blocks is not None

    @property
    def blocks(self) -> frozenset[str] | None:
        """The blocks of questions that take turns and fell to this person; None where everybody is asked all.

        Before they are drawn, the longest choice, for what is said about the length.
        """
        if not self.survey.takes_turns:
            return None
        drawn = self.answers.blocks
        return self.survey.longest_blocks if drawn is None else frozenset(drawn)


def _only(keys: tuple[str, ...]) -> str | None:
    return keys[0] if len(keys) == 1 else None


@lru_cache(maxsize=256)
def _keep_pages(survey: Survey, asked: Asked) -> tuple[Page, ...]:
    return make_pages(survey.questionnaire, asked, survey.slots)
