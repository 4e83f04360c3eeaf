"""How people come in: an address, a code and a picture of both for phones."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from flask import current_app, url_for

from assessment.models import Workshop

MASK = 0
"""On a screen every mask is read as well; looking for the best takes most of the time."""


@dataclass(frozen=True, slots=True)
class Door:
    """``spelt``: the code in two groups; ``short``: the address without its scheme, as it is read out; ``picture``: a
    QR code as a data address."""

    address: str
    short: str
    spelt: str
    picture: str


def find_host() -> str:
    """Of this installation, so that what it calls by number is never taken for another one's."""
    return urlsplit(current_app.extensions["settings"].base_address).hostname or "localhost"


def find_door(workshop: Workshop) -> Door | None:
    """None where nobody can come in: before the start and after the end."""
    if workshop.code is None:
        return None
    base = current_app.extensions["settings"].base_address.rstrip("/")
    address = base + url_for("room.come_in", code=workshop.code)
    picture = segno.make(address, error="m", micro=False, mask=MASK).svg_data_uri(scale=4, border=2, dark="#17212B")
    short = (base + url_for("room.come_in")).partition("://")[2]
    return Door(address, short, f"{workshop.code[:3]} {workshop.code[3:]}", picture)
