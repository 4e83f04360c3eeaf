"""A row of the trail as people read it: a sentence, who did it, and what was before and after."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from assessment.audit import SYSTEM
from assessment.audit.actor import COMMAND_LINE
from assessment.models import AuditEntry, in_language
from assessment.trail.words import name_right, name_setting

LONGEST = 300
MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*\+00:00$")
"""How a moment is kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """``changes``: label, before, after; ``facts``: label and value of what was settled."""

    sentence: str
    actor: str
    at: str
    changes: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    sha256: str


def write_line(row: AuditEntry, language: str) -> Line:
    details = row.details
    changed: Mapping[str, Any] = details.get("changed", {})
    frozen: Mapping[str, Any] = details.get("frozen", {}) | (details.get("commitments") or {})
    return Line(
        sentence=write_sentence(row.event, row.subject, details, language),
        actor=name_actor(row.actor),
        at=f"{row.at:%Y-%m-%d %H:%M} UTC",
        changes=tuple(
            (name_setting(name), _write(name, old, language), _write(name, new, language))
            for name, (old, new) in changed.items()
        ),
        facts=tuple((name_setting(name), write_value(value, language)) for name, value in frozen.items()),
        sha256=row.sha256,
    )


def name_actor(actor: str) -> str:
    named = {
        SYSTEM: _("the program"),
        COMMAND_LINE: _("a command on the server"),
        "sponsor": _("the sponsor, by link"),
    }
    return named.get(actor, actor)


def write_sentence(event: str, subject: str, details: Mapping[str, Any], language: str) -> str:
    """What happened. An event that this page has no words for is shown as it is written."""
    told = {key: _write(key, value, language) for key, value in details.items() if key not in ("changed", "frozen")}
    values = _Values(told | {"name": told.get("name") or subject})
    for say in SAYING:
        sentence = say(event, values)
        if sentence:
            return sentence
    return f"{event}: {subject}"


class _Values(dict[str, str]):
    """What a row says nothing of is written as a dash."""

    def __missing__(self, _key: str) -> str:
        return "–"


def _say_survey(event: str, values: _Values) -> str:
    name = values["name"]
    match event:
        case "survey.created":
            return _("The survey “%(name)s” was begun", name=name)
        case "survey.copied":
            return _(
                "The survey “%(name)s” was made as a copy of survey %(source)s", name=name, source=values["source"]
            )
        case "survey.pulse-begun":
            return _("The pulse “%(name)s” was begun, after survey %(source)s", name=name, source=values["source"])
        case "survey.imported":
            return _("The survey “%(name)s” was made from answer sheets that existed already", name=name)
        case "survey.changed":
            return _("Settings of the survey “%(name)s” were changed", name=name)
        case "survey.discarded":
            return _("The draft “%(name)s” was discarded", name=name)
        case "survey.launched":
            return _("The survey “%(name)s” was launched, and its settings froze", name=name)
        case "survey.promised":
            return _("The sponsor of the survey “%(name)s” answered the five commitments", name=name)
        case "survey.extended":
            return _("The survey “%(name)s” was extended", name=name)
        case "survey.smallest-raised":
            return _("The smallest group of the survey “%(name)s” was raised", name=name)
        case "survey.units-mapped":
            return _("Units of the survey “%(name)s” were mapped to those of the one before", name=name)
        case "survey.reference-kept":
            return _("The results of the survey “%(name)s” were put beside an outside reference", name=name)
        case "survey.reference-removed":
            return _("The outside reference of the survey “%(name)s” was taken away", name=name)
        case "survey.closed":
            return _("The survey “%(name)s” was closed", name=name)
        case "survey.withdrawn":
            return _("The survey “%(name)s” was withdrawn, and its answers are erased", name=name)
    return ""


