"""What mails to those who are asked say: our words, or an organisation's own, with slots in braces.

A text is its subject, an empty line, and paragraphs. A line whose slot is empty is left out. The core of the promise
goes with every mail: a text of one's own that lacks it gets it added.
"""

import re
from collections.abc import Mapping

from assessment.models import Campaign

KINDS = ("invitation", "reminder", "extended")
SLOTS = (
    "link",
    "closes",
    "minutes",
    "questions",
    "name",
    "organisation",
    "sponsor",
    "contact",
    "promise",
)
NEEDED = ("link",)
MOST_LETTERS = 2_000
MOST_WORDS = 120
"""Of a text of one's own. Ours have 70 at most with everything filled in; one's own may say a little more."""

_SLOT = re.compile(r"\{([^{}]*)\}")

FORMAL_PROMISE = (
    "Niemand die met dit systeem werkt kan zien of afleiden wat u antwoordt: geen leidinggevende, geen organisator. "
    "We weten óf u hebt geantwoord, om één keer te herinneren; niet wat, niet wanneer."
)
"""The core of the promise where Dutch pages say u; all other words of it come from the first page of answering."""

BUTTON = {"en": "Open the survey", "nl": "Open het onderzoek", "nl-u": "Open het onderzoek"}

STANDARD = {
    "invitation": {
        "en": """{name}: {minutes} minutes

How quality is driven at {organisation}: {questions} questions from {sponsor}.

{link}

{promise}

For you alone, until {closes}.

Questions? {contact}""",
        "nl": """{name}: {minutes} minuten

Sturen op kwaliteit bij {organisation}: {questions} vragen van {sponsor}.

{link}

{promise}

Alleen voor jou, tot {closes}.

Vragen? {contact}""",
        "nl-u": """{name}: {minutes} minuten

Sturen op kwaliteit bij {organisation}: {questions} vragen van {sponsor}.

{link}

{promise}

Alleen voor u, tot {closes}.

Vragen? {contact}""",
    },
    "reminder": {
        "en": """Once more: {name}

Your view is still missing at {organisation}; {minutes} minutes are enough. This is the only reminder.

{link}

{promise}

The link works until {closes}.

Questions? {contact}""",
        "nl": """Nog één keer: {name}

Bij {organisation} ontbreekt jouw kijk nog; {minutes} minuten zijn genoeg. Dit is de enige herinnering.

{link}

{promise}

De link werkt tot {closes}.

Vragen? {contact}""",
        "nl-u": """Nog één keer: {name}

Bij {organisation} ontbreekt uw kijk nog; {minutes} minuten zijn genoeg. Dit is de enige herinnering.

{link}

{promise}

De link werkt tot {closes}.

Vragen? {contact}""",
    },
    "extended": {
        "en": """{name} is open longer

{organisation} gives more time: until {closes}. Did you answer already? Then there is nothing to do.

{link}

{promise}

Questions? {contact}""",
        "nl": """{name} loopt langer door

{organisation} geeft meer tijd: tot {closes}. Heb je al geantwoord? Dan hoef je niets te doen.

{link}

{promise}

Vragen? {contact}""",
        "nl-u": """{name} loopt langer door

{organisation} geeft meer tijd: tot {closes}. Hebt u al geantwoord? Dan hoeft u niets te doen.

{link}

{promise}

Vragen? {contact}""",
    },
}


def find_faults(text: str) -> list[str]:
    """What is wrong with a text of one's own, as keys: "long", "words", "no-link", "no-text", and each unknown slot
    as it stands."""
    slots = _SLOT.findall(text)
    subject, paragraphs = split_text(text)
    faults = [slot for slot in dict.fromkeys(slots) if slot not in SLOTS]
    if not subject or not paragraphs:
        faults.append("no-text")
    if any(slot not in slots for slot in NEEDED) or "{link}" in subject:
        faults.append("no-link")
    if len(text.split()) > MOST_WORDS:
        faults.append("words")
    if len(text) > MOST_LETTERS:
        faults.append("long")
    return faults


def choose_text(campaign: Campaign, kind: str, language: str) -> str:
    """The organisation's own words in that language, if they can be used; else ours."""
    own = campaign.mail_texts.get(kind, {}).get(language, "")
    if own and not find_faults(own):
        return str(own)
    return find_standard(campaign, kind, language)


def find_standard(campaign: Campaign, kind: str, language: str) -> str:
    """Our words."""
    return STANDARD[kind].get(name_tone(campaign, language), STANDARD[kind]["en"])


def name_tone(campaign: Campaign, language: str) -> str:
    """The language, and in Dutch the form of address with it."""
    return "nl-u" if language == "nl" and campaign.form_of_address == "u" else language


def split_text(text: str) -> tuple[str, list[str]]:
    """Subject and paragraphs."""
    subject, _, rest = text.strip().replace("\r\n", "\n").partition("\n")
    return subject.strip(), [part.strip() for part in re.split(r"\n\s*\n", rest) if part.strip()]


def fill_text(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """Subject and paragraphs with their slots filled, the promise among them; the link is a paragraph of its own."""
    subject, paragraphs = split_text(text)
    if "{promise}" not in text:
        paragraphs.append("{promise}")
    filled = []
    for paragraph in paragraphs:
        for part in re.split(r"(\{link\})", paragraph):
            lines = [_fill(line, values) for line in part.strip().split("\n") if _has_all(line, values)]
            if any(lines):
                filled.append("\n".join(lines))
    return _fill(subject, values), filled


def _has_all(line: str, values: Mapping[str, str]) -> bool:
    return all(values.get(slot) for slot in _SLOT.findall(line))


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Once only: what stands in a value is text, whatever it looks like."""
    return _SLOT.sub(lambda found: values.get(found[1], ""), text)
