"""The meeting on one screen, and the confirming on each one's own."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.joint import service
from assessment.joint.agreement import Spread
from assessment.joint.facts import list_told
from assessment.joint.forms import FactsForm, make_facts_form, read_agreed, read_number
from assessment.joint.loading import load_seat, show
from assessment.joint.seat import Seat, find_seat, find_spreads, item_at, list_rows
from assessment.joint.service import MovedError, TooFewError, UnsettledError
from assessment.joint.tokens import MEMBERS
from assessment.language import keep_language
from assessment.respond.survey import Row

blueprint = Blueprint("meeting", __name__)

HOME = "joint.home"
MINUTES = 30


@dataclass(frozen=True)
class Table:
    """What lies on the table: the questions that divide the team, and what it says to the others."""

    rows: list[Row]
    spreads: dict[int, Spread]

    @property
    def divided(self) -> list[Row]:
        return [row for row in self.rows if self.spreads[row.place].divided]

    @property
    def settled(self) -> list[tuple[str, str]]:
        """Question and the team's middle answer, as a label; "" where nobody chose a point."""
        return [(row.text, say(row, spread.proposed)) for row, spread in self._pairs() if not spread.divided]

    def _pairs(self) -> list[tuple[Row, Spread]]:
        return [(row, self.spreads[row.place]) for row in self.rows]


def say(row: Row, point: int | None) -> str:
    return (row.find_label(point) or "") if point is not None else ""


def lay_table(seat: Seat) -> Table:
    return Table(list_rows(seat.survey, g.language), find_spreads(seat))


@blueprint.get("/meeting")
def show_meeting() -> ResponseReturnValue:
    seat = load_seat()
    if not seat.answered or seat.phase not in ("alone", "together"):
        return redirect(url_for(HOME), 303)
    if seat.phase == "alone":
        return show("before_meeting", seat)
    return _show(seat, make_facts_form(seat.facts, seat.row_version), find_agreed(seat))


@blueprint.post("/meeting/begin")
def begin() -> ResponseReturnValue:
    seat = load_seat()
    try:
        service.begin_meeting(seat)
    except TooFewError:
        return show("before_meeting", seat), 409
    return redirect(url_for(".show_meeting"), 303)


@blueprint.post("/meeting")
def save() -> ResponseReturnValue:
    """Keep, or keep and go on to the confirming; what another screen saved meanwhile is shown beside one's own."""
    seat = load_seat()
    if seat.phase != "together" or not seat.answered:
        raise MovedError
    table = lay_table(seat)
    agreed = read_agreed(table.divided, request.form)
    form = make_facts_form(seat.facts, seat.row_version, request.form)
    if not form.validate():
        return _show(seat, form, agreed, errors=list_errors(form)), 422
    finish = request.form.get("go") == "finish"
    act = service.finish_meeting if finish else service.keep_meeting
    try:
        act(seat, read_number(form.seen.data), agreed, form.read_facts())
    except UnsettledError as error:
        names = {row.place: row.name for row in table.rows}
        missing = [
            (f"{names[place]}-0", _("Choose what the team says, or “no common answer”")) for place in error.places
        ]
        return _show(seat, form, agreed, errors=missing), 422
    except MovedError:
        return _show_overtaken(seat, form, agreed)
    if finish and not seat.sole:
        return _put_screen_away()
    return redirect(url_for(".show_confirm" if finish else ".show_meeting"), 303)


def _put_screen_away() -> Response:
    """The screen that all looked at forgets whose link opened it: nobody shall confirm there in that one's name."""
    response = make_response(redirect(url_for(".show_done"), 303))
    MEMBERS.drop_token(response)
    keep_language(response, g.language)
    return response


@blueprint.get("/meeting/done")
def show_done() -> ResponseReturnValue:
    """The same for everybody: it knows of no team."""
    return render_template("joint/done.html")


def _show_overtaken(seat: Seat, form: FactsForm, agreed: dict[int, int | None]) -> ResponseReturnValue:
    now = find_seat(seat.token)
    if now is None or now.phase != "together":
        raise MovedError
    form.seen.data = str(now.row_version)
    stored = find_agreed(now)
    theirs = [
        (row.text, say(row, stored[row.place]) or _("no common answer"))
        for row in lay_table(now).divided
        if row.place in stored and stored[row.place] != agreed.get(row.place)
    ]
    mine = form.read_facts()
    theirs += [pair for key, text in now.facts.items() if mine.get(key) != text for pair in list_told({key: text})]
    return _show(now, form, agreed, theirs=theirs), 409


def find_agreed(seat: Seat) -> dict[int, int | None]:
    """What was kept of the meeting, by place."""
    rows = list_rows(seat.survey, g.language)
    return {row.place: seat.agreed[item] for row in rows if (item := item_at(seat.survey, row.place)) in seat.agreed}


def _show(
    seat: Seat,
    form: FactsForm,
    agreed: dict[int, int | None],
    *,
    errors: list[tuple[str, str]] | None = None,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    """Where nothing is chosen yet, the modest median is proposed."""
    table = lay_table(seat)
    chosen = {row.place: agreed.get(row.place, table.spreads[row.place].proposed) for row in table.divided}
    return show(
        "meeting", seat, table=table, chosen=chosen, form=form, minutes=MINUTES, errors=errors or [], theirs=theirs
    )


@blueprint.get("/confirm")
def show_confirm() -> ResponseReturnValue:
    """The whole answer as it will be published, on one's own screen."""
    seat = load_seat()
    if seat.phase != "signing" or not seat.answered:
        return redirect(url_for(HOME), 303)
    agreed = find_agreed(seat)
    parts = [
        (page.title, [(row.text, say(row, agreed.get(row.place))) for row in page.rows])
        for page in seat.list_pages(g.language)
    ]
    return show("confirm", seat, parts=parts, facts=list_told(seat.facts))


@blueprint.post("/confirm")
def confirm() -> ResponseReturnValue:
    seat = load_seat()
    seen = read_number(request.form.get("seen"))
    if request.form.get("go") == "reopen":
        service.reopen_meeting(seat, seen)
        return redirect(url_for(".show_meeting"), 303)
    service.confirm(seat, seen)
    return redirect(url_for(HOME), 303)
