"""An outside reference that a facilitator brings as a file: nothing is compared without source, year, n and method.

JSON: {"source": ..., "year": ..., "n": ..., "method": ..., "scores": {"commitment": 55, ...}}. CSV: one of these a row,
its name first, the drivers' scores by their ids.
"""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from sqlalchemy import delete, select

from assessment import audit
from assessment.models import Document, db, writing

MOST_BYTES = 64 * 1024
NEEDED = ("source", "year", "n", "method")
FIRST_YEAR, LAST_YEAR = 1950, 2100

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Reference(BaseModel):
    """``scores``: 0 to 100, by the drivers' ids; ``n``: how many answers they come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Words
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    n: int = Field(ge=1)
    method: Words
    scores: dict[str, Score] = Field(min_length=1)


class ReferenceFileError(Exception):
    """The file is none; ``missing``: what it does not state, or not in a way that can be read."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        super().__init__(", ".join(missing) or "no reference")
        self.missing = missing


def read_reference(content: bytes, drivers: frozenset[str]) -> Reference:
    """Raises ReferenceFileError. Scores of what is no driver of this survey are no mistake, only left out."""
    if len(content) > MOST_BYTES:
        raise ReferenceFileError
    try:
        text = content.decode("utf-8-sig")
        stated = _read_json(text) if text.lstrip().startswith("{") else _read_csv(text)
        scores = stated.get("scores")
        known = {key: value for key, value in scores.items() if key in drivers} if isinstance(scores, dict) else {}
        return Reference.model_validate(stated | {"scores": known})
    except ValidationError as error:
        places = (str(fault["loc"][0]) for fault in error.errors() if fault["loc"])
        raise ReferenceFileError(tuple(dict.fromkeys(places))) from None
    except (ValueError, RecursionError, csv.Error):
        raise ReferenceFileError from None


def _read_json(text: str) -> dict[str, Any]:
    return dict(json.loads(text))


def _read_csv(text: str) -> dict[str, Any]:
    delimiter = ";" if text.count(";") > text.count(",") else ","
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if len(row) > 1 and row[0].strip()]
    stated = {row[0].strip(): row[1].strip() for row in rows}
    named: dict[str, Any] = {key: value for key, value in stated.items() if key in NEEDED}
    scores = {key: value.replace(",", ".") for key, value in stated.items() if key not in NEEDED}
    return named | {"scores": scores}


def name_key(survey_id: int) -> str:
    return f"outside-reference/{survey_id}"


def find_reference(organisation_id: int, survey_id: int) -> Reference | None:
    mine = Document.organisation_id == organisation_id
    content = db.session.scalar(select(Document.content).where(mine, Document.key == name_key(survey_id)))
    return Reference.model_validate_json(content) if content else None


def keep_reference(organisation_id: int, survey_id: int, reference: Reference | None, name: Mapping[str, str]) -> None:
    """In place of an earlier one; None takes it away. ``name``: the survey's, for the trail."""
    key, mine = name_key(survey_id), Document.organisation_id == organisation_id
    with writing() as session:
        session.execute(delete(Document).where(mine, Document.key == key))
        details: dict[str, Any] = {"name": dict(name)}
        if reference is not None:
            content = reference.model_dump_json().encode()
            digest = sha256(content).hexdigest()
            session.add(
                Document(
                    organisation_id=organisation_id,
                    key=key,
                    media_type="application/json",
                    sha256=digest,
                    made_at=datetime.now(UTC),
                    content=content,
                )
            )
            session.flush()
            details |= {"source": reference.source, "sha256": digest}
        event = "survey.reference-removed" if reference is None else "survey.reference-kept"
        audit.record(session, organisation_id, event, f"survey {survey_id}", details)
