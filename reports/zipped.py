"""Office files are zip archives: the same content gives the same bytes, whenever it was written."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def settle(archive: bytes, moment: datetime) -> bytes:
    """The same archive with all its dates at ``moment`` and nothing of the machine that wrote it."""
    at = moment.astimezone(UTC).timetuple()[:6]
    settled = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(settled, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            entry = ZipInfo(name, at)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return settled.getvalue()
