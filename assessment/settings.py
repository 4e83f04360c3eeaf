"""All settings, read from the environment only (ASSESSMENT_SECRET_KEY and so on) and checked before anything starts.

A default is allowed when it is right for a demo and for development; docs/settings.md tells each setting's meaning.
"""

import contextlib
import os
import re
import secrets
import tempfile
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SHORTEST_SECRET = 32
KNOWN_SECRETS = ("changeme", "change-me", "secret", "example", "development", "password", "default", "insecure", "test")
_SENDER = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class StartError(Exception):
    """The application cannot start as things stand. The message says what to do; commands print it and nothing else."""


class SettingsError(StartError):
    """The environment asks for something that must not be started. The message names each wrong setting."""


class Settings(BaseSettings):
    """Every field is one environment variable: the prefix ASSESSMENT_ and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ASSESSMENT_", frozen=True, extra="forbid", hide_input_in_errors=True)

    production: bool = Field(False, description="Refuse every setting that is unsafe on a network.")
    debug: bool = Field(False, description="Show full errors in the browser; never with real answers.")
    instance: Path = Field(Path("instance"), description="Folder for the embedded database and generated keys.")
    database_url: str = Field("", description="SQLite or PostgreSQL address; empty: a file in the instance folder.")
    secret_key: SecretStr = Field(SecretStr(""), description="Signs cookies; empty: made once in the instance folder.")
    link_key: SecretStr = Field(
        SecretStr(""), description="Makes survey links; empty: made once in the instance folder."
    )
    base_address: str = Field(
        "http://127.0.0.1:5000", description="Where people reach the application; all links begin so."
    )
    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Host names that may stand in a request, separated by commas; empty: that of the base address."
    )
    host: str = Field("127.0.0.1", description="Network address that the server listens on.")
    port: int = Field(5000, ge=0, le=65535, description="Port that the server listens on.")
    processes: int = Field(1, ge=1, le=64, description="Server processes; one a core is right for PostgreSQL.")
    threads: int = Field(100, ge=1, le=1000, description="Requests that one process works on at the same time.")
    worker_inside: bool = Field(True, description="Let the server run a worker for long jobs beside itself.")
    import_limit_mb: int = Field(40, ge=1, le=1000, description="Largest file of answer sheets that is taken in.")
    keep_invitations_days: int = Field(
        30, ge=1, le=365, description="Days after closing until the list of invitations is deleted."
    )
    keep_comments_days: int = Field(
        30, ge=21, le=90, description="Days after the release until comments that are not released are deleted."
    )
    keep_answers_months: int = Field(12, ge=1, le=60, description="Months after the release until answers are deleted.")
    mail_host: str = Field("", description="Mail server; empty: mails wait until there is one.")
    mail_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    mail_security: str = Field(
        "starttls", pattern="^(starttls|tls|none)$", description="How the way to the mail server is protected."
    )
    mail_user: str = Field("", description="Name for signing in at the mail server; empty: no sign-in.")
    mail_password: SecretStr = Field(SecretStr(""), description="Password for signing in at the mail server.")
    mail_sender: str = Field("", description="Whom mails are from: an address, with a name before it if you like.")
    mail_patience: int = Field(30, ge=1, le=300, description="Seconds to wait for each answer of the mail server.")
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least weight of what is logged."
    )

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(host.strip() for host in value.split(",") if host.strip())
        return value

    @field_validator("base_address")
    @classmethod
    def _check_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must look like https://survey.example.org, without a path")
        return value.rstrip("/")

    @field_validator("mail_sender")
    @classmethod
    def _check_sender(cls, value: str) -> str:
        if value and (not _SENDER.fullmatch(parseaddr(value)[1]) or not value.isprintable()):
            raise ValueError("must look like Quality office <quality@example.org>")
        return value

    @model_validator(mode="after")
    def _need_sender(self) -> Self:
        if self.mail_host and not self.mail_sender:
            raise ValueError("ASSESSMENT_MAIL_SENDER is missing: name the address that mails are from")
        return self

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.production:
            faults = [*_find_secret_faults(self), *_find_network_faults(self)]
            if faults:
                raise ValueError("; ".join(faults))
        return self

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names accepted in requests, without ports; this machine's own only outside production."""
        if self.trusted_hosts:
            return self.trusted_hosts
        return (urlsplit(self.base_address).hostname or "", *LOOPBACK_HOSTS)

    @property
    def local(self) -> bool:
        """Whether no other machine reaches the application at its address, such as a phone."""
        return urlsplit(self.base_address).hostname in [host.strip("[]") for host in LOOPBACK_HOSTS]

    @property
    def secure(self) -> bool:
        """Whether people reach the application over https, so that cookies can be bound to that."""
        return self.base_address.startswith("https://")


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment and ``overrides``, keys filled in; raises SettingsError with one line a fault."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # checked by pydantic, not by the type checker
    except ValidationError as error:
        raise SettingsError("\n".join(_tell_fault(fault["loc"], fault["msg"]) for fault in error.errors())) from None
    return fill_secrets(settings)


def fill_secrets(settings: Settings) -> Settings:
    """The same settings with the two keys and the database address filled in where the environment leaves them out.

    Keys are made once and kept in the instance folder, readable by their owner alone (trust rule A17: a database row
    would make a stolen copy of the database enough to forge links).
    """
    filled: dict[str, object] = {"instance": settings.instance.resolve()}
    for name in ("secret_key", "link_key"):
        if not getattr(settings, name).get_secret_value():
            filled[name] = SecretStr(_keep_key(settings.instance / name.replace("_", "-")))
    if not settings.database_url:
        settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        filled["database_url"] = f"sqlite:///{settings.instance.resolve() / 'assessment.db'}"
    return settings.model_copy(update=filled)


def _keep_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A whole file is put in place at once, so that two starts at the same time agree on one key.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # opened with mode 0600
            draft.write(secrets.token_urlsafe(32))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    key = path.read_text().strip()
    if len(key) < SHORTEST_SECRET:
        raise SettingsError(f"{path} holds no usable key: delete it and start again (links made with it stop working).")
    return key


def _find_secret_faults(settings: Settings) -> list[str]:
    key = settings.secret_key.get_secret_value()
    if not key:
        return ["ASSESSMENT_SECRET_KEY is missing: set it to at least 32 random characters"]
    if len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        return ["ASSESSMENT_SECRET_KEY is too short or too regular: set it to at least 32 random characters"]
    if any(word in key.lower() for word in KNOWN_SECRETS):
        return ["ASSESSMENT_SECRET_KEY looks like an example: set it to at least 32 random characters"]
    return []


def _find_network_faults(settings: Settings) -> list[str]:
    faults = []
    if settings.debug:
        faults.append("ASSESSMENT_DEBUG shows errors and code to visitors: leave it out in production")
    if not settings.trusted_hosts:
        faults.append("ASSESSMENT_TRUSTED_HOSTS is missing: list the host names that people type, separated by commas")
    if any(host in ("*", ".") for host in settings.trusted_hosts):
        faults.append("ASSESSMENT_TRUSTED_HOSTS names every host: list the host names that people type")
    if settings.mail_password.get_secret_value() and settings.mail_security == "none":
        faults.append(
            "ASSESSMENT_MAIL_SECURITY is none, so the mail password would travel readable: use starttls or tls"
        )
    if not settings.secure:
        faults.append("ASSESSMENT_BASE_ADDRESS must begin with https:// in production")
    return faults


def _tell_fault(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"ASSESSMENT_{str(location[0]).upper()}: {message}" if location else message.replace("; ", "\n")
