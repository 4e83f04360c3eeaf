"""Passwords: what may be one, and how it is kept and compared (trust rule S11)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

from flask_babel import gettext as _
from flask_security import hash_password, verify_password

SHORTEST = 12
SHORTEST_ALONE = 15
"""For an account without a second factor."""

LONGEST = 128
PRODUCT_WORDS = ("quality maturity assessment", "quality", "maturity", "assessment")
SHORTEST_WORD = 4
"""Shorter words of names (de, van, bv) say nothing about a password."""

SHORTEST_REST = 8
"""Characters that must be left of a password when all known names are taken out."""


def find_password_fault(password: str, shortest: int, words: Iterable[str]) -> str | None:
    """What is wrong with a new password, in words for its owner; ``words`` are names that others would try first."""
    if len(password) < shortest:
        return _("Choose a longer password: at least %(number)s characters, for example four words", number=shortest)
    if len(password) > LONGEST:
        return _("Choose a shorter password: at most %(number)s characters", number=LONGEST)
    if any(letter == "\0" or unicodedata.category(letter) == "Cs" for letter in password):
        return _("Leave out the NUL character and halves of characters: they cannot be kept")
    if is_guessed_first(password, words):
        return _("Choose another password: this one is among the first that others would try")
    return None


def is_guessed_first(password: str, words: Iterable[str]) -> bool:
    """Whether it is a common password, also repeated or with digits and signs around it, or little more than names."""
    folded = fold(password)
    if any(core in list_common() for core in _find_cores(folded)):
        return True
    for name in sorted(_list_names(words), key=len, reverse=True):
        folded = folded.replace(name, "")
    return len(folded) < SHORTEST_REST


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=1)
def list_common() -> frozenset[str]:
    """30,000 passwords in the order of their use, most common first, as found in leaks; loaded when first needed."""
    lists: dict[str, list[str]] = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    return frozenset(lists["passwords"])


def _list_names(words: Iterable[str]) -> frozenset[str]:
    """Each name whole, without its spaces, and word by word."""
    names: set[str] = set()
    for name in (*PRODUCT_WORDS, *words):
        folded = fold(name)
        parts = [part for part in re.split(r"[\W_]+", folded) if len(part) >= SHORTEST_WORD]
        names.update((folded, re.sub(r"[\W_]+", "", folded), *parts))
    return frozenset(name for name in names if len(name) >= SHORTEST_WORD)


def _find_cores(password: str) -> set[str]:
    """What would be left to guess: the password without digits and signs at its ends, without any signs, without its
    parts that are numbers, and of a repeated one the part."""
    parts = [part for part in re.split(r"[\W_]+", password) if part]
    cores = {
        password.strip(),
        "".join(parts),
        "".join(part for part in parts if not part.isdigit()),
        re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password),
    }
    return {core for core in cores if core} | {part for core in cores for part in _find_repeated(core)}


def _find_repeated(text: str) -> list[str]:
    """Each part that makes up the whole text when it is repeated."""
    lengths = [length for length in range(1, len(text) // 2 + 1) if len(text) % length == 0]
    return [text[:length] for length in lengths if text[:length] * (len(text) // length) == text]


def hash_new(password: str) -> str:
    """Slow on purpose, so never inside a transaction that writes."""
    return str(hash_password(normalise(password)))


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the kept one; as slow where none is kept, so that time tells nothing (trust rule S15)."""
    matches = verify_password(normalise(password[: 4 * LONGEST]), kept or _stand_in())
    return bool(matches) and kept is not None


def normalise(password: str) -> str:
    """The same text from every keyboard: composed and decomposed accents are one password."""
    return unicodedata.normalize("NFC", password)


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return str(hash_password("nobody has this password"))
