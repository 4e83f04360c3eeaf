"""Fixtures for all tests: databases of both kinds, the application on them, a server and a browser."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, Page

from assessment.app import create_app
from assessment.migrations import migrate
from assessment.models import db
from assessment.settings import Settings
from hatch_build import compile_catalogue
from tests.fixtures.browser import run_browser, watched_page
from tests.fixtures.compiled import keep_compiled
from tests.fixtures.mailbox import Mailbox, run_mailbox, use_mailbox
from tests.fixtures.papers import drawn_anew as drawn_anew
from tests.fixtures.papers import keep_drawn
from tests.fixtures.postgres import Server, run_postgres
from tests.fixtures.server import LiveServer, serving
from tests.trust.bill import FIGURES
from tests.trust.bill import pytest_terminal_summary as pytest_terminal_summary

ROOT = Path(__file__).parent.parent
KINDS = ("sqlite", "postgresql")
LONG = (ROOT / "tests" / "trust", ROOT / "tests" / "browser")
"""Folders of tests that take up to a minute each."""

LONGEST = ("killed_server", "lost_browsers", "blind_spots", "polling", "every_page", "sent_again", "mail_failures")
"""Tests whose full form takes minutes, the longest first."""

# How long an example takes tells how busy the machine is, and fails no test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

keep_compiled()
keep_drawn()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that no process of a run is left alone with one of them at the end."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (item.path.parent not in LONG, places.get(item.path.stem, len(places))))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: looking through it for garbage takes half a second each time."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on SQLite, and by `make repeat` on PostgreSQL; a browser shows the same page whichever
    keeps the data."""
    again = [] if "live_server" in metafunc.fixturenames else [pytest.param(KINDS[1], marks=pytest.mark.repeat)]
    kinds = [KINDS[0], *again]
    for name in ("database_url", "empty_url"):
        marked = any(name in marker.args[0] for marker in metafunc.definition.iter_markers("parametrize"))
        if name in metafunc.fixturenames and not marked:
            metafunc.parametrize(name, kinds, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """Translations as they stand in the files now, not as they were when the project was installed."""
    for catalogue in sorted(ROOT.glob("assessment/**/translations/*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            compile_catalogue(catalogue)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL, one for each test process."""
    with run_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to copy."""
    folder = tmp_path_factory.mktemp("migrated")
    close_app(migrated_app(folder, f"sqlite:///{folder / 'empty.db'}"))
    return folder / "empty.db"


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with all tables and no rows, to copy."""
    name = postgres.create()
    close_app(migrated_app(tmp_path_factory.mktemp("migrated"), postgres.address(name)))
    return name


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database of its own, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = server.create(request.getfixturevalue("migrated_postgres"))
    yield server.address(name)
    server.drop(name)


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any tables, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = server.create()
    yield server.address(name)
    server.drop(name)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty, migrated database. Forms need no token here: tests/trust checks the token."""
    app = create_app(settings_for(tmp_path, database_url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    close_app(app)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Have a line of figures printed at the end of the run: ``tell("F1: 200 kills, 0 lost")``."""

    def keep(line: str) -> None:
        request.node.user_properties.append((FIGURES, line))

    return keep


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A mail server on this machine, to which the application of ``app`` sends."""
    with run_mailbox() as mailbox:
        use_mailbox(app, mailbox)
        yield mailbox


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """The application of ``app`` behind a port, as a browser meets it: tokens in forms are checked."""
    app.config.update(WTF_CSRF_ENABLED=True)
    with serving(app) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with run_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An English browser page of 1280 by 800; ``page.set_viewport_size`` makes it a phone."""
    with watched_page(browser, locale="en-GB", viewport={"width": 1280, "height": 800}) as page:
        yield page


def settings_for(folder: Path, database_url: str) -> Settings:
    return Settings(instance=folder / "instance", database_url=database_url, log_level="WARNING")


def migrated_app(folder: Path, database_url: str) -> Flask:
    app = create_app(settings_for(folder, database_url))
    migrate(app)
    return app


def close_app(app: Flask) -> None:
    """Close the application's connections: its database is about to be copied or removed."""
    # That of a command without pages has no live sessions.
    if "watch" in app.extensions:
        app.extensions["watch"].close()
    with app.app_context():
        db.engine.dispose()
