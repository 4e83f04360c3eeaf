"""Pages below the first one: a driver, a question, units and each of them. Of the whole but for a unit's own page."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessment.access.rights import get_colleague, open_blueprint, open_to
from assessment.models import db, writing
from assessment.results.change_page import compare_units, make_change_page
from assessment.results.chart_parts import draw_part
from assessment.results.driver_page import DIVIDED_FIRST, make_driver_page
from assessment.results.earlier import load_earlier
from assessment.results.hand_out import HandOut, make_hand_out
from assessment.results.hand_out_paper import PDF, Sheet, ask_for_sheet, find_asked, find_sheet, name_sheet
from assessment.results.heads import PageHead, make_head
from assessment.results.kept import Kept
from assessment.results.mapping_page import make_mapping_page
from assessment.results.numbers import speaking
from assessment.results.part import cut_view
from assessment.results.question_page import make_question_page
from assessment.results.routes import (
    keep_private,
    list_languages,
    load_owned,
    settle_language,
    show_waiting,
)
from assessment.results.same_units import UnknownUnitError, keep_mapping, load_structures
from assessment.results.service import name_view, read_source
from assessment.results.sources import NotReleasedError
from assessment.results.unit_page import make_unit_page, make_units_page
from assessment.results.unit_pages import UnitsTurn
from assessment.results.view import DRIVERS, ResultsView
from assessment.results.ways import Ways
from assessment.results.what_if import make_what_if_page

blueprint = Blueprint(
    "result_pages", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/results"
)
open_blueprint(blueprint, "administrator", "facilitator", "executive")
blueprint.register_error_handler(NotReleasedError, show_waiting)
blueprint.after_request(keep_private)


READERS = ("administrator", "facilitator", "executive", "unit-reader")
"""Of a unit's own page; a unit reader of the own units only."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page but its frame, as it is kept for all who may read it."""

    body: Markup
    title: str
    released: str
    number: int


_drawn: Kept[Drawn] = Kept(64)


@blueprint.get("/drivers/<driver>")
def show_driver(organisation_id: int, survey_id: int, driver: str) -> ResponseReturnValue:
    """One driver; ``order=divided`` puts the questions first that people are most divided about."""
    divided_first = request.args.get("order") == DIVIDED_FIRST
    view, ways = open_view(organisation_id, survey_id)

    def make() -> Drawn | None:
        page = make_driver_page(view, driver, ways, divided_first=divided_first)
        return draw("results/_driver_body.html", page.head, page=page) if page else None

    more = {"order": DIVIDED_FIRST} if divided_first else {}
    return show(view, ("driver", driver, divided_first), make, **more)


@blueprint.get("/questions/<question>")
def show_question(organisation_id: int, survey_id: int, question: str) -> ResponseReturnValue:
    """One question; ``units`` is the page of units."""
    view, ways = open_view(organisation_id, survey_id)
    number = read_number(view)

    def make() -> Drawn | None:
        page = make_question_page(view, question, ways, number)
        return draw("results/_question_body.html", page.head, page.turn, page=page) if page else None

    return show(view, ("question", question, number), make)