def _say_reaching(event: str, values: _Values) -> str:
    """How people are reached: by mail, on paper, by open links."""
    name = values["name"]
    match event:
        case "survey.inviting":
            return _("Whoever was not yet invited to the survey “%(name)s” was", name=name)
        case "survey.reminded":
            return _("The one reminder of the survey “%(name)s” was asked for", name=name)
        case "survey.sent-again":
            return _(
                "%(mails)s undelivered mails of the survey “%(name)s” were tried again",
                mails=values["mails"],
                name=name,
            )
        case "survey.cards-made":
            return _("%(cards)s code cards of the survey “%(name)s” were made", cards=values["cards"], name=name)
        case "survey.sponsor-asked":
            return _("The sponsor of the survey “%(name)s” was asked for the five commitments", name=name)
        case "survey.door-opened":
            return _("An open link or shared screen was made for the survey “%(name)s”", name=name)
        case "survey.forms-begun":
            return _(
                "Typing in of %(forms)s paper forms for the survey “%(name)s” was begun",
                forms=values["forms"],
                name=name,
            )
        case "survey.forms-stored":
            return _("%(forms)s paper forms of the survey “%(name)s” were stored", forms=values["forms"], name=name)
        case "survey.forms-discarded":
            return _("%(forms)s paper forms of the survey “%(name)s” were discarded", forms=values["forms"], name=name)
    return ""


def _say_joint(event: str, values: _Values) -> str:
    name, member = values["name"], values["member"]
    match event:
        case "joint.way":
            return _("How senior managers answer the survey “%(name)s” was chosen", name=name)
        case "joint.named":
            return _("Senior manager %(member)s was named for the joint answer to “%(name)s”", member=member, name=name)
        case "joint.unnamed":
            return _("Senior manager %(member)s was taken off the joint answer to “%(name)s”", member=member, name=name)
        case "joint.invited":
            return _(
                "%(members)s senior managers were invited to the joint answer to “%(name)s”",
                members=values["members"],
                name=name,
            )
        case "joint.sealed":
            sha256 = values["sha256"]
            return _("The joint answer to the survey “%(name)s” was sealed, hash %(sha256)s", name=name, sha256=sha256)
    return ""


def _say_results(event: str, values: _Values) -> str:
    name, sha256 = values["name"], values["sha256"]
    match event:
        case "results.released":
            return _("The results of the survey “%(name)s” were released, hash %(sha256)s", name=name, sha256=sha256)
        case "report.published":
            return _(
                "The results of the survey “%(name)s” were sent to %(readers)s readers",
                name=name,
                readers=values["readers"],
            )
        case "report.withdrawn":
            return _("The links of a sending of the results of “%(name)s” were withdrawn", name=name)
        case "report.answered":
            decision = values["decision"]
            return _("The survey “%(name)s” asked: %(decision)s. A reader answered", name=name, decision=decision)
        case "report.scheduled":
            return _("The results of the survey after “%(name)s” will be sent to the same readers", name=name)
        case "report.unscheduled":
            return _("The results of the survey after “%(name)s” will not be sent by themselves", name=name)
        case "comments.asked":
            return _("The release of the comments of the survey “%(name)s” was asked for", name=name)
        case "comments.released":
            return _(
                "The comments of the survey “%(name)s” were released: %(comments)s are shown",
                name=name,
                comments=values["comments"],
            )
        case "comments.deleted":
            return _("Comments of the survey “%(name)s” that were not released in time were deleted", name=name)
        case "questionnaire.kept":
            return _(
                "The questionnaire “%(title)s”, version %(version)s, was kept",
                title=values["title"],
                version=values["version"],
            )
    return ""


def _say_follow_up(event: str, values: _Values) -> str:
    """What was made of results."""
    survey, text = values["survey"], values["text"]
    match event:
        case "advice.chosen":
            advice = values["recommendation"]
            return _("What becomes of the recommendation %(advice)s after “%(survey)s”", advice=advice, survey=survey)
        case "decision.asked":
            return _("A decision is asked after “%(survey)s”: %(text)s", survey=survey, text=text)
        case "decision.drafted":
            count = values["decisions"]
            return _("Decisions drafted by rule after “%(survey)s”: %(count)s", survey=survey, count=count)
        case "decision.changed":
            return _("A decision asked after “%(survey)s” was changed: %(text)s", survey=survey, text=text)
        case "decision.removed":
            return _("A decision is asked no more after “%(survey)s”: %(text)s", survey=survey, text=text)
        case "action.promised":
            return _("An action was promised after “%(survey)s”: %(text)s", survey=survey, text=text)
        case "action.changed":
            return _("An action promised after “%(survey)s” was changed: %(text)s", survey=survey, text=text)
        case "words.changed":
            return _("Sentences of the report of “%(survey)s” were put in own words", survey=survey)
        case "target.changed":
            set_by = values["set_by"]
            return _("Targets of “%(survey)s” were changed, set by %(set_by)s", survey=survey, set_by=set_by)
    return ""


