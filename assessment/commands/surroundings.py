"""What ``assessment doctor`` finds around the program: keys, the address that people type, the mail server."""

import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from assessment.mail.conversation import Conversation, UnreachableError
from assessment.settings import LOOPBACK_HOSTS, Settings

PATIENCE = 10


@dataclass(frozen=True)
class Finding:
    """``problem`` is empty where all is well, else it says what to do."""

    subject: str
    detail: str
    problem: str = ""


def examine_keys(settings: Settings) -> Finding:
    """Neither key is ever shown. Settings that are unsafe on a network were refused before this is reached."""
    kept = [name for name in ("secret-key", "link-key") if (settings.instance / name).exists()]
    if kept:
        return Finding("Keys", f"{' and '.join(kept)} kept in {settings.instance}; keep a copy apart from the backups")
    return Finding("Keys", "set in the environment")


def examine_address(settings: Settings) -> Finding:
    """Ask the address that all links begin with for its health page, as a browser would reach it."""
    address = settings.base_address
    if f"{urlsplit(address).hostname}" in (*LOOPBACK_HOSTS, "::1") and not settings.secure:
        return Finding("Address", f"{address}, for this machine only")
    if not settings.production:
        return Finding("Address", address, "set ASSESSMENT_PRODUCTION=true: people reach this over a network")
    if is_healthy(address):
        return Finding("Address", f"{address} answers")
    return Finding(
        "Address",
        f"{address} does not answer",
        "start `assessment serve`, then look at the web server in front and DNS",
    )


def is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=PATIENCE) as answer:  # noqa: S310 - checked: http(s)
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def examine_mail(settings: Settings) -> Finding:
    """Talk to the mail server up to the point where a mail would follow; none is sent."""
    if not settings.mail_host:
        return Finding("Mail", "no server is set: mails wait; links on paper and code cards work")
    server = f"{settings.mail_host}:{settings.mail_port}"
    try:
        with Conversation(settings):
            return Finding("Mail", f"{server} takes mail from {settings.mail_sender}")
    except UnreachableError as error:
        if error.fault == "sign-in":
            return Finding(
                "Mail",
                f"{server} refuses the sign-in",
                "check ASSESSMENT_MAIL_USER and ASSESSMENT_MAIL_PASSWORD",
            )
        return Finding(
            "Mail",
            f"{server} cannot be reached",
            "check ASSESSMENT_MAIL_HOST, ASSESSMENT_MAIL_PORT and ASSESSMENT_MAIL_SECURITY",
        )
