"""The promise, and what nobody can see: with the limits that no program can lift."""

from flask_babel import gettext as _

from assessment.council.facts import Facts
from assessment.respond.promise import make_promise
from reports.charts import Table
from reports.document import Bullets, Grid, Heading, Panel, Paragraph, Section


def build_promise(facts: Facts) -> Section:
    """The very sentences that everybody reads before the first question."""
    blocks = (
        Paragraph(_("Everybody who is asked reads this before the first question, in the mail and on the poster too:")),
        Panel(tuple(Paragraph(sentence) for sentence in make_promise(facts, "own", "sees")), "note"),
        Paragraph(
            _(
                "The program does not leave this to good will: it has no page, file or export that shows one person’s "
                "answers, to nobody. Tests try to break the promise before each version is given out."
            )
        ),
    )
    return Section("promise", _("The promise"), blocks, new_page=False)


def _list_sight() -> Table:
    """Who sees what, a row a role."""
    return Table(
        _("Who sees what"),
        (_("Who"), _("Can see"), _("Cannot see")),
        (
            (
                _("Colleagues and managers"),
                _("Results of groups, after closing, as far as they may read them"),
                _("Who answered; anybody’s answers"),
            ),
            (
                _("Facilitators, who set up the survey"),
                _(
                    "Settings, the list of people, mails that could not be delivered; once a day how many answered, in "
                    "coarse steps"
                ),
                _("Who answered; anybody’s answers; any result before closing"),
            ),
            (
                _("Executive readers"),
                _("All results that may be shown"),
                _("Anything that is not shown, and everything before closing"),
            ),
            (_("Unit readers"), _("The results of their own unit and of the whole"), _("Results of other units")),
            (
                _("Second readers"),
                _("Comments without names, units or groups, to take out what gives people away"),
                _("Everything else"),
            ),
            (
                _("Administrators"),
                _("Accounts and rights of colleagues"),
                _("Who answered; anybody’s answers"),
            ),
            (
                _("Whoever runs the server"),
                _("The database as it is stored"),
                _("After closing: which answers belong to which person"),
            ),
        ),
    )


def build_not_visible(facts: Facts) -> Section:
    return Section(
        "not-visible",
        _("What your employer cannot see"),
        (
            Grid(_list_sight(), silent=True),
            Heading(_("How small groups are protected")),
            Bullets(tuple((text, "") for text in list_protections(facts))),
            Heading(_("Honest limits")),
            Paragraph(_("No program can promise more than this. Say so to the people who are asked.")),
            Bullets(tuple((text, "") for text in list_limits(facts))),
        ),
        new_page=False,
    )


def list_protections(facts: Facts) -> tuple[str, ...]:
    smallest = facts.smallest_group
    return (
        _(
            "A unit or group of people with fewer than %(smallest)s answers is joined with others or not shown. A "
            "group with nobody’s answer looks the same as one with %(most)s.",
            smallest=smallest,
            most=smallest - 1,
        ),
        _(
            "Nothing shown can be subtracted from something else so that fewer than %(smallest)s people are left.",
            smallest=smallest,
        ),
        _("Figures are rounded, and the ends stay open: “2.0 or less”. The fewer people, the coarser the figure."),
        _(
            "Before results are made, the program reckons whether somebody’s answer could be worked out by a colleague "
            "who knows one of the others. What would allow that is left out."
        ),
        _("Results are made once. Nobody can make them again with one person more or less."),
        _(
            "The smallest group and the units are fixed at launch. The smallest group can rise afterwards, and never "
            "fall."
        ),
    )


def list_limits(facts: Facts) -> tuple[str, ...]:
    keeper = facts.server_keeper or _("whoever runs the server")
    limits = [
        _(
            "While the survey is open, %(keeper)s could read the database and match a link to an answer. At closing "
            "that trail is erased. Whom you trust with the server is a choice; it need not be the employer.",
            keeper=keeper,
        ),
        _(
            "A backup made while the survey is open keeps that trail. Agree that such backups are deleted when it has "
            "closed, and who sees to it."
        ),
        _(
            "Until they are deleted, answers lie in the database without a name, each with a unit and group of at "
            "least %(smallest)s people. Whoever runs the server could read them so, and recognise somebody who has "
            "told what they ticked.",
            smallest=facts.smallest_group,
        ),
        _(
            "A group’s result is a result. Where all of a team think alike, readers learn what the team thinks, though "
            "not what one person ticked."
        ),
        _(
            "The program guards what is in it. Somebody can still look over a shoulder, or ask people what they "
            "answered."
        ),
        _("Mail programs, phones and networks of the employer may keep their own records that a link was opened."),
        _(
            "Whoever holds somebody’s printed letter, or the file it was printed from, can open the survey in their "
            "place and see whether it was used. What they have begun opens in their own browser only, and what was "
            "sent in, nobody can open again. Agree who prints letters, and that no file is kept."
        ),
        _(
            "A shared link or a shared screen counts screens, not people: somebody could answer twice, or not belong "
            "to those asked. Pages and report say where that was so, and nothing is shown of fewer than 10 then."
        ),
    ]
    if facts.asks_comments:
        limits.append(
            _(
                "A name typed into a comment stays a name, and a style can be recognised. Two people read each comment "
                "before it is shown and take out what gives somebody away. Comments appear only where %(least)s or "
                "more answered.",
                least=facts.comments_from,
            )
        )
    return tuple(limits)
