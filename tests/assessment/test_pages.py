"""Pages of colleagues in a large organisation: how often each asks the database (make bench measures the time)."""

from flask import Flask
from flask.testing import FlaskClient

from tests.fixtures.colleagues import sign_in
from tests.fixtures.large import RESULTS, build_organisation, count_queries, list_addresses, open_page, send_others

MOST_QUERIES = 12
UNITS = 400
COMMENTS = "/organisations/<int:organisation_id>/comments/<int:survey_id>"


def test_no_page_asks_the_database_more_than_a_dozen_times(app: Flask, client: FlaskClient) -> None:
    place, account_id = build_organisation(app, people=600, units=UNITS, brought=120)
    sign_in(client, account_id)
    pages = [address for address in list_addresses(app, place) if open_page(client, address)]
    assert len(pages) >= 60
    asked = {address: count_queries(app, client, address) for address in pages}
    # Results of a survey of that size, its page after closing, and what readers of comments see, are among them.
    for rule in (RESULTS, RESULTS.removesuffix("/results"), COMMENTS, f"{COMMENTS}/1"):
        assert place.fill(rule, place.released_id) in asked
    for who, visitor, address in send_others(app, place):
        assert open_page(visitor, address), who
        asked[who] = count_queries(app, visitor, address)
    assert {address: count for address, count in asked.items() if count > MOST_QUERIES} == {}
