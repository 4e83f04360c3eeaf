"""What is wrong with a list of people, said so that whoever brought it can mend it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.organisation.names import FORMULA_STARTS, MOST_NAME_CHARACTERS, find_name_fault
from assessment.organisation.words import list_words

COLUMNS = ("name", "email", "unit", "group", "language")
"""What a list may tell of somebody."""

SAME = "row twice"
"""The code of a row that says what another one says already: it is proposed to be left out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` counts as a spreadsheet does, the first being 1; 0 means the file as a whole. ``value`` goes into the
    message: what stands there, or the other row.
    """

    row: int
    column: str
    code: str
    value: str = ""


class FileError(Exception):
    """A file that cannot be read as a list of people; nothing of it is kept."""

    def __init__(self, code: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(row, column, code, value)


def find_text_fault(text: str) -> str | None:
    """The code of what keeps a text from being a name, or None; ``text``: as names.same_name gives it."""
    if find_name_fault(text) is None:
        return None
    if text.startswith(FORMULA_STARTS):
        return "formula"
    return "long" if len(text) > MOST_NAME_CHARACTERS else "unprintable"


def name_column(column: str) -> str:
    """A column as people call it; one that is none of ours by its own name."""
    return {
        "name": _("name"),
        "email": _("e-mail address"),
        "unit": _("unit"),
        "group": _("group"),
        "language": _("language"),
    }.get(column, column)


def say_fault(fault: Fault) -> str:
    """What is wrong and how to mend it, without the place."""
    texts = _say_cells(fault.value) | _say_files(fault.value)
    return texts[fault.code]


def place_fault(fault: Fault) -> str:
    """The same with the place in front: "Row 3, unit: ..." """
    column = name_column(fault.column)
    if fault.row and fault.column:
        return _("Row %(row)s, %(column)s: %(text)s", row=fault.row, column=column, text=say_fault(fault))
    if fault.row:
        return _("Row %(row)s: %(text)s", row=fault.row, text=say_fault(fault))
    return say_fault(fault)


def _say_cells(value: str) -> dict[str, str]:
    most = MOST_NAME_CHARACTERS
    return {
        "sum": _("this adds up other rows and is nobody; leave it out"),
        "formula": _("this is or looks like a formula; write the text itself"),
        "long": _("more than %(most)s letters; is this the right column?", most=most),
        "unprintable": _("this holds a sign that cannot be shown; type it again"),
        "error": _("the spreadsheet shows an error here; type the text itself"),
        "nobody": _("write a name or an e-mail address"),
        "address": _("this is not an e-mail address; it looks like name@example.org"),
        "address twice": _("row %(row)s has the same e-mail address; each person has their own", row=value),
        "person twice": _("row %(row)s has the same name in the same unit; add their e-mail addresses", row=value),
        SAME: _("row %(row)s says exactly the same; leave this one out, or write what is different", row=value),
        "no unit": _("write the unit"),
        "unit twice": _("several units are called this; write the whole path, such as “%(path)s”", path=value),
        "too deep": _("units have at most 6 levels; write a shorter path"),
        "too many units": _("there would be more than 2,000 units; is this the right column?"),
        "no group": _("choose the group: %(groups)s", groups=value),
        "group": _("there is no such group; choose one of: %(groups)s", groups=value),
        "language": _("write English or Dutch, or leave it empty"),
    }


def _say_files(value: str) -> dict[str, str]:
    return {
        "missing file": _("Choose a file: a spreadsheet (XLSX) or a CSV file"),
        "empty": _("The file is empty: its first row must name the columns"),
        "too large": _("The file is larger than 5 MB: leave out columns and sheets that are not needed"),
        "other kind": _("This is not a list that can be read (%(kind)s): save it as XLSX or as CSV UTF-8", kind=value),
        "misnamed": _("The name of the file does not fit what is in it: save it anew as XLSX or as CSV UTF-8"),
        "broken": _("The spreadsheet is damaged: open it, save it anew as XLSX and try again"),
        "bomb": _("The spreadsheet unpacks to more than is safe to open: copy the list into a new one"),
        "entities": _("The spreadsheet holds definitions that are not safe to read: copy the list into a new one"),
        "encoding": _("the letters here cannot be read: save the file as “CSV UTF-8”"),
        "quotes": _("this cannot be read as CSV: look at the quotation marks in it"),
        "nul": _("this holds a NUL sign: save the file as “CSV UTF-8”"),
        "long cell": _("a cell holds more than 1,000 signs: is this a list of people?"),
        "shifted": _(
            "this row has more cells than there are names of columns: look for a stray comma or quotation mark"
        ),
        "beside": _("this row has text beside the columns that have a name: name that column too, or empty the cell"),
        "wide": _("there are more than 50 columns: leave out those that are not needed"),
        "many rows": _("there are more than 10,000 rows: bring the list in parts"),
        "no rows": _("The file has a row with column names and nobody below it"),
        "no header": _(
            "none of the first rows with text names the columns. This one holds: %(columns)s. Write above the list "
            "what stands in each column, such as “Name”, “E-mail” and “Unit”",
            columns=value,
        ),
        "no unit column": _(
            "“unit” is missing. The file has these columns: %(columns)s. Give the one that says in which unit people "
            "are one of these names: %(words)s",
            columns=value,
            words=", ".join(list_words("unit")[:12]),
        ),
        "no name column": _(
            "“name” is missing. The file has these columns: %(columns)s. Give the one that says who people are one of "
            "these names: %(words)s",
            columns=value,
            words=", ".join((*list_words("name")[:6], *list_words("email")[:4])),
        ),
        "column twice": _("two columns say this, also “%(other)s”; leave one out or give it another name", other=value),
    }
