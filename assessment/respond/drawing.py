"""Drawing the questions of a page. The same questions are drawn for everybody: once a process, without answers.

What differs from one person to the next is which answers are checked, and those are put in afterwards.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from assessment.respond.survey import Page

_INPUT_END = re.compile(r'(<input type="radio" name="([^"]+)" id="[^"]+" value="([^"]+)")(?=>)')


def draw_questions(page: Page, chosen: Mapping[int, int], faults: Mapping[str, str]) -> Markup:
    """The questions as HTML. ``chosen``: place to code; ``faults``: field name to message, drawn afresh where any."""
    if faults:
        return Markup(render_template("respond/_grid.html", page=page, chosen=chosen, faults=faults))  # noqa: S704 - our own template, escaped as it was drawn
    pieces, inputs = _draw_once(page)
    if not chosen:
        return Markup("".join(pieces))  # noqa: S704 - drawn by an escaping template
    own = list(pieces)
    for answer in chosen.items():
        own[inputs[answer]] += " checked"
    return Markup("".join(own))  # noqa: S704 - drawn by an escaping template


@lru_cache(maxsize=256)
def _draw_once(page: Page) -> tuple[tuple[str, ...], Mapping[tuple[int, int], int]]:
    """The questions cut behind each input, and which piece ends with the input of a place and code."""
    html = render_template("respond/_grid.html", page=page, chosen={}, faults={})
    rows = {row.name: row for row in page.rows}
    pieces: list[str] = []
    inputs: dict[tuple[int, int], int] = {}
    start = 0
    for match in _INPUT_END.finditer(html):
        row = rows[match[2]]
        inputs[row.place, row.codes[match[3]]] = len(pieces)
        pieces.append(html[start : match.end()])
        start = match.end()
    return (*pieces, html[start:]), inputs
