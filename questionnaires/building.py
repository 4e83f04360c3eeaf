"""Turns what a file says into a typed object, and findings into faults with a line."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from questionnaires.fault import MOST_FAULTS, Fault, Finding, QuestionnaireError
from questionnaires.shape import describe_shape
from questionnaires.source import Source, read_source
from questionnaires.view import Node, languages_of

Piece = TypeVar("Piece", bound=BaseModel)


def build_piece(source: Source, piece: type[Piece], findings: Iterable[Finding]) -> Piece | None:
    """The typed object, or None; the faults are added to the source.

    ``findings`` are added first: where a check and a type refuse the same place, the check says it better.
    """
    add_findings(source, findings)
    if not isinstance(source.data, dict):
        source.add_fault((), "a file needs keys and values, as in 'id: my-questionnaire'")
        return None
    languages = languages_of(Node(source.data))
    context = {"only_language": languages[0]} if len(languages) == 1 else {}
    try:
        return piece.model_validate(source.data, context=context, by_alias=True, by_name=False)
    except ValidationError as error:
        add_findings(source, describe_shape(error, piece))
        return None


def load_piece(text: str, name: str, piece: type[Piece], check: Callable[[Node], Iterable[Finding]]) -> Piece:
    """A file of ours that is no questionnaire, checked like one. Raises QuestionnaireError."""
    source = read_source(text, name)
    built = build_piece(source, piece, check(Node(source.data))) if source.readable else None
    if built is None or source.faults:
        raise QuestionnaireError(sort_faults(source))
    return built


def add_findings(source: Source, findings: Iterable[Finding]) -> None:
    """Gives each finding its line. A place that already has an error gets no second one: the first names the cause."""
    named = {fault.field for fault in source.faults if fault.severity == "error"}
    for finding in findings:
        fault = source.locate(finding)
        if fault.severity == "warning" or fault.field not in named:
            source.faults.append(fault)


def sort_faults(source: Source) -> tuple[Fault, ...]:
    """Faults in the order of the file; of very many the errors first, and a count of the rest."""
    faults = sorted(source.faults, key=lambda fault: fault.line)
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    kept = sorted(faults, key=lambda fault: fault.severity == "warning")[:MOST_FAULTS]
    more = f"{len(faults) - MOST_FAULTS} more faults; mend the ones listed here first"
    return (*kept, Fault(source.name, 1, "", more, kept[0].severity))
