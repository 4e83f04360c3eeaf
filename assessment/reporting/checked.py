"""The process in which a report that somebody brought is read: a PDF on standard input, what was found as JSON on
standard output (S20).

It knows no database and no setting, may take 40 seconds of computing and 1 GiB, and is stopped beyond that: a file that
wants more ends it alone. The library that reads lets no compressed part grow beyond 75 MB.
"""

import hashlib
import logging
import os
import resource
import sys
from io import BytesIO
from json import dumps
from typing import Any

# Threads of linear algebra would reserve more addresses than the process may have.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from flask import Flask
from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from assessment.language import prepare_languages
from assessment.reporting.attached import FIGURES_NAME, RESULT_NAME
from assessment.reporting.identity import make_identity, name_report
from assessment.reporting.verify import (
    OtherVersionError,
    UnreadableReportError,
    compute_views,
    read_attachments,
    read_enclosed,
    verify_report,
)
from assessment.results.numbers import speaking

SECONDS, MEMORY = 40, 1024**3
MOST_PAGES = 400
MOST_OBJECTS = 200_000
SCRIPTS = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/Rendition")
LONGEST = 200


class RefusedFileError(Exception):
    """The file is not looked at any further; ``reason`` is a key of the page's sentences."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(content: bytes) -> dict[str, Any]:
    """What the page says of a file: the reason of a refusal, or where the report differs from itself."""
    try:
        look_over(content)
        return describe(content)
    except RefusedFileError as refused:
        return {"refused": refused.reason}
    except OtherVersionError:
        return {"refused": "other version"}
    except UnreadableReportError as error:
        # What the library refused to unpack is told as no readable file.
        return {"refused": "too much" if isinstance(error.__context__, LimitReachedError) else "no report"}
    except (MemoryError, RecursionError, LimitReachedError):
        return {"refused": "too much"}
    except Exception:  # a file can be broken in ways that no list holds, and none may be more than a sentence
        return {"refused": "damaged"}


def look_over(content: bytes) -> None:
    """Raise RefusedFileError for what is no plain PDF of a bearable size, before anything inside is believed."""
    if b"%PDF-" not in content[:1024]:
        raise RefusedFileError("no pdf")
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise RefusedFileError("encrypted")
    if len(reader.pages) > MOST_PAGES:
        raise RefusedFileError("too much")
    if holds_script(reader):
        raise RefusedFileError("script")


def holds_script(reader: PdfReader) -> bool:
    """Whether anything in the file would run, start or send something. Our reports hold nothing of the kind."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked_at = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        looked_at += 1
        if looked_at > MOST_OBJECTS:
            raise RefusedFileError("too much")
        if isinstance(one, DictionaryObject):
            if one.keys() & {"/JS", "/JavaScript"} or one.get("/S") in SCRIPTS or one.get("/Subtype") in SCRIPTS:
                return True
            waiting += [
                value for value in one.values() if isinstance(value, DictionaryObject | ArrayObject | IndirectObject)
            ]
        elif isinstance(one, ArrayObject):
            waiting += [value for value in one if isinstance(value, DictionaryObject | ArrayObject | IndirectObject)]
    return False


def describe(content: bytes) -> dict[str, Any]:
    """Where a report differs from itself, by part, and what it says it is."""
    enclosed = read_enclosed(read_attachments(content))
    source = enclosed.source
    found = verify_report(content)
    view = compute_views(source, enclosed.language).main
    with speaking(enclosed.language):
        number = make_identity(view, enclosed.variant).number
    inside = sum(line.startswith(RESULT_NAME) for line in found)
    table = sum(line.startswith(FIGURES_NAME) for line in found)
    return {
        "inside": inside,
        "table": table,
        "pages": len(found) - inside - table,
        "sha256": hashlib.sha256(content).hexdigest(),
        "release": source.facts.sha256,
        "key": name_report(view, enclosed.variant),
        "number": number,
        "survey": view.text(source.facts.name)[:LONGEST],
        "organisation": view.text(source.facts.organisation)[:LONGEST],
        "language": enclosed.language,
    }


def hold() -> None:
    """From here on the process may take no more. Not every system can hold memory too: there, the clock does."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    content = sys.stdin.buffer.read()
    # What the library would say of a broken file quotes it.
    logging.disable(logging.CRITICAL)
    hold()
    app = Flask("assessment")
    prepare_languages(app)
    with app.app_context():
        found = check(content)
    sys.stdout.write(dumps(found))


if __name__ == "__main__":
    main()
