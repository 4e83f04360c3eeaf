"""A senior manager's own pages: the door, what it is about, the questions, handing in, refusing."""

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import escape

from assessment.joint import service
from assessment.joint.certificate import find_certificate
from assessment.joint.loading import OtherSeatError, UnknownSeatError, load_seat, show
from assessment.joint.meeting_routes import blueprint as meeting
from assessment.joint.paper import find_paper
from assessment.joint.seat import Seat
from assessment.joint.service import MovedError
from assessment.joint.tokens import MEMBERS
from assessment.language import follow_link
from assessment.respond.drafts import Answers
from assessment.respond.drawing import draw_questions
from assessment.respond.forms import PageForm, question_form
from assessment.respond.loading import is_quiet
from assessment.respond.promise import tell_moment
from assessment.respond.survey import Page, estimate_minutes

blueprint = Blueprint("joint", __name__)
blueprint.register_blueprint(meeting, url_prefix="/joint")


@blueprint.get("/j/<token>")
def enter(token: str) -> ResponseReturnValue:
    """Consumes nothing and looks nothing up: mail scanners open links too, and all tokens answer alike."""
    response = redirect(url_for(".home"), 303)
    MEMBERS.keep_token(response, token)
    follow_link(response)
    return response


@blueprint.get("/joint/")
def home() -> ResponseReturnValue:
    """Where the team is, and what this one can do about it."""
    seat = load_seat()
    pages = seat.list_pages(g.language)
    return show(
        "home",
        seat,
        minutes=estimate_minutes(pages),
        closes=tell_moment(seat.survey.closes_at, seat.survey.zone, g.language),
        next_page=_find_next(seat),
    )


def _find_next(seat: Seat) -> str:
    """The first page on which nothing is answered yet, else the review."""
    page = Answers(seat.first).find_next(seat.list_pages(g.language))
    return url_for("joint.show_questions", number=page.number) if page else url_for("joint.review")


@blueprint.get("/joint/questions/<int:number>")
def show_questions(number: int) -> ResponseReturnValue:
    seat = load_seat()
    page = _find_page(seat, number)
    if page is None:
        return redirect(url_for(".home"), 303)
    return _show_page(seat, page, _make_form(seat, page))


@blueprint.post("/joint/questions/<int:number>")
def save_questions(number: int) -> ResponseReturnValue:
    """Kept at each choice where there is a script, else with Continue."""
    seat = load_seat()
    quiet = is_quiet()
    page = _find_page(seat, number)
    if page is None:
        return _tell_moved() if quiet else redirect(url_for(".home"), 303)
    form = _make_form(seat, page)
    if not form.validate():
        errors = form.list_errors()
        if quiet:
            return str(escape(_("Not saved yet: %(reason)s", reason=errors[0][1])))
        return _show_page(seat, page, form, errors), 422
    try:
        service.save_page(seat, page, form.answers.data)
    except MovedError:
        if quiet:
            return _tell_moved()
        raise
    if quiet:
        return _("Saved")
    if request.form.get("go") == "back":
        return redirect(url_for(".show_questions", number=number - 1) if number > 1 else url_for(".home"), 303)
    if number == len(seat.list_pages(g.language)):
        return redirect(url_for(".review"), 303)
    return redirect(url_for(".show_questions", number=number + 1), 303)


def _tell_moved() -> str:
    return _("Not saved: the team has gone on. Press Continue to see where it is.")


def _find_page(seat: Seat, number: int) -> Page | None:
    """The page of that number; None where there is none, or answers are no longer taken."""
    pages = seat.list_pages(g.language)
    return pages[number - 1] if seat.phase == "alone" and 1 <= number <= len(pages) else None


def _make_form(seat: Seat, page: Page) -> PageForm:
    return question_form(page, Answers(seat.first), asks_comment=False)


def _show_page(seat: Seat, page: Page, form: PageForm, errors: list[tuple[str, str]] | None = None) -> str:
    return show(
        "questions",
        seat,
        page=page,
        last=len(seat.list_pages(g.language)),
        questions=draw_questions(page, form.answers.data, form.answers.faults),
        errors=errors or [],
    )


@blueprint.get("/joint/review")
def review() -> ResponseReturnValue:
    seat = load_seat()
    if seat.phase != "alone":
        return redirect(url_for(".home"), 303)
    return show("review", seat, pages=seat.list_pages(g.language))


@blueprint.post("/joint/review")
def hand_in() -> ResponseReturnValue:
    service.hand_in(load_seat())
    return redirect(url_for(".home"), 303)


@blueprint.get("/joint/refuse")
def ask_refusal() -> ResponseReturnValue:
    seat = load_seat()
    if seat.phase != "alone":
        return redirect(url_for(".home"), 303)
    return show("refuse", seat)


@blueprint.post("/joint/refuse")
def refuse() -> ResponseReturnValue:
    service.refuse(load_seat())
    return redirect(url_for(".home"), 303)


@blueprint.get("/joint/certificate")
def show_certificate() -> ResponseReturnValue:
    seat = load_seat()
    certificate = find_certificate(seat.survey, g.language) if seat.phase == "sealed" else None
    if certificate is None:
        return redirect(url_for(".home"), 303)
    paper = find_paper(seat.survey.id, g.language) is not None
    return show("certificate", seat, certificate=certificate, paper=paper)


@blueprint.get("/joint/certificate.pdf")
def show_paper() -> ResponseReturnValue:
    """The kept PDF; looking never makes one."""
    seat = load_seat()
    content = find_paper(seat.survey.id, g.language) if seat.phase == "sealed" else None
    if content is None:
        return redirect(url_for(".show_certificate"), 303)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return response


@blueprint.errorhandler(UnknownSeatError)
def show_unknown(_error: UnknownSeatError) -> ResponseReturnValue:
    return render_template("respond/unknown.html"), 404


@blueprint.errorhandler(OtherSeatError)
def show_other(_error: OtherSeatError) -> ResponseReturnValue:
    return render_template("respond/wrong_link.html"), 409


@blueprint.errorhandler(MovedError)
def show_moved(_error: MovedError) -> ResponseReturnValue:
    """The team went on meanwhile: the first page says where it is now."""
    return redirect(url_for("joint.home", moved=1), 303)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
