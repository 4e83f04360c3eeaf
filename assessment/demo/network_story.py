"""What the example organisation's quality network wrote, voted and asked in one meeting. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.models import LanguageMap

NAME = {"en": "Quality network: what gets in our way", "nl": "Kwaliteitsnetwerk: wat ons in de weg zit"}
QUESTION = {"en": "What hinders quality here?", "nl": "Wat staat kwaliteit hier in de weg?"}

# Shore birds again, others than those of the board.
PHONES = ("R. Dunlin", "W. Godwit", "B. Knot", "A. Redshank", "E. Sanderling", "N. Whimbrel", "", "")
"""Who joins with a phone; a name is everybody's own choice."""
WITHOUT_PHONE = ("H. Oystercatcher", "C. Phalarope", "G. Ruff", "D. Snipe", "F. Stilt")
NOTES_A_PHONE = 3
"""The other notes were written on paper."""


@dataclass(frozen=True, slots=True)
class StuckUp:
    """A note. ``criterion``: "" where it stays in the tray; ``cluster``: "" for none; ``like``: the number of the note
    that says the same."""

    text: LanguageMap
    criterion: str
    cluster: str = ""
    like: int | None = None


def _on(criterion: str, en: str, nl: str, cluster: str = "", *, like: int | None = None) -> StuckUp:
    return StuckUp({"en": en, "nl": nl}, criterion, cluster, like)


