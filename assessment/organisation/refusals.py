"""Why the house would not do what was asked, in words."""

from flask_babel import gettext as _


def say_refusal(reason: str) -> str:
    texts = {
        "unknown parent": _("Choose a unit from the list"),
        "too deep": _("Units have at most 6 levels: choose a place higher up"),
        "name taken": _("There is a unit of this name in the same place already"),
        "too many units": _("There are 2,000 units, which is the most"),
        "below itself": _("A unit cannot be part of itself"),
        "has units": _("There are units below it: move or remove those first"),
        "has people": _("There are people in it: move them first"),
        "has head counts": _("It has a head count: empty that first"),
        "has readers": _("Somebody has the right to read about it: an administrator can end that right"),
        "address taken": _("Somebody else has this e-mail address"),
        "too many people": _("There would be more than 20,000 people, which is the most"),
        "unknown unit or group": _("Choose a unit and a group from the lists"),
    }
    return texts[reason]
