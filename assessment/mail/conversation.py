"""One conversation with the mail server, for many mails. What it answers is told as one of a few outcomes."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from assessment.mail.message import read_address, read_sender
from assessment.settings import Settings


class UnreachableError(Exception):
    """The server talks to nobody, or takes nothing from this sender. ``fault`` is a word for the list of failures."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class RefusedError(Exception):
    """The server does not take this mail; ``lasting``: it never will."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.fault = f"refused-{code}"
        self.lasting = code >= 500


class BrokenError(Exception):
    """The conversation broke before the text of this mail was handed over."""


class TakenError(Exception):
    """Another worker has the mail."""


class CutError(Exception):
    """The conversation broke between the end of the text and the server's word: the mail may have arrived."""


class Conversation:
    """A context in which mails are handed over one after the other; opening it raises UnreachableError."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sender = read_sender(settings).addr_spec

    def __enter__(self) -> Self:
        try:
            self.client = self._open()
        except smtplib.SMTPAuthenticationError:
            raise UnreachableError("sign-in") from None
        except (smtplib.SMTPException, OSError, ValueError):
            raise UnreachableError("connection") from None
        return self

    def _open(self) -> smtplib.SMTP:
        settings = self.settings
        # Reading the system's list of authorities takes longer than all else that opens a conversation.
        context = None if settings.mail_security == "none" else ssl.create_default_context()
        host, port, patience = settings.mail_host, settings.mail_port, settings.mail_patience
        client = (
            smtplib.SMTP_SSL(host, port, timeout=patience, context=context)
            if settings.mail_security == "tls"
            else smtplib.SMTP(host, port, timeout=patience)
        )
        try:
            if settings.mail_security == "starttls":
                client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
            if settings.mail_user:
                client.login(settings.mail_user, settings.mail_password.get_secret_value())
        except BaseException:
            client.close()
            raise
        return client

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self.client.quit()
        except (smtplib.SMTPException, OSError):
            pass  # Everything that was handed over is settled: how the server says goodbye is nothing to us.
        finally:
            self.client.close()

    def hand_over(self, message: EmailMessage, address: str, take: Callable[[], bool]) -> None:
        """Send one mail. ``take`` marks it as on its way; it is called when the whole text is with the server but for
        the dot on a line of its own, without which no server keeps a mail (RFC 5321, 4.1.1.4). With False no dot is
        sent. Raises RefusedError; after all others there is no conversation any more."""
        try:
            self._announce(read_address(address))
            # The text's own line ends are right already; a line that begins with a dot gets another.
            self.client.send(
                b"\r\n".join(
                    b"." + line if line.startswith(b".") else line for line in message.as_bytes().split(b"\r\n")
                )
            )
        except (smtplib.SMTPException, OSError):
            raise BrokenError from None
        if not take():
            self.client.close()
            raise TakenError
        try:
            self.client.send(b".\r\n")
            code, _said = self.client.getreply()
        except (smtplib.SMTPException, OSError):
            raise CutError from None
        if not 200 <= code < 300:
            raise RefusedError(code)

    def _announce(self, address: str) -> None:
        """Everything before the text. A refused sender is the set-up's fault, not the mail's."""
        code, _said = self.client.mail(self.sender)
        if code == 421:
            raise BrokenError
        if not 200 <= code < 300:
            raise UnreachableError(f"sender-{code}")
        code, _said = self.client.rcpt(address)
        if 200 <= code < 300:
            code, _said = self.client.docmd("DATA")
            if code == 354:
                return
        if code == 421:
            raise BrokenError
        self.client.rset()
        raise RefusedError(code)
