"""What the people of a quality network have to say, in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """A cluster: the name that the room takes, the one that the facilitator began with, its notes, and who can act."""

    name: str
    first_name: str
    notes: tuple[str, ...]
    actor: str


@dataclass(frozen=True)
class Wish:
    """A request to senior managers: what its card says, who is asked, which phone knows them, and when they meet;
    then the answer, by its label, with its words and the day."""

    text: str
    example: str
    brings: str
    manager: str
    knows: int
    day: str
    at: str
    answer: str
    words: str
    until: str


@dataclass(frozen=True)
class Deed:
    text: str
    owner: str
    day: str


@dataclass(frozen=True)
class Plan:
    """``placed``: notes by the criterion that they end on; ``differ``: what the two who sort a note tap, where they
    differ; ``same``: two notes that the room merges, the first into the second; ``themes``: the most dots first, the
    wishes' before the deed's; ``pledges``: what a manager names for two weeks;
    ``days``: as people read them, by how they are typed."""

    language: str
    names: tuple[str, ...]
    placed: Mapping[str, Sequence[str]]
    pasted: int
    differ: Mapping[str, tuple[str, str]]
    same: tuple[str, str]
    finding: str
    themes: tuple[Theme, ...]
    wishes: tuple[Wish, ...]
    deed: Deed
    messenger: str
    pledges: Mapping[str, str]
    days: Mapping[str, str]

    @property
    def texts(self) -> list[str]:
        return [text for texts in self.placed.values() for text in texts]

    @property
    def typed(self) -> list[str]:
        return self.texts[self.pasted :]

    @property
    def on_paper(self) -> list[str]:
        return self.texts[: self.pasted]

    def find_place(self, text: str) -> str:
        return next(criterion for criterion, texts in self.placed.items() if text in texts)


ENGLISH = Plan(
    language="en",
    names=("Anna Bakker", "", "Bo Kramer", "Cem Yilmaz", "", "Dirk Vos", "Els Mulder", "", "Fay Smit", "Gus Peters"),
    placed={
        "2": (
            "Priorities change every month",
            "Nobody can name our goal",
            "Urgent always wins",
            "Last year's goal was dropped unfinished",
            "Goals stand in a plan that nobody opens",
            "Three projects have the same first place",
            "What comes first depends on whom you ask",
            "A deadline beat quality and nobody said why",
            "The plan is written without us",
            "We hear of new goals by accident",
            "Every complaint becomes a priority",
        ),
        "5": (
            "Complaints get no answer",
            "No complaint is ever answered",
            "The same fault comes back",
            "The form asks twelve things twice",
            "Nobody owns the handover at night",
        ),
        "3": ("No time to learn", "New people copy old mistakes", "Praise goes to whoever puts out fires"),
        "1": ("We never see them where the work is", "They ask only when figures fall"),
        "6": ("Customers ring three times",),
        "7": ("Good people leave",),
        "9": ("Repair costs more than it should",),
    },
    pasted=4,
    differ={
        "Every complaint becomes a priority": ("5", "2"),
        "They ask only when figures fall": ("1", "9"),
        "Good people leave": ("3", "7"),
    },
    same=("Complaints get no answer", "No complaint is ever answered"),
    finding="11 of 24 notes are on 2 Strategy; an even spread would be 3.",
    themes=(
        Theme(
            "One goal at a time",
            "Goals drift",
            ("Priorities change every month", "Urgent always wins", "Every complaint becomes a priority"),
            "managers",
        ),
        Theme("No answers", "No answers", ("No complaint is ever answered", "The same fault comes back"), "managers"),
        Theme(
            "Plans nobody reads",
            "Plans nobody reads",
            ("Goals stand in a plan that nobody opens", "The plan is written without us"),
            "we",
        ),
    ),
    wishes=(
        Wish(
            "Keep one quality goal until it is met",
            "In May the goal changed twice in a month",
            "Forty hours a month that go into restarting",
            "E. Visser",
            3,
            "2027-01-12",
            "10:30",
            "Yes",
            "One goal, and I say so in each meeting",
            "2027-03-01",
        ),
        Wish(
            "Answer each quality problem within 30 days",
            "Of nine reports in June one was answered",
            "People go on reporting",
            "M. de Boer",
            6,
            "2027-01-13",
            "09:15",
            "Yes, if",
            "Reports name a place and a day",
            "2027-02-15",
        ),
    ),
    deed=Deed("Rewrite the plan on one page with those who work by it", "R. Dekker", "2027-02-01"),
    messenger="Joke de Graaf",
    pledges={"E. Visser": "Walk along with the night shift", "M. de Boer": "Answer the three oldest reports myself"},
    days={
        "2027-02-01": "1 February 2027",
        "2027-02-15": "15 February 2027",
        "2027-03-01": "1 March 2027",
        "2027-04-15": "15 April 2027",
    },
)

DUTCH = Plan(
    language="nl",
    names=("Anna Bakker", "", "Bo Kramer", "Cem Yilmaz", "Dirk Vos", "Els Mulder"),
    placed={
        "2": (
            "Elke maand andere prioriteiten",
            "Niemand kan ons doel noemen",
            "Wat dringend is wint altijd",
            "Het plan is zonder ons geschreven",
            "Het doel van vorig jaar is nooit afgemaakt",
            "Elke klacht wordt een prioriteit",
        ),
        "5": ("Klachten krijgen geen antwoord", "Op klachten komt nooit iets terug", "Dezelfde fout komt terug"),
        "3": ("Geen tijd om te leren",),
        "1": ("Wij zien hen nooit op de werkvloer", "Ze vragen alleen als cijfers dalen"),
    },
    pasted=2,
    differ={"Elke klacht wordt een prioriteit": ("5", "2"), "Ze vragen alleen als cijfers dalen": ("1", "9")},
    same=("Klachten krijgen geen antwoord", "Op klachten komt nooit iets terug"),
    finding="6 van de 12 briefjes liggen op 2 Strategie; gelijk verdeeld kwam elk criterium op 1.",
    themes=(
        Theme(
            "Eén doel tegelijk",
            "Doelen schuiven",
            ("Elke maand andere prioriteiten", "Wat dringend is wint altijd"),
            "managers",
        ),
        Theme(
            "Geen antwoord",
            "Geen antwoord",
            ("Op klachten komt nooit iets terug", "Dezelfde fout komt terug"),
            "managers",
        ),
        Theme("Plannen die niemand leest", "Plannen die niemand leest", ("Het plan is zonder ons geschreven",), "we"),
    ),
    wishes=(
        Wish(
            "Houd één kwaliteitsdoel vast tot het gehaald is",
            "In mei veranderde het doel twee keer in een maand",
            "Veertig uur per maand die nu opgaan aan opnieuw beginnen",
            "E. Visser",
            3,
            "2027-01-12",
            "10:30",
            "Yes",
            "Eén doel, en dat zeg ik in elk overleg",
            "2027-03-01",
        ),
        Wish(
            "Beantwoord elk kwaliteitsprobleem binnen 30 dagen",
            "Van negen meldingen in juni kreeg er één antwoord",
            "Mensen blijven melden",
            "M. de Boer",
            4,
            "2027-01-13",
            "09:15",
            "Yes, if",
            "Een melding noemt plaats en dag",
            "2027-02-15",
        ),
    ),
    deed=Deed("Het plan op één bladzijde herschrijven met wie ermee werken", "R. Dekker", "2027-02-01"),
    messenger="Joke de Graaf",
    pledges={"E. Visser": "Een nachtdienst meelopen", "M. de Boer": "De drie oudste meldingen zelf beantwoorden"},
    days={
        "2027-02-01": "1 februari 2027",
        "2027-02-15": "15 februari 2027",
        "2027-03-01": "1 maart 2027",
        "2027-04-15": "15 april 2027",
    },
)
