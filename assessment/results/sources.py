"""A release and what surrounds it, read from the database: a handful of queries, none of them on answers."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

import questionnaires
from assessment.access.asked import asked_questionnaire
from assessment.clock import tell_time
from assessment.models import (
    Action,
    AdviceChoice,
    Campaign,
    DriverTarget,
    LanguageMap,
    Release,
    ReportWords,
    Workshop,
    db,
)
from assessment.release.commenting import find_comments
from assessment.release.store import find_cells
from assessment.results.agreed import ask_agreed, split_agreed
from assessment.results.answers import find_decisions
from assessment.results.kept import Kept
from assessment.results.network import BETWEEN, INSIDE, select_sessions, split_sessions
from assessment.results.numbers import local_day
from assessment.results.view import (
    ActionFact,
    ActionStatus,
    AdviceFact,
    CommentFact,
    DecisionFact,
    DriverTargetFact,
    PreviousSurvey,
    ReleaseSource,
    StructureFact,
    SurveyFacts,
    TargetFact,
    WordsFact,
)
from assessment.scoring.figures import ReleasedFigures, ReleaseSummary
from questionnaires.model import Lens

_figures: Kept[ReleasedFigures] = Kept(32)
_structures: Kept[StructureFact] = Kept(32)

_WORDS = ReportWords.language + INSIDE + ReportWords.place + INSIDE + ReportWords.text


@dataclass(frozen=True)
class WaitingSurvey:
    """A survey without results: what may be said of it meanwhile."""

    name: LanguageMap
    organisation: LanguageMap
    languages: tuple[str, ...]
    state: str
    zone: str
    closes_at: datetime | None
    results_on: date | None


class NotReleasedError(Exception):
    """This survey has no results; ``waiting`` says what is known of it, None where there is no such survey."""

    def __init__(self, campaign_id: int, waiting: WaitingSurvey | None) -> None:
        super().__init__(f"survey {campaign_id} " + ("is not released yet" if waiting else "does not exist"))
        self.waiting = waiting


def load_source(campaign_id: int, organisation_id: int | None = None) -> ReleaseSource:
    """Everything that pages and reports of a survey are made from; raises NotReleasedError.

    ``organisation_id``: whose survey it must be; one of another organisation is not even there (trust rule S2). None
    is for commands and jobs, which belong to the installation.
    """
    found, words, agreed, network = _find_pair(campaign_id, organisation_id)
    campaign, release = found.get(campaign_id, (None, None))
    if campaign is None or release is None:
        raise NotReleasedError(campaign_id, _tell_waiting(campaign) if campaign else None)
    before, before_release = found.get(campaign.previous_campaign_id or 0, (None, None))
    actions = list_actions(campaign.id, before.id if before else campaign.id)
    asked = _list_decisions(campaign, *([before] if before else []))
    return ReleaseSource(
        facts=_tell_facts(campaign, release),
        questionnaire=asked_questionnaire(campaign),
        structure=_tell_structure(campaign),
        figures=load_figures(release),
        previous=tell_previous(before, before_release) if before and before_release else None,
        actions=tuple(tell_action(one, campaign.zone, day) for one, day in actions if one.campaign_id != campaign.id),
        decisions=tuple(asked[campaign.id]),
        choices=_list_choices(campaign.id),
        promises=tuple(tell_action(one, campaign.zone, day) for one, day in actions if one.campaign_id == campaign.id),
        targets=_list_targets(campaign.id),
        lenses=list_lenses(),
        comments=tuple(
            CommentFact(cell=one.cell, dimension=one.dimension, text=one.text) for one in find_comments(campaign.id)
        ),
        asked_before=tuple(asked[before.id]) if before else (),
        words=_split_words(words),
        agreed=split_agreed(agreed, BETWEEN, INSIDE),
        network=split_sessions(network),
    )


Pair = dict[int, tuple[Campaign, Release | None]]

# Written once: every page of results asks these, and putting a question together takes as long as its answer.
_SURVEY = bindparam("survey", type_=Integer)
_PAIR = (
    select(
        Campaign,
        Release,
        select(func.aggregate_strings(_WORDS, BETWEEN)).where(ReportWords.campaign_id == _SURVEY).scalar_subquery(),
        ask_agreed(_SURVEY, BETWEEN, INSIDE),
        select_sessions(_SURVEY),
    )
    .outerjoin(Release, Release.campaign_id == Campaign.id)
    .where(
        or_(
            Campaign.id == _SURVEY,
            Campaign.id == select(Campaign.previous_campaign_id).where(Campaign.id == _SURVEY).scalar_subquery(),
        )
    )
    .options(
        joinedload(Campaign.organisation),
        joinedload(Campaign.questionnaire_version),
        joinedload(Campaign.extra_version),
    )
)
_OWN_PAIR = _PAIR.where(Campaign.organisation_id == bindparam("organisation", type_=Integer))
_ACTIONS = (
    select(Action, Workshop.held_on)
    .outerjoin(Workshop, Workshop.id == Action.workshop_id)
    .where(Action.campaign_id.in_(bindparam("surveys", expanding=True)))
    .order_by(Action.id)
)


def _find_pair(campaign_id: int, organisation_id: int | None) -> tuple[Pair, str, str, str]:
    """The survey and the one before it, each with its release, the survey's own words, what sessions agreed on, and the
    network's sessions, in one query."""
    statement = _PAIR if organisation_id is None else _OWN_PAIR
    asked = {"survey": campaign_id} | ({} if organisation_id is None else {"organisation": organisation_id})
    # Figures are sealed when a survey closes; nobody sees them before it is released.
    rows = db.session.execute(statement, asked).all()
    pair = {
        campaign.id: (campaign, release if campaign.state == "released" else None) for campaign, release, *_own in rows
    }
    words, agreed, network = rows[0][2:] if rows else (None, None, None)
    return pair, words or "", agreed or "", network or ""


