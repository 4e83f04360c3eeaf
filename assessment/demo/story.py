"""The example organisation: its units, its people in numbers, what they see and what the board says. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.models import LanguageMap
from assessment.organisation.plan import PlannedUnit

COLLEAGUE = "sam@lighthouse.example"
"""Who sets the surveys up; whoever tries the example takes this invitation up."""

READER = ("robin@lighthouse.example", "Robin Sandgrouse")
"""Mail and name of an executive reader, who signs in with a password alone."""

NAME = {"en": "The Lighthouse (made-up organisation)", "nl": "De Vuurtoren (verzonnen organisatie)"}

# Named after shore birds, so that nobody can take them for real people.
BOARD = ("M. Heron", "K. Plover", "J. Avocet", "S. Curlew", "T. Sandpiper", "L. Lapwing", "P. Tern")
SENIOR_MANAGERS = {
    "en": f"{', '.join(BOARD)} (the board)",
    "nl": f"{', '.join(BOARD)} (de directie)",
}

UNITS = (
    PlannedUnit("customer-service", {"en": "Customer service", "nl": "Klantenservice"}),
    PlannedUnit("operations", {"en": "Operations", "nl": "Uitvoering"}),
    PlannedUnit(
        "product-development", {"en": "Product development", "nl": "Productontwikkeling"}, builds_software=True
    ),
    PlannedUnit("finance", {"en": "Finance and administration", "nl": "Financiën en administratie"}),
    PlannedUnit("field-service", {"en": "Field service", "nl": "Buitendienst"}),
    PlannedUnit("laboratory", {"en": "Laboratory", "nl": "Laboratorium"}),
)

INVITED = {
    "customer-service": {"middle-managers": 6, "staff": 48, "quality-professionals": 2},
    "operations": {"middle-managers": 8, "staff": 58, "quality-professionals": 4},
    "product-development": {"middle-managers": 5, "staff": 36, "quality-professionals": 5},
    "finance": {"middle-managers": 3, "staff": 26, "quality-professionals": 1},
    "field-service": {"middle-managers": 2, "staff": 22, "quality-professionals": 1},
    "laboratory": {"middle-managers": 1, "staff": 4, "quality-professionals": 1},
}
"""233 people who see; with the seven of the board 240."""

ANSWERED = {
    "customer-service": 0.72,
    "operations": 0.70,
    "product-development": 0.78,
    "finance": 0.73,
    "field-service": 0.68,
    "laboratory": 0.67,
}

UNIT_MOOD = {
    "customer-service": -4,
    "operations": -6,
    "product-development": 7,
    "finance": 2,
    "field-service": 4,
    "laboratory": 0,
}
"""How far a unit's answers lie from the organisation's, in points of 100."""

GROUP_MOOD = {"middle-managers": 8, "quality-professionals": -3, "staff": -1}


@dataclass(frozen=True, slots=True)
class Year:
    """What people's answers score, 0-100, by driver (or delivery practice) and, where one stands out, by question; the
    share of people who cannot tell, 0-1; the seed that makes the same people every time.
    """

    seed: int
    drivers: Mapping[str, float]
    items: Mapping[str, float]
    cant_tell: Mapping[str, float]


PRACTICES: dict[str, float] = {
    "delivery-build": 51,
    "delivery-release": 38,
    "delivery-recovery": 45,
    "delivery-learning": 33,
}

LAST_YEAR = Year(
    seed=1,
    drivers={"commitment": 43, "reward": 37, "leadership": 48, "culture": 54, "goals": 52, "follow-up": 58},
    items={
        "commitment-answer": 31,
        "reward-crisis": 26,
        "leadership-switch": 39,
        "culture-blame": 58,
        "culture-together": 57,
        "goals-name": 60,
        "expect-action": 58,
    },
    cant_tell={
        "commitment": 0.21,
        "reward": 0.06,
        "leadership": 0.12,
        "culture": 0.04,
        "goals": 0.08,
        "follow-up": 0.08,
    },
)
THIS_YEAR = Year(
    seed=2,
    drivers={"commitment": 43, "reward": 38, "leadership": 47.8, "culture": 61.2, "goals": 51.8, "follow-up": 53}
    | PRACTICES,
    items={
        "commitment-answer": 33,
        "commitment-cut": 36,
        "commitment-attend": 51,
        "reward-prevent": 38,
        "reward-crisis": 27,
        "reward-badnews": 45,
        "reward-soon": 46,
        "reward-team": 46,
        "leadership-switch": 46,
        "culture-blame": 69,
        "culture-together": 69,
        "goals-name": 66,
        "goals-close": 42,
        "after-survey": 53,
    },
    cant_tell={
        "commitment": 0.20,
        "reward": 0.05,
        "leadership": 0.11,
        "culture": 0.03,
        "goals": 0.07,
        "follow-up": 0.08,
    }
    | dict.fromkeys(PRACTICES, 0.05),
)

JOINT_ANSWER = {
    "commitment-attend": 4,
    "commitment-see": 4,
    "commitment-money": 4,
    "commitment-cut": 2,
    "commitment-answer": 4,
    "commitment-belief": 5,
    "reward-prevent": 4,
    "reward-crisis": 3,
    "reward-badnews": 4,
    "reward-soon": 3,
    "reward-team": 4,
    "reward-appraisal": 3,
    "leadership-first": 4,
    "leadership-insight": 4,
    "leadership-facts": 4,
    "leadership-explain": 3,
    "leadership-switch": 2,
    "leadership-value": 4,
    "culture-barrier": 4,
    "culture-room": 3,
    "culture-together": 4,
    "culture-blame": 2,
    "culture-customer": 3,
    "culture-speak": 4,
    "goals-name": 4,
    "goals-worth": 4,
    "goals-visible": 3,
    "goals-close": 4,
    "goals-paper": 3,
    "goals-own": 3,
    "after-survey": 4,
}
"""What the board signed: a scale point as chosen, by question."""

PURPOSE = {
    "en": "We want to hear from the people who do the work how quality is driven here, and then decide in the open.",
    "nl": "Wij willen horen van wie het werk doet hoe hier op kwaliteit wordt gestuurd, en daar open over besluiten.",
}


@dataclass(frozen=True, slots=True)
class AskedDecision:
    """``days``: from the day the demo is built until it is due."""

    text: LanguageMap
    owner: str
    days: int
    cost: LanguageMap
    otherwise: LanguageMap
    recommendation: str | None = None


DECISIONS = (
    AskedDecision(
        text={"en": "A director at each quality meeting", "nl": "Directielid bij elk kwaliteitsoverleg"},
        owner="M. Heron",
        days=51,
        cost={"en": "1 hour quarterly", "nl": "1 uur per kwartaal"},
        otherwise={"en": "the gap stays", "nl": "de kloof blijft"},
        recommendation="join-the-network",
    ),
    AskedDecision(
        text={"en": "Each problem answered within 30 days", "nl": "Meldingen binnen 30 dagen beantwoord"},
        owner="K. Plover",
        days=65,
        cost={"en": "2 hours weekly", "nl": "2 uur per week"},
        otherwise={"en": "people stop telling us", "nl": "niemand meldt nog iets"},
        recommendation="answer-in-thirty-days",
    ),
    AskedDecision(
        text={"en": "Preventing counts in yearly talks", "nl": "Voorkomen telt mee in jaargesprek"},
        owner="J. Avocet",
        days=80,
        cost={"en": "10 minutes each", "nl": "10 minuten per gesprek"},
        otherwise={"en": "solving crises pays more", "nl": "crises blijven lonen"},
        recommendation="credit-prevention",
    ),
)

ACTIONS = (
    ({"en": "Review three mistakes without names", "nl": "Drie fouten bespreken zonder namen"}, "L. Lapwing", "done"),
    ({"en": "Remove one barrier a month", "nl": "Elke maand één belemmering opruimen"}, "T. Sandpiper", "done"),
    (
        {"en": "Two departments solve one problem together", "nl": "Met twee afdelingen één probleem oplossen"},
        "S. Curlew",
        "done",
    ),
    (
        {"en": "Put three quality goals on one page", "nl": "Drie kwaliteitsdoelen op één pagina"},
        "P. Tern",
        "done",
    ),
    (
        {"en": "Invite customers to a quality meeting", "nl": "Klanten uitnodigen bij een kwaliteitsoverleg"},
        "J. Avocet",
        "done",
    ),
    (
        {"en": "Answer raised problems within 30 days", "nl": "Meldingen binnen 30 dagen beantwoorden"},
        "K. Plover",
        "late",
    ),
    ({"en": "Spend a morning a month on the spot", "nl": "Elke maand een ochtend op de werkvloer"}, "M. Heron", "late"),
    (
        {
            "en": "Set half a day a month aside for improving",
            "nl": "Elke maand een halve dag voor verbeteren",
        },
        "J. Avocet",
        "dropped",
    ),
    (
        {"en": "Thank early warnings in the newsletter", "nl": "Dank voor vroege waarschuwingen in de nieuwsbrief"},
        "S. Curlew",
        "dropped",
    ),
)
