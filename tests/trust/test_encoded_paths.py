"""S4: an address is decoded once. However it is spelt, nobody gets past the guard of a page."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from assessment.access.rights import PUBLIC, find_rule
from assessment.models import ROLES
from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague
from tests.fixtures.surveys import UNITS
from tests.trust.test_access import fill_in, list_routes

JOINTS = (
    "/",
    "//",
    "/./",
    "/x/../",
    "/%2e%2e/",
    "/%252e%252e/",
    "/..%2f",
    "/..%5c",
    "/..;/",
    "\\",
    "%2f",
    "%252f",
    "%5c",
)
"""What some servers take for a way from one folder to another."""


def encode_all(path: str) -> str:
    return "".join(f"%{ord(letter):02x}" for letter in path)


def list_spellings(path: str) -> Iterator[str]:
    """Single, double and mixed encodings of a path."""
    once = quote(path, safe="")
    yield from (once, f"/{once}", encode_all(path), f"/{encode_all(path[1:])}", quote(encode_all(path), safe=""))
    yield "/" + "/".join(encode_all(part) for part in path[1:].split("/"))
    yield "/" + "/".join(quote(encode_all(part), safe="") for part in path[1:].split("/"))
    yield "/" + "/".join(part if number % 2 else encode_all(part) for number, part in enumerate(path[1:].split("/")))
    yield from (
        path.upper(),
        f"{path}/",
        f"{path}/.",
        f"{path}%00",
        f"{path};x",
        f"{path}%3f",
        f"{path}%23x",
        f"/{path}",
    )


@pytest.mark.wide
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_spelling_of_an_address_reaches_a_guarded_page(
    app: Flask, client: FlaskClient, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        organisation = create_organisation({"en": "canary7391"}, UNITS)
    account = add_colleague(app, organisation, *ROLES, email="canary7391@zonneveld.example")
    reached: list[str] = []

    @app.before_request
    def note() -> None:
        """Runs after the guard: what comes here was let through."""
        if request.endpoint and PUBLIC not in (find_rule(app, request.endpoint) or ()):
            reached.append(request.path)

    routes = [(method, rule) for method, rule in list_routes(app) if method == "GET"]
    public = {
        fill_in(rule, organisation, account) for _, rule in routes if PUBLIC in (find_rule(app, rule.endpoint) or ())
    }
    guarded = {fill_in(rule, organisation, account) for _, rule in routes} - public
    tries = [spelling for path in public | guarded for spelling in list_spellings(path)]
    tries += [
        f"{path.rstrip('/')}{joint}{place[1:]}" for path in public for joint in JOINTS for place in sorted(guarded)[::7]
    ]
    for address in tries:
        answer = client.get(f"http://localhost{address}" if address.startswith("/") else f"http://localhost/{address}")
        assert answer.status_code < 500, address
        assert b"canary7391" not in answer.get_data(), address
        answer.close()
    assert reached == []
    tell(
        f"S4: {len(public)} public and {len(guarded)} guarded addresses, {len(tries)} spellings: 0 reach a guarded view"
    )
