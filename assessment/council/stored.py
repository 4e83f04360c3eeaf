"""The data sheet: what is stored where, who sees it, how long; who keeps the server; on what legal footing."""

from flask_babel import gettext as _

from assessment.campaigns.retaining import tell_deletion
from assessment.council.facts import Facts
from assessment.language import LIFETIME
from assessment.respond.cookies import BROWSER_LIFETIME
from reports.charts import Table
from reports.document import Grid, Heading, Paragraph, Section

Row = tuple[str, ...]

BLANK = "\N{NO-BREAK SPACE}" * 60
"""Room to write in."""


def build_data_sheet(facts: Facts) -> Section:
    heads = (_("What"), _("What for"), _("Who can see it"), _("How long"))
    own = (_("To be filled in"), _("By the employer"))
    return Section(
        "data-sheet",
        _("Data sheet"),
        (
            Paragraph(
                _(
                    "Everything is in one database, unless it says otherwise. Nothing is sent to the makers of the "
                    "program."
                )
            ),
            Grid(Table(_("What is stored of whom"), heads, list_stored(facts)), "tight", silent=True),
            Paragraph(
                _(
                    "Not stored beside an answer: name, address, time, device, network address, browser, language, how "
                    "long it took. There are no counters of visits and no content from other sites."
                )
            ),
            Heading(_("On what legal footing")),
            Paragraph(_("The program cannot know this. The employer fills it in, and the works council checks it.")),
            Grid(Table(_("On what legal footing"), own, list_footing()), silent=True),
        ),
    )


def list_stored(facts: Facts) -> tuple[Row, ...]:
    nobody = _("nobody; the program itself")
    days = facts.keep_invitations_days
    rows: list[Row] = [
        (
            _("List of people: name, mail address, unit, group, language"),
            _("to invite, and to count heads"),
            _("facilitators"),
            _("until the organisation changes it"),
        ),
        (
            _("Invitations: address, unit, group, a hash of the link, answered yes or no without a time"),
            _("to let each person answer once, and to send one reminder"),
            _("facilitators see addresses that mail could not reach; the rest nobody; the program itself"),
            _("%(days)s days after closing", days=days),
        ),
        (
            _("Unfinished answers, encrypted with a key made from the link"),
            _("to go on later, by a link from a mail on another device too"),
            _("whoever holds the link; of a printed link only the browser that began"),
            _("until sent in, at the latest until closing"),
        ),
        (
            _("Answers: a random number, unit, group, what was chosen"),
            _("to count, once, at closing"),
            nobody,
            _("%(months)s months after the results are made", months=facts.keep_answers_months),
        ),
    ]
    if facts.asks_comments:
        rows.append(
            (
                _("Comments, apart from the answers"),
                _("to explain figures"),
                _("two readers; after them everybody who may read results"),
                _("as typed: %(days)s days after the results are made; as shown: stay", days=facts.keep_comments_days),
            )
        )
    if facts.joint not in ("none", "missing"):
        rows.append(
            (
                _("Joint answer of the senior managers, with their number, never a person’s own answer"),
                _("to set beside what staff see"),
                _("everybody who may read results"),
                _("stays; first answers are destroyed when it is signed"),
            )
        )
    return (*rows, *list_around())


def list_around() -> tuple[Row, ...]:
    """What is stored of colleagues who work with the program, and around it."""
    return (
        (
            _("Results and reports: figures of groups"),
            _("to decide, and to compare with the next survey"),
            _("executive readers, unit readers their part, staff one page"),
            _("stay: they hold no answers"),
        ),
        (
            _("Accounts of colleagues: name, mail address, password as a hash, second factor, sign-ins"),
            _("to sign in"),
            _("administrators, without passwords"),
            _("until they are removed"),
        ),
        (
            _("Trail: who changed settings, people, rights and results; never who answered"),
            _("to be able to check the house"),
            _("administrators"),
            _("stays"),
        ),
        (
            _("One cookie in the browser of who answers: the link"),
            _("to turn pages"),
            _("that browser"),
            _("12 hours"),
        ),
        (
            _("A second cookie where the link came on paper: a secret of that browser"),
            _("so that what was begun opens there only"),
            _("that browser"),
            _("%(days)s days", days=BROWSER_LIFETIME.days),
        ),
        (
            _("A third cookie: the language of the pages"),
            _("to go on in it"),
            _("that browser"),
            _("%(days)s days", days=LIFETIME.days),
        ),
        (
            _("Log files: what the program did, without addresses, links or answers"),
            _("to find faults"),
            _("whoever runs the server"),
            _("as set there"),
        ),
    )


