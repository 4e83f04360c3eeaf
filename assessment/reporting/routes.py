"""The report as a file, at the address of its results."""

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from assessment.reporting.service import UnknownLanguageError, publish_report
from assessment.reporting.views import NoReportError
from assessment.results.routes import load_owned
from assessment.results.sources import NotReleasedError

blueprint = Blueprint("reporting", __name__)


@blueprint.get("/results/<token>/report.pdf")
def show_report(token: str) -> ResponseReturnValue:
    """The kept PDF; made now where nobody has asked for it before."""
    source = load_owned(token)
    language = request.args.get("language")
    if language not in source.facts.languages:
        language = None
    response = make_response(publish_report(source.facts.id, language))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="report.pdf"'
    return response


@blueprint.errorhandler(NotReleasedError)
@blueprint.errorhandler(NoReportError)
@blueprint.errorhandler(UnknownLanguageError)
def tell_missing(error: Exception) -> ResponseReturnValue:
    return f"{error}\n", 404, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
