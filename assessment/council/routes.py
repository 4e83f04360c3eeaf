"""The survey's page for the works council: the paper as a PDF, in English and in Dutch."""

from dataclasses import dataclass

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import open_blueprint
from assessment.campaigns.finding import load_survey
from assessment.council.facts import describe_settled, read_survey
from assessment.council.jobs import ask_for_pack, find_asked
from assessment.council.pack import list_essentials
from assessment.council.service import LANGUAGES, Pack, find_pack, find_packs, read_pack
from assessment.language import current_language
from assessment.models import Campaign, Job, writing

blueprint = Blueprint(
    "council", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/works-council"
)
open_blueprint(blueprint, "facilitator")


@dataclass(frozen=True, slots=True)
class Paper:
    """One language's paper. ``state``: "none", "making", "failed" or "made"; ``fault``: why it failed."""

    language: str
    name: str
    state: str
    fault: str = ""


@blueprint.get("")
def show_pack(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_asked(organisation_id, survey_id)
    names = {"en": _("English"), "nl": _("Dutch")}
    settled = read_survey(survey)
    packs = find_packs(settled, *LANGUAGES)
    jobs = find_asked(packs)
    papers = [describe_paper(pack, jobs.get(pack.key), names[pack.language]) for pack in packs]
    return render_template(
        "council/pack.html",
        survey=survey,
        papers=papers,
        waits=any(paper.state == "making" for paper in papers),
        essentials=list_essentials(describe_settled(settled, current_language())),
    )


@blueprint.post("")
def ask(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Ask for the paper; asking twice makes one."""
    survey = load_asked(organisation_id, survey_id)
    pack = find_pack(survey, read_language(request.form.get("language")))
    if not pack.made:
        with writing() as session:
            ask_for_pack(session, pack)
    return redirect(url_for(".show_pack", organisation_id=organisation_id, survey_id=survey_id), 303)


@blueprint.get("/<language>.pdf")
def show_paper(organisation_id: int, survey_id: int, language: str) -> ResponseReturnValue:
    """The kept PDF; looking never makes one."""
    survey = load_asked(organisation_id, survey_id)
    pack = find_pack(survey, read_language(language))
    if not pack.made:
        return redirect(url_for(".show_pack", organisation_id=organisation_id, survey_id=survey_id), 303)
    response = make_response(read_pack(pack))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="works-council-{language}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def load_asked(organisation_id: int, survey_id: int) -> Campaign:
    """Answer sheets that were brought along were asked elsewhere: of them this paper would not be true."""
    survey = load_survey(organisation_id, survey_id)
    if survey.disclosure == "full":
        abort(404)
    return survey


def read_language(wished: str | None) -> str:
    return wished if wished in LANGUAGES else abort(404)


def describe_paper(pack: Pack, job: Job | None, name: str) -> Paper:
    """``job``: the one that makes it, null where nobody has asked."""
    if pack.made:
        return Paper(pack.language, name, "made")
    if job is None:
        return Paper(pack.language, name, "none")
    if job.state == "failed":
        return Paper(pack.language, name, "failed", job.message)
    return Paper(pack.language, name, "making")
