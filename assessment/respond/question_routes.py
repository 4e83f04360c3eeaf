"""One page of questions: shown, saved as somebody goes, saved on Continue."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import escape

from assessment.respond import service
from assessment.respond.drawing import draw_questions
from assessment.respond.errors import ConflictError
from assessment.respond.forms import PageForm, question_form
from assessment.respond.loading import is_quiet, is_switching, load_placed, show
from assessment.respond.service import Writer
from assessment.respond.survey import Page
from assessment.respond.visit import Visit

blueprint = Blueprint("questions", __name__, url_prefix="/questions")


def find_page(number: int) -> tuple[Visit, Page] | None:
    """The visit and its page of that number; None where there is none, or unit and group must be settled first."""
    visit = load_placed()
    if visit is None:
        return None
    pages = visit.list_pages(g.language)
    return (visit, pages[number - 1]) if 1 <= number <= len(pages) else None


@blueprint.get("/<int:number>")
def show_questions(number: int) -> ResponseReturnValue:
    found = find_page(number)
    if found is None:
        return redirect(url_for("respond.survey.welcome"), 303)
    visit, page = found
    form = question_form(page, visit.answers, visit.survey.asks_comments)
    form.after.data = request.args.get("after")
    return _show_page(visit, page, form, service.new_writer(visit, page))


@blueprint.post("/<int:number>")
def save_questions(number: int) -> ResponseReturnValue:
    found = find_page(number)
    if found is None:
        return redirect(url_for("respond.survey.welcome"), 303)
    visit, page = found
    form = question_form(page, visit.answers, visit.survey.asks_comments)
    if not form.validate():
        return _refuse(visit, page, form)
    try:
        visit = service.save_page(visit, page, form.answers.data, form.read_comment(), form.read_writer())
    except ConflictError as conflict:
        return _show_conflict(conflict.visit, page, form)
    if is_quiet():
        return _("Saved")
    return redirect(_find_next(visit, page, form), 303)


def _find_next(visit: Visit, page: Page, form: PageForm) -> str:
    """Where the button that was pressed leads: the same page, back, the review, or the next page."""
    show_address, after = "respond.survey.questions.show_questions", form.after.data or None
    if is_switching():
        return url_for(show_address, number=page.number, after=after)
    if request.form.get("go") == "back":
        previous = page.number - 1
        return url_for(show_address, number=previous) if previous else url_for("respond.survey.welcome")
    if after == "review" or page.number == len(visit.list_pages(g.language)):
        return url_for("respond.survey.review")
    return url_for(show_address, number=page.number + 1)


def _refuse(visit: Visit, page: Page, form: PageForm) -> ResponseReturnValue:
    """The same page with what was sent and what is wrong with it; a quiet save only says so."""
    errors = form.list_errors()
    if is_quiet():
        return str(escape(_("Not saved yet: %(reason)s", reason=errors[0][1])))
    return _show_page(visit, page, form, form.read_writer(), errors), 422


def show_again(page: Page, visit: Visit, message: str) -> ResponseReturnValue:
    """The page with what was sent, nothing saved, and the reason on top."""
    form = question_form(page, visit.answers, visit.survey.asks_comments)
    return _show_page(visit, page, form, form.read_writer(), [("continue", message)]), 400


def _show_page(
    visit: Visit, page: Page, form: PageForm, writer: Writer, errors: list[tuple[str, str]] | None = None
) -> str:
    return show(
        "questions",
        visit,
        page=page,
        last=len(visit.list_pages(g.language)),
        questions=draw_questions(page, form.answers.data, form.answers.faults),
        comment=form.read_comment(),
        after=form.after.data or "",
        errors=errors or [],
        writer=writer,
        mark=service.mark_link(visit),
    )


def _show_conflict(visit: Visit, page: Page, form: PageForm) -> ResponseReturnValue:
    """Both versions, to choose from; ``visit`` holds what another device saved."""
    if is_quiet():
        return _("Not saved: this page was changed on another device. Press Continue to see both.")
    page_now = show(
        "conflict",
        visit,
        page=page,
        chosen=form.answers.data,
        stored=visit.answers.show_page(page),
        comment=form.read_comment(),
        stored_comment=visit.answers.comments.get(page.dimension, ""),
        after=form.after.data or "",
        writer=service.new_writer(visit, page),
        mark=service.mark_link(visit),
    )
    return page_now, 409
