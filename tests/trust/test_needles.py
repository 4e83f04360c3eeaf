"""The search of T5 finds what stands there, wherever it stands, and nothing else."""

import random

from tests.trust.needles import Needles


def test_every_needle_is_found_at_every_place() -> None:
    chance = random.Random(5)
    needles = {chance.randbytes(chance.choice((3, 8, 9, 16, 22))) for _ in range(500)}
    search = Needles(needles)
    for needle in needles:
        stack = chance.randbytes(chance.randint(0, 40)) + needle + chance.randbytes(chance.randint(0, 40))
        assert search.find(stack) == {one for one in needles if one in stack} >= {needle}


def test_needles_of_one_beginning_are_told_apart() -> None:
    search = Needles([b"198.51.0.1", b"198.51.0.12", b"198.51.0.2", b"198.51."])
    assert search.find(b"x198.51.0.12") == {b"198.51.0.12", b"198.51.0.1", b"198.51."}
    assert search.find(b"198.51.0") == {b"198.51."}
    assert search.find(b"198.51.") == {b"198.51."}
    assert search.find(b"198.52.0.12") == search.find(b"") == Needles([]).find(b"198.51.0.1") == set()
