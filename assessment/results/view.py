"""A release as pages and reports read it: facts and figures in (:class:`ReleaseSource`), one readable whole out.

A source is all that is needed to say everything again (it travels as JSON inside the PDF), a :class:`ResultsView` is
that source read through one lens, in one language. Everything worded from a view is a pure function of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from pydantic import Field

from assessment.models import in_language
from assessment.results.agreed_fact import AgreedFact
from assessment.results.fact import Fact as Fact
from assessment.results.fact import Text as Text
from assessment.results.promised import ActionFact as ActionFact
from assessment.results.promised import ActionStatus as ActionStatus
from assessment.results.promised import RequestFact as RequestFact
from assessment.results.promised import SessionFact as SessionFact
from assessment.results.wording import keeps_numbers
from assessment.scoring.derived import Change, Derived, DimensionResult, Gap
from assessment.scoring.figures import Cell, ItemFigure, ReleasedFigures, Voice
from questionnaires import fill_slots
from questionnaires.model import Dimension, Item, LadderStep, Lens, Questionnaire, Recommendation

AdviceChoice = Literal["accepted", "deferred", "rejected"]
AnswerKind = Literal["yes", "if", "no", "later"]

DRIVERS = "drivers"
"""The lens that is the questionnaire's own dimensions."""


class UnitFact(Fact):
    key: str
    name: Text
    parent: str | None = None
    builds_software: bool = False


class GroupFact(Fact):
    key: str
    name: Text
    voice: Voice


class InvitedFact(Fact):
    unit: str | None
    group: str | None
    count: int


class StructureFact(Fact):
    """The snapshot of the organisation at the survey's launch, in the organisation's own order."""

    units: tuple[UnitFact, ...] = ()
    groups: tuple[GroupFact, ...] = ()
    invited: tuple[InvitedFact, ...] = ()


class TargetFact(Fact):
    """``set_by``: a name; "" where it was settled before the survey, by whoever set that up."""

    score: float
    by: date | None = None
    set_by: str = ""


class DriverTargetFact(TargetFact):
    dimension: str


class AdviceFact(Fact):
    """What the organisation made of a recommendation that fired; ``title`` and ``first_step`` are its own words."""

    recommendation: str
    choice: AdviceChoice
    title: Text = Field(default_factory=dict)
    first_step: Text = Field(default_factory=dict)
    reason: Text = Field(default_factory=dict)
    owner: str = ""
    due: date | None = None


class AnswerFact(Fact):
    """What one reader of the published report answered to a decision; ``words`` as typed: the condition, the reason."""

    reader: str
    answer: AnswerKind
    words: str = ""
    ask_on: date | None = None
    answered_on: date


class DecisionFact(Fact):
    position: int
    text: Text
    owner: str = ""
    due: date | None = None
    cost: Text = Field(default_factory=dict)
    otherwise: Text = Field(default_factory=dict)
    recommendation: str | None = None
    answers: tuple[AnswerFact, ...] = ()


class CommentFact(Fact):
    """A released comment at the one cell where it is shown; the order of a release's comments says nothing."""

    cell: str
    dimension: str
    text: str


class WordsFact(Fact):
    """A sentence in a facilitator's own words; ``place`` names the sentence that it stands for."""

    language: str
    place: str
    text: str


class LookFact(Fact):
    """An organisation's own colour as #rrggbb, and its logo as a PNG in base 64; "" for what it has not chosen."""

    colour: str = ""
    logo: str = ""


class SurveyFacts(Fact):
    """What is known of a survey beside its answers. ``sha256`` is the release's own; times are UTC. ``pulse``: a few
    questions of the survey before were asked again, of everybody as one whole."""

    id: int
    name: Text
    organisation: Text
    languages: tuple[str, ...]
    zone: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    released_at: datetime
    sha256: str
    senior_managers: Text = Field(default_factory=dict)
    purpose: Text = Field(default_factory=dict)
    sponsor: str = ""
    contact: str = ""
    questionnaire_sha256: str = ""
    extra_sha256: str = ""
    slots: dict[str, Text | str] = Field(default_factory=dict)
    target: TargetFact | None = None
    views: tuple[str, ...] = ()
    """The models that results are read through beside the drivers; empty for all that the questions count in."""
    pulse: bool = False


