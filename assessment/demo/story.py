"""The example organisation: its units, its people in numbers, what they see and what the board says. All invented."""

from dataclasses import dataclass

from assessment.campaigns.service import PlannedUnit
from assessment.models import LanguageMap

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
    """Where answers centre, in points of 100 after turning reverse questions, and how often people cannot tell."""

    drivers: dict[str, float]
    items: dict[str, float]
    cant_tell: dict[str, float]


LAST_YEAR = Year(
    drivers={"commitment": 43, "reward": 37, "leadership": 47, "culture": 52, "goals": 51, "follow-up": 58},
    items={"expect-action": 58},
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
    drivers={"commitment": 43, "reward": 38, "leadership": 48, "culture": 61, "goals": 52, "follow-up": 42},
    items={
        "commitment-answer": 29,
        "commitment-cut": 34,
        "commitment-attend": 52,
        "reward-crisis": 24,
        "reward-badnews": 46,
        "leadership-switch": 38,
        "culture-blame": 74,
        "culture-together": 70,
        "goals-name": 68,
        "goals-close": 40,
        "after-survey": 42,
    },
    cant_tell={
        "commitment": 0.20,
        "reward": 0.05,
        "leadership": 0.11,
        "culture": 0.03,
        "goals": 0.07,
        "follow-up": 0.08,
    },
)

JOINT_ANSWER = {
    "commitment": (4, 4, 4, 2, 4, 5),
    "reward": (4, 3, 4, 3, 4, 4),
    "leadership": (4, 4, 4, 3, 2, 4),
    "culture": (4, 3, 4, 2, 3, 4),
    "goals": (4, 4, 3, 3, 2, 3),
    "follow-up": (4, 4),
}
"""What the board signed, a scale point as chosen for each question of a driver, in the questionnaire's order."""

PURPOSE = {
    "en": "We want to know how quality is driven here, from the people who do the work, and decide on it in public.",
    "nl": "Wij willen van wie het werk doet horen hoe kwaliteit hier wordt gestuurd, en daar zichtbaar over besluiten.",
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
        text={"en": "One of us at every network meeting", "nl": "Een van ons bij elk netwerkoverleg"},
        owner="M. Heron",
        days=35,
        cost={"en": "4 x 1 hour", "nl": "4 x 1 uur"},
        otherwise={"en": "the gap stays", "nl": "de kloof blijft"},
        recommendation="join-the-network",
    ),
    AskedDecision(
        text={"en": "Problems answered within 30 days", "nl": "Problemen binnen 30 dagen beantwoord"},
        owner="K. Plover",
        days=50,
        cost={"en": "2 hours a week", "nl": "2 uur per week"},
        otherwise={"en": "fewer problems reach us", "nl": "minder problemen bereiken ons"},
    ),
    AskedDecision(
        text={"en": "Preventing counts in appraisals", "nl": "Voorkomen telt mee in de beoordeling"},
        owner="J. Avocet",
        days=80,
        cost={"en": "none", "nl": "geen"},
        otherwise={"en": "crises stay the way to be seen", "nl": "met een crisis val je het meest op"},
        recommendation="credit-prevention",
    ),
)

ACTIONS = (
    ({"en": "Review three mistakes without names", "nl": "Drie fouten bespreken zonder namen"}, "L. Lapwing", "done"),
    ({"en": "Remove one barrier a month", "nl": "Elke maand één belemmering weg"}, "T. Sandpiper", "done"),
    (
        {"en": "Two departments solve one problem together", "nl": "Twee afdelingen lossen samen één probleem op"},
        "S. Curlew",
        "done",
    ),
    ({"en": "Put three quality goals on one page", "nl": "Drie kwaliteitsdoelen op één pagina"}, "P. Tern", "done"),
    (
        {"en": "Invite customers to a quality meeting", "nl": "Klanten uitnodigen bij een kwaliteitsoverleg"},
        "J. Avocet",
        "done",
    ),
    (
        {"en": "Answer raised problems within 30 days", "nl": "Problemen binnen 30 dagen beantwoorden"},
        "K. Plover",
        "late",
    ),
    ({"en": "Spend a morning a month on the spot", "nl": "Elke maand een ochtend op de werkvloer"}, "M. Heron", "late"),
    (
        {"en": "Set half a day a month aside for improving", "nl": "Een halve dag per maand voor verbeteren"},
        "J. Avocet",
        "dropped",
    ),
    (
        {"en": "Thank early warnings in the newsletter", "nl": "Vroege waarschuwingen bedanken in de nieuwsbrief"},
        "S. Curlew",
        "dropped",
    ),
)
