"""Five facts that senior managers gave with their joint answer, as typed; never scored (content, section 1)."""

from flask_babel import gettext as _

from assessment.release.joint import FACTS
from assessment.results.numbers import speaking
from assessment.results.view import ResultsView


def list_facts(view: ResultsView) -> tuple[tuple[str, str], ...]:
    """What was asked and what was told, of those that were told; none without a joint answer."""
    joint = view.figures.summary.joint
    if joint is None:
        return ()
    with speaking(view.language):
        asked = {
            "hours": _("Hours each spent on quality last month"),
            "money": _("Money set aside for quality this year, and whether it was cut"),
            "network": _("Dates on which they met the quality network"),
            "decision": _("One decision changed for the sake of quality"),
            "risks": _("Three biggest quality risks"),
        }
    return tuple((asked[key], joint.facts[key]) for key in FACTS if joint.facts.get(key))
