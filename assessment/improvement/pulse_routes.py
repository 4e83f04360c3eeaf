"""Setting up a pulse: the questions behind the decisions, asked again."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.campaigns.pulse import start_pulse
from assessment.campaigns.service import PlanError
from assessment.improvement.following import find_back, load_view
from assessment.improvement.pulsing import pick_questions

blueprint = Blueprint("pulses", __name__)


@blueprint.post("/pulse")
def start(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    try:
        made = start_pulse(organisation_id, survey_id, pick_questions(view))
    except PlanError:
        flash(_("No pulse was set up: no question stands behind the decisions."))
        return redirect(find_back(survey_id, "pulse"), 303)
    return redirect(url_for("campaigns.setup.show_setup", organisation_id=organisation_id, survey_id=made), 303)
