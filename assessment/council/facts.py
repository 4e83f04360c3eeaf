"""What is in force: of one survey, or of a survey as it is set up without changing any default (the pages in docs)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

import questionnaires
from assessment.campaigns.choice import make_structure, read_choice
from assessment.council.headcounts import Counted, count_groups, count_units
from assessment.models import Campaign, Invitation, Organisation, db, in_language
from assessment.release.schedule import Deletion, find_retention
from assessment.release.structure import Structure
from assessment.respond.finding import find_survey
from assessment.respond.promise import SMALLEST_FOR_COMMENTS, tell_day, tell_moment
from assessment.settings import Settings
from questionnaires.model import Questionnaire

STANDARD = ("senior-management-drivers", "delivery-practices")
"""What a survey asks when no default is changed: of everybody, and besides in units that build or run software."""


NOT_PLANNED = Deletion(None, None)


@dataclass(frozen=True, slots=True)
class Facts:
    """Ready to print in one language. ``survey`` and ``organisation`` are "" in the standard pack, and so are names
    that each survey settles; ``invited`` is null where no head counts are known."""

    language: str
    questionnaire: Questionnaire
    slots: Mapping[str, Any]
    first_survey: bool
    smallest_group: int
    asks_comments: bool
    joint_answer_promised: bool
    open_link: bool
    keep_invitations_days: int
    keep_answers_months: int
    survey: str = ""
    organisation: str = ""
    purpose: str = ""
    opens: str = ""
    closes: str = ""
    zone: str = "UTC"
    results_on: str = ""
    languages: str = ""
    senior_managers: str = ""
    sponsor: str = ""
    contact: str = ""
    server_keeper: str = ""
    address: str = ""
    database: str = ""
    mail_host: str = ""
    ways: str = ""
    rotating: str = ""
    launched: bool = False
    invited: int | None = None
    units: tuple[Counted, ...] = ()
    groups: tuple[Counted, ...] = ()
    invitations: Deletion = NOT_PLANNED
    answers: Deletion = NOT_PLANNED

    @property
    def comments_from(self) -> int:
        """So many must have answered before comments of a group are shown (trust rule A12)."""
        return max(SMALLEST_FOR_COMMENTS, self.smallest_group)


def describe_standard(language: str) -> Facts:
    """A survey with all defaults; the settings' own defaults say how long things are kept."""
    main, extra = (questionnaires.shipped(one) for one in STANDARD)
    fields = Settings.model_fields
    return Facts(
        language=language,
        questionnaire=questionnaires.combine(main, extra),
        slots={},
        first_survey=True,
        smallest_group=5,
        asks_comments=True,
        joint_answer_promised=True,
        open_link=False,
        keep_invitations_days=fields["keep_invitations_days"].default,
        keep_answers_months=fields["keep_answers_months"].default,
    )


def describe_survey(campaign: Campaign, language: str) -> Facts:
    """The survey as it stands now, in the language that is spoken."""
    settings: Settings = current_app.extensions["settings"]
    survey = find_survey(campaign.id)
    if survey is None:
        raise LookupError("there is no such survey")
    snapshot = _find_structure(campaign)
    organisation = db.session.get_one(Organisation, campaign.organisation_id)
    retention = find_retention(campaign)
    return Facts(
        language=language,
        questionnaire=survey.questionnaire,
        slots=survey.slots,
        first_survey=survey.first_survey,
        smallest_group=campaign.smallest_group,
        asks_comments=campaign.asks_comments,
        joint_answer_promised=campaign.joint_answer_promised,
        open_link=survey.open_link,
        keep_invitations_days=settings.keep_invitations_days,
        keep_answers_months=settings.keep_answers_months,
        survey=in_language(campaign.name, language),
        organisation=in_language(organisation.name, language),
        purpose=in_language(campaign.purpose, language),
        opens=tell_moment(campaign.opens_at, campaign.zone, language),
        closes=tell_moment(campaign.closes_at, campaign.zone, language),
        zone=campaign.zone,
        results_on=tell_day(campaign.results_on, language),
        languages=_name_languages(campaign.languages),
        senior_managers=in_language(campaign.senior_managers, language),
        sponsor=campaign.sponsor,
        contact=campaign.contact,
        server_keeper=campaign.server_keeper,
        address=settings.base_address,
        database=_name_database(),
        mail_host=settings.mail_host,
        ways=_tell_ways(campaign.id),
        rotating=_tell_rotation(campaign),
        launched=campaign.state != "draft",
        invited=Structure.of(snapshot).count_invited(),
        units=count_units(snapshot, campaign.smallest_group),
        groups=count_groups(snapshot, campaign.smallest_group),
        invitations=retention.invitations,
        answers=retention.answers,
    )


def _find_structure(campaign: Campaign) -> Mapping[str, Any]:
    """Frozen at launch; of a draft, whom it would ask today."""
    if campaign.state != "draft":
        return campaign.structure
    return make_structure(db.session, campaign.organisation_id, read_choice(campaign.structure), draft=False)


def _name_languages(codes: list[str]) -> str:
    names = {"en": _("English"), "nl": _("Dutch")}
    return ", ".join(names.get(code, code) for code in codes)


def _name_database() -> str:
    return "PostgreSQL" if db.engine.dialect.name == "postgresql" else "SQLite"


def _tell_ways(campaign_id: int) -> str:
    """How people are let in, by the invitations that exist; "" while there are none."""
    rows = db.session.execute(
        select(Invitation.kind, Invitation.address.is_not(None), func.count())
        .where(Invitation.campaign_id == campaign_id)
        .group_by(Invitation.kind, Invitation.address.is_not(None))
    ).all()
    found = {(kind, bool(mailed)) for kind, mailed, _count in rows}
    ways = [
        (("personal", True), _("personal links by mail")),
        (("personal", False), _("personal links by letter or by hand")),
        (("card", False), _("personal code cards")),
        (("shared", False), _("a shared link")),
        (("kiosk", False), _("a shared screen")),
    ]
    return ", ".join(words for key, words in ways if key in found)


def _tell_rotation(campaign: Campaign) -> str:
    if campaign.rotating_blocks is None:
        return ""
    return ngettext(
        "Each person is asked the core questions and %(num)s block of the others.",
        "Each person is asked the core questions and %(num)s blocks of the others.",
        campaign.rotating_blocks,
    )
