"""Made-up releases put into the database, as a release job leaves them there."""

import hashlib
from secrets import token_hex

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Action, Campaign, Decision, Organisation, QuestionnaireVersion, Release, db, writing
from assessment.release.store import hash_release, store_cells, write_canonically
from assessment.results.view import DecisionFact, ReleaseSource, SurveyFacts
from assessment.scoring.figures import ReleasedFigures
from questionnaires.model import Questionnaire
from tests.fixtures.colleagues import add_colleague, sign_in


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
        add_decisions(session, now, source.decisions)
        if earlier:
            add_decisions(session, earlier, source.asked_before)
        return now.id


def add_decisions(session: Session, campaign: Campaign, decisions: tuple[DecisionFact, ...]) -> None:
    """As they were asked: nobody has answered yet."""
    session.add_all(
        Decision(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            **decision.model_dump(exclude={"answers"}),
        )
        for decision in decisions
    )


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
    """The path of the survey's results, of the organisation that it belongs to."""
    return f"/organisations/{find_owner(app, campaign_id)}/surveys/{campaign_id}/results"


def find_owner(app: Flask, campaign_id: int) -> int:
    """The organisation's id; 1 for a survey that does not exist."""
    with app.app_context():
        return db.session.scalar(select(Campaign.organisation_id).where(Campaign.id == campaign_id)) or 1


def open_as(client: FlaskClient, campaign_id: int, role: str = "executive", unit: str = "") -> str:
    """Sign the client in as a new colleague of the survey's organisation; gives the path of the results."""
    app = client.application
    account = add_colleague(app, find_owner(app, campaign_id), role, email=f"{token_hex(4)}@reader.example", unit=unit)
    sign_in(client, account)
    return path_of(app, campaign_id)
