"""The results page: who may open it, what it says, what it never says, and what it costs."""

import base64
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

import questionnaires
from assessment.models import Campaign, db, writing
from tests.assessment.results import made, stored

VIEWS = ("drivers", "efqm-2013", "efqm-1999", "efqm-2025", "ink")


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_no_results_open_without_a_sign_in(app: Flask, client: FlaskClient) -> None:
    campaign_id = stored.store(app, made.source())
    path = stored.path_of(app, campaign_id)
    for file in ("", "/results.csv", "/results.json", "/report.pdf"):
        asked = client.get(path + file, headers={"Accept": "text/html"})
        assert (asked.status_code, asked.location.partition("?")[0]) == (303, "/sign-in"), file
    opened = client.get(stored.open_as(client, campaign_id))
    assert opened.status_code == 200
    assert opened.headers["Cache-Control"] == "private, no-store"


def test_a_survey_is_found_through_its_own_organisation_only(app: Flask, client: FlaskClient) -> None:
    """Two organisations alike: the number of the other one's survey leads nowhere under the own address (S2)."""
    own, other = (stored.store(app, made.source()) for _ in range(2))
    path = stored.open_as(client, own)
    wrong = [path.replace(f"/surveys/{own}/", f"/surveys/{number}/") for number in (other, other + 1000)]
    pages = [client.get(address + file) for address in wrong for file in ("", "/results.csv", "/report.pdf")]
    assert {page.status_code for page in pages} == {404}
    assert client.get(stored.path_of(app, other)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("facilitator", 200), ("executive", 200), ("unit-reader", 200), ("second-reader", 403)],
)
def test_who_reads_results(app: Flask, client: FlaskClient, role: str, status: int) -> None:
    path = stored.open_as(client, stored.store(app, made.source()), role)
    assert client.get(path).status_code == status


def test_the_secret_addresses_of_before_lead_nowhere(app: Flask, client: FlaskClient) -> None:
    campaign_id = stored.store(app, made.source())
    stored.open_as(client, campaign_id)
    key = app.extensions["settings"].link_key.get_secret_value().encode()
    digest = hmac.digest(key, f"results:{campaign_id}".encode(), "sha256")
    token = f"{campaign_id}-{base64.urlsafe_b64encode(digest[:16]).rstrip(b'=').decode()}"
    for file in ("", "/results.csv", "/results.json", "/report.pdf"):
        assert client.get(f"/results/{token}{file}").status_code == 404
    assert client.post(f"/results/{token}/report").status_code == 404


def test_every_view_reads_in_both_languages(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    for view, language in product(VIEWS, ("en", "nl")):
        page = client.get(path, query_string={"view": view, "language": language}).text
        assert f'<html lang="{language}">' in page
        assert page.count("<h1") == 1
        assert ("Hoe is dit berekend?" in page) is (language == "nl")
        assert ("Level 3, unchanged" in page) is (language == "en")
        assert not any(trace in page for trace in ("%(", "{p}", "style=", ">None<"))
        if view.startswith("efqm"):
            assert (
                "Not an official EFQM assessment" if language == "en" else "Geen officiële EFQM-beoordeling"
            ) in page
            assert ("not assessed" if language == "en" else "niet beoordeeld") in page


def test_no_view_gives_points_stars_or_bands_of_a_model(app: Flask, client: FlaskClient) -> None:
    """They need a consensus over all parts (method 6)."""
    path = stored.open_as(client, stored.store(app, made.source()))
    for view in VIEWS[1:]:
        words = re.sub(r"<[^>]+>", " ", client.get(path, query_string={"view": view, "language": "en"}).text)
        named = words.replace("It gets a name from 10 points on", "")
        assert re.findall(r"(?i)\b(stars?|points|bands?|of 1000)\b", named) == []


def test_every_figure_says_how_it_was_computed(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    for place in ("/drivers/commitment", "/questions/commitment-cut", "/units", "/units/u0"):
        assert "How was this computed?" in client.get(path + place).text, place
    assert client.get(f"{path}/drivers/commitment").text.count("How was this computed?") == 3
    page = client.get(path).text
    assert page.count("How was this computed?") == 2
    assert "The mean of the driver scores: Commitment 42, Reward 37, Leadership 47, Culture 62, Goals 52." in page
    assert "Margin ±2" in page


def test_unknown_views_lead_nowhere(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    assert client.get(path, query_string={"view": "iso"}).status_code == 404
    assert client.get(path, query_string={"language": "xx"}).status_code == 200


def test_a_survey_in_one_language_is_read_in_it(app: Flask, client: FlaskClient) -> None:
    plain = made.source(
        made.figures(made.MINIMAL, {"lead": 42.5, "task": 55.0}, invited=None, disclosure="full"),
        questionnaire=made.MINIMAL,
        previous=None,
        actions=(),
        decisions=(),
        facts=made.facts(languages=("en",), target=None, opens_at=None, closes_at=None),
    )
    path = stored.open_as(client, stored.store(app, plain))
    page = client.get(path, headers={"Accept-Language": "nl"}).text
    assert '<html lang="en">' in page
    assert "45 of 100 in our first survey: highest on task significance, lowest on leadership climate" in page
    assert re.search(r'score-people">\d+ answered; how many were asked is not known<', page)
    assert "Read the same answers as" not in page
    assert "None" not in page


def test_too_few_answers_show_nothing_and_no_empty_chart(app: Flask, client: FlaskClient) -> None:
    silent = made.source(made.figures(n=made.count(5, 9), invited=200, units=("A", "B"), hidden=2))
    page = client.get(stored.open_as(client, stored.store(app, silent))).text
    assert "Nothing can be shown" in page
    assert "<svg" not in page
    assert "report.pdf" not in page


def test_a_small_organisation_is_told_in_words_without_points(app: Flask, client: FlaskClient) -> None:
    small = made.source(
        made.figures(n=made.count(10), invited=12, units=("A",), hidden=1, joint=made.joint()), previous=None
    )
    page = client.get(stored.open_as(client, stored.store(app, small)), query_string={"language": "en"}).text
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index('class="trust"')])
    assert "of 100" not in main
    assert not re.search(r"\d\s*%", re.sub(r"Good enough.*?\n.*?\n", "", main)) or "70 % or more" in main
    assert "<svg" not in page


def test_not_released_yet_says_when(app: Flask, client: FlaskClient) -> None:
    campaign_id = stored.store(app, made.source())
    with app.app_context(), writing() as session:
        changed = {
            "state": "open",
            "closes_at": datetime(2099, 3, 19, 16, tzinfo=UTC),
            "results_on": date(2099, 3, 22),
        }
        session.execute(update(Campaign).where(Campaign.id == campaign_id).values(changed))
    path = stored.open_as(client, campaign_id)
    page = client.get(path).text
    assert "There are no results yet" in page
    assert "19 March 2099, 17:00 (Europe/Amsterdam)" in page
    assert "22 March 2099" in page
    assert "48" not in re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    for file in ("results.json", "results.csv"):
        assert "There are no results yet" in client.get(f"{path}/{file}").text


def test_the_files_hold_the_same_release(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source()))
    document = client.get(f"{path}/results.json")
    assert document.get_json()["index"]["level"] == 3
    table = client.get(f"{path}/results.csv", query_string={"language": "nl"})
    assert table.mimetype == "text/csv"
    assert "Medewerkers samen" in table.text


