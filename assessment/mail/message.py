"""A letter as a message: plain text and HTML, safe headers, nothing from elsewhere and nothing that tells who reads it
(trust rules S18, S26)."""

import hmac
import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from assessment.letters import holds_unkept
from assessment.mail.kinds import Letter
from assessment.settings import Settings

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")
MOST_SUBJECT = 120

_PAGE = Markup(
    '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>'
    '<body style="margin:0;padding:24px;background:#ffffff">'
    '<div style="max-width:36em;font:17px/26px Source Sans 3,Segoe UI,Helvetica,Arial,sans-serif;color:#17212b">'
    "{}</div></body></html>"
)
_PARAGRAPH = Markup('<p style="margin:0 0 16px">{}</p>')
_BUTTON = Markup(
    '<p style="margin:0 0 16px"><a href="{}" style="display:inline-block;padding:11px 24px;border-radius:4px;'
    'background:#0e5a6d;color:#ffffff;font-weight:600;text-decoration:none">{}</a></p>'
    '<p style="margin:0 0 16px;font-size:14px;line-height:20px;color:#4e5965;word-break:break-all">{}</p>'
)


class AddressError(ValueError):
    """Nobody can be reached by this."""


def make_message(letter: Letter, purpose: str, settings: Settings) -> EmailMessage:
    """The whole message; raises AddressError. The same purpose has the same Message-ID, so that mailboxes that get one
    twice can tell."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean_line(letter.subject)[:MOST_SUBJECT]
    message["From"] = read_sender(settings)
    message["To"] = Address(addr_spec=read_address(letter.address))
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = name_message(purpose, settings)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content("\n\n".join(letter.paragraphs) + "\n", cte="quoted-printable")
    message.add_alternative(write_html(letter), subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language  # last: a header of this name moves into the first part
    return message


def write_html(letter: Letter) -> str:
    """The same paragraphs; the link is a button, with its address in full below."""
    parts = [
        _BUTTON.format(letter.link, letter.link_text or letter.link, letter.link)
        if letter.link and paragraph.strip() == letter.link
        else _PARAGRAPH.format(Markup("<br>").join(escape(line) for line in paragraph.split("\n")))
        for paragraph in letter.paragraphs
    ]
    return str(_PAGE.format(letter.language, clean_line(letter.subject), Markup("").join(parts)))


def name_message(purpose: str, settings: Settings) -> str:
    """Tells the purpose to nobody but us: a hash under the link key, at the host of the base address."""
    digest = hmac.digest(settings.link_key.get_secret_value().encode(), f"mail:{purpose}".encode(), "sha256")
    return f"<{digest.hex()[:32]}@{urlsplit(settings.base_address).hostname}>"


def read_address(text: str) -> str:
    """The address as servers take it, its host in ASCII; raises AddressError."""
    if _ADDRESS.fullmatch(text) is None:
        raise AddressError
    local, _, host = text.rpartition("@")
    try:
        known = host.encode("idna").decode("ascii")
        Address(username=local, domain=known)
        return f"{local}@{known}"
    except (UnicodeError, ValueError, IndexError):
        raise AddressError from None


def read_sender(settings: Settings) -> Address:
    """From the settings, e.g. "Quality office <quality@example.org>"; checked when the settings are read."""
    name, address = parseaddr(settings.mail_sender)
    return Address(display_name=clean_line(name), addr_spec=address)


def clean_line(text: str) -> str:
    """One line: no control character, and with that no header of somebody else's making (S26). Marks that join letters
    stay: emoji and names of many scripts fall apart without them.

    What looks like an encoded word is parted as well: the message class would decode it, and the line breaks that it
    hides would end the header.
    """
    line = " ".join("".join(" " if holds_unkept(letter) else letter for letter in text).split())
    return line.replace("=?", "= ?")
