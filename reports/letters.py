"""Personal letters: one page a person, to fold and hand out, with what opens the survey."""

from dataclasses import dataclass

from reports.cards import Card, draw_code, lay_out_sheets
from reports.html import environment
from reports.pdf import Limits


@dataclass(frozen=True)
class PersonalLetter:
    """``before`` and ``after``: paragraphs around the picture. ``label`` and ``place``: where the code is typed."""

    language: str
    name: str
    unit: str
    subject: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    label: str
    place: str
    card: Card


def render_letters(title: str, letters: tuple[PersonalLetter, ...], limits: Limits | None = None) -> bytes:
    """All letters of one file as a PDF; its language is that of the first."""
    page = environment().get_template("letters.html")
    return lay_out_sheets("letters", page, limits, title=title, letters=letters, draw_code=draw_code)
