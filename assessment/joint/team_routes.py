"""The facilitator's page: who the senior managers are, how they answer, inviting them. Never a link or an answer."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.fields import list_errors
from assessment.access.rights import open_to
from assessment.access.senior_managers import TOGETHER
from assessment.joint.forms import MemberForm, make_member_form, make_way_form
from assessment.joint.team import (
    TeamError,
    choose_way,
    find_survey,
    find_team,
    list_listed,
    name_listed,
    name_member,
    remove_member,
    send_invitations,
)
from assessment.language import current_language
from assessment.models import Campaign, JointAnswer, db
from assessment.respond.promise import tell_moment

blueprint = Blueprint(
    "joint_team", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>/joint-answer"
)


def load_survey(organisation_id: int, survey_id: int) -> Campaign:
    """The survey of the organisation in the address; one of another organisation is not even there."""
    return find_survey(organisation_id, survey_id) or abort(404)


@blueprint.get("")
@open_to("facilitator")
def show_team(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    return _render(load_survey(organisation_id, survey_id))


@blueprint.post("/way")
@open_to("facilitator")
def choose(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    try:
        choose_way(organisation_id, survey_id, request.form.get("way", ""))
    except TeamError as error:
        flash(_tell(error))
    else:
        flash(_("Saved."))
    return _go_back(organisation_id, survey_id)


@blueprint.post("/members")
@open_to("facilitator")
def add(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    form = make_member_form(survey.languages, request.form)
    if not form.validate():
        return _render(survey, form), 422
    name, email = str(form.name.data), str(form.email.data)
    try:
        name_member(organisation_id, survey_id, name, email, str(form.language.data))
    except TeamError as error:
        if error.reason == "twice":
            form.email.errors = [_tell(error)]
            return _render(load_survey(organisation_id, survey_id), form), 422
        flash(_tell(error))
    else:
        flash(_("%(name)s is on the list.", name=name))
    return _go_back(organisation_id, survey_id)


@blueprint.post("/members/listed")
@open_to("facilitator")
def add_listed(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    try:
        count = name_listed(organisation_id, survey_id)
    except TeamError as error:
        flash(_tell(error))
    else:
        flash(ngettext("%(num)s senior manager was added.", "%(num)s senior managers were added.", count))
    return _go_back(organisation_id, survey_id)


@blueprint.post("/members/<int:member_id>/remove")
@open_to("facilitator")
def remove(organisation_id: int, survey_id: int, member_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if member_id not in {member.id for member in find_team(survey).members}:
        abort(404)
    try:
        remove_member(organisation_id, survey_id, member_id)
    except TeamError as error:
        flash(_tell(error))
    return _go_back(organisation_id, survey_id)


@blueprint.post("/invitations")
@open_to("facilitator")
def send(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    try:
        count = send_invitations(organisation_id, survey_id)
    except TeamError as error:
        flash(_tell(error))
    else:
        flash(_("Invitations on their way: %(count)s.", count=count))
    return _go_back(organisation_id, survey_id)


def _tell(error: TeamError) -> str:
    return {
        "frozen": _("This is not possible any more: the survey was launched, or the team was invited or has met."),
        "twice": _("This address is on the list already: each senior manager needs an own one"),
        "full": _("A team has at most 30 members."),
        "way": _("Choose one of the ways on the page."),
    }[error.reason]


def _go_back(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_team", organisation_id=organisation_id, survey_id=survey_id), 303)


def _render(survey: Campaign, form: MemberForm | None = None) -> str:
    team = find_team(survey)
    joint: Any = db.session.get(JointAnswer, survey.id)
    return render_template(
        "joint/team.html",
        survey=survey,
        team=team,
        listed=len(list_listed(survey, team)) if team.may_name else 0,
        together=team.way in TOGETHER,
        ways=make_way_form(team.ways, team.way),
        form=form or make_member_form(survey.languages),
        joint=joint,
        sealed=tell_moment(joint.sealed_at, survey.zone, current_language()) if joint else "",
        errors=list_errors(form) if form else [],
    )
