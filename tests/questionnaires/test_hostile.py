"""Files made to harm, and files harmed by accident: always faults or a questionnaire, never another exception."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from questionnaires import QuestionnaireError, check_text, load_file, load_text, shipped_ids, shipped_text
from questionnaires.fault import MOST_FAULTS
from questionnaires.model import Questionnaire
from questionnaires.source import MOST_BYTES, MOST_DEPTH
from tests.questionnaires.changes import SAMPLE

BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{this}: &{this} [{', '.join([f'*{before}'] * 9)}]\n" for before, this in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "alias bomb": (BOMB, 2, "the alias *a is refused: write the text out"),
    "one alias": ("id: &x y\ntitle: *x\n", 2, "the alias *x is refused: write the text out"),
    "alias to itself": ("a: &a [*a]\n", 1, "the alias *a is refused: write the text out"),
    "alias as a key": ("a: &a x\n*a : y\n", 2, "the alias *a is refused: write the text out"),
    "python object": ("a: !!python/object/apply:os.system [ls]\n", 1, "is refused: write a plain value"),
    "binary": ("id: x\ntitle: !!binary aGVsbG8=\n", 2, "is refused: write a plain value"),
    "own tag": ("id: x\ntitle: !secret y\n", 2, "the tag !secret is refused: write a plain value"),
    "deep list": ("a: " + "[" * 50 + "]" * 50 + "\n", 1, f"nested deeper than {MOST_DEPTH} levels"),
    "very deep list": ("[" * 500_000, 1, f"nested deeper than {MOST_DEPTH} levels"),
    "very deep map": ("{a: " * 100_000, 1, f"nested deeper than {MOST_DEPTH} levels"),
    "very deep dashes": ("- " * 100_000, 1, f"nested deeper than {MOST_DEPTH} levels"),
    "too large": ("# " + "x" * MOST_BYTES, 1, "the file is larger than 1 MiB; keep a questionnaire under that size"),
    "large in bytes only": ("# " + "é" * (MOST_BYTES // 2), 1, "the file is larger than 1 MiB"),
    "NUL": ("id: x\ntitle: a\x00b\n", 2, "character U+0000 cannot stand in a text file; remove it"),
    "escaped NUL": ('id: x\ntitle: "a\\0b"\n', 2, "character U+0000 cannot stand in a text; remove it"),
    "escaped bell in a key": ('id: x\n"a\\ab": c\n', 2, "a key must be a plain word"),
    "half a character": ("id: x\ntitle: \ud800\n", 2, "character U+D800 cannot stand in a text file; remove it"),
    "tab": ("id: x\nscales:\n\thow-often: 5\n", 3, "not valid YAML: indent with spaces, not with tabs"),
    "open quote": ('id: x\ntitle: "open\n', 2, "not valid YAML: "),
    "open bracket": ("id: x\nlanguages: [en, nl\n", 2, "not valid YAML: "),
    "two documents": ("id: x\n---\nid: y\n", 2, "one questionnaire a file: remove the second document"),
    "list as a key": ("? [a, b]\n: c\n", 1, "a key must be a plain word"),
    "nothing": ("", 1, "a file needs keys and values, as in 'id: my-questionnaire'"),
    "only a remark": ("# nothing\n", 1, "a file needs keys and values, as in 'id: my-questionnaire'"),
    "a sentence": ("just a sentence", 1, "a file needs keys and values, as in 'id: my-questionnaire'"),
    "a list": ("- id: x\n", 1, "a file needs keys and values, as in 'id: my-questionnaire'"),
    "merge key": (SAMPLE + "<<: {version: 3}\n", SAMPLE.count("\n") + 1, "unknown key; known here: "),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_a_fault_with_a_line(name: str) -> None:
    text, line, message = HOSTILE[name]
    started = time.process_time()
    faults = check_text(text, "hostile.yaml")
    assert time.process_time() - started < 1
    told = [(fault.line, fault.severity) for fault in faults if message in fault.message]
    assert (line, "error") in told
    with pytest.raises(QuestionnaireError):
        load_text(text, "hostile.yaml")


def test_many_faults_are_counted_not_listed() -> None:
    text = SAMPLE + "".join(f"unknown-{number}: x\n" for number in range(5000))
    faults = check_text(text, "many.yaml")
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].message == f"{5000 - MOST_FAULTS} more faults; mend the ones listed here first"


def test_file_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"id: x\ntitle: \xe9t\xe9\n")
    with pytest.raises(QuestionnaireError) as error:
        load_file(file)
    assert str(error.value) == f"{file}:2: error: not UTF-8 text: save the file as UTF-8"


def test_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("#" + "é" * MOST_BYTES, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="larger than 1 MiB"):
        load_file(file)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="cannot be read: No such file or directory"):
        load_file(tmp_path / "nowhere.yaml")
    with pytest.raises(QuestionnaireError, match="cannot be read: Is a directory"):
        load_file(tmp_path)


def test_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode())
    assert load_file(file) == load_text(SAMPLE, "sample.yaml")


def drop_line(lines: list[str], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def double_line(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines)), lines[place])


def shift_line(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines))
    lines[place] = " " * chance.randrange(9) + lines[place].lstrip()


def damage_word(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines))
    words = lines[place].split(" ")
    words[chance.randrange(len(words))] = chance.choice(
        ["", "0", "null", "[]", "{}", "-1", "*a", "&a", "!!int", '"', "😀"]
    )
    lines[place] = " ".join(words)


def damage_character(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines))
    at = chance.randrange(len(lines[place]) + 1)
    lines[place] = lines[place][:at] + chance.choice(":{}[]\"'#&*!|>%@`\t\x00,-? \n") + lines[place][at + 1 :]


def cut_off(lines: list[str], chance: random.Random) -> None:
    if len(lines) > 1:
        del lines[chance.randrange(1, len(lines)) :]


DAMAGES: tuple[Callable[[list[str], random.Random], None], ...] = (
    drop_line,
    double_line,
    shift_line,
    damage_word,
    damage_character,
    cut_off,
)


def damage(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        chance.choice(DAMAGES)(lines, chance)
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(300))
def test_damaged_file_gives_faults_or_a_questionnaire(seed: int) -> None:
    chance = random.Random(seed)
    source = SAMPLE if seed % 2 else shipped_text(chance.choice(shipped_ids()))
    expect_faults_or_questionnaire(damage(source, chance))


@settings(max_examples=60, deadline=None)
@example("---")
@given(st.text() | st.text(alphabet="ab:-[]{}&*!#|>'\"?, \n\t%@"))
def test_any_text_gives_faults_or_a_questionnaire(text: str) -> None:
    expect_faults_or_questionnaire(text)


def expect_faults_or_questionnaire(text: str) -> None:
    faults = check_text(text, "damaged.yaml")
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 1
    assert all(1 <= fault.line <= lines for fault in faults)
    if any(fault.severity == "error" for fault in faults):
        with pytest.raises(QuestionnaireError) as error:
            load_text(text, "damaged.yaml")
        assert error.value.faults == tuple(fault for fault in faults if fault.severity == "error")
    else:
        assert isinstance(load_text(text, "damaged.yaml"), Questionnaire)
