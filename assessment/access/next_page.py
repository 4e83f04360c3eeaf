"""Where a visitor goes after signing in: only ever a page of this installation (trust rule S19)."""

import re

_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")
"""Begins with exactly one slash; letters of addresses only, so that no browser reads a host into it."""


def find_own_path(wished: str | None) -> str | None:
    """The wished path, if it leads to a page of ours; None for everything else."""
    if not wished or len(wished) > 2000 or _OWN_PATH.fullmatch(wished) is None:
        return None
    # Some servers and browsers decode or shorten a path before they follow it: "/%2F/evil", "/.//evil".
    path = wished.partition("?")[0].lower()
    if "//" in path or "%2f" in path or "%5c" in path or "/." in path or "%2e" in path or "%25" in path:
        return None
    return wished
