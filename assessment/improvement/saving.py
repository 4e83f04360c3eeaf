"""Saving a form that somebody else may have saved meanwhile (F8)."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from assessment.improvement.changing import GoneError, OvertakenError, Row
from assessment.improvement.differences import Differences, list_differences, look_again
from assessment.improvement.forms import VersionedForm
from assessment.models import db

Sent = TypeVar("Sent", bound=VersionedForm)


def save_sent(
    form: Sent,
    save: Callable[[str], object],
    read_again: Callable[[], Sent],
    render: Callable[[Sent, Differences], str],
) -> ResponseReturnValue | None:
    """None once it is saved; else the page with what was typed: 422 where that is wrong, 409 where somebody was faster.

    ``save`` takes the version that the page had; ``read_again`` makes the form of what stands there now.
    """
    if not form.check():
        return render(form, None), 422
    try:
        save(form.version.data or "")
    except OvertakenError:
        look_again()
        now = read_again()
        theirs = list_differences(form, now)
        form.version.data = now.version.data
        return render(form, theirs), 409
    flash(_("Saved."))
    return None


def find_own_row(kind: type[Row], survey_id: int, row_id: int | None) -> Row:
    """A decision or action of this survey. Raises GoneError."""
    row = db.session.scalars(select(kind).where(kind.id == row_id, kind.campaign_id == survey_id)).one_or_none()
    if row is None:
        raise GoneError
    return row
