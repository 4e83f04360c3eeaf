"""The public page that checks a report: what it says of sound, changed, foreign and hostile files, what it keeps."""

import io
import re
import zlib
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject
from sqlalchemy import func, select

from assessment.headers import LARGEST_FILE
from assessment.models import Attempt, Document, Job, db
from assessment.reporting import checking
from assessment.reporting.checking import MOST_CHECKS, check_file
from assessment.reporting.service import publish_report
from assessment.reporting.variants import EXECUTIVE, STAFF
from tests.assessment.reporting.test_verify import change_json, replace_file
from tests.assessment.results import made
from tests.assessment.results.stored import store

PdfOf = Callable[[str, str], bytes]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def send(client: FlaskClient, content: bytes, name: str = "report.pdf") -> tuple[int, str]:
    # Written by hand: the client would put what is large on the disk.
    head = f'--x-x\r\nContent-Disposition: form-data; name="report"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--x-x--\r\n"
    answer = client.post("/check", data=body, content_type="multipart/form-data; boundary=x-x")
    return answer.status_code, answer.text


AGREES = "Its data and its text agree; what is drawn on its pages could not be checked"
UNSEEN = "cannot be seen this way: only data and text are compared."


def paint_over(report: bytes) -> bytes:
    """A white box over most of page one: every word is still in the file, and nobody can read it."""
    page = DecodedStreamObject()
    page.set_data(b"q 1 1 1 rg 30 200 500 500 re f Q")

    def paint(writer: PdfWriter) -> None:
        first = writer.pages[0]
        first[NameObject("/Contents")] = ArrayObject([first.raw_get("/Contents"), writer._add_object(page)])

    return _save(PdfWriter(clone_from=PdfReader(io.BytesIO(report))), paint)


@pytest.mark.wide
def test_only_the_very_file_is_called_unchanged(app: Flask, client: FlaskClient) -> None:
    campaign = store(app, made.source())
    with app.app_context():
        report = publish_report(campaign, "en")
    status, page = send(client, report)
    assert status == 200
    assert "This is the very file that was made here, byte for byte" in page
    assert UNSEEN not in page

    for other in (replace_file(report, "result.json", lambda content: content), paint_over(report)):
        status, page = send(client, other)
        assert status == 200
        assert AGREES in page
        assert "Another program has saved this file since it was made." in page
        assert "This installation keeps the same report" in page
        assert UNSEEN in page
        assert "very file" not in page

    # Of a report that was never made here, or is no longer kept, only the figures are known.
    with app.app_context():
        db.session.execute(Document.__table__.delete())
        db.session.commit()
    page = send(client, report)[1]
    assert AGREES in page
    assert "Its figures are those that were released here, but this is no file that is kept here." in page
    assert UNSEEN in page


@pytest.mark.wide
@pytest.mark.parametrize("variant", [EXECUTIVE, STAFF])
def test_the_number_is_the_one_that_the_variant_prints(app: Flask, client: FlaskClient, variant: str) -> None:
    campaign = store(app, made.source())
    with app.app_context():
        report = publish_report(campaign, "en", variant)
        publish_report(campaign, "en")
    printed = re.search(r"report ([0-9a-f]{10}),", PdfReader(io.BytesIO(report)).pages[0].extract_text())
    assert printed
    for content, verdict in ((report, "This is the very file"), (paint_over(report), "keeps the same report")):
        page = send(client, content)[1]
        assert verdict in page
        assert f"<dd>{printed[1]}</dd>" in page


@pytest.mark.wide
def test_a_report_of_another_installation_agrees_and_is_unknown(client: FlaskClient, pdf_of: PdfOf) -> None:
    status, page = send(client, pdf_of("brief", "nl"))
    assert status == 200
    assert AGREES in page
    assert "This installation does not know its release." in page
    assert UNSEEN in page


@pytest.mark.wide
def test_a_changed_report_is_named_and_never_called_ours(app: Flask, client: FlaskClient, pdf_of: PdfOf) -> None:
    def raise_scores(
        document: dict[str, dict[str, dict[str, list[dict[str, list[dict[str, dict[str, float]]]]]]]],
    ) -> None:
        for item in document["source"]["figures"]["cells"][0]["items"][:6]:
            item["score"]["value"] = 90.0

    status, page = send(client, replace_file(pdf_of("brief", "en"), "result.json", change_json(raise_scores)))
    assert status == 200
    assert "This report does not agree with itself" in page
    assert "The attached table of figures differs." in page
    assert "released here" not in page


