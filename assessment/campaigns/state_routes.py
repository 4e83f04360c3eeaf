"""Changing a launched survey: extend, close, withdraw, raise the smallest group; and discarding a draft."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form

from assessment.access.fields import list_errors
from assessment.campaigns.drafts import FrozenError, discard_draft
from assessment.campaigns.fields import ClockField, CountField, DayField
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.moments import MissingMomentError, find_moment, tell_clock
from assessment.campaigns.states import StateError, close_survey, extend_survey, raise_smallest_group, withdraw_survey

blueprint = Blueprint("states", __name__)


class ExtensionForm(Form):
    day = DayField(lazy_gettext("Closes on"))
    clock = ClockField(lazy_gettext("Closes at"))


class SmallestForm(Form):
    smallest = CountField(lazy_gettext("Smallest group"))


@dataclass(frozen=True, slots=True)
class Step:
    """A step that cannot be taken back: what the page asks, what it says, and its button."""

    title: str
    sentences: tuple[str, ...]
    button: str


def find_step(action: str) -> Step:
    if action == "close":
        return Step(
            _("Close the survey now?"),
            (
                _("From now on nobody can answer, and unfinished answers are not counted."),
                _("The results are made once, from what is there. Nothing can be added afterwards."),
            ),
            _("Close and make the results"),
        )
    if action == "withdraw":
        return Step(
            _("Withdraw the survey?"),
            (
                _("Everything that people answered is erased. There will be no results, ever."),
                _("Everybody with a link is told that the survey was withdrawn. Tell them why."),
            ),
            _("Withdraw and erase"),
        )
    return Step(
        _("Discard this draft?"),
        (_("Nobody has been asked anything yet. What you typed is deleted."),),
        _("Discard the draft"),
    )


@blueprint.get("/<int:survey_id>/<any(close, withdraw, discard):action>")
def confirm(organisation_id: int, survey_id: int, action: str) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    return render_template("campaigns/confirm.html", survey=survey, action=action, step=find_step(action))


@blueprint.post("/<int:survey_id>/<any(close, withdraw, discard):action>")
def take(organisation_id: int, survey_id: int, action: str) -> ResponseReturnValue:
    load_survey(organisation_id, survey_id)
    try:
        if action == "discard":
            discard_draft(organisation_id, survey_id)
            flash(_("The draft is gone."))
            return redirect(url_for("campaigns.list_surveys", organisation_id=organisation_id), 303)
        if action == "close":
            close_survey(organisation_id, survey_id)
        else:
            withdraw_survey(organisation_id, survey_id)
    except (StateError, FrozenError):
        flash(_("This is not possible any more: the survey has moved on."))
    return redirect(make_link("campaigns.show_survey", survey_id), 303)


@blueprint.get("/<int:survey_id>/extend")
def show_extension(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    day, clock = tell_clock(survey.closes_at, survey.zone)
    return render_template(
        "campaigns/extend.html", survey=survey, form=ExtensionForm(data={"day": day, "clock": clock})
    )


@blueprint.post("/<int:survey_id>/extend")
def extend(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    form = ExtensionForm(request.form)
    if form.validate() and not _extend(form, organisation_id, survey_id, survey.zone):
        flash(_("The survey closes later now. Whoever was invited by mail is told."))
        return redirect(make_link("campaigns.show_survey", survey_id), 303)
    return render_template("campaigns/extend.html", survey=survey, form=form, errors=list_errors(form)), 422


def _extend(form: ExtensionForm, organisation_id: int, survey_id: int, zone: str) -> bool:
    """Whether something is wrong, which then stands beside the field."""
    if form.day.data is None or form.clock.data is None:
        form.day.errors = [_("Choose the day and the time of the later closing")]
        return True
    reasons = {
        "extended": _("A survey can be extended once, and this one has been"),
        "state": _("The survey is not open any more"),
        "moment": _("Choose a moment after the present closing, at most 60 days later"),
    }
    try:
        extend_survey(organisation_id, survey_id, find_moment(form.day.data, form.clock.data, zone, last=True))
    except MissingMomentError:
        form.clock.errors = [_("Choose another time: clocks are put forward over it in that night")]
        return True
    except StateError as error:
        form.day.errors = [reasons[error.reason]]
        return True
    return False


@blueprint.get("/<int:survey_id>/smallest-group")
def show_smallest(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    form = SmallestForm(data={"smallest": survey.smallest_group})
    return render_template("campaigns/smallest.html", survey=survey, form=form)


@blueprint.post("/<int:survey_id>/smallest-group")
def raise_smallest(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """It may rise until closing, and never fall (trust rule A16)."""
    survey = load_survey(organisation_id, survey_id)
    form = SmallestForm(request.form)
    if form.validate():
        try:
            raise_smallest_group(organisation_id, survey_id, form.smallest.data or 0)
        except StateError as error:
            message = _("Choose more than %(now)s, and at most 50: it never falls", now=survey.smallest_group)
            form.smallest.errors = [message if error.reason == "lower" else _("The survey is not open any more")]
        else:
            flash(_("Groups smaller than this are not shown."))
            return redirect(make_link("campaigns.show_survey", survey_id), 303)
    return render_template("campaigns/smallest.html", survey=survey, form=form, errors=list_errors(form)), 422
