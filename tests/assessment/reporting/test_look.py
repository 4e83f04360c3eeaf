"""An organisation's look: which colours and pictures are taken, how they are kept, and that reports have them."""

import re
import struct
import zlib
from base64 import b64encode
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import func, select

from assessment.models import AuditEntry, Document, db
from assessment.reporting.look import LogoError, find_look, find_nearest, keep_look, measure_contrast, redraw_logo
from assessment.reporting.look_forms import read_colour
from assessment.reporting.service import publish_report
from assessment.reporting.verify import verify_report
from tests.assessment.reporting.releases import make_source
from tests.assessment.reporting.test_service import SMALL
from tests.assessment.results.stored import find_owner, open_as, store

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def draw_picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), colour: str = "#8a1f5c") -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, kind)
    return kept.getvalue()


def lie_about_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has that many points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    told = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + told


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#0e5a6d", 7.8), ("#a3246b", 6.9), ("#8c939d", 3.1)]
)
def test_contrast_is_that_of_the_guidelines(colour: str, contrast: float) -> None:
    assert measure_contrast(colour) == pytest.approx(contrast, abs=0.06)


def test_the_nearest_colour_can_be_read_and_keeps_its_hue() -> None:
    for colour in ("#ffcc00", "#7fd1e0", "#ff0000", "#eeeeee", "#8c939d"):
        assert measure_contrast(colour) < 4.5
        nearest = find_nearest(colour)
        assert 4.5 <= measure_contrast(nearest) < 4.7
    assert find_nearest("#0e5a6d") == "#0e5a6d"


