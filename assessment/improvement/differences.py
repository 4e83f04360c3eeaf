"""What somebody else saved meanwhile, beside what was typed here (F8)."""

from wtforms import Field, Form, RadioField

from assessment.models import db

Differences = list[tuple[str, str]] | None
"""Label and the other person's words of each field that differs; None where nobody was faster."""


def list_differences(form: Form, other: Form) -> list[tuple[str, str]]:
    """``other``: the same form as it stands now."""
    return [
        (str(field.label.text), _write(other[name]))
        for name, field in form._fields.items()
        if name != "version" and (field.data or None) != (other[name].data or None)
    ]


def _write(field: Field) -> str:
    if isinstance(field, RadioField):
        return next((str(label) for value, label, *_more in field.iter_choices() if value == field.data), "–")
    return str(field.data or "–")


def look_again() -> None:
    """Read rows as they stand now, after somebody else changed them."""
    db.session.rollback()
    db.session.expire_all()
