"""The settings of one survey, as they stand."""

from flask_babel import gettext as _

from assessment.council.facts import Facts
from assessment.council.headcounts import Counted
from reports.charts import Table
from reports.document import Block, Grid, Heading, Paragraph, Section

INDENT = "\N{EN DASH} "


def build_settings(facts: Facts) -> Section:
    state = (
        _("The survey is launched: units, groups, head counts and questions are fixed.")
        if facts.launched
        else _("The survey is not launched yet: what stands here can still change. Ask for this paper again at launch.")
    )
    rows = tuple((label, text) for label, text in list_settings(facts) if text)
    blocks: list[Block] = [
        Paragraph(state, "lead"),
        Grid(Table(_("Settings in force"), (_("What"), _("How it is")), rows), silent=True),
        Heading(_("Who is asked")),
        Paragraph(tell_invited(facts)),
    ]
    for caption, counted in ((_("Units"), facts.list_units()), (_("Groups of people"), facts.list_groups())):
        if counted:
            blocks.append(Grid(Table(caption, (caption, _("People")), _list_counts(counted), (1,)), silent=True))
    return Section("settings", _("Settings in force"), tuple(blocks))


def list_settings(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Every setting with what it is; "" where nothing was settled."""
    return (
        (_("Reason"), facts.purpose),
        (_("Sponsor, who asks for the survey"), facts.sponsor),
        (_("With senior managers we mean"), facts.senior_managers),
        (_("Opens"), facts.opens),
        (_("Closes"), facts.closes),
        (_("People hear the results on"), facts.results_on),
        (_("Languages"), facts.languages),
        (_("Smallest group"), str(facts.smallest_group)),
        (
            _("Comments"),
            _("asked; shown where %(least)s or more answered", least=facts.comments_from)
            if facts.asks_comments
            else _("wished for, but not asked as things stand")
            if facts.no_comments
            else _("not asked"),
        ),
        (_("Joint answer of the senior managers"), _tell_joint(facts)),
        (
            _("How people are let in"),
            facts.ways or _("not settled yet: personal links by mail, code cards, or a shared link"),
        ),
        (_("Length"), facts.rotating or _("everybody is asked all questions that concern them")),
        (_("Who answers questions about the survey"), facts.contact),
        (_("Who runs the server"), facts.server_keeper),
    )


def _tell_joint(facts: Facts) -> str:
    return {
        "promised": _("promised"),
        "added": _("added by the top team, beside anonymous answers"),
        "sealed": _("sealed on %(day)s", day=facts.sealed),
        "missing": _("none came"),
    }.get(facts.joint, _("none"))


def tell_invited(facts: Facts) -> str:
    invited = facts.count_invited()
    if invited is None:
        return _("No head counts are known yet.")
    return _(
        "%(count)s people, senior managers not counted. A unit or group so small that people could be told apart has "
        "no number of its own here; its people are counted in the unit above.",
        count=invited,
    )


def _list_counts(counted: tuple[Counted, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (INDENT * one.depth + one.name, str(one.count) if one.count is not None else _("not told")) for one in counted
    )
