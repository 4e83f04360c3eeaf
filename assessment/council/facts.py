"""What is in force: of one survey, or of a survey as it is set up without changing any default (the pages in docs)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, select
from sqlalchemy.orm import aliased

import questionnaires
from assessment.access.senior_managers import BOTH
from assessment.campaigns.checklist import asks_comments
from assessment.campaigns.choice import Plan, find_plan, has_open_link, read_choice
from assessment.campaigns.second_reader import has_second_reader
from assessment.council.edition import find_edition
from assessment.council.headcounts import Counted, count_groups, count_units
from assessment.models import (
    Campaign,
    Invitation,
    JointAnswer,
    JointTeam,
    Organisation,
    Person,
    QuestionnaireVersion,
    Unit,
    db,
    in_language,
)
from assessment.release.limits import allows_comments
from assessment.release.schedule import Deletion, Retention, find_retention
from assessment.release.structure import Structure
from assessment.respond.finding import find_survey
from assessment.respond.promise import SMALLEST_FOR_COMMENTS, tell_day, tell_moment
from assessment.respond.visit import Survey
from assessment.settings import Settings
from questionnaires.model import Questionnaire

STANDARD = ("senior-management-drivers", "delivery-practices")
"""What a survey asks when no default is changed: of everybody, and besides in units that build or run software."""


NOT_PLANNED = Deletion(None, None)
ENDED = ("closed", "released", "withdrawn")


@dataclass(frozen=True, slots=True)
class Facts:
    """Ready to print in one language. ``survey`` and ``organisation`` are "" in the standard pack, and so are names
    that each survey settles; ``snapshot``: the units, groups and head counts of whom it asks; ``no_comments``: why a
    draft that wishes for comments would not ask for any ("no reader", "few"). ``joint``: where the senior managers'
    joint answer is ("promised"; "added" beside anonymous answers; "sealed", on the day of ``sealed``; "missing", since
    none came; "none")."""

    language: str
    questionnaire: Questionnaire
    slots: Mapping[str, Any]
    first_survey: bool
    smallest_group: int
    asks_comments: bool
    joint_answer_promised: bool
    open_link: bool
    keep_invitations_days: int
    keep_comments_days: int
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
    no_comments: str = ""
    joint: str = "none"
    sealed: str = ""
    snapshot: Mapping[str, Any] = field(default_factory=dict)
    invitations: Deletion = NOT_PLANNED
    comments: Deletion | None = None
    answers: Deletion = NOT_PLANNED

    def count_invited(self) -> int | None:
        return Structure.of(self.snapshot).count_invited()

    def list_units(self) -> tuple[Counted, ...]:
        return count_units(self.snapshot, self.smallest_group)

    def list_groups(self) -> tuple[Counted, ...]:
        return count_groups(self.snapshot, self.smallest_group)

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
        joint="promised",
        open_link=False,
        keep_invitations_days=fields["keep_invitations_days"].default,
        keep_comments_days=fields["keep_comments_days"].default,
        keep_answers_months=fields["keep_answers_months"].default,
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What a survey's paper is made of, read once for all languages. ``ways``: kinds of invitations, and whether they
    were mailed; ``asked``: hashes of its questionnaires; ``no_comments`` and ``joint``: as in Facts; ``sealed``: when
    the joint answer was."""

    campaign: Campaign
    survey: Survey
    organisation: Organisation
    plan: Plan
    retention: Retention
    ways: frozenset[tuple[str, bool]]
    asked: tuple[str, ...]
    no_comments: str
    joint: str
    sealed: datetime | None


