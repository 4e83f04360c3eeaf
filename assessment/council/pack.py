"""The pack as a document: the same sections whether it is printed for one survey or written as pages of docs."""

from datetime import datetime

from flask_babel import gettext as _

from assessment.council.asked import build_questions
from assessment.council.facts import Facts
from assessment.council.promised import build_not_visible, build_promise
from assessment.council.sample import build_sample
from assessment.council.settings import build_settings
from assessment.council.stored import build_data_sheet, build_hosting, build_retention
from assessment.respond.promise import tell_day
from assessment.results.numbers import speaking
from reports.charts import Table
from reports.document import Block, Bullets, Contents, Footer, Grid, Heading, Paragraph, Report, Section, Title


def build_pack(facts: Facts, made_at: datetime, identifier: str) -> Report:
    """The whole pack in the language of ``facts``; ``identifier`` names this very document."""
    with speaking(facts.language):
        title = name_pack(facts)
        day = tell_day(made_at.date(), facts.language)
        return Report(
            language=facts.language,
            title=title,
            subject=_("What is asked, what is stored, who sees what, and what nobody can see"),
            author=facts.organisation or _("Quality Maturity Assessment"),
            identifier=identifier,
            made_at=made_at,
            page_one=_build_page_one(facts),
            sections=list_sections(facts),
            footer=Footer(_("%(title)s, made on %(day)s", title=title, day=day), _("page {page} of {pages}")),
        )


def name_pack(facts: Facts) -> str:
    if not facts.survey:
        return _("For the works council")
    return _("For the works council: %(survey)s", survey=facts.survey)


def list_sections(facts: Facts) -> tuple[Section, ...]:
    sections = [
        build_promise(facts),
        build_not_visible(facts),
        build_data_sheet(facts),
        build_retention(facts),
        build_hosting(facts),
        build_settings(facts) if facts.survey else None,
        build_questions(facts),
        build_sample(),
    ]
    return tuple(section for section in sections if section is not None)


def _build_page_one(facts: Facts) -> tuple[Block, ...]:
    if facts.survey:
        who = _("%(organisation)s wants to ask its people how quality is driven.", organisation=facts.organisation)
        origin = _("The program made this paper from the settings of the survey, as they stood on the day it was made.")
    else:
        who = _("An organisation asks its people how quality is driven.")
        origin = _(
            "These pages describe a survey in which no default was changed. For your own survey the program makes the "
            "same paper as a PDF with the settings in force: on the page of the survey, under “For the works council”."
        )
    return (
        Title(name_pack(facts), facts.organisation or _("Quality Maturity Assessment")),
        Paragraph(who, "lead"),
        Paragraph(
            _(
                "Staff say what senior managers do for quality, and what gets in the way of good work. Senior managers "
                "answer the same questions together, as a team. Results are about the organisation, its "
                "units and its groups of people; never about one person. They are not for appraisal, bonus or ranking."
            )
        ),
        Paragraph(origin),
        Grid(Table(_("In short"), (_("What"), _("How it is")), list_essentials(facts))),
        Heading(_("What is asked of the works council"), 2),
        Bullets(
            (
                (_("Say whether you agree to the survey as it is described here, or what has to change first."), ""),
                (
                    _("Have the employer fill in the open rows at the end of the data sheet, the legal footing first."),
                    "",
                ),
                (_("Read “What your employer cannot see” to its end: it also says what can be seen, and by whom."), ""),
            ),
            numbered=True,
        ),
        Contents(_("In this paper")),
    )


def tell_no_comments(facts: Facts) -> str:
    """Of a draft that wishes for them, why it would not ask: until launch that may change."""
    return {
        "no reader": _(
            "Not asked as things stand: nobody is the second reader. They are asked only if there is one at launch; "
            "two people then read them before anybody else."
        ),
        "few": _("Not asked as things stand: of fewer than 15 people they could be recognised."),
    }.get(facts.no_comments, _("Not asked."))


def list_essentials(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The settings that matter most, on page one."""
    joint = {
        "promised": _("Senior managers answer together, as a team, outside the survey."),
        "added": _("Senior managers answer the survey, and the top team adds a joint answer."),
        "sealed": _("Senior managers have answered together, as a team; sealed on %(day)s.", day=facts.sealed),
        "missing": _("Senior managers gave no joint answer."),
    }.get(facts.joint, _("Senior managers give no joint answer."))
    comments = (
        _("One optional comment a driver. Two people read them before anybody else.")
        if facts.asks_comments
        else tell_no_comments(facts)
    )
    named = facts.server_keeper or _("to be named before launch")
    return (
        (_("Taking part"), _("Voluntary, without an account. Who answered is shown to nobody.")),
        (
            _("Smallest group"),
            _("Nothing is shown of fewer than %(smallest)s people who answered.", smallest=facts.smallest_group),
        ),
        (_("Results"), _("Once, after closing. Before that there is no result of any kind, for nobody.")),
        (_("Senior managers"), joint),
        (_("Comments"), comments),
        (_("Who runs the server"), named),
        (
            _("Answers are deleted"),
            _("%(months)s months after the results are made.", months=facts.keep_answers_months),
        ),
    )
