"""What stands above every page of results but the first one: whose results these are, and the way back."""

from dataclasses import dataclass

from assessment.results.numbers import local_day, write_date, write_period
from assessment.results.view import ResultsView
from assessment.results.ways import Ways


@dataclass(frozen=True)
class PageHead:
    """``back``: the first page's address."""

    organisation: str
    survey: str
    period: str
    title: str
    released: str
    back: str


def make_head(view: ResultsView, title: str, ways: Ways) -> PageHead:
    facts = view.facts
    return PageHead(
        organisation=view.text(facts.organisation),
        survey=view.text(facts.name),
        period=write_period(view),
        title=title,
        released=write_date(local_day(facts.released_at, facts.zone), view),
        back=ways.overview(),
    )
