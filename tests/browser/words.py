"""English that was left on a Dutch page: texts of the catalogues, and words that no Dutch sentence has."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent / "assessment"
SLOT = re.compile(r"%\(\w+\)[sd]")
ENGLISH = re.compile(r"\b(the|and|with|your|this|these|who|which|from|they|nobody|everybody|has|have|been)\b", re.I)
QUOTED = re.compile("“[^”]*”")
OWN_NAME = "English"
"""As the language calls itself, for those who look for it."""
SPACES_OF_A_SENTENCE = 2
"""In a text that is looked for inside longer ones, as in "Where people are divided (2)"."""
SHORTEST_AROUND_SLOTS = 6
"""Letters that a text must have beside its slots, to be known by them."""


def find_english(texts: set[str]) -> list[str]:
    """Those of the texts of a Dutch page that are English."""
    return sorted(text for text in texts if is_english(text))


@cache
def is_english(text: str) -> bool:
    """Words in quotes may be what a field is about: the English word that it replaces."""
    plain, sentences, patterns = read_catalogues()
    said = QUOTED.sub("", text)
    if text == OWN_NAME or not said:
        return False
    if text in plain or ENGLISH.search(said) or patterns.fullmatch(text):
        return True
    return any(sentence in said for sentence in sentences)


@cache
def read_catalogues() -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str]]:
    """Texts whose Dutch is another one; those of them that are looked for inside others; a pattern for those with
    slots."""
    plain, slotted, dutch = set(), set(), set()
    for path in sorted(ROOT.glob("**/nl/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="nl"):
                english = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                dutch.update(said)
                for text in english:
                    (slotted if SLOT.search(text) else plain).add(text)
    patterns = [make_pattern(text) for text in slotted - dutch if count_letters(text) >= SHORTEST_AROUND_SLOTS]
    plain -= dutch | {""}
    sentences = tuple(text for text in plain if text.count(" ") >= SPACES_OF_A_SENTENCE)
    return frozenset(plain), sentences, re.compile("|".join(patterns))


def make_pattern(text: str) -> str:
    return ".+".join(re.escape(part) for part in SLOT.split(text))


def count_letters(text: str) -> int:
    return sum(letter.isalpha() for letter in SLOT.sub("", text))
