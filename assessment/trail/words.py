"""What settings and kinds of rows are called on the page of the trail."""

from functools import lru_cache

from flask_babel import gettext as _

from assessment.language import current_language


def name_kinds() -> dict[str, str]:
    """Kinds in the order in which they are offered."""
    return {
        "surveys": _("Surveys"),
        "results": _("Results"),
        "questionnaires": _("Questionnaires"),
        "organisation": _("Organisation"),
        "rights": _("Colleagues and rights"),
    }


def name_right(right: str) -> str:
    """A role in words; a unit reader's has the unit's key behind a colon."""
    role, colon, unit = right.partition(": ")
    names = {
        "administrator": _("Administrator"),
        "facilitator": _("Facilitator"),
        "executive": _("Executive reader"),
        "unit-reader": _("Unit reader"),
        "second-reader": _("Second reader"),
    }
    return f"{names.get(role, role)}{colon}{unit}"


def name_setting(name: str) -> str:
    """The words of a setting; one without words is named as the program names it."""
    return _name_settings(current_language()).get(name, name)


@lru_cache(maxsize=8)
def _name_settings(_language: str) -> dict[str, str]:
    """Kept by the language in force: a page of the trail asks for hundreds of words."""
    return _name_survey_settings() | _name_other_settings()


def _name_survey_settings() -> dict[str, str]:
    return {
        "name": _("name"),
        "questionnaire_version_id": _("questionnaire, number"),
        "extra_version_id": _("second questionnaire, number"),
        "disclosure": _("anonymous or full figures"),
        "smallest_group": _("smallest group"),
        "languages": _("languages"),
        "zone": _("time zone"),
        "opens_at": _("opening"),
        "closes_at": _("closing"),
        "results_on": _("day of the results"),
        "senior_managers": _("who the senior managers are"),
        "purpose": _("reason for asking"),
        "sponsor": _("sponsor"),
        "sponsor_email": _("the sponsor's mail address"),
        "contact": _("contact"),
        "server_keeper": _("who keeps the server"),
        "asks_comments": _("comments asked"),
        "rotating_blocks": _("blocks of questions a person"),
        "views": _("views of the results"),
        "form_of_address": _("form of address"),
        "slots": _("own words"),
        "target": _("target"),
        "mail_texts": _("texts of mails"),
        "units": _("units"),
        "unit_mapping": _("units of the survey before"),
        "invited": _("people"),
    }


def _name_other_settings() -> dict[str, str]:
    return {
        "people": _("people"),
        "choice": _("what becomes of it"),
        "title": _("title"),
        "first_step": _("first step"),
        "reason": _("reason"),
        "owner": _("owner"),
        "due": _("day"),
        "text": _("text"),
        "cost": _("cost"),
        "otherwise": _("what follows if not"),
        "status": _("status"),
        "position": _("place in the list"),
        "total": _("target of the total"),
        "way": _("how senior managers answer"),
        "roles": _("rights"),
        "parent_id": _("unit above it, number"),
        "builds_software": _("builds or runs software"),
        "joint-answer": _("joint answer"),
        "working-time": _("working time"),
        "nobody-asks": _("nobody asks who answered"),
        "reads": _("reads within two weeks"),
        "answers-requests": _("answers requests"),
        "senior-managers": _("senior managers"),
        "middle-managers": _("middle managers"),
        "staff": _("staff"),
        "quality-professionals": _("quality professionals"),
        "answer": _("answer"),
    }