@blueprint.get("/changes")
def show_changes(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """This survey beside the one before; ``units`` is the page of units."""
    view, ways = open_view(organisation_id, survey_id)
    number = read_number(view)
    both = load_structures(survey_id, organisation_id) if view.previous else None
    maps = both is not None and may_map(organisation_id)
    earlier = load_earlier(survey_id, organisation_id) if view.previous else ()

    def make() -> Drawn:
        page = make_change_page(view, compare_units(view, both), ways, number, earlier)
        mapping = ways.changes("/units") if maps else ""
        return draw("results/_change_body.html", page.head, page.turn, page=page, mapping=mapping)

    releases = tuple(one.facts.sha256 for one in earlier)
    return show(view, ("changes", number, maps, repr(both and both.chosen), releases), make)


@blueprint.route("/changes/units", methods=["GET", "POST"])
@open_to("facilitator")
def map_units(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Which unit of the survey before each unit is compared with; ``units`` is the page of units."""
    view, ways = open_view(organisation_id, survey_id)
    both = load_structures(survey_id, organisation_id) if view.previous else None
    if both is None:
        abort(404)
    typed = {name.removeprefix("unit-"): text for name, text in request.form.items() if name.startswith("unit-")}
    page = make_mapping_page(view, both, ways, read_number(view), typed)
    if request.method == "POST" and not page.faults:
        try:
            keep_mapping(organisation_id, survey_id, dict(both.chosen) | page.chosen)
        except UnknownUnitError:
            page = replace(page, twice=True)
        else:
            return redirect(ways.changes(), 303)
    address = partial(url_for, ".map_units", **(request.view_args or {}))
    status = 422 if page.faults or page.twice else 200
    return render_template("results/mapping.html", head=page.head, page=page, languages=list_languages(address)), status


def may_map(organisation_id: int) -> bool:
    return "facilitator" in get_colleague().roles_in(organisation_id)


@blueprint.get("/what-if")
def show_what_if(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """What would have to be so for the next level; nowhere where there is no level to speak of."""
    view, ways = open_view(organisation_id, survey_id)

    def make() -> Drawn | None:
        page = make_what_if_page(view, ways)
        return draw("results/_what_if_body.html", page.head, page=page) if page else None

    return show(view, ("what if",), make)


@blueprint.get("/units")
def show_units(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """All units by driver, and groups of people; ``units`` is the page of units."""
    view, ways = open_view(organisation_id, survey_id)
    number = read_number(view)

    def make() -> Drawn:
        page = make_units_page(view, ways, number)
        return draw("results/_units_body.html", page.head, page.units.turn, page=page)

    return show(view, ("units", number), make)


@blueprint.get("/units/<unit>")
@open_to(*READERS)
def show_unit(organisation_id: int, survey_id: int, unit: str) -> ResponseReturnValue:
    """One unit, named by the key of its cell; for its own readers without the whole organisation beside it."""
    view, ways, units = open_permitted(organisation_id, survey_id)
    whole = units is None
    above = ways.units() if whole else ""

    def make() -> Drawn | None:
        page = make_unit_page(view, unit, ways, whole=whole)
        return draw("results/_unit_body.html", page.head, page=page, units_address=above) if page else None

    return show(view, ("unit", unit, units), make)


@blueprint.get("/units/<unit>/hand-out")
@open_to(*READERS)
def show_hand_out(organisation_id: int, survey_id: int, unit: str) -> ResponseReturnValue:
    """The page for the team talk, with the way to its sheet of paper: made, being made, or to be asked for."""
    view, ways, _units = open_permitted(organisation_id, survey_id)
    hand_out, sheet = load_hand_out(view, unit)
    made = find_sheet(db.session, organisation_id, sheet) is not None
    job = None if made else find_asked(sheet)
    with speaking(view.language):
        head = make_head(view, hand_out.unit, ways)
    return render_template(
        "results/hand_out.html",
        head=head,
        hand_out=hand_out,
        chart=draw_part(hand_out.chart),
        unit_address=ways.unit(sheet.unit),
        pdf=ways.unit(sheet.unit, "/hand-out.pdf"),
        made=made,
        waits=job is not None and job.state in ("waiting", "running"),
        fault=job.message if job is not None and job.state == "failed" else "",
        languages=list_languages(partial(url_for, ".show_hand_out", **(request.view_args or {}))),
    )


@blueprint.post("/units/<unit>/hand-out")
@open_to(*READERS)
def ask_for_hand_out(organisation_id: int, survey_id: int, unit: str) -> ResponseReturnValue:
    """Ask for the sheet; asking twice makes one."""
    view, ways, _units = open_permitted(organisation_id, survey_id)
    _hand_out, sheet = load_hand_out(view, unit)
    if find_sheet(db.session, organisation_id, sheet) is None:
        with writing() as session:
            ask_for_sheet(session, sheet, organisation_id)
    return redirect(ways.unit(sheet.unit, "/hand-out"), 303)


@blueprint.get("/units/<unit>/hand-out.pdf")
@open_to(*READERS)
def show_sheet(organisation_id: int, survey_id: int, unit: str) -> ResponseReturnValue:
    """The kept sheet; looking never makes one."""
    view, ways, _units = open_permitted(organisation_id, survey_id)
    _hand_out, sheet = load_hand_out(view, unit)
    content = find_sheet(db.session, organisation_id, sheet)
    if content is None:
        return redirect(ways.unit(sheet.unit, "/hand-out"), 303)
    response = make_response(content)
    response.mimetype = PDF
    name = "-".join(part for part in ("hand-out", str(survey_id), name_file_part(unit), view.language) if part)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def name_file_part(key: str) -> str:
    """A unit's key as far as it may stand in a file's name: a key from elsewhere may hold anything."""
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def load_hand_out(view: ResultsView, unit: str) -> tuple[HandOut, Sheet]:
    """Of a unit that the view shows on its own; there is none of any other."""
    key = f"unit:{unit}"
    return make_hand_out(view, key) or abort(404), name_sheet(view, key)


def open_permitted(organisation_id: int, survey_id: int) -> tuple[ResultsView, Ways, frozenset[str] | None]:
    """What the colleague may read of a survey, where its pages are, and of which units; None for the whole."""
    view, ways = open_view(organisation_id, survey_id)
    units = get_colleague().units_in(organisation_id)
    return (view if units is None else cut_view(view, units)), ways, units


def open_view(organisation_id: int, survey_id: int) -> tuple[ResultsView, Ways]:
    """The release through its own drivers, in the language that the address names; and where its pages are."""
    source = load_owned(organisation_id, survey_id)
    view = read_source(source, DRIVERS, settle_language(source.facts.languages))
    base = url_for("results.show_results", organisation_id=organisation_id, survey_id=survey_id)
    return view, Ways(base, view.language)


def read_number(view: ResultsView) -> int:
    """Which page of units: one holds several, so that there are fewer pages than units."""
    return min(max(request.args.get("units", 1, int), 1), max(1, len(view.structure.units)))


def draw(template: str, head: PageHead, turn: UnitsTurn | None = None, **parts: object) -> Drawn:
    number = turn.number if turn else 1
    shown = urlencode({"view": DRIVERS, "language": g.language, "units": number})
    ids = {name: (request.view_args or {})[name] for name in ("organisation_id", "survey_id")}
    files = {"charts": f"{url_for('results.show_results', **ids)}/charts/", "shown": shown}
    body = render_template(template, head=head, files=files, **parts)
    return Drawn(Markup(body), head.title, head.released, number)  # noqa: S704 - our own template, escaped as it was drawn


def show(view: ResultsView, page: Hashable, make: Callable[[], Drawn | None], **same: str) -> ResponseReturnValue:
    """The kept page, or the one that ``make`` draws now; where it gives none, there is nothing at this address.
    ``same``: what another language's address has to say besides."""
    # What is nowhere is not kept: made-up addresses would push out pages that are.
    drawn = _drawn.get((page, name_view(view), request.script_root), lambda: make() or abort(404))
    address = partial(url_for, request.endpoint or "", **(request.view_args or {}))
    turned = {"units": str(drawn.number)} if drawn.number > 1 else {}
    return render_template(
        "results/detail.html",
        body=drawn.body,
        title=drawn.title,
        released=drawn.released,
        languages=list_languages(address, **same, **turned),
    )
