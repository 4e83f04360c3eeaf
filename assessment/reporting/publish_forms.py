"""The form by which results are sent: a row a reader, and a note."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from assessment.language import LANGUAGES
from assessment.letters import holds_unkept
from assessment.reporting.publishing import MOST_NOTE, MOST_READERS, Addressee

EMPTY_ROWS = 3
LONGEST = 200
_MAIL = re.compile(r"[^@\s,;:<>()\"\\]{1,64}@[^@\s,;:<>()\"\\]+\.[^@\s,;:<>()\"\\.]+")


@dataclass
class Row:
    """``wanted``: not unticked. ``faults``: field to message."""

    name: str = ""
    email: str = ""
    language: str = "en"
    wanted: bool = True
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.name and not self.email


@dataclass
class PublishForm:
    rows: list[Row]
    note: str = ""
    note_fault: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def addressees(self) -> list[Addressee]:
        return [Addressee(row.name, row.email, row.language) for row in self.rows if row.wanted and not row.is_empty]

    def add_rows(self, language: str) -> None:
        room = max(0, MOST_READERS - len(self.rows))
        self.rows += [Row(language=language) for _ in range(min(EMPTY_ROWS, room))]

    def blame(self, place: int, what: str, message: str) -> None:
        self.rows[place].faults[what] = message
        self.errors.append((f"{what}-{place}", message))


def propose(proposed: list[Addressee], language: str) -> PublishForm:
    rows = [Row(one.name, one.email, one.language) for one in proposed[:MOST_READERS]]
    form = PublishForm(rows)
    form.add_rows(language)
    return form


def read_form(sent: Mapping[str, str]) -> PublishForm:
    """What was typed, unchecked."""
    count = sent.get("rows", "")
    known = min(int(count), MOST_READERS) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
    rows = [_read_row(sent, place) for place in range(known)]
    note = sent.get("note", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return PublishForm(rows, note)


def _read_row(sent: Mapping[str, str], place: int) -> Row:
    language = sent.get(f"language-{place}", "")
    return Row(
        name=" ".join(sent.get(f"name-{place}", "").split()),
        email=sent.get(f"email-{place}", "").strip().lower(),
        language=language if language in LANGUAGES else LANGUAGES[0],
        wanted=sent.get(f"send-{place}") == "yes",
    )


def check_form(form: PublishForm, reached: frozenset[str], *, sends: bool) -> bool:
    """Whether it can be sent; ``reached``: addresses that have a link already; ``sends``: at least one is needed."""
    seen: set[str] = set()
    for place, row in enumerate(form.rows):
        if row.is_empty or not row.wanted:
            continue
        _check_row(form, place, row)
        if row.email and row.email in seen:
            form.blame(place, "email", _("This address stands here twice"))
        elif row.email in reached:
            form.blame(place, "email", _("This address has a link already: see what was sent"))
        seen.add(row.email)
    if sends and not form.addressees and form.rows:
        form.blame(0, "name", _("Choose at least one reader"))
    if len(form.note) > MOST_NOTE:
        told = _("Shorten the note to %(limit)s characters: it has %(length)s", limit=MOST_NOTE, length=len(form.note))
        form.note_fault = told
    elif holds_unkept(form.note, but="\n\t"):
        form.note_fault = _("Remove the characters that cannot be stored (such as NUL)")
    if form.note_fault:
        form.errors.append(("note", form.note_fault))
    return not form.errors


def _check_row(form: PublishForm, place: int, row: Row) -> None:
    if not row.name:
        form.blame(place, "name", _("Write the reader's name"))
    elif len(row.name) > LONGEST:
        form.blame(place, "name", _("Shorten the name to %(limit)s characters", limit=LONGEST))
    elif holds_unkept(row.name):
        form.blame(place, "name", _("Remove the characters that cannot be stored (such as NUL)"))
    if not _MAIL.fullmatch(row.email) or len(row.email) > LONGEST or not row.email.isprintable():
        form.blame(place, "email", _("Write the mail address like name@example.org"))