def read_survey(campaign: Campaign) -> Settled:
    survey = find_survey(campaign.id)
    if survey is None:
        raise LookupError("there is no such survey")
    plan = _find_plan(campaign)
    if campaign.state == "draft":
        around, units = _AROUND_DRAFT, plan.outside
    else:
        around, units = _AROUND, tuple(plan.structure.parents)
    listed = {"units": units, "groups": plan.structure.groups}
    row = db.session.execute(around, {"campaign": campaign.id} | listed).one()
    ways = frozenset(kind for kind in KINDS if row._mapping[_label(*kind)])
    return Settled(
        campaign,
        survey,
        row.Organisation,
        plan,
        find_retention(campaign),
        ways or _foresee_ways(campaign, row),
        (row.main, row.extra or ""),
        _foresee_comments(campaign, plan),
        _find_joint(campaign, row),
        row.sealed_at,
    )


KINDS = (
    ("personal", True),
    ("personal", False),
    ("letter", True),
    ("card", False),
    ("shared", False),
    ("kiosk", False),
)
"""Ways to be let in: the kind of invitation, and whether it has an address: of a letter, whose it is."""
BY_MAIL, ON_PAPER, BY_OPEN_LINK = ("foreseen", True), ("foreseen", False), ("foreseen open", False)
"""The same as long as nobody is invited."""


def _label(kind: str, mailed: bool) -> str:
    return f"{kind}-{mailed}"


_extra = aliased(QuestionnaireVersion)


def _look_around(here: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """One row, however many invitations there are: each kind is looked up in the index. ``here``: which units."""
    listed = (
        Person.organisation_id == Campaign.organisation_id,
        Person.group_.in_(bindparam("groups", expanding=True)),
        Person.unit_id == Unit.id,
        here,
    )
    return (
        select(
            Organisation,
            QuestionnaireVersion.sha256.label("main"),
            _extra.sha256.label("extra"),
            exists().where(*listed, Person.email.is_not(None)).label("mailed"),
            exists().where(*listed, Person.email.is_(None)).label("without_mail"),
            JointTeam.way,
            JointAnswer.sealed_at,
            *(
                exists()
                .where(
                    Invitation.campaign_id == Campaign.id,
                    Invitation.kind == kind,
                    Invitation.address.is_not(None) if mailed else Invitation.address.is_(None),
                )
                .label(_label(kind, mailed))
                for kind, mailed in KINDS
            ),
        )
        .select_from(Campaign)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Campaign.questionnaire_version_id)
        .outerjoin(_extra, _extra.id == Campaign.extra_version_id)
        .outerjoin(JointTeam, JointTeam.campaign_id == Campaign.id)
        .outerjoin(JointAnswer, JointAnswer.campaign_id == Campaign.id)
        .where(Campaign.id == bindparam("campaign"))
    )


_units: BindParameter[Any] = bindparam("units", expanding=True)
_AROUND = _look_around(Unit.key.in_(_units))
# A draft mostly asks everybody: naming the units it leaves out is shorter.
_AROUND_DRAFT = _look_around(Unit.key.not_in(_units))


def describe_survey(campaign: Campaign, language: str) -> Facts:
    """The survey as it stands now, in the language that is spoken."""
    return describe_settled(read_survey(campaign), language)


def describe_settled(settled: Settled, language: str) -> Facts:
    """The same of what was read."""
    settings: Settings = current_app.extensions["settings"]
    campaign, survey = settled.campaign, settled.survey
    return Facts(
        language=language,
        questionnaire=survey.questionnaire,
        slots=survey.slots,
        first_survey=survey.first_survey,
        smallest_group=campaign.smallest_group,
        asks_comments=campaign.asks_comments and not settled.no_comments,
        no_comments=settled.no_comments,
        joint_answer_promised=campaign.joint_answer_promised,
        joint=settled.joint,
        sealed=tell_day(
            settled.sealed.astimezone(ZoneInfo(campaign.zone)).date() if settled.sealed else None, language
        ),
        open_link=survey.open_link,
        keep_invitations_days=settings.keep_invitations_days,
        keep_comments_days=settings.keep_comments_days,
        keep_answers_months=settings.keep_answers_months,
        survey=in_language(campaign.name, language),
        organisation=in_language(settled.organisation.name, language),
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
        ways=_tell_ways(settled.ways),
        rotating=_tell_rotation(campaign),
        launched=campaign.state != "draft",
        snapshot=settled.plan.snapshot,
        invitations=settled.retention.invitations,
        comments=settled.retention.comments,
        answers=settled.retention.answers,
    )


