"""The reading guide: what the report holds and how to read it; then the figures of page one as tables."""

from flask_babel import gettext as _

from assessment.reporting.views import ReportViews
from assessment.results.charts import chart_dimensions, chart_groups, chart_index, chart_units
from assessment.results.circumstances import write_purpose_limit
from assessment.results.sentences import name_level
from assessment.results.view import ResultsView
from reports.document import Block, Bullets, Contents, Heading, Paragraph, Picture, Section


def build_guide(views: ReportViews) -> Section:
    view = views.main
    blocks: list[Block] = [
        Contents(_("In this report")),
        Heading(_("How to read it")),
        Bullets(tuple((line, "") for line in list_rules(view))),
    ]
    blocks.append(Paragraph(f"{write_purpose_limit()} {tell_what_low_means()}", "muted"))
    return Section("guide", _("Reading guide"), tuple(blocks))


def build_figures(view: ResultsView) -> Section | None:
    """The charts of page one, each followed by its table; None where page one speaks in words."""
    if view.derived.form == "words":
        return None
    strip = chart_index(view)
    pictures = [Picture(strip)] if strip else []
    return Section("figures", _("The figures of page one"), (*pictures, Picture(chart_dimensions(view))))


def tell_what_low_means() -> str:
    return _(
        "A low figure does not say that anybody works badly: it says what people see of how quality is led. "
        "A score may also drop because more people, or more honest ones, have answered."
    )


def list_rules(view: ResultsView) -> list[str]:
    """One line for each thing that the pages show."""
    rules = [write_levels(view)] if view.ladder else []
    if view.derived.form != "words":
        rules += [
            _("Scores run from 0 to 100, higher is more mature. “±”: the margin, how far chance could have moved it."),
            _("Bars show the answers from unfavourable (left, brown) to favourable (right, petrol)."),
            _(
                "Clearly means that the margin leaves no other reading; probably, that 70 % or more speaks for it; "
                "else two things cannot be told apart."
            ),
            _("A change is only called one where it is larger than chance; else it is “no measurable change”."),
        ]
    if chart_units(view) or chart_groups(view):
        rules.append(_("In tables of scores the darker field is the higher score; hatched fields are not shown."))
    if view.derived.gaps:
        rules.append(
            _(
                "A gap is what senior managers say minus what staff see. A sure gap is a blind spot, or the other way "
                "round a hidden strength; under 10 points it is a shared view."
            )
        )
    rules.append(_("“I can't tell” is never counted as a zero; its share is shown as “not visible to”."))
    if not view.full_disclosure:
        rules.append(
            _(
                "“Not shown” and grey hatching hold back what could tell too much about few people. Figures are "
                "rounded for the same reason, so shares need not add up to 100."
            )
        )
    return rules


def write_levels(view: ResultsView) -> str:
    starts = [f"{step.start:g}" for step in view.ladder] + ["100"]
    listed = ", ".join(
        f"{place} {name_level(view, place)} ({starts[place - 1]}–{starts[place]})"
        for place in range(1, len(view.ladder) + 1)
    )
    return _("Levels: %(levels)s. A level begins at its first number.", levels=listed)
