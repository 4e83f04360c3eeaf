"""The views that one report shows: the drivers first, then the same answers through other models."""

from dataclasses import dataclass

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
