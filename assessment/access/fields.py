"""What pages with forms share: the list of errors for the summary on top."""

from wtforms import Field, Form, RadioField, SelectMultipleField


def list_errors(form: Form) -> list[tuple[str, str]]:
    """Pairs for the summary: the id of a field's first input, and the message that stands beside the field too."""
    return [(find_input(field), str(field.errors[0])) for field in form if field.errors]


def find_input(field: Field) -> str:
    """A group of choices is linked at its first one, as its own id is no input's."""
    return f"{field.id}-0" if isinstance(field, RadioField | SelectMultipleField) else str(field.id)
