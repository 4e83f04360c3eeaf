"""The forms of a page as a browser would send them, untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class PageForm:
    """``fields``: names with what they hold now; ``typed``: those of them that people type text into."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    files: bool = False

    def fill(self, name: str, text: str) -> list[tuple[str, str]]:
        """What is sent when one field holds something else."""
        return [*(pair for pair in self.fields if pair[0] != name), (name, text)]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._known: dict[str, PageForm] = {}
        self._outside: list[tuple[str, str]] = []
        self._select, self._options, self._area, self._text = "", 0, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self.address, values.get("action", "") or self.address))
            self._open = PageForm(values.get("method", "get").upper(), action.path)
            self.forms.append(self._open)
            self._known[values.get("id", "")] = self._open
        name = values.get("name", "")
        if tag == "button" and name and "form" in values:
            self._outside.append((values["form"], name))
            return
        if self._open is None:
            return
        if tag == "input" and name:
            self._read_input(self._open, values)
        elif tag == "button" and name:
            self._note(name)
        elif tag == "select" and name:
            self._select, self._options = name, 0
            self._note(name)
        elif tag == "option" and self._select:
            self._options += 1
            if "selected" in values:
                self._open.fields.append((self._select, values.get("value", "")))
        elif tag == "textarea" and name:
            self._area, self._text = name, ""
            self._note(name)
            self._open.typed.append(name)

    def _read_input(self, form: PageForm, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        form.files |= kind == "file"
        self._note(values["name"])
        if kind not in ("radio", "checkbox") or "checked" in values:
            form.fields.append((values["name"], values.get("value", "on" if kind == "checkbox" else "")))
        if kind in ("text", "search", "email"):
            form.typed.append(values["name"])

    def _note(self, name: str) -> None:
        if self._open is not None and name not in self._open.names:
            self._open.names.append(name)

    def note_outside(self) -> None:
        """Buttons that stand beside the form that they send, before it or after it."""
        for form_id, name in self._outside:
            form = self._known.get(form_id)
            if form is not None and name not in form.names:
                form.names.append(name)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._open is not None and self._area:
            self._open.fields.append((self._area, self._text.removeprefix("\n")))
            self._area = ""


def read_forms(address: str, page: str) -> list[PageForm]:
    """Every form of the page at that address."""
    reader = _Reader(address)
    reader.feed(page)
    reader.close()
    reader.note_outside()
    return reader.forms
