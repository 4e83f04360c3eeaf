"""What the quality network did since the release, as a short section of the report."""

from flask_babel import gettext as _

from assessment.results.network import make_network
from assessment.results.view import ResultsView
from reports.charts import Table
from reports.document import Block, Grid, Paragraph, Section


def build_network(view: ResultsView) -> Section | None:
    """None where there was no session: such a report reads as it always has."""
    network = make_network(view)
    if network is None:
        return None
    heads = (_("Session"), _("Request"), _("Asked of"), _("Answer"))
    rows = []
    for session in network.sessions:
        rows += [(session.title, one.text, one.who or "–", one.answer) for one in session.requests]
        if not session.requests:
            rows.append((session.title, _("nothing was asked"), "–", "–"))
    table = Table(_("What the network asked, and what was answered"), heads, tuple(rows)).without_empty_columns()
    blocks: tuple[Block, ...] = (Paragraph(network.counted), Grid(table, "plain"))
    return Section("network", _("What the network did"), blocks, new_page=False)
