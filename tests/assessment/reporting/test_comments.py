"""Released comments on paper: a page a driver, none where none are released, an edition of its own (rule A12)."""

from dataclasses import replace
from io import BytesIO

import pymupdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from assessment.jobs import run_due_jobs
from assessment.models import Document, Release, ReleasedComment, db, writing
from assessment.reporting.build import build_report
from assessment.reporting.comments import MOST
from assessment.reporting.service import publish_report, read_views
from assessment.reporting.verify import verify_report
from assessment.results.view import CommentFact, ReleaseSource
from reports.document import Bullets, Heading, Paragraph, Report, Section
from reports.pdf import render_pdf
from reports.printed import read_codes_plainly
from tests.assessment.reporting.releases import BRIEF, make_source
from tests.assessment.results.stored import open_as, store

SMALL = replace(BRIEF, answered=11, invited=12, before=None, joint=False)
ODD = (
    "We need time & <b>room</b>.",
    "[...] shouts at [...]",
    "a" * 200,
    "نحتاج إلى وقت",
    "Tijd \N{HOURGLASS} e\N{COMBINING ACUTE ACCENT}\N{COMBINING DIAERESIS}n geld",
    "=SUM(A1)\nsecond line",
    "כמה זמן price 12,50 (a) ועוד PDF نحتاج إلى وقت لا أكثر",
    "\N{RIGHT-TO-LEFT OVERRIDE}turned\N{POP DIRECTIONAL FORMATTING} น้ำ \ue000 x\N{COMBINING LONG STROKE OVERLAY}y",
)


def comment(source: ReleaseSource, *texts: str, driver: str = "reward", cell: str = "all") -> ReleaseSource:
    more = tuple(CommentFact(cell=cell, dimension=driver, text=text) for text in texts)
    return source.model_copy(update={"comments": (*source.comments, *more)})


def build(app: Flask, source: ReleaseSource) -> Report:
    with app.test_request_context():
        return build_report(read_views(source, "en"))


def find_sections(report: Report) -> list[Section]:
    return [section for section in report.sections if section.key.startswith("comments-")]


def read_text(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    for page in pages:
        read_codes_plainly(page)
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_without_released_comments_nothing_is_said_of_them(app: Flask) -> None:
    report = build(app, make_source(SMALL))

    assert find_sections(report) == []
    assert "What people wrote" not in read_text(render_pdf(report))


def test_each_driver_has_its_page_in_the_order_of_the_release(app: Flask) -> None:
    source = comment(make_source(SMALL), "late", "early", "never", driver="goals")
    source = comment(source, "c", "a", "b", driver="commitment")
    first, second = find_sections(build(app, source))

    assert (first.title, second.title) == ("What people wrote: Commitment", "What people wrote: Goals")
    assert first.new_page
    heading, bullets = first.blocks[1:]
    assert heading == Heading("Whole organisation")
    assert isinstance(bullets, Bullets)
    assert [text for text, _more in bullets.entries] == ["c", "a", "b"]


def test_a_part_prints_no_more_than_paper_holds_and_says_so(app: Flask) -> None:
    texts = [f"number {number}" for number in range(MOST + 1)]
    source = comment(comment(make_source(SMALL), *texts), "x", "y", "z", cell="says")
    (section,) = find_sections(build(app, source))
    lists = [block for block in section.blocks if isinstance(block, Bullets)]

    assert [len(block.entries) for block in lists] == [MOST // 2, 3]
    assert (
        Paragraph("100 of 201, drawn by chance; all stand on the results page and in result.json.", "small")
        in section.blocks
    )


@pytest.mark.wide
def test_signs_that_follow_a_text_from_right_to_left_verify(app: Flask) -> None:
    """The library that reads the page turns such signs round: "(%) next" after Hebrew reads ")%( next"."""
    with app.test_request_context():
        texts = ["הצוות צריך זמן" + " (%-)" * (number % 2) for number in range(6)] + ["%-]%^ and more"] * 6
        for order in (texts, texts[::-1], [text for pair in zip(texts[:6], texts[6:], strict=True) for text in pair]):
            pdf = render_pdf(build_report(read_views(comment(make_source(SMALL), *order), "en")))
            assert verify_report(pdf) == ()


def test_odd_texts_are_printed_and_the_report_verifies(app: Flask) -> None:
    with app.test_request_context():
        pdf = render_pdf(build_report(read_views(comment(make_source(SMALL), *ODD), "en")))
        assert verify_report(pdf) == ()
    text = read_text(pdf)

    assert "We need time & <b>room</b>." in text
    assert "[...] shouts at [...]" in text
    for page in pymupdf.open(stream=pdf):
        ends = [x1 for _x0, _y0, x1, _y1, *_word in page.get_text("words")]
        assert max(ends) < page.rect.width, f"text runs off page {page.number + 1}"


@pytest.mark.wide
@pytest.mark.parametrize("other", ["We need more time", "We need time and money"])
def test_a_changed_comment_gives_another_number_so_a_forged_one_is_found(app: Flask, other: str) -> None:
    source = make_source(SMALL)
    honest, forged = (build(app, comment(source, text)) for text in ("We need time", other))
    with app.test_request_context():
        # The pages of one report around the data of the other.
        pdf = render_pdf(replace(forged, attachments=honest.attachments))
        assert any("We need" in fault or other[8:12] in fault for fault in verify_report(pdf))

    assert honest.identifier != forged.identifier
    assert honest.footer.identity != forged.footer.identity


@pytest.mark.wide
def test_comments_that_come_later_make_a_second_report_and_leave_the_first(app: Flask, client: FlaskClient) -> None:
    campaign_id = store(app, make_source(SMALL))
    with app.app_context():
        before = publish_report(campaign_id, "en")
        with writing() as session:
            release = session.scalars(select(Release).where(Release.campaign_id == campaign_id)).one()
            for number, text in enumerate(("one", "two", "three"), 1):
                session.add(
                    ReleasedComment(
                        organisation_id=release.organisation_id,
                        release_id=release.id,
                        cell="all",
                        dimension="reward",
                        position=number,
                        text=f"comment {text}",
                    )
                )
    path = open_as(client, campaign_id)
    assert "The report is not made yet" in client.get(f"{path}/report.pdf?language=en").text
    client.post(f"{path}/report", data={"language": "en"})
    run_due_jobs(app)
    made = client.get(f"{path}/report.pdf?language=en")

    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    assert "comment one" in read_text(made.data)
    assert "comment one" not in read_text(before)
    with app.app_context():
        assert verify_report(before) == verify_report(made.data) == ()
        assert {before, made.data} == set(db.session.scalars(select(Document.content)))
