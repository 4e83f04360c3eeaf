"""The charts of the results page by addresses of their own, with the rights of the page."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from assessment.access.rights import get_colleague, open_blueprint
from assessment.results.part import cut_view
from assessment.results.pictures import BusyError, draw_chart, find_chart, find_part_chart, find_png
from assessment.results.routes import keep_private, load_owned, read_chosen, send_file, show_waiting
from assessment.results.service import read_source
from assessment.results.sources import NotReleasedError
from assessment.results.view import DRIVERS
from reports.charts.standalone import Drawn
from reports.pdf import LayoutError

blueprint = Blueprint(
    "charts", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/results/charts"
)
open_blueprint(blueprint, "administrator", "facilitator", "executive", "unit-reader")
blueprint.after_request(keep_private)
blueprint.register_error_handler(NotReleasedError, show_waiting)


@blueprint.get("/<chart>.svg")
def show_svg(organisation_id: int, survey_id: int, chart: str) -> ResponseReturnValue:
    picture, language = draw_permitted(organisation_id, survey_id, chart)
    return send_picture(picture.svg, "image/svg+xml", chart, survey_id, language, "svg")


@blueprint.get("/<chart>.png")
def show_png(organisation_id: int, survey_id: int, chart: str) -> ResponseReturnValue:
    picture, language = draw_permitted(organisation_id, survey_id, chart)
    try:
        content = find_png(organisation_id, picture)
    except (BusyError, LayoutError):
        abort(503)
    return send_picture(content, "image/png", chart, survey_id, language, "png")


def draw_permitted(organisation_id: int, survey_id: int, key: str) -> tuple[Drawn, str]:
    """The picture of a chart that the colleague sees on the page, and its language; of another one there is none."""
    view = read_chosen(load_owned(organisation_id, survey_id))
    units = get_colleague().units_in(organisation_id)
    number = max(1, request.args.get("units", 1, int))
    if units is None:
        own = read_source(view.source, DRIVERS, view.language)
        chart = find_chart(view, own, key, number)
    else:
        view = cut_view(view, units)
        chart = find_part_chart(view, key, number)
    return draw_chart(view, chart or abort(404), whole=units is None), view.language


def send_picture(
    content: str | bytes, media_type: str, key: str, survey_id: int, language: str, ending: str
) -> Response:
    """Under a name of ours: the key of a question is the questionnaire's own word."""
    name = key if key.replace("-", "").isalnum() and key.isascii() and key == key.lower() else "question"
    return send_file(content, media_type, f"{name}-{survey_id}-{language}.{ending}")
