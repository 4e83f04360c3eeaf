"""A questionnaire on paper: boxes to tick by hand, with the digits that are typed for them. It carries no number."""

from dataclasses import dataclass

from reports.cards import Identity
from reports.html import environment, read_style
from reports.pdf import Limits, lay_out


@dataclass(frozen=True)
class PaperBlock:
    """Questions on one scale. ``answers``: what is printed above the boxes, and the digit of each."""

    lead: str
    answers: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class PaperPart:
    title: str
    blocks: tuple[PaperBlock, ...]


@dataclass(frozen=True)
class PaperForm:
    """``how`` says how to fill it in and where it goes; ``meant`` stands above every part. ``groups`` are boxes to
    tick, none where there is one group only."""

    language: str
    title: str
    unit: str
    how: tuple[str, ...]
    promise_title: str
    promise: str
    meant: str
    group_title: str
    groups: tuple[str, ...]
    parts: tuple[PaperPart, ...]
    end: str
    page: str


def render_paper(form: PaperForm, limits: Limits | None = None) -> bytes:
    """The form as a PDF to print, once for each person."""
    before, _slash, after = form.page.partition("{page}")
    between, _slash, after = after.partition("{pages}")
    styles = [read_style(name) for name in ("colours.css", "type.css", "paper.css")]
    html = environment().get_template("paper.html").render(form=form, footer=(before, between, after), styles=styles)
    return lay_out(html, Identity("paper"), limits or Limits())