def write_pdf(change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def add_script(writer: PdfWriter) -> None:
    """A script that runs when the file is opened."""
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def add_bomb(writer: PdfWriter) -> None:
    """Attachments whose bytes unpack to 300 MB each."""
    for name in ("result.json", "figures.csv"):
        writer.add_attachment(name, b"x")
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
    bomb = DecodedStreamObject()
    bomb.set_data(zlib.compress(b" " * 300_000_000, 9))
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    reference = writer._add_object(bomb)
    for place in range(1, len(names), 2):
        names[place].get_object()["/EF"][NameObject("/F")] = reference


def make_hostile(sound: bytes) -> dict[str, tuple[bytes, str]]:
    """What strangers may send, and what they are told."""
    damaged = "This PDF is damaged"
    return {
        "nothing": (b"", "Choose the PDF of a report first."),
        "no PDF": (b"GIF89a" + b"x" * 1000, "This is no PDF."),
        "a page of HTML": (b"<script>alert(1)</script>" * 100, "This is no PDF."),
        "only a head": (b"%PDF-1.7\n", damaged),
        "broken off": (sound[: len(sound) // 2], damaged),
        "broken cross references": (sound.replace(b"startxref", b"startxxxx")[:-200], damaged),
        "noise after a head": (b"%PDF-1.7\n" + bytes(range(256)) * 2000, damaged),
        "too large": (b"%PDF-1.7\n" + b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        "encrypted": (
            write_pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
            "protected with a password",
        ),
        "a script": (write_pdf(add_script), "holds a script"),
        "a bomb": (write_pdf(add_bomb), "more time or memory"),
        "many pages": (
            write_pdf(lambda writer: [writer.add_blank_page(9, 9) for _ in range(401)]),
            "more time or memory",
        ),
        "another document": (write_pdf(lambda writer: None), "is no report of this application"),
        "empty files inside": (
            write_pdf(lambda writer: [writer.add_attachment(name, b"{}") for name in ("result.json", "figures.csv")]),
            "is no report of this application",
        ),
        "a report with a script": (
            _save(PdfWriter(clone_from=PdfReader(io.BytesIO(sound))), add_script),
            "holds a script",
        ),
        "deep nesting": (b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>", ""),
    }


def _save(writer: PdfWriter, change: Callable[[PdfWriter], object]) -> bytes:
    change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.wide
def test_hostile_files_get_a_sentence(
    app: Flask, client: FlaskClient, pdf_of: PdfOf, tell: Callable[[str], None]
) -> None:
    files = make_hostile(pdf_of("brief", "en"))
    told = {}
    for name, (content, expected) in files.items():
        with app.app_context():
            db.session.execute(Attempt.__table__.delete())
            db.session.commit()
        status, page = send(client, content)
        told[name] = status
        assert expected in page, name
        assert "Traceback" not in page
        assert 'id="found"' not in page
    assert told.pop("too large") in (413, 422)
    assert set(told.values()) == {422}
    tell(f"S20: {len(files)} hostile files brought to be checked: each refused with a sentence")


def test_nothing_of_a_file_is_kept(
    app: Flask, client: FlaskClient, pdf_of: PdfOf, capfd: pytest.CaptureFixture[str]
) -> None:
    def count() -> list[int | None]:
        with app.app_context():
            return [db.session.scalar(select(func.count()).select_from(table)) for table in (Document, Job)]

    before = count()
    assert send(client, pdf_of("brief", "en"), "a-name-nobody-should-read.pdf")[0] == 200
    assert count() == before
    printed = capfd.readouterr()
    assert "a-name-nobody" not in printed.out + printed.err


def test_a_reader_that_runs_away_is_stopped(
    client: FlaskClient, pdf_of: PdfOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 0.05)
    assert check_file(pdf_of("brief", "en")).refused == "too much"


def test_one_address_checks_only_so_often(client: FlaskClient) -> None:
    found = [send(client, b"no pdf")[0] for _ in range(MOST_CHECKS + 2)]
    assert found == [422] * MOST_CHECKS + [429, 429]


def test_who_waits_too_long_is_told(client: FlaskClient, pdf_of: PdfOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "WAIT", 0.01)
    with checking._at_work:
        status, page = send(client, pdf_of("brief", "en"))
    assert status == 503
    assert "Others are checking reports right now" in page
