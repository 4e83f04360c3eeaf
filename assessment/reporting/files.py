"""Which files there are of a report, and how far each is: made, under way, failed, or not asked for."""

from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from assessment.models import Job
from assessment.reporting.identity import document_key, name_edition
from assessment.reporting.jobs import explain_failure, find_asked, name_purpose
from assessment.reporting.service import find_kept
from assessment.reporting.variants import DOCX, EXECUTIVE, FULL, HTML, MANAGEMENT, PDF, PPTX, STAFF, name_variant
from assessment.results.view import ReleaseSource

ENDPOINTS = {PDF: "show_report", HTML: "show_page", DOCX: "show_text", PPTX: "show_slides"}
OFFERED = ((EXECUTIVE, PDF), (MANAGEMENT, PDF), (STAFF, PDF), (FULL, PDF), (FULL, HTML), (FULL, DOCX), (FULL, PPTX))

State = Literal["none", "making", "failed", "made"]


@dataclass(frozen=True)
class Wish:
    """What somebody wants to have."""

    language: str
    variant: str
    form: str


@dataclass(frozen=True)
class File:
    """``about``: for whom and what for; ``message``: why it could not be made."""

    wish: Wish
    endpoint: str
    title: str
    about: str
    state: State
    message: str = ""
    progress: int = 0


def list_files(source: ReleaseSource, language: str) -> list[File]:
    """All that are offered in a language."""
    return _describe(source, [Wish(language, variant, form) for variant, form in OFFERED])


def find_file(source: ReleaseSource, wish: Wish) -> File:
    [file] = _describe(source, [wish])
    return file


def _describe(source: ReleaseSource, wishes: list[Wish]) -> list[File]:
    """In two queries, however many they are."""
    facts = source.facts
    editions = {wish: name_edition(source, wish.variant) for wish in wishes}
    keys = {
        wish: document_key(facts.sha256, wish.language, edition, wish.variant, wish.form)
        for wish, edition in editions.items()
    }
    purposes = {
        wish: name_purpose(facts.id, wish.language, edition, wish.variant, wish.form)
        for wish, edition in editions.items()
    }
    kept = find_kept(facts.id, list(keys.values()))
    asked = find_asked(list(purposes.values()))
    return [_describe_one(wish, keys[wish] in kept, asked.get(purposes[wish])) for wish in wishes]


def _describe_one(wish: Wish, made: bool, job: Job | None) -> File:
    state: State = "made" if made else "none"
    message = ""
    if not made and job is not None and job.state in ("waiting", "running"):
        state = "making"
    if not made and job is not None and job.state == "failed":
        state, message = "failed", explain_failure(job.message)
    title, about = name_file(wish)
    return File(wish, f"reporting.{ENDPOINTS[wish.form]}", title, about, state, message, job.progress if job else 0)


def name_file(wish: Wish) -> tuple[str, str]:
    """What a file is called, and what it is for."""
    if wish.form == PPTX:
        return _("Slides"), _("Page one and the drivers, with notes for the speaker. PowerPoint.")
    if wish.form == DOCX:
        return _("Text to go on with"), _("The full report with real headings and tables. Word.")
    if wish.form == HTML:
        return _("The report as a web page"), _("One file that reads well on a phone and aloud. HTML.")
    about = {
        EXECUTIVE: _("Page one, and what is behind it: drivers, priorities, how sure. PDF, 2 pages."),
        MANAGEMENT: _("Every driver, the units, the priorities, who answered. PDF, 8 to 15 pages."),
        STAFF: _("For everybody who was asked; it also stands on the page for staff. PDF, 1 or 2 pages."),
        FULL: _("Everything, with the questions as they were asked and how each figure came about. PDF."),
    }[wish.variant]
    return name_variant(wish.variant), about
