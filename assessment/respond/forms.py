"""Forms of answering. All questions of a page are one field: seven radio widgets a question would be slow.

Whether a form carries the right token (CSRF) is checked for the whole application before any view runs.
"""

import re
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from flask import request
from flask_babel import gettext as _
from wtforms import Field, Form, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.utils import unset_value

from assessment.language import current_language
from assessment.letters import holds_unkept
from assessment.respond.drafts import Answers
from assessment.respond.service import Writer
from assessment.respond.survey import Page, Row
from assessment.respond.visit import Visit

LONGEST_COMMENT = 2_000
"""Characters, a line break counting as one."""

LONGEST_NAME = 24
OTHER_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85]")


class GridField(Field):
    """The questions of one page. ``data``: place in the answer set to code, for those that are answered.

    ``faults``: name of a question's field to what is wrong with it. No answer is no fault: skipping is a right.
    """

    def __init__(self, rows: tuple[Row, ...], **options: Any) -> None:
        super().__init__(**options)
        self.rows = rows
        self.faults: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data: dict[int, int] = {} if data is unset_value else data
        if formdata is not None:
            self.data = {}
            for row in self.rows:
                self._read(row, formdata.getlist(row.name))

    def _read(self, row: Row, values: list[str]) -> None:
        if not values:
            return
        code = row.codes.get(values[0]) if len(values) == 1 else None
        if code is None:
            self.faults[row.name] = _("Choose one of the answers shown with “%(question)s”", question=row.text)
            self.process_errors.append(self.faults[row.name])
        else:
            self.data[row.place] = code


class PageForm(Form):
    """A page of questions. ``form`` names this one form, ``before`` the one that had saved the page before it was made,
    ``edits`` how often something was filled in since (service.Writer); ``after`` leads back to the review.
    """

    answers: GridField
    form = HiddenField()
    before = HiddenField()
    edits = HiddenField()
    after = HiddenField()

    def list_errors(self) -> list[tuple[str, str]]:
        """Pairs for the summary: the id of the first input of what is wrong, and the message."""
        errors = [(f"{name}-0", message) for name, message in self.answers.faults.items()]
        comment = self._fields.get("comment")
        return errors + [("comment", str(message)) for message in (comment.errors if comment else ())]

    def read_writer(self) -> Writer:
        edits = self.edits.data or ""
        return Writer(
            (self.form.data or "")[:LONGEST_NAME],
            (self.before.data or "")[:LONGEST_NAME],
            int(edits) if edits.isascii() and edits.isdecimal() and len(edits) < 10 else 0,
        )

    def read_comment(self) -> str | None:
        """The comment as typed; None where none is asked."""
        comment = self._fields.get("comment")
        return str(comment.data or "") if comment else None


def clean_comment(text: str | None) -> str:
    """One kind of line break: text from other programs brings others."""
    return OTHER_BREAKS.sub("\n", text or "")


def check_comment(_form: Form, field: Field) -> None:
    """A comment may say anything in any script, up to a length; what is no letter in any cannot be stored."""
    if "\0" in field.data:
        raise ValidationError(_("Remove the NUL character from your comment: it cannot be stored"))
    if holds_unkept(field.data, but="\n\t"):
        raise ValidationError(_("Remove the characters that cannot be stored (such as NUL)"))
    if len(field.data) > LONGEST_COMMENT:
        raise ValidationError(
            _(
                "Shorten your comment to %(limit)s characters: it has %(length)s",
                limit=_write(LONGEST_COMMENT),
                length=_write(len(field.data)),
            )
        )


def _write(number: int) -> str:
    return format_decimal(number, locale=current_language())


@lru_cache(maxsize=512)
def _make_form_class(page: Page, asks_comment: bool) -> type[PageForm]:
    fields: dict[str, Any] = {"answers": GridField(page.rows)}
    if asks_comment:
        fields["comment"] = TextAreaField(filters=[clean_comment], validators=[check_comment])
    return type("QuestionsForm", (PageForm,), fields)


def question_form(page: Page, answers: Answers, asks_comment: bool) -> PageForm:
    """The form of one page, filled from what is saved or, when it was sent, from the request."""
    return _make_form_class(page, asks_comment)(
        request.form if request.method == "POST" else None,
        data={"answers": answers.show_page(page), "comment": answers.comments.get(page.dimension, "")},
    )


class PlaceForm(Form):
    """Unit and group, each only where the link leaves it open. Choices are the campaign's, never anything else."""

    unit = StringField()
    group = StringField()
    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @classmethod
    def for_visit(cls, visit: Visit) -> "PlaceForm":
        form = cls(request.form)
        structure = visit.survey.structure
        form.units = structure.open_units if visit.asks_unit else ()
        form.groups = structure.seeing_groups if visit.asks_group else ()
        return form

    @property
    def known_unit(self) -> str | None:
        """The chosen unit, if it is one of those on offer."""
        return self.unit.data if self.unit.data in self.units else None

    @property
    def known_group(self) -> str | None:
        return self.group.data if self.group.data in self.groups else None

    def list_errors(self) -> list[tuple[str, str]]:
        """What is asked and not chosen."""
        errors = []
        if self.units and self.known_unit is None:
            errors.append(("unit-0", _("Choose the part of the organisation where you work")))
        if self.groups and self.known_group is None:
            errors.append(("group-0", _("Choose the group that you belong to")))
        return errors
