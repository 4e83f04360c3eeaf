"""S18: whatever host a request claims, links lead to the address of the settings, in mails, pages and on paper."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.models import ROLES, Mail, db
from assessment.organisation.plan import create_organisation
from tests.assessment.campaigns.test_paper import read_pictures, read_texts
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.surveys import UNITS
from tests.trust.correspondence import MAIL_KINDS, Correspondence
from tests.trust.test_access import fill_in, list_routes

ELSEWHERE = "elsewhere.example"
HOSTS = (
    ELSEWHERE,
    f"{ELSEWHERE}:80",
    f"127.0.0.1.{ELSEWHERE}",
    f"127.0.0.1@{ELSEWHERE}",
    f"127.0.0.1:5000@{ELSEWHERE}",
    f"127.0.0.1, {ELSEWHERE}",
    f"127.0.0.1#.{ELSEWHERE}",
    f"localhost.{ELSEWHERE}.",
)
FORGED = {
    "HTTP_X_FORWARDED_HOST": ELSEWHERE,
    "HTTP_X_FORWARDED_SERVER": ELSEWHERE,
    "HTTP_X_FORWARDED_PROTO": "javascript",
    "HTTP_X_FORWARDED_PORT": "6666",
    "HTTP_X_FORWARDED_PREFIX": f"//{ELSEWHERE}",
    "HTTP_X_FORWARDED_FOR": ELSEWHERE,
    "HTTP_X_SCRIPT_NAME": f"//{ELSEWHERE}",
    "HTTP_X_HOST": ELSEWHERE,
    "HTTP_X_ORIGINAL_HOST": ELSEWHERE,
    "HTTP_X_ORIGINAL_URL": f"//{ELSEWHERE}/",
    "HTTP_X_REWRITE_URL": f"//{ELSEWHERE}/",
    "HTTP_FORWARDED": f"for=1.2.3.4;host={ELSEWHERE};proto=javascript",
    "HTTP_ORIGIN": f"https://{ELSEWHERE}",
}
LINK = re.compile(r"https?://[^\s\"'<>)]+")
SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@SQLITE_ONLY
def test_every_address_refuses_a_host_that_is_not_ours(
    app: Flask, client: FlaskClient, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
    account = add_colleague(app, organisation, *ROLES)
    sign_in(client, account)
    tried = 0
    for (method, rule), host in product(list_routes(app), HOSTS):
        answer = client.open(fill_in(rule, organisation, account), method=method, headers={"Host": host})
        assert answer.status_code == 400, f"{method} {rule.rule} at {host}"
        assert ELSEWHERE not in answer.text + str(answer.headers)
        tried += 1

    tell(f"S18: {tried} requests with {len(HOSTS)} forged hosts: all 400")


@pytest.mark.wide
@SQLITE_ONLY
def test_forwarded_headers_poison_no_link(
    app: Flask, client: FlaskClient, mailbox: Mailbox, tell: Callable[[str], None]
) -> None:
    client.environ_base.update(FORGED)
    base: str = app.extensions["settings"].base_address
    letters = Correspondence(app, client)
    letters.write_mails()
    papers = letters.print_papers()
    with app.app_context():
        assert {mail.kind for mail in db.session.query(Mail)} == MAIL_KINDS
        assert {mail.state for mail in db.session.query(Mail)} == {"sent"}

    texts = [part.get_content() for mail in mailbox.kept for part in mail.walk() if not part.is_multipart()]
    links = [link for text in texts for link in LINK.findall(text)]
    assert len(links) >= 3 * len(mailbox.kept)
    links += [link for paper in papers.values() for page in read_pictures(paper) for link in page]
    written = [*texts, *map(str, mailbox.kept), *(text for paper in papers.values() for text in read_texts(paper))]
    assert [link for link in links if not link.startswith(f"{base}/")] == []
    # A port stands behind a colon; its digits alone stand by chance in the random lines between a mail's parts.
    assert not any(word in text for word in (ELSEWHERE, ":6666", "javascript:") for text in written)
    tell(
        f"S18: {len(FORGED)} forged headers, {len(mailbox.kept)} mails of {len(MAIL_KINDS)} kinds, "
        f"{len(papers)} papers, {len(links)} links: 0 poisoned"
    )


@SQLITE_ONLY
def test_forwarded_headers_poison_no_page(app: Flask, client: FlaskClient, tell: Callable[[str], None]) -> None:
    client.environ_base.update(FORGED)
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
    account = add_colleague(app, organisation, *ROLES)
    sign_in(client, account)
    routes = list_routes(app)
    for method, rule in routes:
        answer = client.open(fill_in(rule, organisation, account), method=method)
        assert ELSEWHERE not in answer.text + str(answer.headers), f"{method} {rule.rule}"
        assert not (answer.location or "/").startswith(("//", "http", "javascript")), f"{method} {rule.rule}"

    tell(f"S18: {len(routes)} pages with {len(FORGED)} forged headers: 0 poisoned")
