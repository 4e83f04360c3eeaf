"""Texts in every script and of every kind of letter that Unicode has; the same seed gives the same ones."""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence

MARKS = "\u0301\u0308\u0323\u0327\u0331\u0336\u20dd\u0489"
EMOJI = (
    "😀",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏽",
    "🇳🇱",
    "1️⃣",
    "❤️‍🔥",
    "🧑🏿‍🚀",
    "⏳",
    "☃︎",
)
SPACES = "\u00a0\u1680\u2003\u2009\u202f\u205f\u3000\u200b\u2060\ufeff"
JOINERS = "\u200c\u200d\u00ad\u200e\u200f\u061c\u180e\u2061\ufe0f"
BIDI = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
ENDS = "\u202c\u2069"

Maker = Callable[[random.Random], str]


def pick(letters: Sequence[str], least: int = 2, most: int = 12) -> Maker:
    return lambda dice: "".join(dice.choices(letters, k=dice.randint(least, most)))


def words(one: Maker) -> Maker:
    return lambda dice: " ".join(one(dice) for _ in range(dice.randint(1, 5)))


def span(first: int, last: int) -> list[str]:
    """The letters, marks and signs that Unicode names between two code points."""
    return [chr(number) for number in range(first, last + 1) if unicodedata.category(chr(number))[0] in "LMNPS"]


def stack(dice: random.Random) -> str:
    return "".join(dice.choice("aeiouxABC") + "".join(dice.choices(MARKS, k=dice.randint(0, 6))) for _ in range(6))


def mix(dice: random.Random) -> str:
    """Both directions in one line, with marks that turn it and perhaps none that turns it back."""
    parts = [words(pick(span(0x05D0, 0x05EA)))(dice), "price 12,50 (a)", words(pick(span(0x0621, 0x064A)))(dice)]
    dice.shuffle(parts)
    turned = [dice.choice(BIDI) + part + dice.choice((*ENDS, "")) for part in parts]
    return " ".join(turned)


def anything(dice: random.Random) -> str:
    """Any code point but halves of pairs, NUL and what is refused; many of them are not given out yet."""
    found: list[str] = []
    while len(found) < 20:
        letter = chr(dice.choice((dice.randrange(0x3000), dice.randrange(0x20000), dice.randrange(0x110000))))
        if not is_refused(letter) and letter not in "\r":
            found.append(letter)
    return "".join(found)


def is_refused(letter: str) -> bool:
    """Control characters, halves of pairs and code points that Unicode keeps for no character."""
    number = ord(letter)
    control = unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t"
    return control or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


LONG = [*span(0x0041, 0x024F), *span(0x0621, 0x064A), *span(0x4E00, 0x4E80), *EMOJI[:1]]
MAKERS: dict[str, Maker] = {
    "Latin": words(pick(span(0x00C0, 0x024F))),
    "combining": stack,
    "Greek": words(pick(span(0x0386, 0x03CE))),
    "Cyrillic": words(pick(span(0x0400, 0x04FF))),
    "Arabic": words(pick(span(0x0621, 0x0652))),
    "Hebrew": words(pick(span(0x05D0, 0x05EA))),
    "both ways": mix,
    "emoji": lambda dice: "".join(dice.choices(EMOJI, k=dice.randint(1, 6))),
    "Chinese": pick(span(0x4E00, 0x9FFF)),
    "Japanese": pick(span(0x3041, 0x30FF)),
    "Korean": words(pick(span(0xAC00, 0xD7A3))),
    "jamo": pick(span(0x1100, 0x11FF)),
    "Devanagari": words(pick(span(0x0904, 0x0939) + span(0x093E, 0x094D))),
    "Thai": words(pick(span(0x0E01, 0x0E3A) + span(0x0E40, 0x0E4E))),
    "ligatures": words(pick([*span(0xFB00, 0xFB06), *"ﷺ½²℃Å"])),
    "beyond 16 bits": words(pick(span(0x10330, 0x1034A) + span(0x1D400, 0x1D7FF) + span(0x12000, 0x1236E))),
    "private": pick([chr(number) for number in (*range(0xE000, 0xE020), *range(0xF0000, 0xF0010))]),
    "spaces": lambda dice: "".join("ab"[place % 2] + dice.choice(SPACES) for place in range(8)) + "c",
    "joiners": lambda dice: "".join(dice.choice("abنم") + dice.choice(JOINERS) for _ in range(8)) + "c",
    "long word": lambda dice: dice.choice(LONG) * 200,
    "lines": lambda dice: "\n".join(words(pick("abcdef"))(dice) for _ in range(3)) + "\tx",
    "signs": pick([*"<>&\"'`{}%$#@!|\\/;:=+-*~^()[]", "&amp;", "%s", "{{", "</p>"]),
    "anything": anything,
}


def make_texts(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Kind and text, each kind in turn; no two are the same."""
    dice = random.Random(seed)
    made: dict[str, str] = {}
    kinds = list(MAKERS)
    while len(made) < count:
        kind = kinds[len(made) % len(kinds)]
        text = MAKERS[kind](dice)
        if text.strip():
            made.setdefault(text, kind)
    return [(kind, text) for text, kind in made.items()]


def make_refused(dice: random.Random) -> Iterator[str]:
    """Texts with something in them that cannot be kept."""
    for letter in ("\0", "\x01", "\x1b", "\x7f", "\x85", "\ufffe", "\ufdd0", "\U0001ffff"):
        yield "ab" + letter + dice.choice("cd")
