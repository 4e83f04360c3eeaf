"""What somebody may be in an organisation, in words."""

from flask_babel import gettext as _


def name_roles() -> dict[str, str]:
    """Role to its name, in the order in which they are offered."""
    return {
        "administrator": _("Administrator"),
        "facilitator": _("Facilitator"),
        "executive": _("Executive reader"),
        "unit-reader": _("Unit reader"),
        "second-reader": _("Second reader"),
    }


def explain_roles() -> dict[str, str]:
    """Role to its name and what it may do."""
    return {
        "administrator": _("Administrator: invites colleagues and settles what each may do"),
        "facilitator": _("Facilitator: sets up the organisation and its surveys"),
        "executive": _("Executive reader: reads the results of the whole organisation"),
        "unit-reader": _("Unit reader: reads the results of one unit and the units below it"),
        "second-reader": _("Second reader: reads comments before they are released, and nothing else"),
    }
