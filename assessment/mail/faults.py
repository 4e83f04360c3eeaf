"""What a word in the outbox means to people; what a server said stays in its own log."""

from flask_babel import gettext as _


def tell_fault(fault: str) -> str:
    """Why a mail was not delivered. A server's number stands behind a hyphen: "refused-550"."""
    told = {
        "address": _("This is no mail address."),
        "unsure": _("The mail server broke off twice: it may have arrived."),
        "gave-up": _("The mail server did not take it for four days."),
    }
    return told.get(fault) or _("The mail server knows no such mailbox, or refuses it.")