def list_footing() -> tuple[Row, ...]:
    return (
        (_("Legal footing (General Data Protection Regulation, article 6), and why"), BLANK),
        (_("Who is responsible for the data, with address"), BLANK),
        (_("Who handles it on their behalf, and the agreement with them"), BLANK),
        (_("Data protection officer"), BLANK),
        (_("Whether an impact assessment was made, and when"), BLANK),
        (
            _(
                "Right of the works council that applies (in the Netherlands: article 27 of the WOR), and date of its "
                "answer"
            ),
            BLANK,
        ),
        (_("Who deletes backups that were made while the survey was open, and when"), BLANK),
    )


def build_retention(facts: Facts) -> Section:
    """The moments in force where they are known, else how they are reckoned."""
    rows: tuple[Row, ...] = (
        (_("Unfinished answers"), _("when the survey closes"), facts.closes),
        (_("What ties a link to an answer"), _("when the survey closes"), facts.closes),
        (
            _("List of invitations"),
            _("%(days)s days after closing", days=facts.keep_invitations_days),
            tell_deletion(facts.invitations, facts.zone),
        ),
        *_list_comments(facts),
        (
            _("Answers"),
            _("%(months)s months after the results are made", months=facts.keep_answers_months),
            tell_deletion(facts.answers, facts.zone),
        ),
        (
            _("Answers of a survey that is withdrawn"),
            _("at once; there are never results"),
            "",
        ),
    )
    kept = rows if facts.survey else tuple(row[:2] for row in rows)
    heads = (_("What"), _("Deleted"), _("That is"))
    return Section(
        "retention",
        _("How long it is kept"),
        (
            Paragraph(
                _("The program deletes by itself, from the files too. The page of the survey says when it was done.")
            ),
            Grid(Table(_("How long it is kept"), heads[: len(kept[0])], kept), silent=True),
            Paragraph(
                _("Results and reports stay. They are figures of groups, and nobody’s answer can be read from them.")
            ),
            Paragraph(_("Backups are not in the program’s hands: see the data sheet.")),
        ),
        new_page=False,
    )


def _list_comments(facts: Facts) -> tuple[Row, ...]:
    if not facts.asks_comments:
        return ()
    moment = tell_deletion(facts.comments, facts.zone) if facts.comments else ""
    told = _(
        "%(days)s days after the results are made, also where two people have not read all of them by then; the "
        "program reminds both, 14 days after the results and 5 days before the end",
        days=facts.keep_comments_days,
    )
    return ((_("Comments as typed"), told, moment),)


def build_hosting(facts: Facts) -> Section:
    unknown = _("to be named before launch")
    rows = [(_("Who runs the server"), facts.server_keeper or unknown)]
    if facts.survey:
        rows += [
            (_("Address of the survey"), facts.address),
            (_("Database"), facts.database),
            (_("Mail is handed to"), facts.mail_host or _("no mail server is set: no mail is sent")),
        ]
    return Section(
        "hosting",
        _("Who hosts it"),
        (
            Paragraph(
                _(
                    "The program runs where the organisation puts it: on a server of its own or of a provider that it "
                    "chooses. The makers of the program have no access and get no data. Its code is open."
                )
            ),
            Grid(Table(_("Who hosts it"), (_("What"), _("How it is")), tuple(rows)), silent=True),
            Paragraph(
                _(
                    "Whoever runs the server is the one person who could look while the survey is open. So choose "
                    "somebody whom staff trust, and let the works council have a say in it."
                )
            ),
        ),
        new_page=False,
    )
