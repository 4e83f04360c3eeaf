"""Which survey a page is about, and links between pages of one survey."""

from flask import abort, g, url_for

from assessment.campaigns.drafts import find_survey
from assessment.models import Campaign, db


def load_survey(organisation_id: int, survey_id: int) -> Campaign:
    """The survey of the organisation in the address; one of another organisation is not even there."""
    if "survey" not in g or g.survey.id != survey_id:
        g.survey = find_survey(organisation_id, survey_id) or abort(404)
    survey: Campaign = g.survey
    return survey


def reload_survey(organisation_id: int, survey_id: int) -> Campaign:
    """The same as it stands now, after somebody else changed it."""
    g.pop("survey", None)
    db.session.rollback()
    db.session.expire_all()
    return load_survey(organisation_id, survey_id)


def make_link(endpoint: str, survey_id: int, **more: object) -> str:
    """The address of a page about a survey of the organisation in hand."""
    return url_for(endpoint, organisation_id=g.organisation_id, survey_id=survey_id, **more)  # type: ignore[arg-type]
