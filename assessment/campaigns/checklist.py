"""What is still missing before a survey can be launched, as a list of tasks with their places on the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.forecast_words import tell_open_link
from assessment.campaigns.lengths import may_take_turns
from assessment.clock import tell_time
from assessment.language import current_language
from assessment.models import Campaign
from assessment.release.limits import NO_SURVEY_BELOW, allows_comments
from assessment.release.schedule import count_comment_days
from assessment.release.structure import Structure


@dataclass(frozen=True, slots=True)
class Task:
    """``page`` and ``field``: where it is done. ``needed``: no launch without; others are advice. ``told``: what is
    missing, or what was found to be so."""

    key: str
    label: str
    page: str
    field: str
    done: bool
    needed: bool = True
    told: str = ""


def list_tasks(
    campaign: Campaign, structure: Structure, second_reader: bool, way: str | None, now: datetime | None = None
) -> list[Task]:
    """All tasks of a draft, in the order of the pages. ``structure``: who would be asked today; ``way``: how senior
    managers answer, null where nothing was chosen."""
    now = now or tell_time()
    first = campaign.languages[0] if campaign.languages else "en"
    return [
        _check_names(campaign, first),
        _check_managers(campaign, first),
        _check_people(structure),
        _check_dates(campaign, now),
        Task(
            "results-day",
            _("The day of the results"),
            "setup",
            "results_on",
            campaign.results_on is not None,
            told="" if campaign.results_on else _("Say when people hear the results."),
        ),
        _check_languages(campaign),
        _check_contact(campaign),
        Task(
            "sponsor",
            _("Sponsor"),
            "setup",
            "sponsor",
            bool(campaign.sponsor),
            told="" if campaign.sponsor else _("Say which senior manager asks for the survey."),
        ),
        *_list_choices(campaign, structure, second_reader, way),
        *([_tell_open_link()] if structure.open_link else []),
    ]


def _list_choices(campaign: Campaign, structure: Structure, second_reader: bool, way: str | None) -> list[Task]:
    """What a survey of its own settles; a pulse has it from its survey."""
    if campaign.pulse_of_id is not None:
        return []
    return [
        _check_joint(way),
        _check_commitments(campaign),
        _check_comments(campaign, structure, second_reader),
        *_check_turns(campaign, structure),
        *_tell_words(campaign),
    ]


def _tell_words(campaign: Campaign) -> list[Task]:
    """The questions' words for people and things that organisations call by others, such as clients or patients."""
    slots = asked_questionnaire(campaign).slots
    language = current_language()
    words = []
    for slot, standard in slots.items():
        own = campaign.slots.get(slot, {}).get(language)
        words.append(own or standard.get(language) or next(iter(standard.values()), slot))
    if not words:
        return []
    told = _("The questions say: %(words)s. Does your organisation say it otherwise?", words=", ".join(words))
    field = f"slot-{'customers' if 'customers' in slots else next(iter(slots))}-{language}"
    return [Task("words", _("Words in the questions"), "defaults", field, True, needed=False, told=told)]


def _tell_open_link() -> Task:
    return Task("open-link", _("Open link"), "defaults", "open_link", True, needed=False, told=tell_open_link())


def is_ready(tasks: Sequence[Task]) -> bool:
    return all(task.done for task in tasks if task.needed)


def _check_names(campaign: Campaign, first: str) -> Task:
    missing = [language for language in campaign.languages if not campaign.name.get(language)]
    told = _("Write the name in each language of the survey.") if missing else ""
    field = f"name-{missing[0] if missing else first}"
    return Task("name", _("Name of the survey"), "setup", field, bool(campaign.languages) and not missing, told=told)


def _check_managers(campaign: Campaign, first: str) -> Task:
    missing = [language for language in campaign.languages if not campaign.senior_managers.get(language)]
    told = _("Name them in each language: people answer about them, and read it on every page.") if missing else ""
    done = bool(campaign.senior_managers) and not missing
    return Task(
        "managers", _("Senior managers"), "setup", f"managers-{missing[0] if missing else first}", done, told=told
    )


