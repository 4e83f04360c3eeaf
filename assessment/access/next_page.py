"""Where a visitor goes after signing in: only ever a page of this installation (trust rule S19)."""

import re

_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")
"""Begins with exactly one slash; letters of addresses only, so that no browser reads a host into it."""

_TWISTED = re.compile(r"//|/\.|%2f|%5c|%2e|%25|%[01]")
"""Two slashes, dots that climb, and their encodings, also twice; control characters."""


def find_own_path(wished: str | None) -> str | None:
    """The wished path, if it leads to a page of ours; None for everything else."""
    if not wished or len(wished) > 2000 or _OWN_PATH.fullmatch(wished) is None:
        return None
    # Some servers and browsers decode or shorten a path before they follow it: "/%2F/evil", "/.//evil".
    path = wished.partition("?")[0].lower()
    return None if _TWISTED.search(path) else wished