def _say_organisation(event: str, values: _Values) -> str:
    name, person = values["name"], values["person"]
    match event:
        case "unit.added":
            return _("The unit “%(name)s” was added", name=name)
        case "unit.changed":
            return _("The unit “%(name)s” was changed", name=name)
        case "unit.shifted":
            return _("The unit “%(name)s” was given another place in the list", name=name)
        case "unit.removed":
            return _("The unit “%(name)s” was removed", name=name)
        case "groups.renamed":
            return _("Groups were renamed")
        case "look.changed":
            return _("The look of the reports was changed")
        case "person.added":
            return _("Person %(person)s was added to the list", person=person)
        case "person.changed":
            return _("Person %(person)s on the list was changed", person=person)
        case "person.removed":
            return _("Person %(person)s was removed from the list", person=person)
        case "people.moved":
            return _("People were moved to another unit or group: %(people)s", people=values["people"])
        case "people.counted":
            return _("The head counts of %(units)s units were changed", units=values["units"])
        case "people.imported":
            return _(
                "A list of people was brought in: %(added)s added, %(edited)s changed, %(removed)s removed",
                added=values["added"],
                edited=values["edited"],
                removed=values["removed"],
            )
    return ""


def _say_rights(event: str, values: _Values) -> str:
    email, roles = values["email"], values["roles"]
    match event:
        case "colleague.invited":
            return _("%(email)s was invited as: %(roles)s", email=email, roles=roles)
        case "colleague.sent-again":
            return _("A mail to %(email)s that was not delivered was sent again", email=email)
        case "colleague.uninvited":
            return _("The invitation of %(email)s was withdrawn", email=email)
        case "colleague.removed":
            return _("%(email)s was removed and has no rights here any more", email=email)
        case "rights.given":
            return _("%(email)s took up the invitation as: %(roles)s", email=email, roles=roles)
        case "rights.changed":
            return _("The rights of %(email)s were changed", email=email)
        case "rights.factor-reset":
            return _("The second factor of %(email)s was forgotten, and all sign-ins ended", email=email)
    return ""


def _say_sessions(event: str, values: _Values) -> str:
    name = values["name"]
    match event:
        case "session.planned":
            return _("The session “%(name)s” was set up", name=name)
        case "session.started":
            return _("The session “%(name)s” was started", name=name)
        case "session.ended":
            return _("The session “%(name)s” was ended", name=name)
        case "session.discarded":
            return _("The session “%(name)s”, which was never started, was discarded", name=name)
        case "agenda.kept":
            return _("An agenda for sessions was kept: %(name)s", name=name)
        case "agenda.forgotten":
            return _("An agenda for sessions was taken away: %(name)s", name=name)
    return ""


SAYING = (
    *(_say_survey, _say_reaching, _say_joint, _say_results, _say_follow_up),
    *(_say_organisation, _say_rights, _say_sessions),
)


def _write(name: str, value: Any, language: str) -> str:
    if name == "answer":
        return name_answer(str(value))
    return write_value([name_right(right) for right in value] if name == "roles" else value, language)


def write_value(value: Any, language: str) -> str:
    """A value as it stood: a text in the reader's language, a list with commas, nothing as a dash."""
    if value is None or value in ("", [], {}):
        return "–"
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(write_value(one, language) for one in value)
        case dict() if all(isinstance(text, str) for text in value.values()) and set(value) <= {"en", "nl"}:
            return _shorten(in_language(value, language))
        case dict():
            return _shorten(json.dumps(value, ensure_ascii=False))
    return _shorten(MOMENT.sub(r"\1 \2 UTC", str(value)))


def name_answer(value: str) -> str:
    """A reader's answer: "if: we start with one unit"."""
    kind, colon, words = value.partition(": ")
    names = {"yes": _("yes"), "if": _("yes, if"), "no": _("no, because"), "later": _("ask me on")}
    return _shorten(f"{names[kind]}{colon}{words}") if kind in names else "–"


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
