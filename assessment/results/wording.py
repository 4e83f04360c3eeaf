"""A sentence in somebody's own words: it may say what the figures say in another way, never other figures."""

import re
from collections import Counter

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

WRITTEN = {
    "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand half third quarter thirds quarters percent double twice triple dozen",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig veertig vijftig zestig "
    "zeventig tachtig negentig honderd duizend half helft derde kwart procent dubbel dubbele tweemaal driemaal dozijn",
}
"""Numbers in letters, by language. "One" is left out: mostly it is no number."""


def list_numbers(text: str, language: str) -> list[str]:
    """The numbers of a sentence in their order, those in letters too: "Level 3, 62 of 100" gives 3, 62 and 100."""
    written = frozenset(WRITTEN.get(language, "").split())
    found: list[str] = []
    for word in re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", text.casefold()):
        if _NUMBER.fullmatch(word) or word in written:
            found.append(word)
    return found


def find_changed_numbers(original: str, own: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which numbers of the original the own words lack, and which they have beyond them. The order is free."""
    before, after = Counter(list_numbers(original, language)), Counter(list_numbers(own, language))
    return tuple((before - after).elements()), tuple((after - before).elements())


def keeps_numbers(original: str, own: str, language: str) -> bool:
    return find_changed_numbers(original, own, language) == ((), ())
