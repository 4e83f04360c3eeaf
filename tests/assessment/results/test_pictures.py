"""Every chart of the results page as a file of its own: the same rights, the same figures, drawn once."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageOps
from playwright.sync_api import Page
from sqlalchemy import func, select

from assessment.models import Document, db
from assessment.results.pictures import draw_chart, find_chart
from assessment.results.view import ResultsView
from reports.charts import AnswerBar, table_of
from reports.charts.standalone import INSIDE, Drawn
from reports.pictures import render_png
from tests.assessment.results import made
from tests.assessment.results.stored import open_as, store

pytestmark = pytest.mark.usefixtures("words")


def count_kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Document)) or 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_picture_that_the_page_offers_is_there(app: Flask, client: FlaskClient) -> None:
    place = open_as(client, store(app, made.source()))
    drivers = [f"/drivers/{one.id}" for one in made.DRIVERS.dimensions]
    pages = "".join(client.get(f"{place}{each}?language=en").text for each in ("", "/units", *drivers))
    offered = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*/charts/[^"]*\.svg[^"]*)"', pages)}
    assert len(offered) > 30
    assert {"total", "drivers", "units", "groups"} <= {link.split("/charts/")[1].split(".")[0] for link in offered}
    for link in offered:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer.mimetype == "image/svg+xml"
        root = ElementTree.fromstring(answer.text)
        assert root.findtext("{http://www.w3.org/2000/svg}title")
        assert "style=" not in answer.text
        assert "%" not in "".join(re.findall(r' (?:x|cx|x1|width)="([^"]*)"', answer.text))


def test_a_picture_holds_every_value_of_its_table(app: Flask) -> None:
    with app.app_context():
        view = made.view()
        for key in ("total", "drivers", "units", "groups", "question-commitment-attend"):
            chart = find_chart(view, view, key)
            assert chart is not None
            picture = draw_chart(view, chart, whole=True)
            texts = " ".join(re.sub(r"<[^>]*>", " ", picture.svg).split())
            for row in table_of(chart).rows:
                for text in row[1:]:
                    assert text in ("", "–") or all(word in texts for word in text.split()), (key, text)
            assert view.facts.sha256[:16] in texts
            assert "groups under 5 never shown" in texts


def test_segments_are_as_wide_as_their_shares(app: Flask) -> None:
    with app.app_context():
        view = made.view()
        chart = find_chart(view, view, "question-commitment-attend")
        assert isinstance(chart, AnswerBar)
        svg = draw_chart(view, chart, whole=True).svg
    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+" y="1" width="([\d.]+)"', svg)]
    total = sum(segment.value for segment in chart.segments)
    assert widths == pytest.approx([segment.value / total * INSIDE for segment in chart.segments], abs=0.01)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pixels_are_drawn_once_and_kept(app: Flask, client: FlaskClient) -> None:
    place = open_as(client, store(app, made.source()))
    before = count_kept(app)
    first = client.get(f"{place}/charts/drivers.png?language=en")
    assert first.status_code == 200
    with Image.open(BytesIO(first.data)) as image:
        assert image.size[0] == 2 * 720
        assert len(image.getcolors(maxcolors=1_000_000) or []) > 10
    assert count_kept(app) == before + 1
    assert client.get(f"{place}/charts/drivers.png?language=en").data == first.data
    assert count_kept(app) == before + 1


ROWS = 8
"""Of the same word, each a little further to the right: what is cut depends on where it falls between pixels."""


def measure_ink(text: str, anchor: str) -> list[int]:
    """How dark each row of a word is in all."""
    family = 'font-family="House Sans" font-size="14"'
    words = "".join(
        f'<text x="{200 + row / ROWS}" y="{row * 40 + 26}" text-anchor="{anchor}" {family}>{text}</text>'
        for row in range(ROWS)
    )
    height = ROWS * 40
    frame = f'width="400" height="{height}" viewBox="0 0 400 {height}"'
    drawn = Drawn(f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>{words}</svg>', 400, height)
    with Image.open(BytesIO(render_png(drawn))) as image:
        dark = ImageOps.invert(image.convert("L"))
        return [sum(dark.crop((0, row * 80, 800, row * 80 + 80)).tobytes()) for row in range(ROWS)]


@pytest.mark.parametrize("text", ["never", "rarely", "nooit"])
def test_a_word_in_the_middle_keeps_the_edge_of_its_first_letter(text: str) -> None:
    whole = measure_ink(text, "start")
    assert min(whole) > 50_000
    for anchor in ("middle", "end"):
        # The edge of one letter is 3 % of such a word.
        assert measure_ink(text, anchor) == pytest.approx(whole, rel=0.01), anchor


FALLBACKS = ("DejaVu Sans", "Verdana", "sans-serif")
EDGES = """() => [...document.querySelectorAll('text')].map(one => {
    const box = one.getBoundingClientRect()
    return [one.textContent, box.left, box.right, box.top]
})"""


@pytest.mark.visit
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_text_is_cut_where_the_letters_are_wider(app: Flask, page: Page, language: str) -> None:
    """Who opens the file in another program has none of the letters of the house."""
    with app.app_context():
        view = made.view()
        view = ResultsView(view.source, view.derived, language)
        pictures = {}
        for key in ("total", "drivers", "units", "groups", "question-commitment-attend"):
            chart = find_chart(view, view, key)
            assert chart is not None
            # No sentence of a chart is longer.
            longer = replace(chart, message=f"{chart.message} {chart.message} {chart.message}")
            pictures[key] = draw_chart(view, longer, whole=True)
    page.set_viewport_size({"width": 1280, "height": 1600})
    for key, picture in pictures.items():
        svg = re.sub('font-family="[^"]*"', f'font-family="{", ".join(FALLBACKS)}"', picture.svg)
        page.set_content(f'<body style="margin: 0">{svg}</body>')
        found = page.evaluate(EDGES)
        assert len(found) > 5, key
        for text, left, right, _top in found:
            assert left >= 0, (key, text)
            assert right <= picture.width - 8, (key, text, right, picture.width)
        # What stands beside each other in one line does not touch.
        for one, other in pairwise(sorted(found, key=lambda each: (each[3], each[1]))):
            assert one[3] != other[3] or one[2] < other[1], (key, one, other)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_reader_of_a_unit_gets_the_picture_of_it_alone(app: Flask, client: FlaskClient) -> None:
    source = made.source()
    first, second = (unit for unit in source.structure.units[:2])
    place = open_as(client, store(app, source), "unit-reader", unit=first.key)
    for key in ("total", "drivers", "groups", "question-commitment-attend"):
        assert client.get(f"{place}/charts/{key}.svg").status_code == 404
    svg = client.get(f"{place}/charts/units.svg?language=en").text
    assert first.name["en"] in svg
    assert second.name["en"] not in svg
    assert "233" not in svg


def test_where_words_must_do_there_is_no_picture(app: Flask) -> None:
    with app.app_context():
        view = made.view()
        words = type(view)(view.source, view.derived.model_copy(update={"form": "words"}), "en")
        assert [find_chart(words, words, key) for key in ("total", "drivers", "units")] == [None, None, None]
