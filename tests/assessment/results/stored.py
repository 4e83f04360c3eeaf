"""Made-up releases put into the database, as a release job leaves them there."""

from flask import Flask

from assessment.access.results_address import results_path
from assessment.models import (
    Action,
    Campaign,
    Decision,
    Organisation,
    QuestionnaireVersion,
    Release,
    ReleaseCell,
    writing,
)
from assessment.release.store import hash_release, write_canonically
from assessment.results.view import ReleaseSource, SurveyFacts
from assessment.scoring.figures import ReleasedFigures
from questionnaires.model import Questionnaire


def store(app: Flask, source: ReleaseSource) -> int:
    """Store a release, the one before it and what surrounds them; gives the campaign's id."""
    with app.app_context(), writing() as session:
        organisation = Organisation(name=source.facts.organisation)
        session.add(organisation)
        session.flush()
        versions: dict[str, QuestionnaireVersion] = {}

        def add(facts: SurveyFacts, questionnaire: Questionnaire, figures: ReleasedFigures, **more: object) -> Campaign:
            text = questionnaire.model_dump_json(by_alias=True, exclude_defaults=True)
            if text not in versions:
                versions[text] = QuestionnaireVersion(
                    organisation_id=organisation.id,
                    key=questionnaire.id,
                    version=1,
                    sha256=str(len(versions)),
                    text=text,
                )
                session.add(versions[text])
                session.flush()
            campaign = Campaign(
                organisation_id=organisation.id,
                questionnaire_version_id=versions[text].id,
                name=facts.name,
                state="released",
                disclosure=figures.summary.disclosure,
                languages=list(facts.languages),
                zone=facts.zone,
                opens_at=facts.opens_at,
                closes_at=facts.closes_at,
                structure=source.structure.model_dump(mode="json"),
                target=facts.target.model_dump(mode="json") if facts.target else None,
                **more,
            )
            session.add(campaign)
            session.flush()
            summary, cells = write_canonically(figures.summary), [write_canonically(cell) for cell in figures.cells]
            release = Release(
                organisation_id=organisation.id,
                campaign_id=campaign.id,
                format=1,
                released_at=facts.released_at,
                sha256=hash_release(summary, cells),
                summary=summary,
            )
            session.add(release)
            session.flush()
            session.add_all(
                ReleaseCell(
                    organisation_id=organisation.id,
                    release_id=release.id,
                    position=position,
                    kind=cell.kind,
                    key=cell.key,
                    figures=text,
                )
                for position, (cell, text) in enumerate(zip(figures.cells, cells, strict=True))
            )
            return campaign

        before = source.previous
        earlier = add(before.facts, before.questionnaire, before.figures) if before else None
        now = add(
            source.facts, source.questionnaire, source.figures, previous_campaign_id=earlier.id if earlier else None
        )
        if earlier:
            session.add_all(
                Action(organisation_id=organisation.id, campaign_id=earlier.id, **action.model_dump())
                for action in source.actions
            )
        session.add_all(
            Decision(organisation_id=organisation.id, campaign_id=now.id, **decision.model_dump())
            for decision in source.decisions
        )
        return now.id


def path_of(app: Flask, campaign_id: int) -> str:
    return results_path(app.extensions["settings"].link_key.get_secret_value().encode(), campaign_id)
