"""Made-up releases: shown figures as the release job would write them, without answers behind them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import questionnaires
from assessment.results.service import compute
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
LENSES = tuple(questionnaires.lens(lens_id) for lens_id in questionnaires.lens_ids())
SCORES = {"commitment": 42.5, "reward": 37.5, "leadership": 47.5, "culture": 62.5, "goals": 52.5, "follow-up": 40.0}
SAID = {"commitment": 4, "reward": 4, "leadership": 4, "culture": 4, "goals": 3, "follow-up": 3}
UNITS = ("Care at home", "Residential care", "Treatment", "Facilities", "Finance", "Innovation")

CLIMATE = """
id: climate
title: Climate
scales:
  agreement: {points: 5, labels: [No, Rather not, Between, Rather, Yes]}
dimensions:
  - id: lead
    title: Leadership climate
    items:
      - {id: lead01, text: Officers listen., scale: agreement}
      - {id: lead02, text: Officers help., scale: agreement}
  - id: task
    title: Task significance
    items:
      - {id: task01, text: My work matters., scale: agreement}
      - {id: task02, text: My work is seen., scale: agreement}
"""
MINIMAL = questionnaires.load_text(CLIMATE, "climate.yaml")


def count(low: int, high: int | None = None) -> Count:
    return Count(low=low, high=low if high is None else high)


def spread(score: float) -> tuple[float, ...]:
    """Five shares in steps of 5 % whose mean score is about ``score``."""
    high, low = max(0.0, score - 20) * (1.1 if score >= 60 else 0.85), max(0.0, 80 - score) * 0.85
    shares = [low * 0.3, low * 0.7, 100 - high - low, high * 0.7, high * 0.3]
    return tuple(5.0 * round(share / 5) for share in shares)


def figure(item: str, score: float, n: Count | None = None) -> ItemFigure:
    """One question: bars from 30 answers on, bands from 10, only a score below, nothing below 5."""
    n = n or count(168)
    if n.high < 5:
        return ItemFigure(item=item, n=n, withheld="few")
    if n.low != n.high:
        return ItemFigure(item=item, n=n, score=Value(value=12.5 * round(score / 12.5)))
    bars = [Value(value=max(10, bar), mark="at most" if bar <= 10 else None) for bar in spread(score)]
    low, high = sum(spread(score)[:2]), sum(spread(score)[3:])
    bands = [Value(value=low), bars[2], Value(value=high)]
    return ItemFigure(
        item=item,
        n=n,
        score=Value(value=score),
        shares=tuple(bars if n.low >= 30 else bands),
        favourable=Value(value=high),
        unfavourable=Value(value=low),
        cant_tell=Value(value=15) if item.endswith("money") else None,
    )


def cell(
    questionnaire: Questionnaire,
    scores: dict[str, float],
    key: str = "all",
    kind: str = "all",
    n: Count | None = None,
    **more: object,
) -> Cell:
    """One group of people; the questions of a dimension lie around its score."""
    n = n or count(168)
    items = [
        figure(item.id, min(100.0, max(0.0, scores[one.id] + 2.5 * (place % 5 - 2))), n)
        for one in questionnaire.dimensions
        if one.id in scores
        for place, item in enumerate(one.items)
    ]
    sure = n.low >= 30
    statistics = [
        DimensionStatistic(
            dimension=one.id,
            margin=3 if sure else None,
            comparison_margin=4 if sure else None,
            alpha=0.84 if sure else None,
            icc1=0.08 if sure else None,
            icc2=0.71 if sure else None,
            agreement_label="strong" if sure else None,
        )
        for one in questionnaire.dimensions
    ]
    return Cell(
        key=key,
        kind=kind,  # type: ignore[arg-type]
        voice="sees",
        n=n,
        items=tuple(items),
        dimensions=tuple(statistics),
        index_margin=2 if sure else None,
        index_comparison_margin=3 if sure else None,
        **more,  # type: ignore[arg-type]
    )


def joint(questionnaire: Questionnaire = DRIVERS, *, after: bool = False, **points: int) -> JointFigure:
    """A joint answer that says the same point, turned round for bad habits, on every question of a dimension."""
    said = SAID | points
    answers: dict[str, int | None] = {
        item.id: (6 - said[one.id]) if item.reverse else said[one.id]
        for one in questionnaire.dimensions
        for item in one.items
    }
    answers[questionnaire.items[1].id] = None
    return JointFigure(
        members=7, signed=7, sealed_on="2027-02-22", after_results=after, sha256="ab" * 32, answers=answers
    )


def facts(**more: object) -> SurveyFacts:
    return SurveyFacts(
        **{
            "id": 2,
            "name": {"en": "Quality survey 2027", "nl": "Kwaliteitsonderzoek 2027"},
            "organisation": {"en": "Zuidwaard Care (made up)", "nl": "Zuidwaard Zorg (verzonnen)"},
            "languages": ("en", "nl"),
            "zone": "Europe/Amsterdam",
            "opens_at": datetime(2027, 3, 1, 8, tzinfo=UTC),
            "closes_at": datetime(2027, 3, 19, 17, tzinfo=UTC),
            "released_at": datetime(2027, 3, 22, 9, tzinfo=UTC),
            "sha256": "c0ffee" * 10 + "beef",
            "target": TargetFact(score=60, by=date(2029, 4, 1)),
        }
        | more  # type: ignore[arg-type]
    )


def structure(names: tuple[str, ...] = UNITS) -> StructureFact:
    units = [UnitFact(key=f"u{place}", name={"en": name, "nl": name}) for place, name in enumerate(names)]
    groups = (
        GroupFact(key="staff", name={"en": "Staff", "nl": "Medewerkers"}, voice="sees"),
        GroupFact(key="middle-managers", name={"en": "Middle managers", "nl": "Leidinggevenden"}, voice="sees"),
    )
    invited = tuple(InvitedFact(unit=unit.key, group="staff", count=40) for unit in units)
    return StructureFact(units=tuple(units), groups=groups, invited=invited)


def figures(
    questionnaire: Questionnaire = DRIVERS,
    scores: dict[str, float] | None = None,
    *,
    n: Count | None = None,
    units: tuple[str, ...] = UNITS,
    hidden: int = 1,
    joint: JointFigure | None = None,
    invited: int | None = 233,
    disclosure: str = "anonymous",
) -> ReleasedFigures:
    """A release; the last ``hidden`` units are joined into others and not shown."""
    scores = scores or SCORES
    n = n or count(168)
    shown = units[: len(units) - hidden]
    parts = [
        cell(
            questionnaire,
            {key: min(97.5, max(0.0, value + 7.5 * (place % 4 - 1))) for key, value in scores.items()},
            f"unit:u{place}",
            "unit",
            (count(38), count(24), count(5, 9), count(41))[place % 4],
            units=(f"u{place}",),
            invited=45,
        )
        for place in range(len(shown))
    ]
    groups = [
        cell(questionnaire, scores, "group:staff", "group", count(140), groups=("staff",), invited=190),
        cell(
            questionnaire, scores, "group:middle-managers", "group", count(28), groups=("middle-managers",), invited=43
        ),
    ]
    withheld = [
        Withheld(key=f"unit:u{place}", reason="few", joined_into=None) for place in range(len(shown), len(units))
    ]
    answered = n.low if n.low == n.high else n
    rate = round(answered / invited * 20) * 5 if invited and isinstance(answered, int) else None
    return ReleasedFigures(
        summary=ReleaseSummary(
            disclosure=disclosure,  # type: ignore[arg-type]
            smallest_group=5,
            weighted=invited is not None,
            participation=Participation(invited=invited, answered=answered, rate=rate),
            withheld=tuple(withheld),
            joint=joint,
        ),
        cells=(cell(questionnaire, scores, n=n, invited=invited), *parts, *groups),
    )


def source(now: ReleasedFigures | None = None, **more: object) -> ReleaseSource:
    """A survey with everything in it; parts are replaced by name."""
    return ReleaseSource(
        **{
            "facts": facts(),
            "questionnaire": DRIVERS,
            "structure": structure(),
            "figures": now or figures(joint=joint()),
            "previous": PreviousSurvey(
                facts=facts(id=1, sha256="d" * 64, name={"en": "Quality survey 2026"}),
                questionnaire=DRIVERS,
                figures=figures(scores=SCORES | {"culture": 52.5}, joint=None),
            ),
            "actions": tuple(
                ActionFact(text={"en": f"Action {place}"}, status=status)  # type: ignore[arg-type]
                for place, status in enumerate(["done"] * 5 + ["late"] * 2 + ["dropped"] * 2)
            ),
            "decisions": (
                DecisionFact(
                    position=1,
                    text={"en": "One of us at every network meeting", "nl": "Een van ons bij elk netwerkoverleg"},
                    owner="E. Visser",
                    due=date(2027, 4, 15),
                    cost={"en": "4 x 1 hour", "nl": "4 x 1 uur"},
                    otherwise={"en": "the gap stays", "nl": "de kloof blijft"},
                ),
            ),
            "lenses": LENSES,
        }
        | more  # type: ignore[arg-type]
    )


def source_of_many(names: tuple[str, ...], hidden: int) -> ReleaseSource:
    """Units that all lie below the first one, the last of them on top; the last ``hidden`` names are not shown."""
    top, *others = structure(names).units
    below = (unit.model_copy(update={"parent": top.key}) for unit in reversed(others))
    tree = structure(names).model_copy(update={"units": (top, *below)})
    return source(figures(units=names, hidden=hidden, joint=joint()), structure=tree)


def view(made: ReleaseSource | None = None, lens: str = "drivers", language: str = "en") -> ResultsView:
    """A source read; the whole one of :func:`source` where none is given."""
    if made is None:
        return replace(_whole_view(lens), language=language)
    return ResultsView(made, compute(made, lens), language)


@cache
def _whole_view(lens: str) -> ResultsView:
    whole = source()
    return ResultsView(whole, compute(whole, lens), "en")
