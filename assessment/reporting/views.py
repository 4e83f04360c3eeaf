"""The views that one report shows: the drivers first, then the same answers through other models."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.view import ResultsView


@dataclass(frozen=True)
class ReportViews:
    """``main`` reads the questionnaire's own drivers; ``others`` read the same release through other lenses."""

    main: ResultsView
    others: tuple[ResultsView, ...] = ()

    @property
    def language(self) -> str:
        return self.main.language


class NoReportError(Exception):
    """There is nothing that an executive report could say: too few people answered. The message says what to do."""


def check_report(view: ResultsView) -> None:
    """Whether there is a report of it. Raises NoReportError, in the language that is spoken."""
    if view.facts.pulse:
        raise NoReportError(_("A pulse has no report of its own: its page of results says everything."))
    if view.derived.form == "none" or view.everybody is None:
        raise NoReportError(_("Too few people answered for a report: extend the survey or hold a session."))
