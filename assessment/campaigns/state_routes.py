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
from assessment.campaigns.moments import MissingMomentError, find_moment, tell_clock, today_in
from assessment.campaigns.states import StateError, close_survey, extend_survey, raise_smallest_group, withdraw_survey
from assessment.clock import tell_time
from assessment.language import current_language
from assessment.models import Campaign
from assessment.respond.promise import tell_day, tell_moment

blueprint = Blueprint("states", __name__)


class ExtensionForm(Form):
    day = DayField(lazy_gettext("Closes on"))
    clock = ClockField(lazy_gettext("Closes at"))


class ClosingForm(Form):
    results_on = DayField(
        lazy_gettext("Results on"),
        description=lazy_gettext("The promised day stays unless you choose an earlier one."),
    )


class SmallestForm(Form):
    smallest = CountField(lazy_gettext("Smallest group"))


@dataclass(frozen=True, slots=True)
class Step:
    """A step that cannot be taken back: what the page asks, what it says, and its button."""

    title: str
    sentences: tuple[str, ...]
    button: str


def _tell_promises(survey: Campaign) -> list[str]:
    """What people were told about days to come, and who tells them that it is otherwise."""
    language = current_language()
    told = []
    if survey.closes_at is not None and survey.closes_at > tell_time():
        moment = tell_moment(survey.closes_at, survey.zone, language)
        told.append(_("People were told that they can answer until %(moment)s.", moment=moment))
    if has_promised_day(survey):
        day = tell_day(survey.results_on, language)
        told.append(_("They were told that the results appear on %(day)s; before that day they see none.", day=day))
    if told:
        told.append(_("No mail goes out about the closing: tell people yourself. The next page has a text for it."))
    return told


def has_promised_day(survey: Campaign) -> bool:
    """Whether the day of the results is still to come, so that it can be brought forward."""
    return survey.results_on is not None and survey.results_on > today_in(survey.zone, tell_time())


def find_step(action: str, survey: Campaign) -> Step:
    if action == "close":
        return Step(
            _("Close the survey now?"),
            (
                _("From now on nobody can answer, and unfinished answers are not counted."),
                _("The results are made once, from what is there. Nothing can be added afterwards."),
                *_tell_promises(survey),
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
    return _show_step(survey, action, ClosingForm(data={"results_on": survey.results_on}))


def _show_step(survey: Campaign, action: str, form: ClosingForm) -> str:
    return render_template(
        "campaigns/confirm.html",
        survey=survey,
        action=action,
        step=find_step(action, survey),
        form=form if action == "close" and has_promised_day(survey) else None,
        errors=list_errors(form),
    )


@blueprint.post("/<int:survey_id>/<any(close, withdraw, discard):action>")
def take(organisation_id: int, survey_id: int, action: str) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    form = ClosingForm(request.form)
    if action == "close" and not form.validate():
        return _show_step(survey, action, form), 422
    try:
        if action == "discard":
            discard_draft(organisation_id, survey_id)
            flash(_("The draft is gone."))
            return redirect(url_for("campaigns.list_surveys", organisation_id=organisation_id), 303)
        if action == "close":
            close_survey(organisation_id, survey_id, results_on=form.results_on.data)
        else:
            withdraw_survey(organisation_id, survey_id)
    except (StateError, FrozenError) as error:
        if isinstance(error, StateError) and error.reason == "results":
            form.results_on.errors = [_("Choose a day from today on, and none after the promised one")]
            return _show_step(survey, action, form), 422
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
