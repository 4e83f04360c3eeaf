"""An organisation's own colour and logo on its reports: checked, kept, read."""

from base64 import b64encode
from colorsys import hls_to_rgb, rgb_to_hls
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from assessment.audit import record
from assessment.models import Campaign, Document, Look, db, writing
from assessment.results.view import LookFact

LEAST_CONTRAST = 4.5
"""Of text in the colour on white."""

LARGEST_LOGO = 1024 * 1024
MOST_POINTS = 4_000_000
"""Of a picture before it is made small: what says it holds more is never opened."""

LOGO_SIZE = (600, 180)
KINDS = ("PNG", "JPEG")


class LogoError(Exception):
    """The file is no logo that can be used; ``reason``: "too big", "no picture", "too many points"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def measure_contrast(colour: str) -> float:
    """Of a colour as #rrggbb on white, as WCAG counts it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def find_nearest(colour: str) -> str:
    """The same colour, as much darker as it must be."""
    hue, light, full = rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)))
    for step in range(round(light * 1000), -1, -1):
        parts = hls_to_rgb(hue, step / 1000, full)
        darker = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if measure_contrast(darker) >= LEAST_CONTRAST:
            return darker
    return "#000000"


def redraw_logo(content: bytes) -> bytes:
    """A picture that somebody brought, drawn anew as a small PNG on white: nothing of the file itself is kept.

    Raises LogoError.
    """
    if len(content) > LARGEST_LOGO:
        raise LogoError("too big")
    try:
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise LogoError("too many points")
            picture.verify()
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            drawn = picture.convert("RGBA")
    except LogoError:
        raise
    except Image.DecompressionBombError:
        raise LogoError("too many points") from None
    except Exception:  # the library tells broken pictures by a dozen kinds of errors
        raise LogoError("no picture") from None
    drawn.thumbnail(LOGO_SIZE, Image.Resampling.LANCZOS)
    ground = Image.new("RGB", drawn.size, "white")
    ground.paste(drawn, mask=drawn.getchannel("A"))
    kept = BytesIO()
    ground.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def find_look(campaign_id: int) -> LookFact | None:
    """The look of the organisation that a survey is of; None for the house's own."""
    owner = select(Campaign.organisation_id).where(Campaign.id == campaign_id).scalar_subquery()
    return _read(owner)


def read_look(organisation_id: int) -> LookFact | None:
    return _read(organisation_id)


def _read(organisation: object) -> LookFact | None:
    statement = (
        select(Look.colour, Document.content)
        .outerjoin(Document, (Document.organisation_id == Look.organisation_id) & (Document.key == Look.logo))
        .where(Look.organisation_id == organisation)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None or not (found[0] or found[1]):
        return None
    return LookFact(colour=found[0], logo=b64encode(found[1]).decode("ascii") if found[1] else "")


def keep_look(organisation_id: int, colour: str, logo: bytes | None) -> None:
    """Keep a checked colour, "" for the house's own, and a logo as ``redraw_logo`` gives it: b"" for none, None for the
    one that is there."""
    with writing() as session:
        look = session.get(Look, organisation_id)
        if look is None:
            look = Look(organisation_id=organisation_id)
            session.add(look)
        look.colour = colour
        if logo is not None:
            look.logo = f"logo/{sha256(logo).hexdigest()}" if logo else ""
        if logo:
            _keep_logo(organisation_id, look.logo, logo)
        session.flush()
        details = {"colour": colour, "logo": "kept" if logo is None else "new" if logo else "none"}
        record(session, organisation_id, "look.changed", "look", details)


def _keep_logo(organisation_id: int, key: str, logo: bytes) -> None:
    """Documents are kept by what they hold: a logo that comes back is there already."""
    session = db.session
    there = select(Document.id).where(Document.organisation_id == organisation_id, Document.key == key)
    if session.scalar(there) is None:
        session.add(
            Document(
                organisation_id=organisation_id,
                key=key,
                media_type="image/png",
                sha256=sha256(logo).hexdigest(),
                made_at=datetime.now(UTC),
                content=logo,
            )
        )
