"""Every chart of the results page as a file of its own: the same rights, the same figures, drawn once."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from assessment.models import Document, db
from assessment.results.pictures import draw_chart, find_chart
from reports.charts import AnswerBar, table_of
from reports.charts.standalone import INSIDE
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
