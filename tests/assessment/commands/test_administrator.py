"""The command that opens an installation, and the way back in for who lost every key."""

import re
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import func, select

from assessment.accounts.links import find_link
from assessment.app import create_app
from assessment.cli import group
from assessment.commands.opening import open_app
from assessment.models import Account, SignIn, db
from assessment.organisation.plan import create_organisation
from assessment.settings import Settings, fill_secrets
from tests.assessment.accounts.signing import EMAIL, Keys, add_account
from tests.assessment.commands.running import find_port, started, wait_until_healthy
from tests.conftest import close_app
from tests.fixtures.colleagues import sign_in

ADDRESS = re.compile(r"http://127\.0\.0\.1:5000/welcome/([A-Za-z0-9_-]{22})\b")


def run(folder: Path, *words: str) -> Result:
    environment = {"ASSESSMENT_INSTANCE": str(folder), "ASSESSMENT_LOG_LEVEL": "ERROR"}
    return CliRunner().invoke(group, ["administrator", *words], env=environment)


def fill(folder: Path) -> Keys:
    """An administrator with a second factor who is signed in somewhere."""
    app = open_app(fill_secrets(Settings(instance=folder, log_level="ERROR")), create_app)
    with app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, ())
    keys = add_account(app, organisation, "administrator", second_factor=True)
    sign_in(app.test_client(), keys.account_id)
    close_app(app)
    return keys


def test_it_prints_a_link_until_there_is_an_account(tmp_path: Path) -> None:
    first, second = run(tmp_path), run(tmp_path)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output != second.output
    assert ADDRESS.search(second.output)

    fill(tmp_path)

    refused = run(tmp_path)
    assert refused.exit_code == 1
    assert "There are accounts or invitations already" in refused.output
    assert not ADDRESS.search(refused.output)


def test_a_rescue_forgets_the_second_factor_and_every_sign_in(tmp_path: Path) -> None:
    fill(tmp_path)
    assert run(tmp_path, "--rescue", "nobody@zonneveld.example").exit_code == 1

    done = run(tmp_path, "--rescue", EMAIL.upper())

    token = ADDRESS.search(done.output)
    assert token is not None
    app = open_app(fill_secrets(Settings(instance=tmp_path, log_level="ERROR")))
    with app.app_context():
        link = find_link(token[1])
        assert link is not None
        assert (link.kind, link.email) == ("reset", EMAIL)
        account = db.session.scalars(select(Account)).one()
        assert (account.tf_primary_method, account.tf_totp_secret, account.mf_recovery_codes) == (None, None, None)
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
    close_app(app)


def test_the_server_says_where_to_begin_while_there_is_no_account(tmp_path: Path) -> None:
    port = str(find_port())
    with started(tmp_path, "serve", "--port", port, "--no-worker"):
        wait_until_healthy(f"http://127.0.0.1:{port}")
        assert ADDRESS.search((tmp_path / "log").read_text())