def _check_people(structure: Structure) -> Task:
    invited = structure.count_invited()
    if invited is None:
        told = _("Give head counts, or list the people of the organisation.")
    elif invited < NO_SURVEY_BELOW:
        told = _("Fewer than 8 people can be asked: nothing could be shown. Hold a session instead.")
    else:
        told = _("%(count)s people can be invited, senior managers not counted.", count=invited)
    enough = invited is not None and invited >= NO_SURVEY_BELOW
    return Task("people", _("Units and people"), "setup", "scope-0", enough, told=told)


def _check_dates(campaign: Campaign, now: datetime) -> Task:
    field = "opens_day"
    if campaign.opens_at is None:
        told = _("Say when the survey opens.")
    elif campaign.closes_at is None:
        told, field = _("Say when the survey closes."), "closes_day"
    elif campaign.closes_at <= max(now, campaign.opens_at):
        told, field = _("The closing lies in the past: choose a later one."), "closes_day"
    else:
        told = ""
    return Task("dates", _("Opening and closing"), "setup", field, not told, told=told)


def _check_languages(campaign: Campaign) -> Task:
    written = asked_questionnaire(campaign).languages
    missing = [language for language in campaign.languages if language not in written]
    if not campaign.languages:
        told = _("Choose at least one language.")
    else:
        told = _("The questions are not written in each of the languages.") if missing else ""
    return Task("languages", _("Languages"), "setup", "languages-0", not told, told=told)


def _check_contact(campaign: Campaign) -> Task:
    if not campaign.contact and not campaign.server_keeper:
        told = _("Say who answers questions about the survey, and who runs the server: the promise names them.")
        field = "contact"
    elif not campaign.contact:
        told, field = _("Say who answers questions about the survey."), "contact"
    elif not campaign.server_keeper:
        told, field = _("Say who runs the server: the promise names them."), "server_keeper"
    else:
        told, field = "", "contact"
    return Task("contact", _("Contact and server keeper"), "setup", field, not told, told=told)


def _check_commitments(campaign: Campaign) -> Task:
    answer = campaign.sponsor_answer
    if answer is None:
        told = _("Not answered yet. You can launch without, but ask now: it costs the sponsor two minutes.")
    else:
        told = _("%(kept)s of 5 given.", kept=sum(bool(value) for value in answer.values()))
    return Task("commitments", _("Five commitments of the sponsor"), "sponsor", "", answer is not None, False, told)


def _check_turns(campaign: Campaign, structure: Structure) -> list[Task]:
    """Only where questions are to take turns: as few people as that, and the questions asked would tell them apart."""
    drawn = campaign.rotating_blocks
    if drawn is None:
        return []
    questionnaire = asked_questionnaire(campaign)
    done = may_take_turns(questionnaire, drawn, structure.count_invited())
    told = _("Too few people are invited for questions to take turns: choose all questions, or a longer form.")
    return [Task("length", _("Length"), "defaults", "length-0", done, told="" if done else told)]


def _check_joint(way: str | None) -> Task:
    told = {
        "joint": _("They answer together, as a team: no person is named."),
        "both": _("They answer the survey, and the top team adds a joint answer."),
        "anonymous": _("They answer the survey anonymously."),
        "none": _("They are not asked."),
    }.get(
        way or "",
        _(
            "Not settled yet, and after launch it stays as it is. Without their answer nobody sees where they think "
            "better of it than staff do: a blind spot."
        ),
    )
    return Task("joint", _("The senior managers' answer"), "joint", "", way is not None, False, told)


def asks_comments(campaign: Campaign, structure: Structure, second_reader: bool) -> bool:
    """Whether a launch today would ask for comments: wished, read by two people, and from enough people to be shown."""
    return campaign.asks_comments and second_reader and allows_comments(structure)


def _check_comments(campaign: Campaign, structure: Structure, second_reader: bool) -> Task:
    label = _("Comments")
    if not campaign.asks_comments:
        return Task("comments", label, "defaults", "asks_comments", True, False, _("No comments are asked."))
    if not allows_comments(structure):
        told = _("Comments will not be asked: of fewer than 15 people they could be recognised.")
        return Task("comments", label, "defaults", "asks_comments", True, False, told)
    if second_reader:
        told = _(
            "Comments are asked; two people read them before anybody else, within %(days)s days after the results.",
            days=count_comment_days(),
        )
    else:
        told = _(
            "Comments will not be asked: nobody is the second reader. That is somebody who reads them beside you, "
            "before anybody else does. Invite one here to ask them."
        )
    return Task("comments", label, "second-reader", "", second_reader, False, told)
