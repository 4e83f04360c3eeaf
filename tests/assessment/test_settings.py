"""Settings: what starts, what is refused, and where keys are kept."""

import stat
from pathlib import Path

import pytest

from assessment.settings import Settings, SettingsError, fill_secrets, load_settings

GOOD_KEY = "9sKq3vXz7LmW1tRb5YhN8cJd2FgP4uQe"
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": GOOD_KEY,
    "TRUSTED_HOSTS": "survey.example.org, www.example.org",
    "BASE_ADDRESS": "https://survey.example.org",
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ASSESSMENT_{name.upper()}", raising=False)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))


def set_environment(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"ASSESSMENT_{name}", value)


def test_defaults_run_with_keys_and_a_database_of_their_own(tmp_path: Path) -> None:
    settings = load_settings()

    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'assessment.db'}"
    assert settings.hosts == ("127.0.0.1", "localhost", "127.0.0.1", "[::1]")
    assert len(settings.secret_key.get_secret_value()) == len(settings.link_key.get_secret_value()) == 43
    assert settings.secret_key != settings.link_key


def test_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()

    assert (first.link_key, first.secret_key) == (second.link_key, second.secret_key)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "instance").iterdir()}
    assert modes == {"link-key": 0o600, "secret-key": 0o600}


def test_a_damaged_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "link-key").write_text("short")

    with pytest.raises(SettingsError, match="link-key holds no usable key"):
        load_settings()


def test_production_starts_with_everything_set(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, PRODUCTION)

    settings = load_settings()

    assert settings.hosts == ("survey.example.org", "www.example.org")
    assert settings.secure


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"SECRET_KEY": ""}, "ASSESSMENT_SECRET_KEY is missing: set it to at least 32 random characters"),
        ({"SECRET_KEY": GOOD_KEY[:31]}, "ASSESSMENT_SECRET_KEY is too short or too regular: set it to at least 32"),
        ({"SECRET_KEY": "abc" * 20}, "ASSESSMENT_SECRET_KEY is too short or too regular: set it to at least 32"),
        ({"SECRET_KEY": f"changeme-{GOOD_KEY}"}, "ASSESSMENT_SECRET_KEY looks like an example: set it to at least 32"),
        ({"DEBUG": "true"}, "ASSESSMENT_DEBUG shows errors and code to visitors"),
        ({"TRUSTED_HOSTS": ""}, "ASSESSMENT_TRUSTED_HOSTS is missing: list the host names that people type"),
        ({"TRUSTED_HOSTS": "*"}, "ASSESSMENT_TRUSTED_HOSTS names every host: list the host names that people type"),
        ({"BASE_ADDRESS": "http://survey.example.org"}, "ASSESSMENT_BASE_ADDRESS must begin with https://"),
    ],
)
def test_production_refuses(change: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, PRODUCTION | change)

    with pytest.raises(SettingsError) as refusal:
        load_settings()

    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_a_refusal_names_every_fault_on_a_line_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, {"PRODUCTION": "true", "SECRET_KEY": "hunter2", "DEBUG": "true"})

    with pytest.raises(SettingsError) as refusal:
        load_settings()

    assert [line.split()[0] for line in str(refusal.value).splitlines()] == [
        "ASSESSMENT_SECRET_KEY",
        "ASSESSMENT_DEBUG",
        "ASSESSMENT_TRUSTED_HOSTS",
        "ASSESSMENT_BASE_ADDRESS",
    ]
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["ftp://x", "survey.example.org", "https://", "https://x.org/path", "https://x.org?a=1"]
)
def test_an_address_that_links_cannot_begin_with_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESSMENT_BASE_ADDRESS", address)

    with pytest.raises(SettingsError, match="ASSESSMENT_BASE_ADDRESS: must look like https://"):
        load_settings()


def test_keys_never_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = fill_secrets(Settings(instance=tmp_path))

    assert settings.link_key.get_secret_value() not in repr(settings)
