"""Reads YAML as plain texts, lists and maps, and remembers the line of every value.

Each value stays the text that was written; the types of ``questionnaires.model`` decide what is a number or a yes. So
``no`` may be a language and ``nl: Nee`` a label, whatever a version of YAML says about them. Files come from strangers:
no aliases, no tags, no second key of the same name, a bounded size and depth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

import yaml

from questionnaires.fault import Fault, Finding, Path, write_path

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 20

Data = Union[dict[str, "Data"], list["Data"], str, None]  # noqa: UP007  (a quoted name cannot stand in X | Y)

# The C parser is about ten times faster; both report the same events and lines.
_PARSER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Source:
    """``data`` is what the file says; ``lines`` the line of each value. ``readable`` is false where a fault hides part
    of the file, so that further checks would only mislead.
    """

    name: str
    data: Data = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True

    def line_of(self, path: Path) -> int:
        """The line of the value, or of the nearest thing around it where the value is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def locate(self, finding: Finding) -> Fault:
        """The finding with its file, line and field."""
        line = self.line_of(finding.path)
        return Fault(self.name, line, write_path(finding.path), finding.message, finding.severity)

    def add_fault(self, path: Path, message: str, line: int | None = None) -> None:
        place = self.line_of(path) if line is None else line
        self.faults.append(Fault(self.name, place, write_path(path), message))

    def refuse(self, path: Path, message: str, line: int | None = None) -> None:
        self.add_fault(path, message, line)
        self.readable = False


class _TooDeepError(Exception):
    """Stops the reading at once: what lies deeper could be of any depth."""


def read_source(text: str, name: str) -> Source:
    """The content of a YAML text. Never raises: whatever is wrong stands in ``faults``."""
    source = Source(name)
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        source.refuse((), "the file is larger than 1 MiB; keep a questionnaire under that size")
        return source
    text = text.removeprefix("\ufeff")
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        source.refuse((), f"character U+{ord(found[0]):04X} cannot stand in a text file; remove it", line)
        return source
    try:
        _Reader(source, text).read()
    except _TooDeepError:
        pass
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(source, text, error)
    return source


def _refuse_syntax(source: Source, text: str, error: yaml.MarkedYAMLError) -> None:
    lines = text.rstrip().splitlines() or [""]
    mark = error.problem_mark or error.context_mark
    # What is never closed is missed after the end of the file; the last line is where to look.
    line = min(mark.line + 1 if mark else 1, len(lines))
    written = lines[line - 1]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        source.refuse((), "not valid YAML: indent with spaces, not with tabs", line)
        return
    source.refuse((), f"not valid YAML: {error.problem or error.context}", line)


class _Reader:
    """Builds the data from parser events, so that aliases and depth are refused before anything is expanded."""

    def __init__(self, source: Source, text: str) -> None:
        self._source = source
        self._last = max(1, len(text.splitlines()))
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_PARSER))

    def read(self) -> None:
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._source.refuse((), "one questionnaire a file: remove the second document", self._line(event))
                    return
            elif isinstance(event, yaml.NodeEvent):
                self._source.lines[()] = self._line(event)
                self._source.data = self._build(event, ())

    def _build(self, event: yaml.Event, path: Path) -> Data:
        if len(path) > MOST_DEPTH:
            self._source.refuse(path[:3], f"nested deeper than {MOST_DEPTH} levels", self._line(event))
            raise _TooDeepError
        if isinstance(event, yaml.AliasEvent):
            self._source.refuse(path, f"the alias *{event.anchor} is refused: write the text out", self._line(event))
            return None
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._source.refuse(path, f"the tag {event.tag} is refused: write a plain value", self._line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._build_map(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._build_list(path)
        return self._build_scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None

    def _build_scalar(self, event: yaml.ScalarEvent, path: Path) -> str | None:
        value: str = event.value
        if found := _CONTROL.search(value):
            self._source.refuse(
                path, f"character U+{ord(found[0]):04X} cannot stand in a text; remove it", self._line(event)
            )
        return None if not event.style and value in _NULLS else value

    def _build_list(self, path: Path) -> list[Data]:
        values: list[Data] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            step = (*path, len(values))
            self._source.lines[step] = self._line(event)
            values.append(self._build(event, step))
        return values

    def _build_map(self, path: Path) -> dict[str, Data]:
        values: dict[str, Data] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._read_key(event, path)
            value_event = next(self._events)
            step = (*path, key)
            if key in values:
                first = self._source.lines[step]
                self._source.add_fault(step, f"the key stands here twice, first in line {first}", self._line(event))
                self._build(value_event, (*path, 0))
                continue
            self._source.lines[step] = self._line(event)
            values[key] = self._build(value_event, step)
        return values

    def _read_key(self, event: yaml.Event, path: Path) -> str:
        if isinstance(event, yaml.ScalarEvent) and not _CONTROL.search(event.value):
            return str(event.value)
        self._source.refuse(path, "a key must be a plain word", self._line(event))
        self._build(event, (*path, "?"))
        return f"?{len(self._source.faults)}"

    def _line(self, event: yaml.Event) -> int:
        """Where an event stands. What is missing, such as a document after "---", is missed after the end of the file:
        the last line is where to look."""
        return min(event.start_mark.line + 1, self._last) if event.start_mark else 1
