"""What to say of a survey that has no results yet."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from flask_babel import gettext as _

from assessment.clock import tell_time
from assessment.models import in_language
from assessment.results.numbers import locale_of, speaking, write_moment
from assessment.results.sources import WaitingSurvey


@dataclass(frozen=True)
class WaitingPage:
    """The page that stands where results will be."""

    survey: str
    organisation: str
    title: str
    sentences: tuple[str, ...]


def explain_waiting(survey: WaitingSurvey, language: str, now: datetime | None = None) -> WaitingPage:
    """When results will be there, as far as it is known; ``now`` is the clock in UTC."""
    now = now or tell_time()
    with speaking(language):
        if survey.state == "withdrawn":
            return _explain_withdrawal(survey, language)
        told = [_tell_closing(survey, language, now), _tell_day(survey, language)]
        return WaitingPage(
            survey=in_language(survey.name, language),
            organisation=in_language(survey.organisation, language),
            title=_("There are no results yet"),
            sentences=tuple(sentence for sentence in told if sentence),
        )


def _explain_withdrawal(survey: WaitingSurvey, language: str) -> WaitingPage:
    return WaitingPage(
        survey=in_language(survey.name, language),
        organisation=in_language(survey.organisation, language),
        title=_("There will be no results"),
        sentences=(_("This survey was withdrawn, and what people answered was erased."),),
    )


def _tell_closing(survey: WaitingSurvey, language: str, now: datetime) -> str:
    if survey.state == "closed" or (survey.closes_at is not None and survey.closes_at <= now):
        return _("The survey has closed; the answers are being counted.")
    if survey.closes_at is None:
        return _("Nothing is counted before the survey closes: no running averages, nobody's answers.")
    return _(
        "The survey closes on %(moment)s. Nothing is counted before: no running averages, nobody's answers.",
        moment=write_moment(survey.closes_at, survey.zone, language),
    )


def _tell_day(survey: WaitingSurvey, language: str) -> str:
    if survey.results_on is None:
        return _("This page will show the results as soon as they are released.")
    day = format_date(survey.results_on, "d MMMM y", locale=locale_of(language))
    return _("Results are promised on %(day)s; this page will show them.", day=day)
