"""Forms of the organisation: a unit, the groups, head counts, a person, a list, a move."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, FileField, Form, SelectField, StringField, ValidationError
from wtforms.utils import unset_value

from assessment.language import LANGUAGES, current_language
from assessment.models import LanguageMap, RespondentGroup, in_language
from assessment.organisation.comparison import is_address
from assessment.organisation.faults import Fault, find_text_fault, say_fault
from assessment.organisation.names import same_name
from assessment.organisation.tree import Place, Tree

MOST_COUNTED = 100_000
"""People of one group in one unit."""


def clean(text: Any) -> Any:
    return same_name(text) if isinstance(text, str) else text


def check_text(_form: Form, field: Field) -> None:
    """A name that can be printed, in a report too."""
    code = find_text_fault(field.data) if field.data else None
    if code:
        raise ValidationError(f"{field.label.text}: {say_fault(Fault(0, '', code))}")


def check_there(_form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("Write the name in at least one language"))


class UnitForm(Form):
    """A unit's names, place and kind; ``parent`` is a unit's id, 0 for the top."""

    name_en = StringField(lazy_gettext("Name in English"), filters=[clean], validators=[check_text])
    name_nl = StringField(lazy_gettext("Name in Dutch"), filters=[clean], validators=[check_text])
    parent = SelectField(lazy_gettext("Part of"), coerce=int)
    builds_software = BooleanField(lazy_gettext("Builds or runs software"))

    def validate_name_en(self, field: Field) -> None:
        if not (field.data or self.name_nl.data):
            check_there(self, field)

    @property
    def names(self) -> LanguageMap:
        """A name in every language: one that is left empty is that of the other."""
        english, dutch = self.name_en.data or "", self.name_nl.data or ""
        return {"en": english or dutch, "nl": dutch or english}

    def offer_parents(self, tree: Tree, unit_id: int | None = None) -> None:
        """The units that this one may be part of."""
        self.parent.choices = [(0, _("Nothing: it stands on top")), *_write_choices(tree.list_parents(unit_id))]


def list_choices(tree: Tree) -> Sequence[tuple[int, str]]:
    """All units to choose from, those below others indented."""
    return _list_choices(tree, current_language())


@lru_cache(maxsize=32)
def _list_choices(tree: Tree, _language: str) -> tuple[tuple[int, str], ...]:
    """A tree is one object as long as nothing in it changes."""
    return tuple(_write_choices(list(tree)))


def _write_choices(places: Sequence[Place]) -> list[tuple[int, str]]:
    language = current_language()
    return [(place.id, "\u2007\u2007" * (place.level - 1) + in_language(place.name, language)) for place in places]


class PersonForm(Form):
    name = StringField(lazy_gettext("Name"), filters=[clean], validators=[check_text])
    email = StringField(lazy_gettext("E-mail address"), filters=[clean])
    unit = SelectField(lazy_gettext("Unit"), coerce=int)
    group = SelectField(lazy_gettext("Group"))
    language = SelectField(lazy_gettext("Language"))

    def offer(self, tree: Tree, groups: Sequence[RespondentGroup]) -> None:
        self.unit.choices = list(list_choices(tree))
        self.group.choices = list_groups(groups)
        self.language.choices = list_languages()

    def validate_name(self, field: Field) -> None:
        if not (field.data or self.email.data):
            raise ValidationError(_("Write a name or an e-mail address"))

    def validate_email(self, field: Field) -> None:
        if field.data and not is_address(field.data.lower()):
            raise ValidationError(_("Write an e-mail address like name@example.org, or leave it empty"))

    @property
    def values(self) -> dict[str, Any]:
        """Columns of Person."""
        return {
            "name": self.name.data or "",
            "email": (self.email.data or "").lower() or None,
            "unit_id": self.unit.data,
            "group_": self.group.data,
            "language": self.language.data,
        }


def list_languages() -> list[tuple[str, str]]:
    return [("en", _("English")), ("nl", _("Dutch"))]


def list_groups(groups: Sequence[RespondentGroup]) -> list[tuple[str, str]]:
    return [(group.key, in_language(group.name, current_language())) for group in groups]


class ListForm(Form):
    file = FileField(
        lazy_gettext("List of people"),
        description=lazy_gettext(
            "A spreadsheet (XLSX) or CSV file, at most 5 MB. One of its first rows names the columns: name, e-mail, "
            "unit, group, language."
        ),
    )
    language = SelectField(lazy_gettext("Language of new people for whom the list says none"))

    def offer(self) -> None:
        self.language.choices = list_languages()
        if self.language.data not in LANGUAGES:
            self.language.data = current_language()


class MoveForm(Form):
    """0 and "" leave unit or group as they are."""

    to_unit = SelectField(lazy_gettext("To the unit"), coerce=int)
    to_group = SelectField(lazy_gettext("To the group"))

    def offer(self, tree: Tree, groups: Sequence[RespondentGroup]) -> None:
        stay = _("Leave as it is")
        self.to_unit.choices = [(0, stay), *list_choices(tree)]
        self.to_group.choices = [("", stay), *list_groups(groups)]


class SearchForm(Form):
    """What to search for among people; 0 and "" are all units or groups."""

    text = StringField(lazy_gettext("Name or e-mail address"))
    unit = SelectField(lazy_gettext("Unit"), coerce=int)
    group = SelectField(lazy_gettext("Group"))


def offer_search(tree: Tree, groups: Sequence[RespondentGroup], asked: Mapping[str, Any]) -> SearchForm:
    form = SearchForm(data=asked)
    form.unit.choices = [(0, _("All units")), *list_choices(tree)]
    form.group.choices = [("", _("All groups")), *list_groups(groups)]
    return form


class GroupsField(Field):
    """The names of all groups, one text a group and language. ``data``: names by group id."""

    def __init__(self, groups: Sequence[RespondentGroup], **options: Any) -> None:
        super().__init__(**options)
        self.groups = groups
        self.faults: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data: dict[int, LanguageMap] = {group.id: dict(group.name) for group in self.groups}
        if formdata is None:
            return
        for group in self.groups:
            for language in LANGUAGES:
                name = f"group-{group.id}-{language}"
                text = same_name(formdata.get(name, ""))
                self.data[group.id][language] = text
                code = find_text_fault(text)
                if code:
                    said = say_fault(Fault(0, "", code))
                    self.faults[name] = said if text else _("Write the name of the group")
        self._find_twins()
        self.process_errors.extend(self.faults.values())

    def _find_twins(self) -> None:
        for language in LANGUAGES:
            seen: set[str] = set()
            for group_id, names in self.data.items():
                text = names[language].casefold()
                if text and text in seen:
                    self.faults[f"group-{group_id}-{language}"] = _("Another group is called this too")
                seen.add(text)


class CountsField(Field):
    """Head counts of the units on one page. ``data``: counts by unit id and group key; empty is none."""

    def __init__(self, unit_ids: Sequence[int], groups: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.cells = [(unit_id, group) for unit_id in unit_ids for group in groups]
        self.faults: dict[str, str] = {}
        self.typed: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data: dict[tuple[int, str], int] = {} if data is unset_value else data
        self.typed = {name_cell(*cell): str(count) for cell, count in self.data.items()}
        if formdata is None:
            return
        self.data = {}
        for cell in self.cells:
            name = name_cell(*cell)
            text = self.typed[name] = formdata.get(name, "").strip()
            if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= MOST_COUNTED:
                self.data[cell] = int(text)
            elif text:
                self.faults[name] = _("Write a whole number of people, at most 100,000")
        self.process_errors.extend(self.faults.values())


def name_cell(unit_id: int, group: str) -> str:
    return f"count-{unit_id}-{group}"