@pytest.mark.parametrize("surveys", [1, 3])
@pytest.mark.parametrize("units", [1, 3])
def test_the_page_costs_a_handful_of_queries_whatever_there_is(
    app: Flask, client: FlaskClient, surveys: int, units: int
) -> None:
    names = tuple(f"Unit {number}" for number in range(units))
    source = made.source(made.figures(units=names, hidden=0, joint=made.joint()), structure=made.structure(names))
    first, *_others = [stored.store(app, source) for _survey in range(surveys)]
    path = stored.open_as(client, first)
    client.get(path)
    with counting(app) as sent:
        assert client.get(path).status_code == 200
    queries = [statement for statement in sent if statement.lstrip().upper().startswith(("SELECT", "WITH"))]
    # Who is signed in, the survey's release with what surrounds it (5), its comments, which reports are kept, the
    # organisation's name above.
    assert len(queries) == 9
    assert not any(re.search(r"\b(from|join) (answer_set|comment|invitation)\b", statement, re.I) for statement in sent)
    assert not any(statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) for statement in sent)


def test_questions_for_some_stay_out_of_verdict_charts_and_units(app: Flask, client: FlaskClient) -> None:
    both = questionnaires.combine(made.DRIVERS, questionnaires.shipped("delivery-practices"))
    extra = [one.id for one in both.dimensions if not one.in_index and one.audience == "software"]
    scores = made.SCORES | dict.fromkeys(extra, 2.5)
    source = made.source(made.figures(both, scores, joint=None), questionnaire=both, previous=None)
    path = stored.open_as(client, stored.store(app, source))
    page = client.get(path).text
    assert "highest on culture, lowest on reward" in page
    overview = page[page.index('id="overview-title"') : page.index('id="dimensions-title"')]
    units = client.get(f"{path}/units").text
    heat = units[units.index('class="heat-map"') : units.index('id="groups-title"')]
    for dimension in (both.dimension(one) for one in extra):
        assert f">{dimension.title['en']}<" in page[page.index('id="apart-title"') :]
        assert f">{dimension.title['en']}<" not in overview.split("priorities-title")[0]
        assert f">{dimension.title['en']}<" not in heat


def test_a_withdrawn_survey_never_has_results(app: Flask, client: FlaskClient) -> None:
    campaign_id = stored.store(app, made.source())
    with app.app_context(), writing() as session:
        session.execute(update(Campaign).where(Campaign.id == campaign_id).values(state="withdrawn"))
    path = stored.open_as(client, campaign_id)
    for file in ("", "/results.json", "/results.csv"):
        page = client.get(f"{path}{file}").text
        assert "There will be no results" in page
        assert "This survey was withdrawn, and what people answered was erased." in page
