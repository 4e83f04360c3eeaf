"""A pulse: between two surveys everybody is asked a few questions again, as one whole (no unit, no group)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.access.asked import parse_version
from assessment.campaigns.choice import make_structure, read_choice
from assessment.campaigns.drafts import COPIED, lock_survey, propose_dates
from assessment.campaigns.history import note
from assessment.campaigns.moments import today_in
from assessment.campaigns.service import PlanError, keep_questionnaire
from assessment.clock import tell_time
from assessment.models import Campaign, Decision, writing
from questionnaires import fill_slots
from questionnaires.pulse import MOST_QUESTIONS, write_pulse

NAMES = {"en": "Pulse after {survey}", "nl": "Tussenmeting na {survey}"}
OWN = ("pulse_of_id", "questionnaire_version_id", "extra_version_id", "asks_comments", "target", "views")
TAKEN = tuple(name for name in COPIED if name not in (*OWN, "rotating_blocks"))
"""What a pulse has as its survey has it."""
LONGEST_WAIT = timedelta(days=10 * 365)


def start_pulse(organisation_id: int, survey_id: int, items: Sequence[str]) -> int:
    """A draft that asks these questions of a released survey again; gives its id. Where one is being set up already, it
    is that one. Raises PlanError for no question or more than three, and for a survey without results."""
    with writing() as session:
        source = lock_survey(session, organisation_id, survey_id)
        if source.state != "released" or source.pulse_of_id is not None or not 0 < len(items) <= MOST_QUESTIONS:
            raise PlanError("of this survey no pulse can be held")
        begun = select(Campaign.id).where(Campaign.pulse_of_id == survey_id, Campaign.state == "draft")
        found = session.scalar(begun.order_by(Campaign.id).limit(1))
        if found is not None:
            return found
        text = write_pulse(parse_version(source.questionnaire_version.text), items)
        today = today_in(source.zone, tell_time())
        opens, closes, results = propose_dates(today, source.zone, find_day_after(session, survey_id, today))
        taken = session.scalars(select(Campaign.name).where(Campaign.organisation_id == organisation_id))
        campaign = Campaign(
            organisation_id=organisation_id,
            questionnaire_version_id=keep_questionnaire(session, organisation_id, text).id,
            previous_campaign_id=survey_id,
            pulse_of_id=survey_id,
            name=name_pulse(source.name, set(chain.from_iterable(name.values() for name in taken))),
            opens_at=opens,
            closes_at=closes,
            results_on=results,
            asks_comments=False,
            views=["drivers"],
            structure=make_structure(
                session, organisation_id, read_choice(source.structure | {"whole": True}), draft=True
            ),
            **{name: getattr(source, name) for name in TAKEN},
        )
        session.add(campaign)
        session.flush()
        note(session, campaign, "pulse-begun", source=survey_id, items=list(items))
        return campaign.id


def find_day_after(session: Session, survey_id: int, today: date) -> date | None:
    """The day after the last one on which a decision of the survey is due: asked before, nothing can have changed. None
    where no decision has a day; one so far away that it is a slip of the pen does not count."""
    due = (Decision.campaign_id == survey_id, Decision.due < today + LONGEST_WAIT)
    last = session.scalar(select(func.max(Decision.due)).where(*due))
    return last + timedelta(days=1) if last else None


def name_pulse(survey: dict[str, str], taken: set[str]) -> dict[str, str]:
    """ "Pulse after Quality at Zonneveld 2027", numbered from the second one on."""
    names = {language: NAMES.get(language, NAMES["en"]).format(survey=name) for language, name in survey.items()}
    told, number = names, 1
    while taken & set(told.values()):
        number += 1
        told = {code: f"{name} ({number})" for code, name in names.items()}
    return told


def list_questions(survey: Campaign) -> list[tuple[str, list[str]]]:
    """What a pulse asks, as people read it, in each of its languages that the questions are written in."""
    questionnaire = parse_version(survey.questionnaire_version.text)
    return [
        (code, [fill_slots(item.text[code], questionnaire, code, survey.slots) for item in questionnaire.items])
        for code in survey.languages
        if code in questionnaire.languages
    ]
