"""The drivers beside an outside reference: for those who may read the whole; a facilitator brings the file."""

from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.rights import get_colleague, open_to
from assessment.results.detail_routes import blueprint, open_view
from assessment.results.reference import MOST_BYTES, ReferenceFileError, find_reference, keep_reference, read_reference
from assessment.results.reference_page import make_reference_page
from assessment.results.routes import list_languages
from assessment.results.view import ResultsView
from assessment.results.ways import Ways

__all__ = ["blueprint"]


@blueprint.get("/reference")
def show_reference(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view, ways = open_view(organisation_id, survey_id)
    return show_page(view, ways, organisation_id, survey_id)


@blueprint.post("/reference")
@open_to("facilitator")
def bring_reference(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Keep what the file says in place of what was there, or take that away."""
    view, ways = open_view(organisation_id, survey_id)
    if request.form.get("remove") == "yes":
        keep_reference(organisation_id, survey_id, None, view.facts.name)
        return redirect(ways.reference(), 303)
    brought = request.files.get("file")
    try:
        reference = read_reference(brought.stream.read(MOST_BYTES + 1) if brought else b"", list_drivers(view))
    except ReferenceFileError as error:
        return show_page(view, ways, organisation_id, survey_id, error.missing), 422
    keep_reference(organisation_id, survey_id, reference, view.facts.name)
    return redirect(ways.reference(), 303)


def list_drivers(view: ResultsView) -> frozenset[str]:
    return frozenset(result.dimension for result in view.core)


def show_page(
    view: ResultsView, ways: Ways, organisation_id: int, survey_id: int, missing: tuple[str, ...] | None = None
) -> str:
    page = make_reference_page(view, find_reference(organisation_id, survey_id), ways, missing)
    return render_template(
        "results/reference.html",
        head=page.head,
        page=page,
        drivers=[result.dimension for result in view.core],
        brings="facilitator" in get_colleague().roles_in(organisation_id),
        languages=list_languages(partial(url_for, ".show_reference", **(request.view_args or {}))),
    )
