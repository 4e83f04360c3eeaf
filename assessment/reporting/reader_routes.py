"""The page that the mail opens: page one of the report, the decisions, and a reader's answers to them."""

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.clock import tell_time
from assessment.language import LANGUAGES, address_by, choose_language, follow_link
from assessment.models import Campaign, db
from assessment.reporting.answer_forms import Given, Typed, read_answers, show_stored
from assessment.reporting.answering import ConflictError, digest_words, find_own, keep_answers, list_asked
from assessment.reporting.reader_page import (
    find_paper,
    find_reworded,
    letter_decisions,
    list_conflicts,
    list_decisions,
    make_page_one,
    tell_own,
)
from assessment.reporting.reader_tokens import REPORT_LINKS
from assessment.reporting.readers import LinkEndedError, Reader, UnknownReaderError, find_reader
from assessment.results.numbers import local_day, write_date
from assessment.results.service import NotReleasedError, load_results
from assessment.results.view import ResultsView

blueprint = Blueprint("reader", __name__)


class OtherReaderError(Exception):
    """A page that one link opened was sent after another link had been opened in the same browser."""


@blueprint.get("/r/<token>")
def enter(token: str) -> ResponseReturnValue:
    """Consumes nothing and looks nothing up: mail scanners open links too, and all tokens answer alike."""
    response = redirect(url_for(".show_page"), 303)
    REPORT_LINKS.keep_token(response, token)
    follow_link(response)
    return response


@blueprint.get("/report/")
def show_page() -> ResponseReturnValue:
    reader, view = load()
    own = find_own(reader.id)
    typed = {row.id: show_stored(own.get(row.id), digest_words(row)) for row in list_asked(reader.campaign_id)}
    return _render(reader, view, Given(typed=typed))


@blueprint.post("/report/")
def answer() -> ResponseReturnValue:
    """All answers of the page at once: what was not touched stays as it is."""
    reader, view = load()
    if request.form.get("link") != reader.mark:
        raise OtherReaderError
    today = local_day(tell_time(), view.facts.zone)
    asked = letter_decisions(list_decisions(reader, view), list_asked(reader.campaign_id))
    given = read_answers(asked, request.form, today)
    if given.errors:
        return _render(reader, view, given, ConflictError({}, find_reworded(asked, given))), 422
    try:
        keep_answers(reader, given.answers, given.words_read)
    except ConflictError as error:
        db.session.rollback()
        for key, stored in error.stored.items():
            given.typed[key].version, given.typed[key].was = stored.version, stored.digest
        return _render(*load(), given, error), 409
    return redirect(url_for(".show_kept"), 303)


@blueprint.get("/report/answers")
def show_kept() -> ResponseReturnValue:
    """What was kept, word for word, and what others answered to the same."""
    reader, view = load()
    asked = list_decisions(reader, view)
    if not any(one.own for one in asked):
        return redirect(url_for(".show_page"), 303)
    ends = write_date(local_day(reader.ends_at, view.facts.zone), view)
    return render_template("reporting/kept.html", view=view, reader=reader, asked=asked, ends=ends)


@blueprint.get("/report/report.pdf")
def show_paper() -> ResponseReturnValue:
    """The kept PDF; looking never makes one."""
    _reader, view = load()
    content = find_paper(view)
    if content is None:
        return redirect(url_for(".show_page"), 303)
    response = Response(content, mimetype="application/pdf")
    name = f"report-{view.facts.id}-{view.language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def load() -> tuple[Reader, ResultsView]:
    """Who holds this browser's link, and the results; settles the page's language."""
    reader = find_reader(REPORT_LINKS.read_token())
    settle_language(reader.language)
    address_by(db.session.get_one(Campaign, reader.campaign_id).form_of_address)
    return reader, load_results(reader.campaign_id, language=g.language)


def settle_language(language: str) -> None:
    """The one chosen in this browser, else that of the mail."""
    chosen = request.cookies.get("language")
    g.language = chosen if chosen in LANGUAGES else language


def _render(reader: Reader, view: ResultsView, given: Given, conflict: ConflictError | None = None) -> str:
    """``conflict``: why what is typed was not kept; what the page says then are the words that stand now."""
    asked, told = list_decisions(reader, view), given.errors
    if conflict:
        for row in list_asked(reader.campaign_id):
            given.typed.setdefault(row.id, Typed()).words = digest_words(row)
        told = [*told, *list_conflicts(asked, conflict)]
    stored = conflict.stored if conflict else {}
    return render_template(
        "reporting/reader.html",
        view=view,
        reader=reader,
        page=make_page_one(view),
        asked=asked,
        given=given.typed,
        errors=told,
        elsewhere={key: tell_own(answer, view.language) for key, answer in stored.items()},
        reworded=conflict.reworded if conflict else (),
        today=local_day(tell_time(), view.facts.zone).isoformat(),
        ends=write_date(local_day(reader.ends_at, view.facts.zone), view),
        has_paper=find_paper(view) is not None,
    )


def _render_closed(why: str, status: int, **told: object) -> ResponseReturnValue:
    return render_template("reporting/link_ended.html", why=why, **told), status


@blueprint.errorhandler(UnknownReaderError)
@blueprint.errorhandler(NotReleasedError)
def show_unknown(_error: Exception) -> ResponseReturnValue:
    g.language = choose_language()
    return _render_closed("unknown", 404)


@blueprint.errorhandler(LinkEndedError)
def show_ended(error: LinkEndedError) -> ResponseReturnValue:
    settle_language(error.language)
    return _render_closed("withdrawn" if error.ended_at is None else "ended", 410)


@blueprint.errorhandler(OtherReaderError)
def show_other(_error: OtherReaderError) -> ResponseReturnValue:
    return _render_closed("other", 409)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
