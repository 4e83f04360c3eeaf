"""Which words the program prints: a paper that another edition made is not the paper of this one."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import questionnaires
import reports

PRINTING = (Path(__file__).parents[1], Path(questionnaires.__file__).parent, Path(reports.__file__).parent)
KINDS = frozenset({".py", ".mo", ".html", ".css", ".yaml"})


@cache
def find_edition() -> str:
    """A hash of all files that can change what is printed, read once a process."""
    digest = sha256()
    for folder in PRINTING:
        for path in sorted(folder.rglob("*")):
            if path.suffix in KINDS:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
