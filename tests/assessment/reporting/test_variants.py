"""The variants of a report: how long each is, what it leaves out, and that none tells more than the full one."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from json import loads

import pytest
from flask import Flask
from pypdf import PdfReader

from assessment.reporting.attached import Enclosed
from assessment.reporting.build import build_report
from assessment.reporting.identity import TEMPLATE_VERSION, document_key, make_identity, name_edition, name_look
from assessment.reporting.variants import EXECUTIVE, FULL, MANAGEMENT, STAFF, VARIANTS, cut_source
from assessment.reporting.verify import verify_report
from assessment.results.view import AdviceFact, CommentFact, DecisionFact, LookFact
from reports.document import Report
from reports.html import render_html
from reports.pdf import render_pdf
from reports.texts import read_pieces
from tests.assessment.reporting.conftest import PATIENT
from tests.assessment.reporting.releases import VARIANTS as STORIES
from tests.assessment.reporting.releases import make_source, make_views

PAGES = {EXECUTIVE: range(2, 3), MANAGEMENT: range(8, 16), STAFF: range(1, 3)}
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
BOTH = pytest.mark.parametrize("language", ["en", "nl"])
EACH = pytest.mark.parametrize("story", STORIES)
SHORTER = pytest.mark.parametrize("variant", PAGES)


@pytest.fixture(scope="module")
def variant_of(speaking: Flask) -> Callable[[str, str, str], Report]:
    return cache(lambda story, language, variant: build_report(make_views(STORIES[story], language), variant))


def read_text(report: Report) -> str:
    """All words of a report: flowing, in pictures, and what is read out in their place."""
    html = render_html(report)
    pieces = read_pieces(html)
    return "\n".join((*pieces.flow, *pieces.pictures, *re.findall(r"<title>(.*?)</title>", html)))


@SHORTER
@pytest.mark.parametrize(
    ("story", "language"),
    [
        pytest.param("full", "nl", marks=pytest.mark.wide),
        ("few people", "en"),
        pytest.param("under half answered", "nl", marks=pytest.mark.wide),
        pytest.param("first survey", "en", marks=pytest.mark.wide),
    ],
)
def test_each_is_as_long_as_promised_and_verifies(
    story: str, language: str, variant: str, variant_of: Callable[[str, str, str], Report]
) -> None:
    pdf = render_pdf(variant_of(story, language, variant), PATIENT)
    assert len(PdfReader(BytesIO(pdf)).pages) in PAGES[variant]
    assert verify_report(pdf) == ()


@EACH
@BOTH
@SHORTER
def test_no_variant_has_a_number_that_the_full_one_has_not(
    story: str, language: str, variant: str, variant_of: Callable[[str, str, str], Report]
) -> None:
    """Nor do all of them together: what each has, the full one has."""
    full = variant_of(story, language, FULL)
    table = next(file.content.decode() for file in full.attachments if file.name == "figures.csv")
    known = set(NUMBER.findall(read_text(full))) | set(NUMBER.findall(table))
    text = read_text(variant_of(story, language, variant))
    numbers = set(NUMBER.findall(text))
    assert numbers <= known
    assert len(numbers) > 5


@BOTH
@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("further", [1, 3])
def test_page_two_for_executives_asks_what_page_one_has_no_room_for(further: int, language: str) -> None:
    asked = tuple(
        DecisionFact(
            position=place,
            text={language: f"Decision number {place}"},
            owner="K. Plover",
            due=date(2027, 6, place),
            otherwise={language: "nothing changes in the coming year"},
        )
        for place in range(1, 4 + further)
    )
    views = make_views(STORIES["full"], language)
    main = views.main
    source = main.source.model_copy(update={"decisions": asked})
    report = build_report(type(views)(type(main)(source, main.derived, language), views.others), EXECUTIVE)
    pages = PdfReader(BytesIO(render_pdf(report, PATIENT))).pages
    assert len(pages) == 2
    first, second = ([f"{letter}. Decision number" in page.extract_text() for letter in "ABCD"] for page in pages)
    assert (first, second) == ([True, True, True, False], [False, False, False, True])


LONG = ("Our senior managers sit down with every team that asks, listen to what stands in its way, and answer. " * 8)[
    :400
]
"""As long a first step as can be typed."""


@BOTH
@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("length", [100, 400])
def test_page_two_has_recommendations_in_own_words_and_stays_one_page(length: int, language: str) -> None:
    """The longest steps that can be typed have no room on it: then it says where they stand."""
    views = make_views(STORIES["full"], language)
    main, priorities = views.main, views.main.derived.priorities
    assert len(priorities) == 6
    choices = tuple(
        AdviceFact(
            recommendation=one.recommendation,
            choice="accepted",
            title={language: f"Own title {number} {LONG}"[: length // 2]},
            first_step={language: f"Own step {number} {LONG}"[:length]},
        )
        for number, one in enumerate(priorities, 1)
    )
    source = main.source.model_copy(update={"choices": choices})
    report = build_report(type(views)(type(main)(source, main.derived, language), views.others), EXECUTIVE)
    text = read_text(report)
    for number, one in enumerate(priorities, 1):
        assert f"Own title {number} " in text
        assert (f"Own step {number} " in text) is (length == 100)
        assert main.say(main.recommendation(one.recommendation).first_step).rstrip(".") not in text
    elsewhere = {"en": "Its first step stands in the", "nl": "De eerste stap staat in het"}[language]
    assert text.count(elsewhere) == (0 if length == 100 else 6)
    assert len(PdfReader(BytesIO(render_pdf(report, PATIENT))).pages) in PAGES[EXECUTIVE]


@EACH
@BOTH
def test_staff_read_no_score_and_no_unit(
    story: str, language: str, variant_of: Callable[[str, str, str], Report]
) -> None:
    report = variant_of(story, language, STAFF)
    text = read_text(report)
    assert {"en": "Where we stand", "nl": "Waar wij staan"}[language] in text
    assert "score" not in text.lower()
    assert not re.search(r"maturity|volwassen|worst|failing", text + report.subject, re.IGNORECASE)
    for names in make_source(STORIES[story]).structure.units:
        assert names.name[language] not in text.replace("Kestrel Care", "").replace("Torenvalk Zorg", "")


@pytest.mark.usefixtures("speaking")
def test_the_file_inside_the_staff_variant_holds_everybody_together_only() -> None:
    source = make_source(STORIES["full"])
    told = source.model_copy(update={"comments": (CommentFact(cell="all", dimension="goals", text="We need time"),)})
    views = make_views(STORIES["full"])
    views = type(views)(type(views.main)(told, views.main.derived, "en"), views.others)
    [file] = build_report(views, STAFF).attachments
    enclosed = Enclosed.model_validate_json(file.content)
    assert enclosed.variant == STAFF
    assert [cell.key for cell in enclosed.source.figures.cells] == ["all"]
    text = file.content.decode()
    for gone in ("home-care", "Thuiszorg", "We need time", "unit:"):
        assert gone not in text
    assert set(enclosed.derived) == {"drivers"}
    assert enclosed.derived["drivers"].units == ()
    assert enclosed.derived["drivers"].index == views.main.derived.index
    for variant in (EXECUTIVE, MANAGEMENT):
        assert "We need time" not in build_report(views, variant).attachments[0].content.decode()


@pytest.mark.usefixtures("speaking")
def test_every_variant_language_and_look_is_a_report_of_its_own() -> None:
    source = make_source(STORIES["full"])
    dressed = source.model_copy(update={"look": LookFact(colour="#8a1f5c")})
    numbers = []
    for one in (source, dressed):
        for language in ("en", "nl"):
            view = make_views(STORIES["full"], language).main
            view = type(view)(one, view.derived, language)
            numbers += [make_identity(view, variant).number for variant in VARIANTS]
    assert len(set(numbers)) == len(numbers) == 16
    assert name_edition(dressed) == f"{name_edition(source)}/{name_look(dressed.look)}"
    assert document_key("ab", "en") == f"report/ab/full/en/{TEMPLATE_VERSION}"
    keys = {document_key("ab", "en", "", variant, form) for variant in VARIANTS for form in ("pdf", "html", "docx")}
    assert len(keys) == 12


@pytest.mark.usefixtures("speaking")
def test_comments_make_another_full_report_and_leave_the_others_as_they_are() -> None:
    source = make_source(STORIES["full"])
    told = source.model_copy(update={"comments": (CommentFact(cell="all", dimension="goals", text="We need time"),)})
    assert name_edition(told) != name_edition(source)
    for variant in PAGES:
        assert name_edition(told, variant) == name_edition(source, variant)
        assert cut_source(told, variant).comments == ()


@pytest.mark.usefixtures("speaking")
def test_a_changed_variant_is_found_out(variant_of: Callable[[str, str, str], Report]) -> None:
    """What is verified is the variant's own pages: a word less is missed, a figure changed is named."""
    report = variant_of("few people", "en", STAFF)
    other = variant_of("few people", "en", EXECUTIVE)
    content = loads(report.attachments[0].content)
    assert content["variant"] == STAFF
    mixed = type(report)(**{**vars(other), "attachments": report.attachments})
    found = verify_report(render_pdf(mixed, PATIENT))
    assert any("footer" in line for line in found)
    assert any("missing" in line or "prints" in line for line in found)
