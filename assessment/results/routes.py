"""The results page and its files: for those of the organisation who may read the whole, or some of its units."""

import json
from dataclasses import asdict, dataclass
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessment.access.rights import get_colleague, open_blueprint
from assessment.language import LANGUAGES, choose_language
from assessment.results.columns import can_write_columns
from assessment.results.document import write_document
from assessment.results.doors import list_doors
from assessment.results.edition import find_outdated
from assessment.results.exports import FORMATS, write_export
from assessment.results.kept import Kept
from assessment.results.page import make_page
from assessment.results.part import cut_view, write_part
from assessment.results.part_page import make_part_page
from assessment.results.pulse_page import make_pulse_page
from assessment.results.service import UnknownLensError, load_source, name_view, read_source
from assessment.results.sources import NotReleasedError
from assessment.results.unit_pages import UnitsTurn
from assessment.results.view import DRIVERS, ReleaseSource, ResultsView
from assessment.results.views import Choice, list_choices
from assessment.results.waiting import explain_waiting
from assessment.results.ways import Ways

blueprint = Blueprint(
    "results", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/results"
)
open_blueprint(blueprint, "administrator", "facilitator", "executive", "unit-reader")

LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}


@blueprint.get("")
def show_results(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The first page, or a model's; ``view`` and ``language`` choose how it is read, ``units`` is the page of units."""
    source = load_owned(organisation_id, survey_id)
    view = read_chosen(source)
    address = partial(url_for, ".show_results", organisation_id=organisation_id, survey_id=survey_id)
    names = {"table": "results.csv", "document": "results.json", "report": "report.pdf", "workbook": "results.xlsx"}
    names |= {"all": "files"}
    files = {kind: f"{address()}/{name}?language={view.language}" for kind, name in names.items()}
    same = address(view=view.derived.lens, language=view.language)
    # A page holds several units, so that there are fewer pages than units.
    number = min(max(request.args.get("units", 1, int), 1), max(1, len(view.structure.units)))
    shown = urlencode({"view": view.derived.lens, "language": view.language})
    files |= {"charts": f"{address()}/charts/", "shown": shown, "turned": f"&units={number}" if number > 1 else ""}
    if can_write_columns():
        files["columns"] = f"{address()}/results.parquet?language={view.language}"
    units = get_colleague().units_in(organisation_id)
    key = (name_view(view), request.script_root, units, number, *sorted(files))
    if source.facts.pulse and units is None:
        pulse = _drawn.get(key, lambda: draw_pulse(view, files))
        return render_template(
            "results/pulse.html",
            **asdict(pulse),
            languages=list_same(address, view, pulse),
            title=view.text(source.facts.name),
        )
    if units is not None:
        part = _drawn.get(key, lambda: draw_part(cut_view(view, units), files, number, same))
        return render_template("results/part.html", **asdict(part), languages=list_same(address, view, part))
    whole = _drawn.get(key, lambda: draw_whole(view, list_choices(view, address), files, number, same))
    return render_template(
        "results/results.html",
        **asdict(whole),
        languages=list_same(address, view, whole),
        outdated=find_outdated(source, view.language),
        survey_address=request.view_args,
        report=files["report"],
        may_send="facilitator" in get_colleague().roles_in(organisation_id),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page but its frame: with 400 units it is long, and takes long to lay out. It is the same for all who may read
    the whole, or the same units."""

    body: Markup
    verdict: str
    released: str
    number: int


_drawn: Kept[Drawn] = Kept(16)


def list_same(address: partial[str], view: ResultsView, drawn: Drawn) -> list[tuple[str, str, str]]:
    """The page's other languages, on the same page of units."""
    turned = {"units": str(drawn.number)} if drawn.number > 1 else {}
    return list_languages(address, view=view.derived.lens, **turned)


def draw_whole(view: ResultsView, views: list[Choice], files: dict[str, str], number: int, address: str) -> Drawn:
    page = make_page(view, read_source(view.source, DRIVERS, view.language), number, address)
    ways = Ways(address.partition("?")[0], view.language)
    doors = None if view.lens else list_doors(view, ways)
    body = render_template("results/_body.html", page=page, views=views, files=files, ways=ways, doors=doors)
    return Drawn(Markup(body), page.verdict, page.released, find_number(page.units.turn))  # noqa: S704 - our own template, escaped as it was drawn


def draw_pulse(view: ResultsView, files: dict[str, str]) -> Drawn:
    page = make_pulse_page(view, Ways(files["table"].rpartition("/")[0], view.language))
    body = render_template("results/_pulse_body.html", page=page, head=page.head, files=files)
    return Drawn(Markup(body), page.summary, page.head.released, 1)  # noqa: S704 - our own template, escaped as it was drawn


def draw_part(view: ResultsView, files: dict[str, str], number: int, address: str) -> Drawn:
    page = make_part_page(view, number, address)
    body = render_template("results/_part_body.html", page=page, files=files)
    return Drawn(Markup(body), "", page.released, find_number(page.turn))  # noqa: S704 - our own template, escaped as it was drawn


def find_number(turn: UnitsTurn | None) -> int:
    return turn.number if turn else 1


@blueprint.get("/results.json")
def document(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The same results as `assessment results ID --json`."""
    view, whole = read_permitted(organisation_id, survey_id)
    content = write_document(view) if whole else write_part(view)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return send_file(text, "application/json", f"results-{survey_id}-{view.language}.json")


@blueprint.get("/results.csv")
def table(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """All shown figures as a flat table."""
    return send_export(organisation_id, survey_id, "csv")


@blueprint.get("/results.xlsx")
def workbook(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The same and what is computed of it, a sheet a table."""
    return send_export(organisation_id, survey_id, "xlsx")


@blueprint.get("/results.parquet")
def columns(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """The flat table with typed columns, where that extra is installed."""
    if can_write_columns():
        return send_export(organisation_id, survey_id, "parquet")
    read_chosen(load_owned(organisation_id, survey_id))
    return render_template("results/no_parquet.html"), 404


def send_export(organisation_id: int, survey_id: int, kind: str) -> Response:
    view, whole = read_permitted(organisation_id, survey_id)
    content = write_export(view, kind, whole=whole)
    return send_file(content, FORMATS[kind], f"results-{survey_id}-{view.language}.{kind}")


def read_permitted(organisation_id: int, survey_id: int) -> tuple[ResultsView, bool]:
    """What the colleague may read of a survey, and whether that is the whole."""
    view = read_chosen(load_owned(organisation_id, survey_id))
    units = get_colleague().units_in(organisation_id)
    return (view, True) if units is None else (cut_view(view, units), False)


def load_owned(organisation_id: int, survey_id: int) -> ReleaseSource:
    """The source of a survey of this organisation; one of another organisation is not even there."""
    try:
        return load_source(survey_id, organisation_id)
    except NotReleasedError as error:
        if error.waiting is None:
            abort(404)
        raise


def load_reported(organisation_id: int, survey_id: int) -> ReleaseSource:
    """The same of a survey with a report and decisions: a pulse has one page, to which its visitors are sent."""
    source = load_owned(organisation_id, survey_id)
    if source.facts.pulse:
        abort(redirect(url_for("results.show_results", organisation_id=organisation_id, survey_id=survey_id), 303))
    return source


def read_chosen(source: ReleaseSource) -> ResultsView:
    """Read through the view and in the language that the address names; unknown ones lead nowhere."""
    language = settle_language(source.facts.languages)
    try:
        return read_source(source, request.args.get("view", DRIVERS), language)
    except UnknownLensError:
        abort(404)


def settle_language(languages: tuple[str, ...]) -> str:
    """The language in the address, else the visitor's where the survey has it, else the survey's own."""
    wished = request.args.get("language")
    own = [language for language in languages if language in LANGUAGES]
    if wished not in LANGUAGES:
        chosen = choose_language()
        wished = chosen if chosen in own or not own else own[0]
    g.language = wished
    return wished


def list_languages(address: partial[str], **more: str) -> list[tuple[str, str, str]]:
    """(code, own name, address of the same page) of each language."""
    return [(code, name, address(language=code, **more)) for code, name in LANGUAGE_NAMES.items()]


def send_file(text: str | bytes, media_type: str, name: str) -> Response:
    response = make_response(text)
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.errorhandler(NotReleasedError)
def show_waiting(error: NotReleasedError) -> ResponseReturnValue:
    """What to say while there are no results: when there will be."""
    if error.waiting is None:  # load_owned lets none of these through
        raise error
    language = settle_language(error.waiting.languages)
    place = request.view_args or {}
    # Charts stand in a blueprint of their own; what is waited for is the page.
    named = {name: place[name] for name in ("organisation_id", "survey_id")}
    address = partial(url_for, "results.show_results", **named)
    return render_template(
        "results/waiting.html",
        waiting=explain_waiting(error.waiting, language),
        languages=list_languages(address),
    )


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Results stay in no cache, be it of the browser."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
