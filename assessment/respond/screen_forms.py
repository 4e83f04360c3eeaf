"""All questions of a turn at a shared screen as one form."""

from functools import lru_cache
from typing import Any

from flask import request
from wtforms import Form, TextAreaField

from assessment.respond.forms import GridField, check_comment, clean_comment
from assessment.respond.survey import Page


class TurnForm(Form):
    """A grid for each page of questions, and a comment where comments are asked."""

    pages: tuple[Page, ...] = ()

    def find_grid(self, page: Page) -> GridField:
        grid = self[f"answers-{page.dimension}"]
        assert isinstance(grid, GridField)  # noqa: S101 - made so below
        return grid

    def read_codes(self) -> dict[int, int]:
        """Place in the answer set to code."""
        return {place: code for page in self.pages for place, code in self.find_grid(page).data.items()}

    def read_comments(self) -> dict[str, str]:
        """Dimension to text."""
        names = {page.dimension: f"comment-{page.dimension}" for page in self.pages}
        return {dimension: str(self[name].data or "") for dimension, name in names.items() if name in self}

    def list_errors(self) -> list[tuple[str, str]]:
        """Pairs for the summary, in the order of the page."""
        errors: list[tuple[str, str]] = []
        for page in self.pages:
            errors += [(f"{name}-0", message) for name, message in self.find_grid(page).faults.items()]
            name = f"comment-{page.dimension}"
            errors += [(name, str(message)) for message in (self[name].errors if name in self else ())]
        return errors


@lru_cache(maxsize=256)
def _make_form_class(pages: tuple[Page, ...], asks_comments: bool) -> type[TurnForm]:
    fields: dict[str, Any] = {"pages": pages}
    for page in pages:
        fields[f"answers-{page.dimension}"] = GridField(page.rows)
        if asks_comments:
            fields[f"comment-{page.dimension}"] = TextAreaField(filters=[clean_comment], validators=[check_comment])
    return type("OwnTurnForm", (TurnForm,), fields)


def turn_form(pages: tuple[Page, ...], asks_comments: bool) -> TurnForm:
    """Empty, or as it was sent."""
    return _make_form_class(pages, asks_comments)(request.form if request.method == "POST" else None)
