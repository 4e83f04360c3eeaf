"""Says in plain words what pydantic finds wrong with the shape of a file."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from questionnaires.fault import Finding, Path
from questionnaires.model import (
    Condition,
    Dimension,
    Found,
    Item,
    LadderStep,
    Lens,
    LensDimension,
    OwnLens,
    Recommendation,
    Scale,
)

_PIECES: Mapping[str, type[BaseModel]] = {
    "dimensions": Dimension,
    "items": Item,
    "found": Found,
    "scales": Scale,
    "lens": OwnLens,
    "ladder": LadderStep,
    "recommendations": Recommendation,
    "when": Condition,
}

_PLAIN: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "needs a text",
    "dict_type": "needs a map (key: value)",
    "model_type": "needs a map (key: value)",
    "model_attributes_type": "needs a map (key: value)",
    "tuple_type": "needs a list",
    "list_type": "needs a list",
    "int_type": "needs a whole number",
    "int_parsing": "needs a whole number",
    "int_from_float": "needs a whole number",
    "float_type": "needs a number",
    "float_parsing": "needs a number",
    "finite_number": "needs a finite number",
    "bool_type": "needs true or false",
    "bool_parsing": "needs true or false",
    "literal_error": "must be {expected}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
    "string_too_long": "may have at most {max_length} characters",
    "string_pattern_mismatch": "use letters and digits, with '-', '.' or '_' between them",
}


def describe_shape(error: ValidationError, root: type[BaseModel]) -> Iterator[Finding]:
    """One finding for each thing pydantic refused in a ``root`` (Questionnaire or Lens)."""
    for fault in error.errors(include_url=False, include_input=False):
        path: Path = tuple(fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield Finding(path, _name_unknown_key(path, root))
            continue
        plain = _PLAIN.get(fault["type"])
        context: dict[str, Any] = fault.get("ctx", {})
        yield Finding(path, plain.format(**context).replace("True", "true") if plain else fault["msg"])


def _name_unknown_key(path: Path, root: type[BaseModel]) -> str:
    return _suggest(str(path[-1]), tuple(known_keys(path[:-1], root)))


@lru_cache(maxsize=1024)
def _suggest(key: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"unknown key, did you mean '{close[0]}'?" if close else f"unknown key; known here: {', '.join(known)}"


def known_keys(path: Path, root: type[BaseModel]) -> list[str]:
    """The keys that may stand in the map at ``path``."""
    pieces: Mapping[str, type[BaseModel]] = {**_PIECES, "dimensions": LensDimension} if root is Lens else _PIECES
    named = [pieces[step] for step in path if isinstance(step, str) and step in pieces]
    piece = named[-1] if named else root
    return [field.alias or name for name, field in piece.model_fields.items()]
