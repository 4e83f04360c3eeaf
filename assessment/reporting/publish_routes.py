"""The facilitator's pages: sending results to executives, what was sent and what was answered."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.rights import open_blueprint
from assessment.campaigns.inviting import find_mail_host
from assessment.clock import tell_time
from assessment.language import addressing, current_language
from assessment.mail.kinds import Letter
from assessment.models import Campaign, db
from assessment.reporting.passing_on import is_scheduled, schedule
from assessment.reporting.proposed_readers import propose_readers
from assessment.reporting.publications import Sent, find_days_asked, list_awaited, list_publications
from assessment.reporting.publish_forms import PublishForm, check_form, propose, read_form
from assessment.reporting.publishing import LIFETIME, AlreadySentError, list_reached, publish, withdraw
from assessment.reporting.report_mail import Sending, write_letter
from assessment.results.numbers import local_day, write_date, write_moment
from assessment.results.priority_parts import make_decisions
from assessment.results.routes import load_reported
from assessment.results.service import NotReleasedError, read_source
from assessment.results.view import ReleaseSource, ResultsView

blueprint = Blueprint("publishing", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:survey_id>")
open_blueprint(blueprint, "facilitator")


@blueprint.get("/publish")
def show_form(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    source, campaign = load(organisation_id, survey_id)
    return _render(source, campaign, propose(propose_readers(campaign), current_language()))


@blueprint.post("/publish")
def send(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Show the mail as it would be, make room for more readers, or send."""
    source, campaign = load(organisation_id, survey_id)
    form, go = read_form(request.form), request.form.get("go")
    if go == "more":
        form.add_rows(current_language())
        return _render(source, campaign, form)
    if is_too_few(read_view(source)):
        return _render(source, campaign, form), 409
    reached = list_reached(db.session, survey_id, tell_time())
    if go == "send" and _is_sent(form, reached):
        return redirect(url_for(".show_publications", organisation_id=organisation_id, survey_id=survey_id), 303)
    if not check_form(form, reached, sends=go == "send"):
        return _render(source, campaign, form), 422
    if go != "send":
        return _render(source, campaign, form, looks=True)
    readers = form.addressees
    db.session.rollback()
    try:
        publish(organisation_id, survey_id, readers, form.note)
    except AlreadySentError as error:
        source, campaign = load(organisation_id, survey_id)
        check_form(form, error.emails, sends=True)
        return _render(source, campaign, form), 422
    flash(_tell_sent(len(readers)))
    return redirect(url_for(".show_publications", organisation_id=organisation_id, survey_id=survey_id), 303)


def _tell_sent(readers: int) -> str:
    if find_mail_host():
        return ngettext(
            "The mail to %(num)s reader is on its way.", "The mails to %(num)s readers are on their way.", readers
        )
    return ngettext(
        "The mail to %(num)s reader is written, and waits until a mail server is set.",
        "The mails to %(num)s readers are written, and wait until a mail server is set.",
        readers,
    )


def _is_sent(form: PublishForm, reached: frozenset[str]) -> bool:
    """Whether all of it was sent already: the button was pressed twice."""
    return bool(form.addressees) and all(one.email in reached for one in form.addressees)


@blueprint.get("/publications")
def show_publications(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    source, campaign = load(organisation_id, survey_id)
    view, sent = read_view(source), list_publications(campaign)
    return render_template(
        "reporting/publications.html",
        survey=campaign,
        view=view,
        sent=sent,
        decisions=_list_answered(view, sent),
        days=find_days_asked(sent, campaign.zone),
        scheduled=is_scheduled(campaign.id),
        has_server=bool(find_mail_host()),
        write_moment=lambda moment: write_moment(moment, campaign.zone, view.language),
        write_day=lambda moment: write_date(local_day(moment, campaign.zone), view),
    )


def _list_answered(view: ResultsView, sent: list[Sent]) -> list[tuple[object, list[str]]]:
    """Each decision, and the names of those who could answer it and have not."""
    awaited = list_awaited(sent)
    parts = make_decisions(view)
    return [(part, [name for name in awaited if name not in {one.reader for one in part.answers}]) for part in parts]


@blueprint.post("/publications/<int:publication_id>/withdraw")
def end_links(organisation_id: int, survey_id: int, publication_id: int) -> ResponseReturnValue:
    if not withdraw(organisation_id, survey_id, publication_id):
        abort(404)
    flash(_("Withdrawn: these links open nothing any more. What was answered stands."))
    return redirect(url_for(".show_publications", organisation_id=organisation_id, survey_id=survey_id), 303)


@blueprint.post("/publications/next")
def set_next(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Whether the next survey's results go to the same readers by themselves."""
    load(organisation_id, survey_id)
    wanted = request.form.get("wanted") == "yes"
    db.session.rollback()
    schedule(organisation_id, survey_id, wanted=wanted)
    if wanted:
        flash(_("The next survey's results go to these readers as soon as they are released."))
    else:
        flash(_("The next survey's results are sent only when you send them."))
    return redirect(url_for(".show_publications", organisation_id=organisation_id, survey_id=survey_id), 303)


def load(organisation_id: int, survey_id: int) -> tuple[ReleaseSource, Campaign]:
    """A released survey of this organisation; one of another is not even there (trust rule S2)."""
    return load_reported(organisation_id, survey_id), db.session.get_one(Campaign, survey_id)


def read_view(source: ReleaseSource) -> ResultsView:
    return read_source(source, language=current_language())


def is_too_few(view: ResultsView) -> bool:
    return view.derived.form == "none" or view.everybody is None


def _render(source: ReleaseSource, campaign: Campaign, form: PublishForm, *, looks: bool = False) -> str:
    view = read_view(source)
    return render_template(
        "reporting/publish.html",
        survey=campaign,
        view=view,
        form=form,
        errors=form.errors,
        looks=looks,
        has_server=bool(find_mail_host()),
        too_few=is_too_few(view),
        decisions=make_decisions(view),
        letters=() if is_too_few(view) else preview(source, campaign, form),
        days=LIFETIME.days,
    )


def preview(source: ReleaseSource, campaign: Campaign, form: PublishForm) -> tuple[Letter, ...]:
    """The mail in each language that somebody gets it in, to the first of them."""
    first = {one.language: one.name for one in reversed(form.addressees)} or {current_language(): _("name")}
    ends_at = tell_time() + LIFETIME
    with addressing(campaign.form_of_address):
        return tuple(
            write_letter(
                read_source(source, language=language),
                Sending(name or _("name"), "", form.note, "https://…", ends_at),
            )
            for language, name in sorted(first.items())
        )


@blueprint.errorhandler(NotReleasedError)
def tell_missing(error: NotReleasedError) -> ResponseReturnValue:
    if error.waiting is None:
        abort(404)
    return render_template("reporting/nothing_to_send.html", survey=request.view_args), 404


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
