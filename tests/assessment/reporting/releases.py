"""Releases to report on: made-up organisations with a known story, as the release job would let them out."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import questionnaires
from assessment.release.store import hash_release, write_canonically
from assessment.reporting.views import ReportViews
from assessment.results.view import (
    ActionFact,
    DecisionFact,
    GroupFact,
    InvitedFact,
    PreviousSurvey,
    ReleaseSource,
    ResultsView,
    StructureFact,
    SurveyFacts,
    TargetFact,
    UnitFact,
)
from assessment.scoring.derive import derive
from assessment.scoring.figures import (
    Cell,
    Count,
    DimensionStatistic,
    ItemFigure,
    JointFigure,
    Participation,
    ReleasedFigures,
    ReleaseSummary,
    Value,
    Withheld,
)
from questionnaires.model import Questionnaire

DRIVERS = questionnaires.shipped("senior-management-drivers")
LENSES = ("efqm-2013", "efqm-2025", "ink")
SEEN = {"commitment": 43.0, "reward": 38.0, "leadership": 48.0, "culture": 61.0, "goals": 52.0}
BEFORE = {"commitment": 40.0, "reward": 39.0, "leadership": 47.0, "culture": 52.0, "goals": 53.0}
SAID = {"commitment": 4, "reward": 3, "leadership": 4, "culture": 4, "goals": 3}
UNITS = ("care", "home-care", "clinic", "office", "it", "board-office")
NAMES = {
    "care": ("Care", "Zorg"),
    "home-care": ("Home care", "Thuiszorg"),
    "clinic": ("Clinic", "Kliniek"),
    "office": ("Office", "Kantoor"),
    "it": ("Systems", "Systemen"),
    "board-office": ("Board office", "Bestuursbureau"),
}
SHARES = {
    0: (50, 30, 10, 5, 5),
    1: (30, 35, 20, 10, 5),
    2: (10, 25, 40, 20, 5),
    3: (5, 15, 25, 35, 20),
    4: (5, 5, 10, 30, 50),
}


@dataclass(frozen=True)
class Story:
    """What an organisation looks like; the defaults are a full survey with a year before it."""

    answered: int = 168
    invited: int = 233
    seen: dict[str, float] = field(default_factory=lambda: SEEN)
    before: dict[str, float] | None = field(default_factory=lambda: BEFORE)
    joint: bool = True
    units: bool = True
    actions: bool = True
    decisions: bool = True
    questionnaire: Questionnaire = DRIVERS


def make_views(story: Story, language: str = "en") -> ReportViews:
    source = make_source(story)
    views = [read(source, lens, language) for lens in ("drivers", *LENSES)]
    return ReportViews(views[0], tuple(views[1:]))


def read(source: ReleaseSource, lens: str, language: str) -> ResultsView:
    previous = source.previous
    derived = derive(
        source.figures,
        source.questionnaire,
        lens,
        previous=previous.figures if previous else None,
        previous_questionnaire=previous.questionnaire if previous else None,
        structure=source.structure.model_dump(mode="json"),
    )
    return ResultsView(source, derived, language)


def make_source(story: Story) -> ReleaseSource:
    figures = make_figures(story)
    facts = make_facts(figures)
    earlier = make_figures(replace(story, seen=story.before or {}, joint=False))
    before = PreviousSurvey(
        facts=make_facts(earlier).model_copy(update={"id": 1, "released_at": datetime(2026, 3, 20, 9, tzinfo=UTC)}),
        questionnaire=story.questionnaire,
        figures=earlier,
    )
    return ReleaseSource(
        facts=facts,
        questionnaire=story.questionnaire,
        structure=make_structure(story),
        figures=figures,
        previous=before if story.before else None,
        actions=make_actions() if story.actions and story.before else (),
        decisions=make_decisions() if story.decisions else (),
        lenses=tuple(questionnaires.lens(lens) for lens in LENSES),
    )


def make_facts(figures: ReleasedFigures) -> SurveyFacts:
    cells = [write_canonically(cell) for cell in figures.cells]
    return SurveyFacts(
        id=2,
        name={"en": "Quality survey 2027", "nl": "Kwaliteitsonderzoek 2027"},
        organisation={"en": "Kestrel Care (made up)", "nl": "Torenvalk Zorg (verzonnen)"},
        languages=("en", "nl"),
        zone="Europe/Amsterdam",
        opens_at=datetime(2027, 3, 1, 7, tzinfo=UTC),
        closes_at=datetime(2027, 3, 19, 16, tzinfo=UTC),
        released_at=datetime(2027, 3, 20, 9, tzinfo=UTC),
        sha256=hash_release(write_canonically(figures.summary), cells),
        senior_managers={
            "en": "A. Jansen, B. Kaya, C. Smit (the board)",
            "nl": "A. Jansen, B. Kaya, C. Smit (de directie)",
        },
        purpose={"en": "To see where to begin", "nl": "Zien waar te beginnen"},
        sponsor="C. Smit",
        contact="Q. Bakker",
        questionnaire_sha256="0123456789abcdef" * 4,
        target=TargetFact(score=60, by=date(2029, 4, 1)),
    )


def make_structure(story: Story) -> StructureFact:
    units = tuple(UnitFact(key=key, name={"en": NAMES[key][0], "nl": NAMES[key][1]}) for key in UNITS)
    groups = (
        GroupFact(key="senior-managers", name={"en": "Senior managers", "nl": "Directieleden"}, voice="says"),
        GroupFact(key="staff", name={"en": "Staff", "nl": "Medewerkers"}, voice="sees"),
    )
    invited = tuple(InvitedFact(unit=key, group="staff", count=story.invited // len(UNITS)) for key in UNITS)
    return StructureFact(units=units, groups=groups, invited=invited)


def make_figures(story: Story) -> ReleasedFigures:
    count = Count(low=story.answered, high=story.answered)
    cells = [make_cell("all", "all", count, story, 0.0)]
    withheld: tuple[Withheld, ...] = ()
    if story.units:
        shifts = {"care": -8.0, "home-care": 6.0, "clinic": 0.0, "office": 12.0}
        size = Count(low=story.answered // 6, high=story.answered // 6)
        cells += [make_cell(f"unit:{key}", "unit", size, story, shift) for key, shift in shifts.items()]
        withheld = (
            Withheld(key="unit:it", reason="few answers"),
            Withheld(key="unit:board-office", reason="few answers"),
        )
    summary = ReleaseSummary(
        disclosure="anonymous",
        smallest_group=5,
        weighted=False,
        participation=Participation(
            invited=story.invited,
            answered=story.answered,
            rate=round(story.answered / story.invited * 20) * 5,
            by_unit={"unit:care": 75, "unit:home-care": 70} if story.units else {},
        ),
        withheld=withheld,
        joint=make_joint(story) if story.joint else None,
    )
    return ReleasedFigures(summary=summary, cells=tuple(cells))


def make_cell(key: str, kind: str, count: Count, story: Story, shift: float) -> Cell:
    enough = count.low >= 30
    items = tuple(
        make_item(item.id, dimension.id, place, count, story, shift)
        for dimension in story.questionnaire.dimensions
        for place, item in enumerate(dimension.items)
    )
    statistics = tuple(
        DimensionStatistic(
            dimension=dimension.id,
            margin=3.0 if enough else None,
            comparison_margin=5.0 if enough else None,
            alpha=0.81 if enough else None,
            agreement_label="moderate" if enough else None,
        )
        for dimension in story.questionnaire.dimensions
    )
    margins = (2.0, 3.0) if enough else (None, None)
    units = UNITS if key == "all" else (key.removeprefix("unit:"),)
    return Cell.model_validate(
        {
            "key": key,
            "kind": kind,
            "voice": "sees",
            "units": units,
            "n": count,
            "invited": story.invited if key == "all" else None,
            "items": items,
            "dimensions": statistics,
            "index_margin": margins[0],
            "index_comparison_margin": margins[1],
        }
    )


def make_item(item: str, dimension: str, place: int, count: Count, story: Story, shift: float) -> ItemFigure:
    """A question whose figures hang together: its score lies around its driver's, its shares fit the score."""
    score = min(97.5, max(2.5, round((story.seen.get(dimension, 50.0) + shift + (place % 3 - 1) * 7.5) / 2.5) * 2.5))
    shares = SHARES[min(4, int(score // 20))]
    bands = (shares[0] + shares[1], shares[2], shares[3] + shares[4])
    shown: tuple[int, ...] = shares if count.low >= 30 else tuple(round(band, -1) for band in bands)
    if count.low < 10:
        shown = ()
    hidden = 20.0 if dimension == "commitment" else 5.0
    return ItemFigure(
        item=item,
        n=count,
        score=Value(value=score),
        shares=tuple(Value(value=share, mark="at most" if share == 5 else None) for share in shown),
        favourable=Value(value=bands[2]) if shown else None,
        unfavourable=Value(value=bands[0]) if shown else None,
        cant_tell=Value(value=hidden) if count.low >= 30 else None,
    )


def make_joint(story: Story) -> JointFigure:
    answers: dict[str, int | None] = {}
    for dimension in story.questionnaire.dimensions:
        for item in dimension.items:
            point = SAID.get(dimension.id, 4)
            answers[item.id] = 6 - point if item.reverse else point
    answers["goals-own"] = None
    return JointFigure(
        members=7, signed=7, sealed_on="2027-02-22", after_results=False, sha256="ab" * 32, answers=answers
    )


def make_actions() -> tuple[ActionFact, ...]:
    fates = ("done",) * 5 + ("late",) * 2 + ("dropped",) * 2
    return tuple(
        ActionFact(
            text={"en": f"Promise {place} of last spring", "nl": f"Toezegging {place} van vorig voorjaar"},
            owner="E. Visser",
            due=date(2026, 6, place),
            status=fate,  # type: ignore[arg-type]  # the words above are the four that exist
        )
        for place, fate in enumerate(fates, start=1)
    )


def make_decisions() -> tuple[DecisionFact, ...]:
    told = (
        (
            {"en": "One of us at every network meeting", "nl": "Een van ons bij elk netwerkoverleg"},
            "E. Visser",
            date(2027, 4, 15),
            {"en": "4 x 1 hour", "nl": "4 x 1 uur"},
            {"en": "the gap stays", "nl": "de kloof blijft"},
            "join-the-network",
        ),
        (
            {"en": "Problems answered within 30 days", "nl": "Binnen 30 dagen antwoord op problemen"},
            "M. de Boer",
            date(2027, 5, 1),
            {"en": "2 hours a week", "nl": "2 uur per week"},
            {"en": "fewer problems reach us", "nl": "wij horen minder problemen"},
            None,
        ),
        (
            {"en": "Preventing counts in appraisals", "nl": "Voorkomen telt mee in beoordelingen"},
            "S. Aydin",
            date(2027, 6, 1),
            {"en": "none", "nl": "geen"},
            {"en": "crises stay the way to be seen", "nl": "wie wil opvallen, blust branden"},
            "credit-prevention",
        ),
    )
    return tuple(
        DecisionFact(
            position=place, text=text, owner=owner, due=due, cost=cost, otherwise=otherwise, recommendation=advice
        )
        for place, (text, owner, due, cost, otherwise, advice) in enumerate(told, start=1)
    )


VARIANTS = {
    "full": Story(),
    "first survey": Story(before=None, actions=False),
    "no joint answer": Story(joint=False),
    "few people": Story(answered=11, invited=12, units=False, before=None, joint=False),
    "under half answered": Story(answered=90, invited=233, units=False),
    "no action last year": Story(actions=False),
}
"""Page one's variants (content 4), by name; "full" is none of them."""

BRIEF = Story(questionnaire=questionnaires.shipped("quick-check"), units=False)
"""Ten questions in one place: the same report on fewer pages, for what needs no long one."""