class PreviousSurvey(Fact):
    """The survey before this one, as far as it is compared with."""

    facts: SurveyFacts
    questionnaire: Questionnaire
    figures: ReleasedFigures


class ReleaseSource(Fact):
    """Everything that a page or report of one release is made from.

    ``questionnaire`` has the extra one's dimensions in it where the survey had one. ``actions`` were promised after the
    previous survey, ``asked_before`` are the decisions asked then; ``promises`` after this one, which also has its
    ``decisions`` that are asked, its ``choices`` among recommendations and its ``targets`` of drivers. ``lenses`` are
    the views beside the drivers, as shipped at release. ``comments`` follow the figures later, when two people have
    read them. ``words`` are sentences in a facilitator's own words. ``agreed`` is what sessions of assessors agreed on,
    at most one a model; ``network``: sessions since the release. ``look`` is read for reports only.
    """

    facts: SurveyFacts
    questionnaire: Questionnaire
    structure: StructureFact
    figures: ReleasedFigures
    previous: PreviousSurvey | None = None
    actions: tuple[ActionFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    choices: tuple[AdviceFact, ...] = ()
    promises: tuple[ActionFact, ...] = ()
    targets: tuple[DriverTargetFact, ...] = ()
    lenses: tuple[Lens, ...] = ()
    comments: tuple[CommentFact, ...] = ()
    asked_before: tuple[DecisionFact, ...] = ()
    words: tuple[WordsFact, ...] = ()
    network: tuple[SessionFact, ...] = ()
    look: LookFact | None = None
    agreed: tuple[AgreedFact, ...] = ()


def find_language(texts: Mapping[str, object], language: str) -> str:
    """The language in which texts are read: the one asked for, else English, else whichever comes first."""
    return next((code for code in (language, "en") if texts.get(code)), next(iter(texts)))


@dataclass(frozen=True)
class ResultsView:
    """One release, one lens, one language. Missing things are None or empty, never zero."""

    source: ReleaseSource
    derived: Derived
    language: str

    @property
    def facts(self) -> SurveyFacts:
        return self.source.facts

    @property
    def questionnaire(self) -> Questionnaire:
        return self.source.questionnaire

    @property
    def structure(self) -> StructureFact:
        return self.source.structure

    @property
    def figures(self) -> ReleasedFigures:
        return self.source.figures

    @property
    def previous(self) -> PreviousSurvey | None:
        return self.source.previous

    @property
    def actions(self) -> tuple[ActionFact, ...]:
        return self.source.actions

    @property
    def decisions(self) -> tuple[DecisionFact, ...]:
        return self.source.decisions

    @property
    def promises(self) -> tuple[ActionFact, ...]:
        return self.source.promises

    def choice(self, recommendation: str) -> AdviceFact | None:
        """What the organisation made of a recommendation; None where it has not said yet."""
        return next((one for one in self.source.choices if one.recommendation == recommendation), None)

    @property
    def target(self) -> TargetFact | None:
        return self.source.facts.target

    def target_of(self, dimension: str) -> TargetFact | None:
        """A driver's own target; None where it has none, and in other models, whose criteria have none."""
        if self.lens:
            return None
        return next((one for one in self.source.targets if one.dimension == dimension), None)

    @property
    def agreed(self) -> AgreedFact | None:
        """What assessors agreed on about the model that is read through; None where no session did."""
        return next((one for one in self.source.agreed if one.lens == self.derived.lens), None)

    @property
    def full_disclosure(self) -> bool:
        return self.figures.summary.disclosure == "full"

    @property
    def lens(self) -> Lens | None:
        """The model through which is read; None for the drivers."""
        return next((lens for lens in self.source.lenses if lens.id == self.derived.lens), None)

    @property
    def ladder(self) -> tuple[LadderStep, ...]:
        """The steps by which the shown index and dimensions get a level; empty where the questionnaire has none."""
        return self.lens.ladder if self.lens else self.questionnaire.lens.ladder

    def reword(self, place: str, sentence: str) -> str:
        """The facilitator's own words for a sentence of page one where there are some, and only as long as the sentence
        says the same numbers as they do."""
        own = self._own_words.get(place)
        return own if own is not None and keeps_numbers(sentence, own, self.language) else sentence

    @cached_property
    def _own_words(self) -> dict[str, str]:
        return {words.place: words.text for words in self.source.words if words.language == self.language}

    def text(self, texts: Mapping[str, str] | None) -> str:
        """The text in this view's language, else in English, else in any; "" where there is none."""
        return in_language(texts, self.language) if texts else ""

    def say(self, texts: Mapping[str, str] | None) -> str:
        """A questionnaire's text in this view's language, with the organisation's own words in its slots."""
        return self._fill(self.text(texts), find_language(texts, self.language)) if texts else ""

    def _fill(self, text: str, language: str) -> str:
        return fill_slots(text, self.questionnaire, language, self.facts.slots)

    def texts(self, texts: Mapping[str, tuple[str, ...]] | None) -> tuple[str, ...]:
        """Like :meth:`say`, for lists of texts: labels, descriptions of levels."""
        if not texts:
            return ()
        language = find_language(texts, self.language)
        return tuple(self._fill(text, language) for text in texts[language])

    @cached_property
    def _titles(self) -> dict[str, str]:
        dimensions = self.lens.dimensions if self.lens else self.questionnaire.dimensions
        return {dimension.id: self.text(dimension.title) for dimension in dimensions}

    def dimension_title(self, dimension: str) -> str:
        """The title of a dimension of this view's lens, else of a driver with that id, else the id itself."""
        own = {dimension.id: self.text(dimension.title) for dimension in self.questionnaire.dimensions}
        return self._titles.get(dimension) or own.get(dimension, dimension)

    def driver(self, dimension: str) -> Dimension | None:
        """The questionnaire's own dimension behind a result; None in other lenses."""
        if self.lens:
            return None
        return next((driver for driver in self.questionnaire.dimensions if driver.id == dimension), None)

    def item(self, item: str) -> Item:
        return self.questionnaire.item(item)

    @cached_property
    def core(self) -> tuple[DimensionResult, ...]:
        """The results that stand for the organisation: in the drivers' view those that count in the index (questions
        for software teams only do not), in a model all of them."""
        counted = tuple(one for one in self.derived.dimensions if (own := self.driver(one.dimension)) and own.in_index)
        return counted or self.derived.dimensions

    def result(self, dimension: str) -> DimensionResult | None:
        return next((result for result in self.derived.dimensions if result.dimension == dimension), None)

    def gap(self, dimension: str) -> Gap | None:
        return next((gap for gap in self.derived.gaps if gap.dimension == dimension), None)

    def change(self, dimension: str | None) -> Change | None:
        """The change of a dimension, or of the index for None."""
        return next((change for change in self.derived.changes if change.dimension == dimension), None)

    def recommendation(self, recommendation: str) -> Recommendation:
        return next(advice for advice in self.questionnaire.recommendations if advice.id == recommendation)

    @cached_property
    def everybody(self) -> Cell | None:
        """The cell of all who see; None where nothing may be shown."""
        return self.figures.cell("all")

    @cached_property
    def item_figures(self) -> dict[str, ItemFigure]:
        """Item id to its figure over all who see."""
        return {figure.item: figure for figure in self.everybody.items} if self.everybody else {}

    @cached_property
    def unasked(self) -> frozenset[str]:
        """Keys of units and groups in which nobody was asked, as "unit:care"; empty where that is not known."""
        rows = [row for row in self.structure.invited if row.group not in self._saying]
        if not rows:
            return frozenset()
        parents = {unit.key: unit.parent for unit in self.structure.units}
        asked: set[str] = set()
        for row in rows:
            if not row.count:
                continue
            asked.add(f"group:{row.group}")
            unit = row.unit
            while unit in parents and f"unit:{unit}" not in asked:
                asked.add(f"unit:{unit}")
                unit = parents[unit]
        known = {f"unit:{unit}" for unit in parents}
        if all(row.group is not None for row in rows):
            known |= {f"group:{group.key}" for group in self.structure.groups if group.key not in self._saying}
        return frozenset(known - asked)

    @cached_property
    def _saying(self) -> frozenset[str]:
        return frozenset(group.key for group in self.structure.groups if group.voice == "says")

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        return {unit.key: self.text(unit.name) for unit in self.structure.units}

    def unit_name(self, key: str) -> str:
        return self._unit_names.get(key, key)

    def group_name(self, key: str) -> str:
        return next((self.text(group.name) for group in self.structure.groups if group.key == key), key)