def test_colours_are_read_as_people_write_them() -> None:
    written = {"#0E5A6D": "#0e5a6d", " 0e5a6d ": "#0e5a6d", "#abc": "#aabbcc", "": "", "red": None, "#12345": None}
    assert {text: read_colour(text) for text in written} == written
    assert read_colour("#0e5a6d;} body{") is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_and_small(kind: str) -> None:
    brought = draw_picture(kind) + b"<script>trailing</script>"
    kept = redraw_logo(brought)
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (540, 180))
    assert b"script" not in kept
    assert redraw_logo(brought) == kept


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no picture"),
        (b"GIF89a not one of ours", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (draw_picture()[:200], "no picture"),
        (draw_picture("GIF"), "no picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 1024 * 1024, "too big"),
        (lie_about_size(3000, 3000), "too many points"),
        (lie_about_size(60_000, 60_000), "too many points"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(LogoError) as refused:
        redraw_logo(content)
    assert refused.value.reason == reason


def test_a_look_makes_another_report_that_verifies(app: Flask) -> None:
    campaign_id = store(app, make_source(SMALL))
    with app.app_context():
        plain = publish_report(campaign_id, "en", "staff")
        assert find_look(campaign_id) is None
        keep_look(find_owner(app, campaign_id), "#8a1f5c", redraw_logo(draw_picture()))
        dressed = publish_report(campaign_id, "en", "staff")
        assert dressed != plain
        assert verify_report(plain) == verify_report(dressed) == ()
        [image] = PdfReader(BytesIO(dressed)).pages[0].images
        assert image.image is not None
        assert image.image.size == (540, 180)
        keep_look(find_owner(app, campaign_id), "", b"")
        assert publish_report(campaign_id, "en", "staff") == plain
        other = store(app, make_source(SMALL))
        keep_look(find_owner(app, other), "#8a1f5c", None)
        assert find_look(campaign_id) is None
        events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "look.changed")).all()
        assert len(events) == 3


@SQLITE_ONLY
def test_the_page_keeps_shows_and_refuses(app: Flask, client: FlaskClient) -> None:
    campaign_id = store(app, make_source(SMALL))
    open_as(client, campaign_id, "facilitator")
    place = f"/organisations/{find_owner(app, campaign_id)}/look"
    refused = client.post(place, data={"colour": "#ffcc00"})
    assert refused.status_code == 422
    assert f"The nearest colour that can be is {find_nearest('#ffcc00')}" in unescape(refused.text)
    wrong = client.post(place, data={"colour": "", "logo": (BytesIO(b"no picture"), "logo.png")})
    assert wrong.status_code == 422
    assert "Bring a PNG or a JPEG" in wrong.text
    shown = client.post(place, data={"colour": "#8a1f5c", "show": "yes"})
    assert 'fill="#8a1f5c"' in shown.text
    with app.app_context():
        assert find_look(campaign_id) is None
    kept = client.post(place, data={"colour": "#8A1F5C", "logo": (BytesIO(draw_picture()), "logo.png")})
    assert kept.status_code == 303
    page = client.get(place).text
    assert 'value="#8a1f5c"' in page
    assert 'href="data:image/png;base64,' in page
    assert "style=" not in page
    assert 'fill="#123456"' in client.get(f"{place}/preview?colour=%23123456", headers={"HX-Request": "true"}).text
    shown = client.post(place, data={"colour": "#8a1f5c", "no_logo": "y", "show": "yes"}).text
    # The picture is without it, and what was ticked stays to be sent along.
    assert "data:image/png" not in shown
    assert 'value="y" checked' in shown
    gone = client.post(place, data={"colour": "", "no_logo": "y"}, follow_redirects=True)
    assert "The look is kept, without a logo." in gone.text
    with app.app_context():
        assert find_look(campaign_id) is None
        assert db.session.scalar(select(func.count()).select_from(Document)) == 1


AGAIN = "Choose the file again before “Keep this look”: a browser forgets it."


@SQLITE_ONLY
def test_a_logo_that_is_only_shown_says_so(app: Flask, client: FlaskClient) -> None:
    campaign_id = store(app, make_source(SMALL))
    open_as(client, campaign_id, "facilitator")
    place = f"/organisations/{find_owner(app, campaign_id)}/look"
    assert AGAIN not in client.get(place).text
    brought = draw_picture()
    picture = f"data:image/png;base64,{b64encode(redraw_logo(brought)).decode()}"
    for colour, extra, status in (("#8a1f5c", {"show": "yes"}, 200), ("#ffcc00", {}, 422)):
        data = {"colour": colour, "logo": (BytesIO(brought), "logo.png"), **extra}
        shown = client.post(place, data=data)
        assert shown.status_code == status
        assert picture in shown.text
        assert AGAIN in shown.text
        with app.app_context():
            assert find_look(campaign_id) is None
    told = client.post(place, data={"colour": "#8a1f5c"}, follow_redirects=True).text
    assert "The look is kept, without a logo." in told
    data = {"colour": "#8a1f5c", "logo": (BytesIO(brought), "logo.png")}
    assert "The look is kept, with the new logo." in client.post(place, data=data, follow_redirects=True).text
    told = client.post(place, data={"colour": "#123456"}, follow_redirects=True).text
    assert "The look is kept, with the logo that was there." in told


@SQLITE_ONLY
@pytest.mark.parametrize("show", [{"show": "yes"}, {}])
@pytest.mark.parametrize(
    ("content", "name"), [(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg"), (b"", "logo.png")]
)
def test_a_file_of_another_kind_is_an_error_that_keeps_the_rest(
    app: Flask, client: FlaskClient, content: bytes, name: str, show: dict[str, str]
) -> None:
    campaign_id = store(app, make_source(SMALL))
    open_as(client, campaign_id, "facilitator")
    place = f"/organisations/{find_owner(app, campaign_id)}/look"
    refused = client.post(place, data={"colour": "#8A1F5C", "logo": (BytesIO(content), name), **show})
    assert refused.status_code == 422
    assert re.search(r'id="logo-error">.*Bring a PNG or a JPEG', refused.text)
    assert 'value="#8A1F5C"' in refused.text
    assert AGAIN not in refused.text
    with app.app_context():
        assert find_look(campaign_id) is None
