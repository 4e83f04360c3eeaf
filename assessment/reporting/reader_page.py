"""What a reader of the mail is shown: page one of the report, and each decision with what was answered to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.models import Decision
from assessment.reporting.answer_forms import Given
from assessment.reporting.answering import Answer, ConflictError, digest_words, find_own, list_asked
from assessment.reporting.build import fit_page_one
from assessment.reporting.identity import name_edition
from assessment.reporting.readers import Reader
from assessment.reporting.service import dress, find_report
from assessment.results.answers import AnswerPart, make_answers, write_answer
from assessment.results.edition import leave_out_answers
from assessment.results.kept import Kept
from assessment.results.numbers import speaking
from assessment.results.priority_parts import DecisionPart, make_decisions
from assessment.results.service import name_view
from assessment.results.view import ResultsView
from reports.document import Block, Grid, Title
from reports.html import render_blocks


@dataclass(frozen=True, slots=True)
class PageOne:
    """Page one without its decisions, which stand between the two; ``nothing``: too few answered for a report."""

    title: str
    before: Markup
    after: Markup
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A decision as its reader sees it. ``own``: the own answer in words; ``others``: only once there is an own one."""

    id: int
    part: DecisionPart
    own: str
    others: tuple[AnswerPart, ...]


_pages: Kept[PageOne] = Kept(32)


def make_page_one(view: ResultsView) -> PageOne:
    """The very blocks of the report, laid out for a phone; kept, since it is the same for all readers."""
    return _pages.get(name_view(view), lambda: _draw(view))


def _draw(view: ResultsView) -> PageOne:
    if view.derived.form == "none" or view.everybody is None:
        return PageOne("", Markup(), Markup(), nothing=True)
    with speaking(view.language):
        blocks = fit_page_one(view).blocks
    title = next((block.text for block in blocks if isinstance(block, Title)), "")
    # What nobody has put up for decision yet is a proposal: it stays a table, and nothing can be answered.
    place = next((at for at, block in enumerate(blocks) if _asks(block)), len(blocks)) if view.decisions else None
    if place is None:
        return PageOne(title, _render(blocks), Markup())
    return PageOne(title, _render(blocks[:place]), _render(blocks[place + 1 :]))


def _asks(block: Block) -> bool:
    return isinstance(block, Grid) and block.kind == "asks"


def _render(blocks: tuple[Block, ...]) -> Markup:
    return Markup(render_blocks(blocks, "page")) if blocks else Markup()  # noqa: S704 - escaped by the report's own templates


def list_decisions(reader: Reader, view: ResultsView) -> list[AskedPart]:
    """Every decision, in the report's order."""
    own = find_own(reader.id)
    parts = make_decisions(view)
    facts = sorted(view.decisions, key=lambda decision: decision.position)
    rows = list_asked(reader.campaign_id)
    return [
        AskedPart(
            row.id,
            part,
            tell_own(own.get(row.id), view.language),
            tuple(one for one in make_answers(view, fact) if one.reader != reader.name) if row.id in own else (),
        )
        for row, part, fact in zip(rows, parts, facts, strict=True)
    ]


def tell_own(answer: Answer | None, language: str) -> str:
    return write_answer(answer.answer, answer.words, answer.ask_on, language) if answer else ""


def letter_decisions(asked: list[AskedPart], rows: list[Decision]) -> list[tuple[str, Decision]]:
    letters: Mapping[int, str] = {one.id: one.part.letter for one in asked}
    return [(letters[row.id], row) for row in rows if row.id in letters]


def find_reworded(decisions: list[tuple[str, Decision]], given: Given) -> frozenset[int]:
    """The decisions that somebody chose something for and that stand in other words than the page had."""
    typed = given.typed
    return frozenset(
        row.id for _letter, row in decisions if typed[row.id].choice and typed[row.id].words != digest_words(row)
    )


def list_conflicts(asked: list[AskedPart], conflict: ConflictError) -> list[tuple[str, str]]:
    """For the summary on top of the page: the first field of each decision that keeps all from being kept, and why."""
    told = []
    for one in asked:
        if one.id in conflict.reworded:
            told.append(
                (one.id, _("Decision %(letter)s was put in other words: read it again", letter=one.part.letter))
            )
        if one.id in conflict.stored:
            told.append(
                (one.id, _("Decision %(letter)s was answered on another device: look at both", letter=one.part.letter))
            )
    return [(f"d{number}-yes", f"{why}. {_('Nothing is kept yet.')}") for number, why in told]


def find_paper(view: ResultsView) -> bytes | None:
    """The kept PDF that holds nobody's answers: with the comments, else as it was before them."""
    source = leave_out_answers(dress(view.source))
    editions = [name_edition(source)]
    if source.comments:
        editions.append(name_edition(source.model_copy(update={"comments": ()})))
    language = view.language if view.language in view.facts.languages else view.facts.languages[0]
    kept = (find_report(view.facts.id, view.facts.sha256, language, edition) for edition in editions)
    return next((content for content in kept if content is not None), None)
