"""What the report holds, and where one of a made-up organisation can be looked at."""

from flask_babel import gettext as _

from reports.document import Bullets, Paragraph, Section


def build_sample() -> Section:
    return Section(
        "sample-report",
        _("What comes of it: the report"),
        (
            Paragraph(
                _("Everybody who may read results gets the same figures, as pages and as a PDF that can be checked:")
            ),
            Bullets(
                (
                    (_("Page one, for who decides: how mature, how sure, where views differ, what to decide."), ""),
                    (_("A page for each driver: what staff see, what senior managers say, the answers in bars."), ""),
                    (_("Units and groups of people, as far as they may be shown; what is withheld, and why."), ""),
                    (_("What to do first, with the figures that call for it."), ""),
                    (_("How sure it all is, how it was reckoned, and the words that are used."), ""),
                )
            ),
            Paragraph(
                _(
                    "A sample of a made-up organisation: whoever runs the server makes one with the command "
                    "“assessment demo”. Pictures of it stand in the folder docs/works-council of the program."
                )
            ),
        ),
        new_page=False,
    )
