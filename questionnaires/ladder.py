"""The check of a ladder: the lower bounds of its levels."""

from collections.abc import Iterator

from questionnaires.fault import Finding
from questionnaires.view import Node


def check_ladder(ladder: Node) -> Iterator[Finding]:
    """A ladder starts at 0 and every level starts above the one before it."""
    before: float | None = None
    for step in ladder.each():
        start = step["from"].number
        if start is None:
            return
        if before is None and start != 0:
            yield Finding(step["from"].path, "the first level of a ladder starts at 0")
        if before is not None and start <= before:
            yield Finding(step["from"].path, f"a level starts above the one before it ({before:g})")
        before = start
