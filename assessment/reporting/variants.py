"""The variants of a report: what each holds of a release, and what it is called.

All are made from the same release. A shorter one is made from less: what it neither prints nor needs is cut from what
it is made from, so that no file inside it tells more than its readers are meant to have.
"""

from flask_babel import gettext as _

from assessment.reporting.views import ReportViews
from assessment.results.service import compute
from assessment.results.view import PreviousSurvey, ReleaseSource, ResultsView, StructureFact
from assessment.scoring.figures import ReleasedFigures

FULL, EXECUTIVE, MANAGEMENT, STAFF = "full", "executive", "management", "staff"
VARIANTS = (EXECUTIVE, MANAGEMENT, STAFF, FULL)
PDF, HTML, DOCX, PPTX = "pdf", "html", "docx", "pptx"
FORMS = (PDF, HTML, DOCX, PPTX)
"""What a report is written as. Slides are of page one and the drivers, whichever variant is asked for."""


class UnknownVariantError(Exception):
    """There is no such variant of a report; the message names those there are."""


def check_variant(variant: str) -> str:
    if variant not in VARIANTS:
        raise UnknownVariantError(f"there is no variant {variant!r}; there are: {', '.join(VARIANTS)}")
    return variant


def name_variant(variant: str) -> str:
    return {
        FULL: _("The full report"),
        EXECUTIVE: _("Two pages for executives"),
        MANAGEMENT: _("The report for management"),
        STAFF: _("Where we stand, for staff"),
    }[variant]


def cut_views(views: ReportViews, variant: str) -> ReportViews:
    """The views that a variant is made from. The cut is the same whether it was made before or not."""
    source = cut_source(views.main.source, variant)
    if source is views.main.source:
        return views
    if variant == STAFF:
        return ReportViews(ResultsView(source, compute(source), views.language))
    main, *others = (ResultsView(source, view.derived, view.language) for view in (views.main, *views.others))
    return ReportViews(main, tuple(others))


def leave_comments(source: ReleaseSource, variant: str) -> ReleaseSource:
    """Only the full report has comments, and other models with what was agreed on about them; only that one and
    management's tell what the network did. What else a variant leaves out are figures, which never change."""
    if variant == FULL:
        return source
    left: dict[str, object] = {"comments": (), "agreed": ()}
    return source.model_copy(update=left if variant == MANAGEMENT else left | {"network": ()})


def cut_source(source: ReleaseSource, variant: str) -> ReleaseSource:
    """A release as far as a variant tells it: without comments, and for staff of everybody together only."""
    told = leave_comments(source, variant)
    if variant != STAFF:
        return told
    previous = source.previous
    changes = {
        "lenses": (),
        "structure": StructureFact(groups=source.structure.groups),
        "figures": cut_figures(source.figures),
        "previous": previous and cut_previous(previous),
    }
    return told.model_copy(update=changes)


def cut_previous(previous: PreviousSurvey) -> PreviousSurvey:
    return previous.model_copy(update={"figures": cut_figures(previous.figures)})


def cut_figures(figures: ReleasedFigures) -> ReleasedFigures:
    """Everybody who sees, and senior managers where they answered as one group: no unit, no group, no typed fact."""
    summary = figures.summary
    participation = summary.participation.model_copy(update={"by_unit": {}})
    joint = summary.joint and summary.joint.model_copy(update={"facts": {}})
    changes = {"participation": participation, "withheld": (), "joint": joint, "lens_margins": {}}
    whole = (cell for cell in figures.cells if cell.key in ("all", "says"))
    cells = tuple(cell.model_copy(update={"units": ()}) for cell in whole)
    return figures.model_copy(update={"summary": summary.model_copy(update=changes), "cells": cells})
