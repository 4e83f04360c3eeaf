"""Links of those whom a report was sent to."""

from flask import current_app

from assessment.access.invitations import find_link_key
from assessment.access.own_links import OwnLinks

REPORT_LINKS = OwnLinks("report", "/report/")


def make_reader_link(reader_id: int, language: str) -> str:
    """Begins with the installation's address, whatever a request said (trust rule S18)."""
    address: str = current_app.extensions["settings"].base_address
    return f"{address}/r/{REPORT_LINKS.make_token(find_link_key(), reader_id)}?language={language}"
