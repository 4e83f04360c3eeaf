"""The sponsor's own page, at a link that needs no account."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.campaigns.sponsor import COMMITMENTS, find_sponsored, keep_commitments, list_commitments
from assessment.language import address_by
from assessment.models import Campaign, db

blueprint = Blueprint("sponsor", __name__, url_prefix="/sponsor")


def load_sponsored(token: str) -> Campaign:
    """The survey behind the link; a link that was not made here looks like one that leads nowhere."""
    key = current_app.extensions["settings"].link_key.get_secret_value().encode()
    campaign_id = find_sponsored(key, token)
    survey = (db.session.get(Campaign, campaign_id) if campaign_id else None) or abort(404)
    address_by(survey.form_of_address)
    return survey


@blueprint.get("/<token>")
def show_commitments(token: str) -> ResponseReturnValue:
    survey = load_sponsored(token)
    may_answer = survey.state in ("draft", "open")
    return render_template(
        "campaigns/sponsor.html",
        survey=survey,
        token=token,
        commitments=list_commitments(),
        given=survey.sponsor_answer or {},
        may_answer=may_answer,
        errors=[],
    )


@blueprint.post("/<token>")
def answer(token: str) -> ResponseReturnValue:
    """Each commitment is answered yes or no; one without an answer is asked again, the others kept on the page."""
    survey = load_sponsored(token)
    given = {key: request.form.get(key) == "yes" for key in COMMITMENTS if request.form.get(key) in ("yes", "no")}
    if len(given) < len(COMMITMENTS):
        missing = [one for one in list_commitments() if one.key not in given]
        return _ask_again(survey, token, given, [(f"{one.key}-0", one.text) for one in missing]), 422
    keep_commitments(survey.id, given)
    return redirect(url_for(".show_commitments", token=token), 303)


def _ask_again(survey: Campaign, token: str, given: dict[str, bool], missing: list[tuple[str, str]]) -> str:
    return render_template(
        "campaigns/sponsor.html",
        survey=survey,
        token=token,
        commitments=list_commitments(),
        given=given,
        may_answer=True,
        errors=missing,
    )


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