NOTES = (
    _on(
        "2",
        "We can all name the goals; nobody says which one gives way",
        "De doelen kennen we allemaal; niemand zegt welk doel voorgaat",
        "goals",
    ),
    _on(
        "2",
        "The goals changed halfway through the year, and nobody told us why",
        "Halverwege het jaar veranderden de doelen, en niemand vertelde waarom",
        "goals",
    ),
    _on("2", "Everything has priority, so nothing has", "Alles heeft prioriteit, dus niets", "goals"),
    _on("2", "Everything is urgent, every day", "Alles is dringend, elke dag", like=2),
    _on(
        "2",
        "A new project starts before the last one is finished",
        "Een nieuw project begint voordat het vorige klaar is",
        "goals",
    ),
    _on(
        "2",
        "Goals are never closed: next year we get new ones",
        "Doelen worden nooit afgerond: volgend jaar komen er nieuwe",
        "goals",
    ),
    _on(
        "2",
        "Speed wins as soon as a customer rings a director",
        "Snelheid wint zodra een klant een directielid belt",
        "goals",
    ),
    _on(
        "2",
        "When money is short, improving goes first",
        "Als het geld op is, gaat verbeteren er het eerst uit",
        "cut",
    ),
    _on(
        "2",
        "The plan for this year has no hours for improving",
        "In het jaarplan staan geen uren voor verbeteren",
        "cut",
    ),
    _on(
        "2",
        "When a date comes near, testing is what gets shorter",
        "Als de datum nadert, wordt het testen korter",
        "cut",
    ),
    _on(
        "2",
        "The half day a month for improving lasted two months",
        "De halve dag per maand voor verbeteren hield twee maanden stand",
        "cut",
    ),
    _on(
        "2",
        "Quality is in the plan, but not in the budget",
        "Kwaliteit staat in het plan, maar niet in de begroting",
        "cut",
    ),
    _on(
        "2",
        "Departments plan alone and find out from each other at the end",
        "Afdelingen plannen alleen en horen pas aan het eind van elkaar",
    ),
    _on(
        "2",
        "The strategy has 40 pages; my team needs one",
        "De strategie telt 40 bladzijden; mijn team heeft er één nodig",
    ),
    _on(
        "2",
        "The laboratory hears of a new product when the samples arrive",
        "Het laboratorium hoort van een nieuw product als de monsters binnenkomen",
    ),
    _on("5", "We repair the same fault every month", "Elke maand herstellen we dezelfde fout", "fault"),
    _on(
        "5",
        "The cause is written down, and then nobody takes it away",
        "De oorzaak wordt opgeschreven, en daarna neemt niemand die weg",
        "fault",
    ),
    _on(
        "5",
        "Field service finds a fault; product development hears of it weeks later",
        "De buitendienst vindt een fout; productontwikkeling hoort het weken later",
        "fault",
    ),
    _on(
        "5",
        "A complaint is closed once the customer is quiet",
        "Een klacht is afgehandeld zodra de klant stil is",
        "fault",
    ),
    _on(
        "5",
        "Orders reach the planners without what they need",
        "Opdrachten komen bij de planners zonder wat zij nodig hebben",
        "handover",
    ),
    _on(
        "5",
        "We send work back rather than ask",
        "Wij sturen werk liever terug dan dat we even bellen",
        "handover",
    ),
    _on(
        "5",
        "Three departments keep three lists of the same customers",
        "Drie afdelingen houden drie lijsten van dezelfde klanten bij",
        "handover",
    ),
    _on(
        "5",
        "Instructions are old, so everybody keeps a copy of their own",
        "Instructies zijn verouderd, dus iedereen heeft een eigen versie",
    ),
    _on(
        "1",
        "Who puts out a fire is thanked; who prevents one is not seen",
        "Wie een brand blust krijgt dank; wie er een voorkomt valt niet op",
    ),
    _on("1", "No director has ever been at our meeting", "Er was nog nooit een directielid bij ons overleg"),
    _on("1", "I reported a problem and never heard back", "Ik meldde een probleem en hoorde nooit iets terug"),
    _on(
        "1",
        "Bad news gets smaller with each floor it goes up",
        "Slecht nieuws wordt met elke verdieping omhoog kleiner",
    ),
    _on("1", "Decisions reach us by mail, without the reason", "Besluiten komen per mail, zonder de reden"),
    _on("3", "Training is always the first thing to be moved", "Een opleiding wordt altijd als eerste verzet"),
    _on("3", "Good ideas are praised and then forgotten", "Goede ideeën krijgen lof en worden dan vergeten"),
    _on(
        "3",
        "The only one who knows the old system retires next year",
        "De enige die het oude systeem kent, gaat volgend jaar met pensioen",
    ),
    _on(
        "3",
        "New colleagues are shown three ways to do the same thing",
        "Nieuwe collega’s leren drie manieren om hetzelfde te doen",
    ),
    _on("4", "Two systems that do not talk: we type it all twice", "Twee losse systemen: we typen alles twee keer"),
    _on("4", "We buy the cheapest parts and pay in repairs", "We kopen de goedkoopste delen en betalen met reparaties"),
    _on(
        "6",
        "We count calls, not whether the customer was helped",
        "We tellen telefoontjes, niet of de klant geholpen is",
    ),
    _on(
        "6",
        "Nobody asks customers why they left",
        "Niemand vraagt klanten waarom ze weggingen",
    ),
    _on("9", "No report says what rework costs us", "In geen enkel rapport staat wat herstelwerk kost"),
    _on("", "Too many forms", "Te veel formulieren"),
    _on("", "It has always been like this", "Zo gaat het hier altijd"),
    _on(
        "",
        "Since we moved, we hardly meet the other teams",
        "Sinds de verhuizing zien we de andere teams nauwelijks",
    ),
    _on("4", "Measuring equipment waits for weeks to be checked", "Meetapparatuur wacht weken op een controle"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A cluster. ``actor``: who can act; ``dots``: how many it got; ``proposed``: what somebody in the room would call
    it, "" where nobody said so."""

    name: LanguageMap
    criterion: str
    actor: str
    dots: int
    proposed: LanguageMap | None = None


CLUSTERS: Mapping[str, Named] = {
    "goals": Named(
        {"en": "Everything comes first", "nl": "Alles gaat voor"},
        "2",
        "managers",
        14,
        proposed={"en": "Goals that keep moving", "nl": "Doelen die verschuiven"},
    ),
    "cut": Named(
        {"en": "Improving is cut first", "nl": "Op verbeteren wordt het eerst bezuinigd"}, "2", "managers", 10
    ),
    "fault": Named({"en": "The same fault comes back", "nl": "Dezelfde fout komt terug"}, "5", "we", 9),
    "handover": Named({"en": "Lost between two departments", "nl": "Kwijt tussen twee afdelingen"}, "5", "we", 6),
}

WORTH = ("yes",) * 6 + ("partly",) * 2
"""Was it worth their time? One tap a phone."""


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """``meets``: days from the meeting of the network until two of it bring the request; ``at``: the hour;
    ``known_by``: how many in the room know who is asked."""

    text: LanguageMap
    example: LanguageMap
    brings: LanguageMap
    manager: str
    messengers: tuple[str, str]
    meets: int
    at: int
    known_by: int


REQUESTS: Mapping[str, AskedRequest] = {
    "goals": AskedRequest(
        text={
            "en": "Put this year's goals in order, so that everybody knows which one gives way.",
            "nl": "Zet de doelen van dit jaar in volgorde, zodat iedereen weet welk doel voorgaat.",
        },
        example={
            "en": "A delivery had to leave on its day and without a fault. It left on its day, came back twice, "
            "and took eleven days more.",
            "nl": "Een levering moest op tijd én zonder fouten weg. Zij ging op tijd weg, kwam twee keer terug "
            "en kostte elf dagen extra.",
        },
        brings={
            "en": "We decide on the spot instead of asking upwards, and less comes back.",
            "nl": "Wij beslissen zelf in plaats van het boven te vragen, en er komt minder terug.",
        },
        manager="M. Heron",
        messengers=("E. Sanderling", "A. Redshank"),
        meets=7,
        at=9,
        known_by=3,
    ),
    "cut": AskedRequest(
        text={
            "en": "Put half a day a month for improving into the plan, and let no date take it away.",
            "nl": "Zet een halve dag per maand voor verbeteren in het jaarplan, en laat geen datum die wegnemen.",
        },
        example={
            "en": "The half day was dropped for a date that moved anyway. The fault it was meant for has come back "
            "four times since.",
            "nl": "De halve dag verviel voor een datum die toch opschoof. De fout waarvoor hij bedoeld was, kwam "
            "sindsdien vier keer terug.",
        },
        brings={
            "en": "It takes each team four hours a month; one fault that stays away saves about thirty.",
            "nl": "Het kost elk team vier uur per maand; één fout die wegblijft, bespaart er ongeveer dertig.",
        },
        manager="J. Avocet",
        messengers=("B. Knot", "W. Godwit"),
        meets=22,
        at=10,
        known_by=2,
    ),
}

ANSWERED = "goals"
ANSWER_WORDS = {
    "en": "The board decides on the order and puts it on one page.",
    "nl": "De directie beslist over de volgorde en zet die op één bladzijde.",
}
ANSWER_DAYS = 45
"""From the meeting of the network until what was promised is done."""


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """``days``: from the meeting until it is due."""

    text: LanguageMap
    owner: str
    days: int


DONE_ACTION = AgreedAction(
    text={
        "en": "Hang up a list of the five faults that come back most, each with its cause.",
        "nl": "Hang een lijst op van de vijf fouten die het vaakst terugkomen, elk met de oorzaak.",
    },
    owner="R. Dunlin",
    days=10,
)
"""On the card of the cluster "fault"."""
OPEN_ACTION = AgreedAction(
    text={
        "en": "Customer service and planners agree on one list of what an order must say.",
        "nl": "Klantenservice en planners spreken één lijst af van wat er in een opdracht staat.",
    },
    owner="N. Whimbrel",
    days=30,
)
"""On a card besides, which comes from a note."""
OPEN_ACTION_NOTE = 19
"""The number of that note."""
