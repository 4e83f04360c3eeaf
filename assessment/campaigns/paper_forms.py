"""Forms of typing paper in: a batch's size, one form by digits, and the settling of differences."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, Form, SelectField, ValidationError

from assessment.campaigns.fields import CountField, offer
from assessment.campaigns.paper import FEWEST, MOST
from assessment.campaigns.paper_sheets import Difference, TypedForm, make_codes, read_digits, write_digit
from assessment.respond.structure import Structure
from assessment.respond.survey import Page


def check_forms(_form: Form, field: Field) -> None:
    """Fewer than five cannot be finished: whoever collected the forms could know whose answers are whose."""
    if field.data is None or field.data > MOST:
        raise ValidationError(_("Write how many forms lie before you, at most %(most)s", most=MOST))
    if field.data < FEWEST:
        raise ValidationError(
            _("Wait for at least 5 forms, or add those of other units and choose no unit: fewer could be told apart")
        )


class BatchForm(Form):
    unit = SelectField(lazy_gettext("Unit of these forms"))
    forms = CountField(
        lazy_gettext("How many forms"), description=lazy_gettext("From 5 to 50."), validators=[check_forms]
    )


def make_batch_form(structure: Structure, language: str, sent: Any = None) -> BatchForm:
    form = BatchForm(sent)
    form.unit.choices = offer([("", _("No unit: forms taken together")), *structure.list_units(language)])
    return form


class DigitsField(Field):
    """The questions of a form, a digit each. ``typed``: field name to what stands there; ``codes``: place to code."""

    def __init__(self, pages: Sequence[Page], **options: Any) -> None:
        super().__init__(**options)
        self.rows = [row for page in pages for row in page.rows]
        self.typed: dict[str, str] = {}
        self.codes: dict[int, int] = {}
        self.faults: dict[str, str] = {}

    def fill(self, form: TypedForm) -> None:
        """As it was typed before."""
        self.typed = {row.name: write_digit(row, form.codes[row.place]) for row in self.rows}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        for row in self.rows if formdata is not None else ():
            text = str(formdata.get(row.name, "")).strip()[:8]
            self.typed[row.name] = text
            digits = read_digits(row)
            if text in digits:
                self.codes[row.place] = digits[text]
            else:
                allowed = ", ".join(digit for digit in digits if digit)
                self.faults[row.name] = _(
                    "Type %(digits)s or nothing for “%(question)s”", digits=allowed, question=row.text
                )
                self.process_errors.append(self.faults[row.name])


class SheetForm(Form):
    """One form of the pile. ``group`` is asked where there is more than one group."""

    digits: DigitsField
    pages: Sequence[Page] = ()
    items = 0

    def read(self) -> TypedForm:
        group = self["group"].data if "group" in self else None
        return TypedForm(group or None, make_codes(self.items, self.pages, self.digits.codes))

    def list_errors(self) -> list[tuple[str, str]]:
        return [*self.digits.faults.items(), *((("group", self["group"].errors[0]),) if self._has_fault() else ())]

    def _has_fault(self) -> bool:
        return "group" in self and bool(self["group"].errors)


def make_sheet_form(
    structure: Structure,
    pages: Sequence[Page],
    items: int,
    language: str,
    sent: Any = None,
    kept: TypedForm | None = None,
) -> SheetForm:
    """``kept``: how this person typed it before."""
    fields: dict[str, Any] = {"digits": DigitsField(pages), "pages": pages, "items": items}
    if len(structure.seeing_groups) > 1:
        fields["group"] = SelectField(lazy_gettext("Group that is ticked"))
    form: SheetForm = type("OwnSheetForm", (SheetForm,), fields)(sent, data={"group": kept.group if kept else ""})
    if isinstance(group := form._fields.get("group"), SelectField):
        group.choices = offer([("", _("None ticked")), *structure.list_groups(language)])
    if kept and sent is None:
        form.digits.fill(kept)
    return form


def read_choices(
    differences: Sequence[Difference], sent: Mapping[str, str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What was chosen of each difference, and what is still open, as errors with the id of their first input."""
    chosen = {one.name: sent.get(one.name, "") for one in differences}
    errors = [
        (f"{one.name}-0", _("Choose what stands on form %(number)s", number=one.number))
        for one in differences
        if chosen[one.name] not in ("first", "second")
    ]
    return chosen, errors