def load_figures(release: Release) -> ReleasedFigures:
    """The figures of a release, read once a process: a release never changes."""
    return _figures.get(release.sha256, lambda: _read_figures(release))


def _read_figures(release: Release) -> ReleasedFigures:
    summary = ReleaseSummary.model_validate_json(release.summary)
    return ReleasedFigures(summary=summary, cells=tuple(find_cells(release.campaign_id)))


def list_lenses() -> tuple[Lens, ...]:
    """The models that every survey may be read through."""
    return tuple(questionnaires.lens(lens_id) for lens_id in questionnaires.lens_ids())


def _tell_waiting(campaign: Campaign) -> WaitingSurvey:
    return WaitingSurvey(
        name=campaign.name,
        organisation=campaign.organisation.name,
        languages=tuple(campaign.languages),
        state=campaign.state,
        zone=campaign.zone,
        closes_at=campaign.closes_at,
        results_on=campaign.results_on,
    )


def _tell_facts(campaign: Campaign, release: Release) -> SurveyFacts:
    return SurveyFacts(
        id=campaign.id,
        name=campaign.name,
        organisation=campaign.organisation.name,
        languages=tuple(campaign.languages),
        zone=campaign.zone,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        released_at=release.released_at,
        sha256=release.sha256,
        senior_managers=campaign.senior_managers,
        purpose=campaign.purpose,
        sponsor=campaign.sponsor,
        contact=campaign.contact,
        questionnaire_sha256=campaign.questionnaire_version.sha256,
        extra_sha256=campaign.extra_version.sha256 if campaign.extra_version else "",
        slots=campaign.slots,
        target=TargetFact.model_validate(campaign.target) if campaign.target else None,
        views=tuple(campaign.views),
        pulse=campaign.pulse_of_id is not None,
    )


def _tell_structure(campaign: Campaign) -> StructureFact:
    """Checked once a process for each snapshot: that of 400 units takes as long as a light page."""
    snapshot = {key: campaign.structure.get(key, ()) for key in ("units", "groups", "invited")}
    return _structures.get(json.dumps(snapshot), lambda: StructureFact.model_validate(snapshot))


def tell_previous(campaign: Campaign, release: Release) -> PreviousSurvey:
    """An earlier survey, as far as later ones are compared with it."""
    return PreviousSurvey(
        facts=_tell_facts(campaign, release),
        questionnaire=asked_questionnaire(campaign),
        figures=load_figures(release),
    )


def list_actions(*campaigns: int) -> list[tuple[Action, date | None]]:
    """What was promised after these surveys, in the order of writing, and the day of its session where it has one."""
    return [(action, held_on) for action, held_on in db.session.execute(_ACTIONS, {"surveys": campaigns})]


def tell_action(action: Action, zone: str, session_on: date | None = None) -> ActionFact:
    """An action as it stands today, on the survey's own calendar."""
    today = local_day(tell_time(), zone)
    status = tell_status(action.status, action.due, today)
    return ActionFact(text=action.text, owner=action.owner, due=action.due, status=status, session_on=session_on)


def tell_status(status: str, due: date | None, today: date) -> ActionStatus:
    """Late is what is past its day and not settled, and nobody has to say so."""
    if status == "done":
        return "done"
    if status == "dropped":
        return "dropped"
    late = due < today if due else status == "late"
    return "late" if late else "open"


def _list_choices(campaign_id: int) -> tuple[AdviceFact, ...]:
    statement = select(AdviceChoice).where(AdviceChoice.campaign_id == campaign_id).order_by(AdviceChoice.id)
    return tuple(AdviceFact.model_validate(row, from_attributes=True) for row in db.session.scalars(statement))


def _list_targets(campaign_id: int) -> tuple[DriverTargetFact, ...]:
    statement = select(DriverTarget).where(DriverTarget.campaign_id == campaign_id).order_by(DriverTarget.id)
    return tuple(DriverTargetFact.model_validate(row, from_attributes=True) for row in db.session.scalars(statement))


def _split_words(joined: str) -> tuple[WordsFact, ...]:
    """In the order of language and place, whatever the database made of it."""
    rows = sorted(row.split(INSIDE) for row in joined.split(BETWEEN) if row)
    return tuple(WordsFact(language=language, place=place, text=text) for language, place, text in rows)


def _list_decisions(*campaigns: Campaign) -> dict[int, list[DecisionFact]]:
    """What the reports of these surveys ask, by survey, with what was answered."""
    found: dict[int, list[DecisionFact]] = {campaign.id: [] for campaign in campaigns}
    for decision, answers in find_decisions(db.session, *campaigns):
        fact = DecisionFact(
            position=decision.position,
            text=decision.text,
            owner=decision.owner,
            due=decision.due,
            cost=decision.cost,
            otherwise=decision.otherwise,
            recommendation=decision.recommendation,
            answers=answers,
        )
        found[decision.campaign_id].append(fact)
    return found
