"""Made-up releases put into the database, as a release job leaves them there."""

import hashlib

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.access.results_address import results_path
from assessment.models import Action, Campaign, Decision, Organisation, QuestionnaireVersion, Release, writing
from assessment.release.store import hash_release, store_cells, write_canonically
from assessment.results.view import ReleaseSource, SurveyFacts
from assessment.scoring.figures import ReleasedFigures
from questionnaires.model import Questionnaire


def store(app: Flask, source: ReleaseSource) -> int:
    """Store a release, the one before it and what surrounds them; gives the campaign's id."""
    with app.app_context(), writing() as session:
        organisation = Organisation(name=source.facts.organisation)
        session.add(organisation)
        session.flush()
        before = source.previous
        earlier = None
        if before:
            earlier = add_campaign(session, organisation, source, before.facts, before.questionnaire)
            add_release(session, earlier, before.facts, before.figures)
            session.add_all(
                Action(organisation_id=organisation.id, campaign_id=earlier.id, **action.model_dump())
                for action in source.actions
            )
        now = add_campaign(session, organisation, source, source.facts, source.questionnaire)
        now.previous_campaign_id = earlier.id if earlier else None
        now.disclosure = source.figures.summary.disclosure
        add_release(session, now, source.facts, source.figures)
        session.add_all(
            Decision(organisation_id=organisation.id, campaign_id=now.id, **decision.model_dump())
            for decision in source.decisions
        )
        return now.id


def add_version(session: Session, organisation: Organisation, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The questionnaire as it is kept; the same one is kept once."""
    text = questionnaire.model_dump_json(by_alias=True, exclude_defaults=True)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    kept = session.scalar(
        select(QuestionnaireVersion).where(
            QuestionnaireVersion.organisation_id == organisation.id, QuestionnaireVersion.sha256 == sha256
        )
    )
    version = kept or QuestionnaireVersion(
        organisation_id=organisation.id, key=questionnaire.id, version=1, sha256=sha256, text=text
    )
    session.add(version)
    session.flush()
    return version


def add_campaign(
    session: Session,
    organisation: Organisation,
    source: ReleaseSource,
    facts: SurveyFacts,
    questionnaire: Questionnaire,
) -> Campaign:
    campaign = Campaign(
        organisation_id=organisation.id,
        questionnaire_version_id=add_version(session, organisation, questionnaire).id,
        name=facts.name,
        state="released",
        languages=list(facts.languages),
        zone=facts.zone,
        opens_at=facts.opens_at,
        closes_at=facts.closes_at,
        structure=source.structure.model_dump(mode="json"),
        target=facts.target.model_dump(mode="json") if facts.target else None,
    )
    session.add(campaign)
    session.flush()
    return campaign


def add_release(session: Session, campaign: Campaign, facts: SurveyFacts, figures: ReleasedFigures) -> None:
    summary, cells = write_canonically(figures.summary), [write_canonically(cell) for cell in figures.cells]
    release = Release(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        format=1,
        released_at=facts.released_at,
        sha256=hash_release(summary, cells),
        summary=summary,
    )
    session.add(release)
    session.flush()
    store_cells(session, release, figures.cells)


def path_of(app: Flask, campaign_id: int) -> str:
    return results_path(app.extensions["settings"].link_key.get_secret_value().encode(), campaign_id)
