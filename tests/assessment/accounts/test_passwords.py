"""Trust rule S11: how passwords are kept, which are refused, and which are taken as they are."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from flask import Flask
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from assessment.accounts.passwords import LONGEST, SHORTEST, find_password_fault, hash_new, is_guessed_first, is_right

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = ["Sam de Wit", "sam@zonneveld.example", "sam", "zonneveld", "Stichting Zonneveld"]
LETTERS = ("x", "é", "e\u0301", "ß", "語", "ع", "👩‍🚒", " ", "\u00a0", "ﷺ", "\u200d", "\t")


@SQLITE_ONLY
def test_they_are_kept_as_argon2id_with_19_mebibytes_and_two_rounds(app: Flask) -> None:
    with app.app_context():
        kept = extract_parameters(hash_new("kettle violin tundra harbour"))

    assert kept.type is Type.ID
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2


@SQLITE_ONLY
def test_the_most_common_ones_are_refused_also_when_they_are_long_enough(app: Flask) -> None:
    common: list[str] = FREQUENCY_LISTS["passwords"]
    with app.test_request_context():
        plain = [word for word in common if find_password_fault(word, SHORTEST, []) is None]
        words = [word for word in common if any(letter.isalpha() for letter in word)][:3000]
        padded = [word for word in words if find_password_fault(f"{word}-2027!!-2027", SHORTEST, []) is None]
        twice = [word for word in words if not is_guessed_first(word * 4, [])]

    print(f"S11: {len(common)} common passwords refused, {len(words)} also with digits around them and repeated")
    assert (len(common) >= 3000, plain, padded, twice) == (True, [], [], [])


@SQLITE_ONLY
@pytest.mark.parametrize(
    "password",
    [
        "StichtingZonneveld",
        "zonneveld-2027",
        "sam@zonneveld.example",
        "Quality Maturity!",
        "Sam de Wit 2027",
        "assessment2027",
    ],
)
def test_names_around_the_account_are_refused(app: Flask, password: str) -> None:
    with app.test_request_context():
        assert find_password_fault(password, SHORTEST, WORDS) is not None


@SQLITE_ONLY
def test_any_unicode_of_12_to_128_characters_is_taken_unchanged(app: Flask) -> None:
    with app.test_request_context():
        for letter in LETTERS:
            password = "kV7#" + letter * (LONGEST - 4)
            taken = password[:LONGEST]
            assert find_password_fault(taken, SHORTEST, WORDS) is None, letter
            kept = hash_new(taken)
            assert is_right(taken, kept)
            assert not is_right(taken[:-1], kept)
        assert find_password_fault("qZ7#pLm9vTk", SHORTEST, WORDS) is not None  # eleven
        assert find_password_fault("qZ7#" * 32 + "x", SHORTEST, WORDS) is not None  # 129
        assert find_password_fault("kettle violin\0tundra", SHORTEST, WORDS) is not None


@SQLITE_ONLY
def test_both_spellings_of_an_accent_are_one_password(app: Flask) -> None:
    with app.app_context():
        assert is_right("Curac\u0327ao kettle violin", hash_new("Cura\u00e7ao kettle violin"))
