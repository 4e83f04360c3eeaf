"""From a file to a typed, immutable questionnaire, with every fault found on the way."""

from pathlib import Path as FilePath

from questionnaires.advice import give_advice
from questionnaires.building import add_findings, build_piece, sort_faults
from questionnaires.checks import check_questionnaire
from questionnaires.fault import Fault, QuestionnaireError
from questionnaires.model import Questionnaire
from questionnaires.source import MOST_BYTES, read_source
from questionnaires.view import Node


def load_text(text: str, name: str) -> Questionnaire:
    """The questionnaire that ``text`` describes; ``name`` is how faults call the file.

    Raises QuestionnaireError with every error at once. Warnings do not stop the loading.
    """
    questionnaire, faults = read_questionnaire(text, name)
    if questionnaire is None:
        raise QuestionnaireError(tuple(fault for fault in faults if fault.severity == "error"))
    return questionnaire


def load_file(path: FilePath | str) -> Questionnaire:
    """Like load_text, from a UTF-8 file. An unreadable file is a fault like any other."""
    return load_text(read_text(path), str(path))


def check_text(text: str, name: str) -> tuple[Fault, ...]:
    """Every error and every warning, in the order of the file; empty where nothing can be bettered."""
    return read_questionnaire(text, name)[1]


def read_text(path: FilePath | str) -> str:
    """The text of a file, read no further than its largest allowed size. Raises QuestionnaireError."""
    try:
        with FilePath(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise QuestionnaireError((Fault(str(path), 1, "", f"cannot be read: {error.strerror}"),)) from error
    # One byte too many may cut a letter in two; the size is then the fault, and load_text says so.
    cut = "ignore" if len(content) > MOST_BYTES else "strict"
    try:
        return content.decode("utf-8-sig", cut)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise QuestionnaireError((Fault(str(path), line, "", "not UTF-8 text: save the file as UTF-8"),)) from error


def read_questionnaire(text: str, name: str) -> tuple[Questionnaire | None, tuple[Fault, ...]]:
    """The questionnaire, or None where there are errors, and all faults."""
    source = read_source(text, name)
    if not source.readable:
        return None, sort_faults(source)
    root = Node(source.data)
    questionnaire = build_piece(source, Questionnaire, check_questionnaire(root))
    add_findings(source, give_advice(root))
    sound = not any(fault.severity == "error" for fault in source.faults)
    return (questionnaire if sound else None), sort_faults(source)
