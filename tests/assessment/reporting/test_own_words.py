"""Page one in the facilitator's own words: other sentences, never other figures, and whether it still fits."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from assessment.jobs.worker import run_due_jobs
from assessment.models import AuditEntry, ReportWords, db
from assessment.reporting.build import build_report
from assessment.reporting.own_words import find_words
from assessment.reporting.rewording import list_sentences
from assessment.reporting.service import publish_report, read_views
from assessment.reporting.variants import EXECUTIVE, STAFF
from assessment.reporting.verify import verify_report
from assessment.reporting.views import ReportViews
from assessment.results.view import WordsFact
from assessment.results.wording import find_changed_numbers, keeps_numbers, list_numbers
from reports.html import render_html
from reports.texts import read_pieces
from tests.assessment.reporting.releases import BRIEF, VARIANTS, make_source
from tests.assessment.results.stored import find_owner, open_as, store

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STORY = VARIANTS["full"]


def read_text(views: ReportViews, variant: str) -> str:
    return " ".join(" ".join(read_pieces(render_html(build_report(views, variant))).flow).split())


@pytest.mark.parametrize(
    ("original", "own", "language", "changed"),
    [
        ("62 % of staff see it", "Of our staff, 62 % see it", "en", ((), ())),
        ("62 % of staff see it", "64 % of staff see it", "en", (("62",), ("64",))),
        ("62 % of staff see it", "Most of us see it", "en", (("62",), ())),
        ("Level 3, 1.5 of 4", "On level 3 we are: 1.5 of 4", "en", ((), ())),
        ("Level 3, 1.5 of 4", "On level 3 we are: 15 of 4", "en", (("1.5",), ("15",))),
        ("Time was given", "Half of the time was given", "en", ((), ("half",))),
        ("Er was tijd", "Er was twee keer zo veel tijd", "nl", ((), ("twee",))),
        ("2 of 2 said so", "2 said so", "en", (("2",), ())),
        ("Er is één plan", "Een plan is er", "nl", ((), ())),
    ],
)
def test_numbers_are_compared_and_not_where_they_stand(
    original: str, own: str, language: str, changed: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    assert find_changed_numbers(original, own, language) == changed
    assert keeps_numbers(original, own, language) == (changed == ((), ()))


def test_numbers_in_letters_count_in_their_own_language() -> None:
    assert list_numbers("Two of 10 say: derde helft", "en") == ["two", "10"]
    assert list_numbers("Two of 10 say: derde helft", "nl") == ["10", "derde", "helft"]


def test_page_one_and_the_staff_variant_have_them_and_say_so(speaking: Flask) -> None:
    views = read_views(make_source(STORY), "en")
    [(verdict, picked), (finding, told), *_more] = list_sentences(views.main).items()
    assert (verdict, finding.split()[0]) == ("verdict", "finding")
    numbers = " and ".join(list_numbers(picked, "en"))
    own = {verdict: f"Our house stands on {numbers}, we say", finding: f"We heard: {told}"}
    facts = tuple(WordsFact(language="en", place=place, text=text) for place, text in own.items())
    reworded = read_views(make_source(STORY).model_copy(update={"words": facts}), "en")
    for variant in (EXECUTIVE, STAFF):
        before, after = (read_text(one, variant) for one in (views, reworded))
        assert own[verdict] in after
        assert own[finding] in after
        assert own[verdict] not in before
    told = "2 sentences of page one are in our own words; their figures are as computed."
    assert told in read_text(reworded, EXECUTIVE)
    assert "own words" not in read_text(views, EXECUTIVE)


def test_words_that_no_longer_say_the_figures_give_way_to_the_sentence(speaking: Flask) -> None:
    view = read_views(make_source(STORY), "en").main
    picked = list_sentences(view)["verdict"]
    stale = WordsFact(language="en", place="verdict", text="Level 1 in 1999")
    source = make_source(STORY).model_copy(update={"words": (stale,)})
    page = read_text(read_views(source, "en"), EXECUTIVE)
    assert "Level 1 in 1999" not in page
    assert "own words" not in page
    assert picked in page


@SQLITE_ONLY
def test_a_facilitator_rewords_page_one_and_reads_that_it_fits(app: Flask, client: FlaskClient) -> None:
    survey = store(app, make_source(BRIEF))
    place = f"/organisations/{find_owner(app, survey)}/surveys/{survey}/report-words"
    open_as(client, survey, "facilitator")
    page = client.get(place).text
    picked = unescape(re.findall(r'id="verdict-original" lang="en">(.*?)</p>', page)[0])
    numbers = list_numbers(picked, "en")
    own = f"We say it ourselves: {' and '.join(numbers)}"

    refused = client.post(place, data={"verdict": f"{own} and 99", "version": ""})
    assert refused.status_code == 422
    assert "Leave figures as they are: 99 is not in the sentence" in refused.text
    assert f"{own} and 99</textarea>" in refused.text
    long = client.post(place, data={"verdict": f"{own} {'word ' * 20}", "version": ""})
    assert "Shorten this to 20 words" in long.text
    for_staff = client.post(place, data={"verdict": f"{own}, a good score", "version": ""})
    assert "Leave out the word “score”" in unescape(for_staff.text)
    with app.app_context():
        assert find_words(db.session, survey, "en") == {}

    kept = client.post(place, data={"verdict": own, "version": ""})
    assert kept.status_code == 303
    assert "Page one is being laid out" in client.get(kept.location).text
    with app.app_context():
        run_due_jobs(app)
    assert "Page one fits:" in client.get(place).text
    with app.app_context():
        made = publish_report(survey, "en", EXECUTIVE)
        assert verify_report(made) == ()
        assert own in re.sub(r"\s+", " ", PdfReader(BytesIO(made)).pages[0].extract_text())
        event = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id.desc())).first()
    assert event == "words.changed"
    assert own in unescape(client.get(place.replace("report-words", "results")).text)

    overtaken = client.post(place, data={"verdict": own + "!", "version": ""})
    assert overtaken.status_code == 409
    assert f"now: {own}" in unescape(overtaken.text)
    version = re.findall(r'name="version" value="([^"]+)"', overtaken.text)[0]
    assert client.post(place, data={"verdict": "", "version": version}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(ReportWords)).all() == []


@SQLITE_ONLY
def test_a_page_that_grew_too_long_is_told(app: Flask, client: FlaskClient) -> None:
    survey = store(app, make_source(STORY))
    with app.app_context():
        sentences = list_sentences(read_views(make_source(STORY), "en").main)
    place = f"/organisations/{find_owner(app, survey)}/surveys/{survey}/report-words"
    open_as(client, survey, "facilitator")
    typed = {"version": ""}
    for name, sentence in sentences.items():
        more = "" if name == "verdict" else " or so we have heard people say" * 3
        typed[name.replace(" ", "-")] = f"{sentence}{more}"[:240]
    assert client.post(place, data=typed).status_code == 303
    assert "Page one no longer fits: it has" in client.get(place).text
