"""A unit's hand-out as one sheet of A4, made by a worker and kept: what says the same gives the kept bytes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.jobs import enqueue
from assessment.models import Campaign, Document, Job, db, writing
from assessment.results.hand_out import HandOut, list_team_choices, make_hand_out
from assessment.results.numbers import speaking
from assessment.results.service import load_source, read_source
from assessment.results.view import ResultsView
from reports.document import Block, Footer, Heading, Panel, Paragraph, Picture, Report, Title
from reports.pdf import render_pdf

PDF = "application/pdf"
HAND_OUT = "team hand-out"
MOST_ROWS = 8
"""Of the picture: with more drivers there is no room for it on one sheet, and the three questions matter more."""


class NoHandOutError(Exception):
    """Nothing is shown of this unit on its own, so there is nothing to hand out."""


@dataclass(frozen=True)
class Sheet:
    """``unit``: the key of its cell. ``key`` changes with the release, and with what was made of recommendations for
    teams; it is what the sheet is kept by."""

    campaign_id: int
    unit: str
    language: str
    key: str


def name_sheet(view: ResultsView, unit: str) -> Sheet:
    facts = view.facts
    key = f"hand-out/{facts.id}/{facts.sha256[:16]}/{view.language}/{unit}{_name_choices(view)}"
    return Sheet(facts.id, unit, view.language, key)


def _name_choices(view: ResultsView) -> str:
    """Another sheet once a recommendation for teams was set aside or worded anew; "" where nothing was."""
    choices = "\n".join(sorted(one.model_dump_json() for one in list_team_choices(view)))
    return f"/{sha256(choices.encode()).hexdigest()[:16]}" if choices else ""


def ask_for_sheet(session: Session, sheet: Sheet, organisation_id: int) -> int:
    """Ask in the caller's transaction and give the job's id; asking again gives the same job."""
    return enqueue(
        session,
        purpose=sheet.key,
        kind=HAND_OUT,
        parameters={"campaign_id": sheet.campaign_id, "unit": sheet.unit, "language": sheet.language},
        organisation_id=organisation_id,
    )


def find_asked(sheet: Sheet) -> Job | None:
    return db.session.scalar(select(Job).where(Job.purpose == sheet.key))


def find_sheet(session: Session, organisation_id: int, sheet: Sheet) -> bytes | None:
    """The kept PDF, if there is one."""
    mine = Document.organisation_id == organisation_id
    return session.scalar(select(Document.content).where(mine, Document.key == sheet.key))


def make_sheet(campaign_id: int, unit: str, language: str) -> None:
    """Draw and keep it, where it is not kept already. Raises NotReleasedError, NoHandOutError, LayoutError."""
    view = read_source(load_source(campaign_id), language=language)
    sheet = name_sheet(view, unit)
    organisation_id = db.session.get_one(Campaign, campaign_id).organisation_id
    if find_sheet(db.session, organisation_id, sheet) is not None:
        return
    hand_out = make_hand_out(view, unit)
    if hand_out is None:
        raise NoHandOutError
    content = render_pdf(build_sheet(view, hand_out, sheet))
    with writing() as session:
        if find_sheet(session, organisation_id, sheet) is None:
            session.add(
                Document(
                    organisation_id=organisation_id,
                    key=sheet.key,
                    media_type=PDF,
                    sha256=sha256(content).hexdigest(),
                    made_at=datetime.now(UTC),
                    content=content,
                )
            )


def build_sheet(view: ResultsView, hand_out: HandOut, sheet: Sheet) -> Report:
    """The same words as on the page, as blocks of one sheet."""
    with speaking(view.language):
        return Report(
            language=view.language,
            title=_("Team talk: %(unit)s", unit=hand_out.unit),
            subject=_("Where we stand, and three questions"),
            author=hand_out.organisation,
            identifier=sha256(sheet.key.encode()).hexdigest()[:16],
            made_at=view.facts.released_at,
            page_one=tuple(list_blocks(hand_out)),
            sections=(),
            footer=Footer(f"{hand_out.survey} · {hand_out.limit}", _("page {page} of {pages}")),
        )


def list_blocks(hand_out: HandOut) -> list[Block]:
    kicker = " · ".join(part for part in (hand_out.organisation, hand_out.survey, hand_out.period) if part)
    blocks: list[Block] = [Title(hand_out.unit, kicker), Paragraph(hand_out.people, "muted")]
    if hand_out.chart is not None and len(hand_out.chart.rows) <= MOST_ROWS:
        blocks.append(Picture(hand_out.chart))
    for number, talk in enumerate(hand_out.talks, 1):
        told: list[Block] = [
            Heading(f"{number} {talk.title}", 2),
            Paragraph(talk.told),
            Paragraph(talk.question, "strong"),
        ]
        if talk.idea:
            told.append(Paragraph(_("A first step: %(step)s", step=talk.idea), "muted"))
        blocks.append(Panel(tuple(told), "card"))
    return blocks
