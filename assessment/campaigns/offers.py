"""Questionnaires that a survey may ask: those that come with the program, and the organisation's own kept versions."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.access.asked import combine_texts, parse_version
from assessment.campaigns.service import keep_questionnaire
from assessment.language import current_language
from assessment.models import Campaign, Organisation, QuestionnaireVersion, db, in_language, writing
from assessment.organisation.names import same_name
from assessment.results.service import list_models
from questionnaires import lens, lens_ids, shipped, shipped_ids, shipped_text
from questionnaires.model import Questionnaire
from questionnaires.pulse import is_pulse

EXTRA = "delivery-practices"
NOT_ASKED_ALONE = (EXTRA, "quick-check")


class UnknownOrganisationError(Exception):
    """There is no organisation of this name; ``names``: those that there are."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("there is no such organisation")
        self.names = names


class UnfitError(Exception):
    """These questionnaires cannot be asked together; the message says why."""


def offer_questionnaire(organisation: str, text: str) -> str:
    """Let an organisation choose its own questionnaire at set-up; gives the organisation's name.

    The same text twice is kept once. Raises UnknownOrganisationError, and QuestionnaireError for a text that is none.
    """
    with writing() as session:
        rows = session.scalars(select(Organisation).order_by(Organisation.id)).all()
        for row in rows:
            if same_name(organisation) in map(same_name, row.name.values()):
                keep_questionnaire(session, row.id, text)
                return in_language(row.name, "en")
    raise UnknownOrganisationError([in_language(row.name, "en") for row in rows])


def list_offers(campaign: Campaign) -> list[tuple[str, str]]:
    """Value and title of each, the one in hand first; the same text is offered once."""
    language = current_language()
    kept = db.session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.organisation_id == campaign.organisation_id)
        .order_by(QuestionnaireVersion.id.desc())
    ).all()
    kept = sorted(kept, key=lambda version: version.id != campaign.questionnaire_version_id)
    offers = [
        (f"kept:{version.id}", _title(parse_version(version.text).title, version.version, language))
        for version in kept
        if version.key not in NOT_ASKED_ALONE
        and not is_pulse(version.key)
        and parse_version(version.text).mode == "anonymous"
    ]
    texts = {version.text for version in kept}
    for key in shipped_ids():
        if key not in NOT_ASKED_ALONE and shipped(key).mode == "anonymous" and shipped_text(key) not in texts:
            offers.append((f"shipped:{key}", _title(shipped(key).title, shipped(key).version, language)))
    return offers


def list_view_offers(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Value and title of each model that the questionnaire's questions count in."""
    lenses = {lens_id: lens(lens_id) for lens_id in lens_ids()}
    language = current_language()
    return [
        (model, in_language(lenses[model].title, language)) for model in list_models(questionnaire, lenses.values())
    ]


def _title(title: Mapping[str, str], version: int, language: str) -> str:
    return _("%(title)s (version %(number)s)", title=in_language(title, language), number=version)


def choose_questionnaire(session: Session, campaign: Campaign, value: str, practices: bool) -> dict[str, Any]:
    """The columns of a choice, its versions kept, in the caller's transaction. Raises UnfitError."""
    organisation_id = campaign.organisation_id
    kind, _colon, name = value.partition(":")
    if kind == "kept":
        main = session.scalars(
            select(QuestionnaireVersion).where(
                QuestionnaireVersion.id == int(name), QuestionnaireVersion.organisation_id == organisation_id
            )
        ).one()
    else:
        main = keep_questionnaire(session, organisation_id, shipped_text(name))
    extra = keep_questionnaire(session, organisation_id, shipped_text(EXTRA)) if practices else None
    try:
        combine_texts(main.text, extra.text if extra else None)
    except ValueError as error:
        raise UnfitError(str(error)) from None
    return {"questionnaire_version_id": main.id, "extra_version_id": extra.id if extra else None}
