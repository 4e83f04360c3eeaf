"""The questionnaire on paper, for people who see: printed once and copied; no two forms differ (trust rule A22)."""

from flask_babel import force_locale
from flask_babel import gettext as _

from assessment.campaigns.paper import need_survey
from assessment.campaigns.paper_sheets import find_digit, list_paper_pages
from assessment.models import Campaign, in_language
from assessment.respond.promise import make_promise, tell_moment
from assessment.respond.survey import Block, Page
from questionnaires import fill_slots
from reports.paper import PaperBlock, PaperForm, PaperPart, render_paper

SLOT = "{senior-managers}"


def print_form(campaign: Campaign, unit: str | None, language: str) -> bytes:
    """The form of a unit in a language; without a unit it leaves the questions of software units out."""
    survey = need_survey(campaign.id)
    structure = survey.structure
    with force_locale(language):
        closes = tell_moment(campaign.closes_at, campaign.zone, language)
        names = in_language(campaign.senior_managers, language).rstrip(".")
        word = fill_slots(SLOT, survey.questionnaire, language, survey.slots)
        form = PaperForm(
            language=language,
            title=in_language(campaign.name, language),
            unit=structure.name_unit(unit, language) if unit else "",
            how=(
                _("Tick one box for each question. You may skip any of them."),
                _("Do not write your name or anything else on the form."),
                _("Put it into the closed box. Two colleagues type the forms in together, five or more at a time."),
                *([_("The survey closes on %(moment)s.", moment=closes)] if closes else []),
                *([_("Questions? %(contact)s", contact=campaign.contact)] if campaign.contact else []),
            ),
            promise_title=_("What we promise"),
            promise=" ".join(make_promise(survey, "paper", "sees")),
            meant=_(
                "With %(senior_managers)s we mean: %(names)s.",
                senior_managers=_("senior managers") if word == SLOT else word,
                names=names,
            )
            if names
            else "",
            group_title=_("Which group do you belong to?"),
            groups=_name_groups([name for _key, name in structure.list_groups(language)]),
            parts=tuple(_make_part(page) for page in list_paper_pages(survey, unit, language)),
            end=_("Thank you. Fold the form and put it into the closed box."),
            page=_("Page {page} of {pages}"),
        )
    return render_paper(form)


def _name_groups(names: list[str]) -> tuple[str, ...]:
    return tuple(names) if len(names) > 1 else ()


def _make_part(page: Page) -> PaperPart:
    return PaperPart(page.title, tuple(_make_block(block) for block in page.blocks))


def _make_block(block: Block) -> PaperBlock:
    first = block.rows[0]
    answers = tuple((option.label, find_digit(option, first)) for option in first.options)
    return PaperBlock(block.lead, answers, tuple(row.text for row in block.rows))
