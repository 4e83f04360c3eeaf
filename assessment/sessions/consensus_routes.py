"""The facilitator's pages of a consensus: the rules of scoring, the table with one part on it, what was agreed."""

from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.language import current_language
from assessment.models import Workshop
from assessment.scoring.judging import ScoringSettings
from assessment.sessions import agreeing, running
from assessment.sessions.agreed_page import make_agreed_page
from assessment.sessions.agreeing import Agreement, MeanwhileError, Standing
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.judged import Judged, find_judged, find_settings
from assessment.sessions.part_scores import is_shown
from assessment.sessions.scoring_forms import AgreeForm, RulesForm, make_rules_form, make_scoring_form, read_points
from assessment.sessions.scoring_rules import FixedError, OtherRulesError, name_rules, set_rules

blueprint = Blueprint("consensus", __name__, url_prefix="/<int:session_id>")


@blueprint.get("/scoring")
def show_rules(organisation_id: int, session_id: int) -> ResponseReturnValue:
    workshop = _find_consensus(organisation_id, session_id)
    return _render_rules(workshop, _make_rules(workshop))


@blueprint.post("/scoring")
def keep_rules(organisation_id: int, session_id: int) -> ResponseReturnValue:
    workshop = _find_consensus(organisation_id, session_id)
    form = _make_rules(workshop, request.form)
    if not form.validate():
        return _render_rules(workshop, form), 422
    given = find_settings(workshop).store() | {one.name: one.data for one in form if one.name != "seen"}
    try:
        set_rules(organisation_id, session_id, ScoringSettings(**given), form.seen.data or "")
    except FixedError:
        return _render_rules(
            workshop, form, _("Somebody has scored already: what assessors judge stays as it is.")
        ), 409
    except OtherRulesError:
        form.seen.data = name_rules(workshop)
        why = _("Somebody set other rules meanwhile. Look at yours again; saving puts them in place of those.")
        return _render_rules(workshop, form, why), 409
    return redirect(url_for("sessions.show_hand", organisation_id=organisation_id, session_id=session_id), 303)


def _make_rules(workshop: Workshop, sent: Any = None) -> RulesForm:
    settings = find_settings(workshop)
    data = settings.store() | {"seen": name_rules(workshop), "edition": settings.edition or workshop.lens}
    return make_rules_form(find_judged(workshop, current_language()), workshop.lens, sent, data)


def _render_rules(workshop: Workshop, form: RulesForm, why: str = "") -> str:
    judged = find_judged(workshop, current_language())
    note = judged.say(judged.model.radar.note) if judged.model.radar else ""
    return render_template(
        "sessions/scoring/rules.html", workshop=workshop, form=form, why=why, note=note, errors=list_errors(form)
    )


@blueprint.post("/taken-up")
def take_up(organisation_id: int, session_id: int) -> ResponseReturnValue:
    part = request.form.get("part", "")
    agreeing.take_up(organisation_id, session_id, part)
    return redirect(url_for(".show_table", organisation_id=organisation_id, session_id=session_id, part=part), 303)


@blueprint.get("/parts/<part>")
def show_table(organisation_id: int, session_id: int, part: str) -> ResponseReturnValue:
    """One part with everybody's scores, and the form for what the room agrees on."""
    workshop, judged, standings = _find_table(organisation_id, session_id)
    standing = _pick(standings, part)
    row = standing.row
    data = {
        "version": str(row.row_version if row else 0),
        "points": standing.proposed,
        "reason": row.reason if row else "",
        "dissent": row.dissent if row else "",
    }
    return _render_table(workshop, judged, standings, standing, make_scoring_form(AgreeForm, judged, part, data=data))


@blueprint.post("/parts/<part>")
def agree(organisation_id: int, session_id: int, part: str) -> ResponseReturnValue:
    workshop, judged, standings = _find_table(organisation_id, session_id)
    standing = _pick(standings, part)
    form = make_scoring_form(AgreeForm, judged, part, request.form)
    if not form.validate():
        return _render_table(workshop, judged, standings, standing, form), 422
    agreement = Agreement(read_points(form, judged, part), form.reason.data or "", form.dissent.data or "")
    version = int(form.version.data) if str(form.version.data).isdecimal() else 0
    try:
        agreeing.agree(organisation_id, session_id, part, agreement, version)
    except MeanwhileError as meanwhile:
        form.version.data = str(meanwhile.version)
        standings = agreeing.list_standings(workshop, judged)
        page = _render_table(workshop, judged, standings, _pick(standings, part), form, meanwhile=True)
        return page, 409
    place = partial(url_for, organisation_id=organisation_id, session_id=session_id)
    if request.form.get("then") != "next":
        return redirect(place(".show_table", part=part), 303)
    following = agreeing.find_next(agreeing.list_standings(workshop, judged), after=part)
    if following is None:
        return redirect(place(".show_agreed"), 303)
    agreeing.take_up(organisation_id, session_id, following.part.id)
    return redirect(place(".show_table", part=following.part.id), 303)


@blueprint.get("/agreed")
def show_agreed(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """Part by part, and the points once no part is open."""
    workshop = _find_consensus(organisation_id, session_id)
    return render_template("sessions/scoring/agreed.html", workshop=workshop, page=make_agreed_page(workshop))


def _find_consensus(organisation_id: int, session_id: int) -> Workshop:
    """Raises GoneError, and MovedError where people do not see each other's scores: nothing is agreed on there."""
    workshop = running.find_session(organisation_id, session_id)
    if not workshop.named:
        raise MovedError
    return workshop


def _find_table(organisation_id: int, session_id: int) -> tuple[Workshop, Judged, list[Standing]]:
    """Raises MovedError before scores are shown."""
    workshop = _find_consensus(organisation_id, session_id)
    if workshop.state != "running" or running.find_phase(workshop).kind != agreeing.KIND or not is_shown(workshop):
        raise MovedError
    judged = find_judged(workshop, current_language())
    return workshop, judged, agreeing.list_standings(workshop, judged)


def _pick(standings: list[Standing], part: str) -> Standing:
    found = next((one for one in standings if one.part.id == part), None)
    if found is None:
        raise GoneError
    return found


def _render_table(
    workshop: Workshop,
    judged: Judged,
    standings: list[Standing],
    standing: Standing,
    form: Any,
    meanwhile: bool = False,
) -> str:
    return render_template(
        "sessions/scoring/table.html",
        workshop=workshop,
        standing=standing,
        agreed=judged.describe(standing.agreed),
        on_screens=agreeing.find_current(workshop) == standing.part.id,
        open_parts=sum(one.agreed is None for one in standings),
        count=len(standings),
        following=agreeing.find_next(standings, after=standing.part.id),
        ends=agreeing.tell_part_end(workshop),
        points=[field for field in form if field.name.startswith("points_")],
        form=form,
        meanwhile=meanwhile,
        errors=list_errors(form),
    )
