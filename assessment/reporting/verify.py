"""Checks a report that comes back: recomputes what it says from the figures inside it and compares.

What is embedded as computed (drivers, index, levels, gaps, picks), the table of figures, and every word that the pages
print must be what the embedded question figures give.
"""

from collections.abc import Iterator
from io import BytesIO
from math import isclose
from typing import Any

from pydantic import ValidationError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from assessment.release.store import hash_release, write_canonically
from assessment.reporting.attached import FIGURES_NAME, FORMAT, RESULT_NAME, Enclosed
from assessment.reporting.build import build_report
from assessment.reporting.identity import TEMPLATE_VERSION
from assessment.reporting.variants import STAFF, VARIANTS
from assessment.reporting.views import NoReportError, ReportViews
from assessment.results.service import compute, list_views
from assessment.results.view import DRIVERS, ReleaseSource, ResultsView
from reports.document import Report
from reports.printed import compare_pages

NEAR = 1e-9
"""Two installations may differ in the last bits of a sum."""


class UnreadableReportError(Exception):
    """The file is no report of ours, or one that this version cannot read; the message says which."""


class OtherVersionError(UnreadableReportError):
    """The report was made by another version."""


def verify_report(pdf: bytes) -> tuple[str, ...]:
    """What the PDF says otherwise than its own question figures, a sentence each; empty when all agrees.

    Raises UnreadableReportError.
    """
    files = read_attachments(pdf)
    enclosed = read_enclosed(files)
    views = compute_views(enclosed.source, enclosed.language)
    try:
        report = build_report(views, enclosed.variant)
    except NoReportError as error:
        return (f"{RESULT_NAME}: no report can be made of it: {error}",)
    hashes = [] if enclosed.variant == STAFF else check_hashes(enclosed.source)
    found = [*hashes, *compare_derived(enclosed, views), *compare_files(files, report)]
    return (*found, *compare_identity(pdf, report), *compare_pages(report, pdf))


def read_attachments(pdf: bytes) -> dict[str, bytes]:
    try:
        files = {name: contents[0] for name, contents in PdfReader(BytesIO(pdf)).attachments.items()}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableReportError(f"this is no readable PDF: {error}") from None
    if RESULT_NAME not in files:
        raise UnreadableReportError(f"this is no report: it has no file {RESULT_NAME} inside")
    return files


def read_enclosed(files: dict[str, bytes]) -> Enclosed:
    try:
        enclosed = Enclosed.model_validate_json(files[RESULT_NAME])
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadableReportError(f"{RESULT_NAME} is not as it was written: {place}: {first['msg']}") from None
    if (enclosed.format, enclosed.template) != (FORMAT, TEMPLATE_VERSION):
        raise OtherVersionError(
            f"this report was made by another version (format {enclosed.format}, template {enclosed.template}; "
            f"this version reads {FORMAT}, {TEMPLATE_VERSION})"
        )
    if enclosed.variant not in VARIANTS:
        raise UnreadableReportError(f"{RESULT_NAME} is of a variant that there is not: {enclosed.variant!r}")
    return enclosed


def compute_views(source: ReleaseSource, language: str) -> ReportViews:
    """Every view of a source, computed afresh: nothing kept is trusted here."""
    views = [ResultsView(source, compute(source, lens), language) for lens in list_views(source)]
    return ReportViews(views[0], tuple(views[1:]))


def check_hashes(source: ReleaseSource) -> Iterator[str]:
    """Every page prints the release's hash: the enclosed figures must give it."""
    for name, release in (("the release", source), ("the release before", source.previous)):
        if release is None:
            continue
        figures = release.figures
        given = hash_release(write_canonically(figures.summary), [write_canonically(cell) for cell in figures.cells])
        if given != release.facts.sha256:
            yield f"{RESULT_NAME}: the figures of {name} do not give its hash {release.facts.sha256[:16]}"


def compare_derived(enclosed: Enclosed, views: ReportViews) -> Iterator[str]:
    """Differences between what the file says was computed and what its figures give."""
    computed = {view.derived.lens: view.derived for view in (views.main, *views.others)}
    if set(computed) != set(enclosed.derived):
        yield f"{RESULT_NAME}: views {sorted(enclosed.derived)} instead of {sorted(computed)}"
    for lens in sorted(set(computed) & set(enclosed.derived), key=lambda lens: (lens != DRIVERS, lens)):
        said, given = enclosed.derived[lens].model_dump(mode="json"), computed[lens].model_dump(mode="json")
        for place, one, other in find_differences(lens, said, given):
            yield f"{RESULT_NAME}: {place} says {one!r}, the question figures give {other!r}"


def find_differences(place: str, one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where two JSON values differ, and how."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(set(one) | set(other)):
            yield from find_differences(f"{place}.{key}", one.get(key), other.get(key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for position, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from find_differences(f"{place}[{position}]", first, second)
    elif isinstance(one, float) and isinstance(other, float):
        if not isclose(one, other, abs_tol=NEAR):
            yield place, one, other
    elif one != other:
        yield place, one, other


def compare_files(files: dict[str, bytes], report: Report) -> Iterator[str]:
    """The table must be the one that the figures give, where the variant has one; the first line that differs is
    named."""
    names = {attachment.name: attachment.content for attachment in report.attachments}
    for name in sorted(set(names) ^ set(files)):
        yield f"{name}: {'is missing' if name in names else 'was added'}"
    if FIGURES_NAME not in names or FIGURES_NAME not in files:
        return
    wanted, present = names[FIGURES_NAME].splitlines(), files[FIGURES_NAME].splitlines()
    if present == wanted:
        return
    pairs = zip([*present, b"nothing"], [*wanted, b"nothing"], strict=False)
    number = next(place for place, (one, other) in enumerate(pairs, start=1) if one != other)
    yield f"{FIGURES_NAME}: line {number} is not what the question figures give"


def compare_identity(pdf: bytes, report: Report) -> Iterator[str]:
    reader = PdfReader(BytesIO(pdf))
    title = reader.metadata.title if reader.metadata else None
    if title != report.title:
        yield f"the document's title is {title!r} instead of {report.title!r}"