def digest_facts(settled: Settled, facts: Facts) -> str:
    """Changes with everything that the paper is made of: its settings, whom it asks, and the words of the program.

    Drawing a paper of 400 units takes a while; what it is made of is compared instead. Whom a survey asks is frozen at
    launch (trust rule A16).
    """
    apart = ("questionnaire", "snapshot")
    told = [repr(getattr(facts, one.name)) for one in fields(facts) if one.name not in apart]
    people = "frozen" if facts.launched else settled.plan.written
    return sha256("\n".join([find_edition(), *settled.asked, people, *told]).encode()).hexdigest()[:32]


def _find_plan(campaign: Campaign) -> Plan:
    """Frozen at launch; of a draft, whom it would ask today."""
    if campaign.state != "draft":
        return Plan(campaign.structure)
    return find_plan(db.session, campaign.organisation_id, read_choice(campaign.structure))


def _foresee_comments(campaign: Campaign, plan: Plan) -> str:
    """Launch settles whether comments are asked; of a draft, what it would settle today."""
    if campaign.state != "draft" or not campaign.asks_comments:
        return ""
    second_reader = has_second_reader(db.session, campaign.organisation_id)
    if asks_comments(campaign, plan.structure, second_reader):
        return ""
    return "no reader" if allows_comments(plan.structure) else "few"


def _find_joint(campaign: Campaign, row: Any) -> str:
    if row.sealed_at:
        return "sealed"
    expected = "promised" if campaign.joint_answer_promised else "added" if row.way == BOTH else "none"
    return "missing" if expected != "none" and campaign.state == "released" else expected


def _foresee_ways(campaign: Campaign, row: Any) -> frozenset[tuple[str, bool]]:
    """Before anybody is invited: what the list of people, and the open link, will lead to."""
    if campaign.state in ENDED:
        return frozenset()
    open_link = has_open_link(campaign.structure)
    found = ((BY_MAIL, row.mailed), (ON_PAPER, row.without_mail), (BY_OPEN_LINK, open_link))
    return frozenset(way for way, here in found if here)


def _name_languages(codes: list[str]) -> str:
    names = {"en": _("English"), "nl": _("Dutch")}
    return ", ".join(names.get(code, code) for code in codes)


def _name_database() -> str:
    return "PostgreSQL" if db.engine.dialect.name == "postgresql" else "SQLite"


WAYS = (
    (("personal", True), lazy_gettext("personal links by mail")),
    (BY_MAIL, lazy_gettext("personal links by mail to those whose address is known")),
    (("personal", False), lazy_gettext("personal links by letter or by hand")),
    (("letter", True), lazy_gettext("personal letters")),
    (ON_PAPER, lazy_gettext("letters or code cards to those without a mail address")),
    (("card", False), lazy_gettext("personal code cards")),
    (("shared", False), lazy_gettext("a shared link")),
    (("kiosk", False), lazy_gettext("a shared screen")),
    (BY_OPEN_LINK, lazy_gettext("an open link for some")),
)


def _tell_ways(found: frozenset[tuple[str, bool]]) -> str:
    """The same in words; "" while there are none."""
    return ", ".join(str(words) for key, words in WAYS if key in found)


def _tell_rotation(campaign: Campaign) -> str:
    if campaign.rotating_blocks is None:
        return ""
    return ngettext(
        "Each person is asked the core questions and %(num)s block of the others.",
        "Each person is asked the core questions and %(num)s blocks of the others.",
        campaign.rotating_blocks,
    )
