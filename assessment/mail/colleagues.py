"""Mails to those who work with surveys: the link by which somebody becomes a colleague, and the one for a new
password. Their tokens stand in no table; they are made when the mail is written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from babel.dates import format_datetime
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from assessment.access.invitations import find_link_key
from assessment.access.welcome import make_welcome_token, welcome_place
from assessment.mail.kinds import DroppedError, Letter, Order, Writer
from assessment.models import Organisation, Welcome, db, in_language


def write_welcome(order: Order) -> Letter:
    """Somebody was made a colleague."""
    welcome = _find(order)
    with force_locale(welcome.language):
        organisation = db.session.get(Organisation, welcome.organisation_id) if welcome.organisation_id else None
        name = in_language(organisation.name, welcome.language) if organisation else ""
        return _make(
            welcome,
            _("You can work with the surveys of %(organisation)s", organisation=name),
            *_tell_task(welcome.role.split(), name),
            button=_("Start here"),
        )


def _tell_task(roles: Sequence[str], organisation: str) -> Iterator[str]:
    """What it is about; and to somebody who does nothing but read comments, what that is."""
    yield _(
        "%(organisation)s has made you a colleague in its surveys about how quality is driven.",
        organisation=organisation,
    )
    if list(roles) == ["second-reader"]:
        yield _(
            "You are asked to be its second reader: before comments are shown to anybody else, two people read them "
            "and take out what tells who wrote. You do nothing else there and see no results."
        )


def write_reset(order: Order) -> Letter:
    """Somebody asked for a new password."""
    welcome = _find(order)
    with force_locale(welcome.language):
        return _make(
            welcome,
            _("Choose a new password"),
            _("Somebody, probably you, asked for a new password for this address."),
            button=_("Choose a password"),
        )


def _find(order: Order) -> Welcome:
    """The link's row; a link that was used or ran out is not sent any more."""
    welcome = db.session.get(Welcome, order.reference)
    if welcome is None or welcome.used_at is not None or welcome.expires_at <= datetime.now(UTC) or not welcome.email:
        raise DroppedError
    return welcome


def _make(welcome: Welcome, subject: str, *opening: str, button: str) -> Letter:
    address = current_app.extensions["settings"].base_address
    link = address + welcome_place(make_welcome_token(find_link_key(), welcome.id))
    until = format_datetime(welcome.expires_at, "d MMMM y HH:mm", locale=welcome.language)
    return Letter(
        address=welcome.email,
        language=welcome.language,
        subject=subject,
        paragraphs=(
            *opening,
            link,
            _("The link works once, until %(moment)s (UTC).", moment=until),
            _("Did you not expect this? Then do nothing: without the link nothing happens."),
        ),
        link=link,
        link_text=button,
    )


WRITERS: Mapping[str, Writer] = {"welcome": write_welcome, "reset": write_reset}
