"""A facilitator's own words for sentences of page one: what is kept, and whether the page still fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from assessment.improvement.changing import OvertakenError, changing, note
from assessment.models import ReportWords
from assessment.reporting.build import fit_page_one
from assessment.reporting.executive import name_second_page
from assessment.reporting.files import Wish, find_file
from assessment.reporting.identity import name_edition
from assessment.reporting.rewording import listen
from assessment.reporting.service import find_report
from assessment.reporting.variants import EXECUTIVE, PDF
from assessment.results.kept import Kept
from assessment.results.numbers import speaking
from assessment.results.service import name_view
from assessment.results.view import ReleaseSource, ResultsView


def find_words(session: Session | scoped_session[Session], survey_id: int, language: str) -> dict[str, ReportWords]:
    """What is kept, by place; some of it may stand for sentences that are not said any more."""
    own = select(ReportWords).where(ReportWords.campaign_id == survey_id, ReportWords.language == language)
    return {row.place: row for row in session.scalars(own.order_by(ReportWords.place))}


def name_version(texts: Mapping[str, str]) -> str:
    """Changes with every word of a language's own words, by place; "" where there are none."""
    return "" if not texts else sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]


def save_words(organisation_id: int, survey_id: int, language: str, seen: str, texts: Mapping[str, str]) -> None:
    """Keep own words by place; "" gives the sentence back that is picked by rule. ``seen``: the version that the page
    had. Raises GoneError and OvertakenError."""
    with changing(organisation_id, survey_id) as (session, campaign):
        rows = find_words(session, survey_id, language)
        if name_version({place: row.text for place, row in rows.items()}) != seen:
            raise OvertakenError
        changed: dict[str, list[str]] = {}
        for place, text in texts.items():
            row = rows.get(place)
            before = row.text if row else ""
            if before == text:
                continue
            changed[place] = [before, text]
            if row is None:
                session.add(
                    ReportWords(
                        organisation_id=organisation_id,
                        campaign_id=survey_id,
                        language=language,
                        place=place,
                        text=text,
                    )
                )
            elif text:
                row.text = text
            else:
                session.delete(row)
        if changed:
            note(session, campaign, "words.changed", language=language, changed=changed)


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether page one fits one page. ``state``: "too long" by its budget of words or numbers, "making" or "none" while
    no page was laid out with these words, "failed", "over" where it takes more than a page, "fits"."""

    state: str
    words: int
    numbers: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of page one as they are picked by rule, by place, and what the page takes with the own words."""

    sentences: Mapping[str, str]
    words: int
    numbers: int
    within_budgets: bool


_wordings: Kept[Wording] = Kept(32)


def word_page_one(view: ResultsView) -> Wording:
    return _wordings.get(name_view(view), lambda: _word(view))


def _word(view: ResultsView) -> Wording:
    listening = listen(view)
    with speaking(view.language):
        page = fit_page_one(listening)
    return Wording(listening.heard, page.words, page.numbers, page.within_budgets)


def check_fit(source: ReleaseSource, view: ResultsView) -> Fit:
    """``source``: dressed as the report is. What is laid out is the variant for executives, which is kept."""
    wording = word_page_one(view)
    words, numbers = wording.words, wording.numbers
    if not wording.within_budgets:
        return Fit("too long", words, numbers)
    file = find_file(source, Wish(view.language, EXECUTIVE, PDF))
    if file.state != "made":
        return Fit(file.state, words, numbers)
    edition = name_edition(source, EXECUTIVE)
    made = find_report(source.facts.id, source.facts.sha256, view.language, edition, EXECUTIVE) or b""
    with speaking(view.language):
        heading = name_second_page()
    return Fit("fits" if find_page(made, heading) == 1 else "over", words, numbers)


def find_page(pdf: bytes, heading: str) -> int | None:
    """On which page of a PDF, counted from 0, the section with this heading begins."""
    # Only those who look at this page need the library, and workers start without it.
    from pypdf import PdfReader  # noqa: PLC0415

    reader = PdfReader(BytesIO(pdf))
    marks = (mark for mark in reader.outline if not isinstance(mark, list) and mark.title == heading)
    mark = next(marks, None)
    return None if mark is None else reader.get_destination_page_number(mark)
