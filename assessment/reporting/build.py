"""Results in, a whole report out."""

from flask_babel import gettext as _

from assessment.reporting.attached import attach_figures, attach_result
from assessment.reporting.drivers import build_drivers
from assessment.reporting.glossary import build_glossary
from assessment.reporting.guide import build_guide
from assessment.reporting.identity import make_identity
from assessment.reporting.lenses import build_lenses
from assessment.reporting.method import build_method
from assessment.reporting.page_one import build_page_one
from assessment.reporting.priorities import build_follow_up, build_priorities
from assessment.reporting.quality import build_quality
from assessment.reporting.units import build_units
from assessment.reporting.views import NoReportError, ReportViews
from assessment.results.numbers import speaking
from reports.document import Footer, Report, Section


def build_report(views: ReportViews) -> Report:
    """The full report in the views' language.

    Raises NoReportError where too few people answered for a report.
    """
    view = views.main
    with speaking(views.language):
        if view.derived.form == "none" or view.everybody is None:
            raise NoReportError(_("Too few people answered for a report: extend the survey or hold a session."))
        identity = make_identity(view)
        name = view.text(view.facts.name)
        return Report(
            language=views.language,
            title=f"{name} – {view.text(view.facts.organisation)}",
            subject=_("Quality maturity: what staff see, what senior managers say, what to decide"),
            author=view.text(view.facts.organisation),
            identifier=identity.number,
            made_at=view.facts.released_at,
            page_one=build_page_one(view, identity),
            sections=list_sections(views),
            footer=Footer(identity.printed, _("page {page} of {pages}")),
            attachments=(attach_result(views), attach_figures(views)),
        )


def list_sections(views: ReportViews) -> tuple[Section, ...]:
    view = views.main
    sections = [
        build_guide(views),
        *build_drivers(view),
        build_units(view),
        build_priorities(view),
        build_follow_up(view),
        build_lenses(views.others),
        build_quality(view),
        build_method(view, make_identity(view)),
        build_glossary(),
    ]
    return tuple(section for section in sections if section is not None)
