"""The two files inside the PDF: the released result as JSON, from which all can be recomputed, and a CSV of figures."""

from json import dumps
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict

from assessment.reporting.figures import write_csv
from assessment.reporting.identity import TEMPLATE_VERSION
from assessment.reporting.variants import FULL
from assessment.reporting.views import ReportViews
from assessment.results.view import ReleaseSource
from assessment.scoring.derived import Derived
from reports.document import Attachment

RESULT_NAME = "result.json"
FIGURES_NAME = "figures.csv"
FORMAT = 1


class Enclosed(BaseModel):
    """What the JSON file holds: everything a report is made from (``source``) and what was computed (``derived``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    template: int
    language: str
    variant: str = FULL
    source: ReleaseSource
    derived: dict[str, Derived]


def attach_result(views: ReportViews, variant: str = FULL) -> Attachment:
    """``views`` as cut for the variant."""
    derived = {view.derived.lens: view.derived for view in (views.main, *views.others)}
    enclosed = Enclosed(
        format=FORMAT,
        template=TEMPLATE_VERSION,
        language=views.language,
        variant=variant,
        source=views.main.source,
        derived=derived,
    )
    content = enclosed.model_dump(mode="json", by_alias=True)
    # As reports were written before there were variants, looks and sessions: the same release gives the same bytes.
    if variant == FULL:
        del content["variant"]
    if enclosed.source.look is None:
        del content["source"]["look"]
    if not enclosed.source.agreed:
        del content["source"]["agreed"]
    if not enclosed.source.network:
        del content["source"]["network"]
    text = write_compact(content)
    return Attachment(RESULT_NAME, _("The released result: every figure of this report"), text.encode(), "Source")


def attach_figures(views: ReportViews) -> Attachment:
    content = write_csv((views.main, *views.others))
    return Attachment(FIGURES_NAME, _("The figures of this report as a table"), content, "Data")


def write_compact(content: dict[str, Any]) -> str:
    """JSON without spaces, in the content's own order: the order of scales and units is part of what pages print."""
    return dumps(content, separators=(",", ":"), ensure_ascii=False)
