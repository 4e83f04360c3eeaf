"""Faults in the shape of a file: keys, types, texts and languages. One change to a faultless file makes each."""

import pytest

from questionnaires import check_text
from tests.questionnaires.changes import ADVICE, ASKED, BLAMED, LATER, SAMPLE, Change

TITLE = "title: {en: Sample, nl: Voorbeeld}"

CHANGES = {
    "unknown key": Change(
        "    effort: S\n",
        "    effort: S\n    effortt: S\n",
        f"{ADVICE}.effortt",
        "unknown key, did you mean 'effort'?",
        at="    effortt",
    ),
    "unknown key like no other": Change(
        "{from: 0,", "{from: 0, x: 1,", "lens.ladder[0].x", "unknown key; known here: name, from"
    ),
    "name of a key in the code": Change(
        '        self: {en: "We will',
        '        self_text: {en: "We will',
        f"{LATER}.self_text",
        "unknown key, did you mean 'text'?",
    ),
    "missing key": Change("\n    effort: S", "", f"{ADVICE}.effort", "is missing", at="- id: answer-more"),
    "key twice": Change(
        "    effort: S\n",
        "    effort: S\n    effort: M\n",
        f"{ADVICE}.effort",
        f"the key stands here twice, first in line {SAMPLE[: SAMPLE.index('    effort: S')].count(chr(10)) + 1}",
        at="    effort: M",
    ),
    "missing language": Change(TITLE, "title: {en: Sample}", "title.nl", "the language nl is missing"),
    "missing language of a list": Change(
        "      nl: [Nooit, Zelden, Soms, Vaak, Altijd]\n",
        "",
        "scales.how-often.labels.nl",
        "the language nl is missing",
        at="    labels:",
    ),
    "plain text for two languages": Change(TITLE, "title: Sample", "title", "needs a text for each language: en, nl"),
    "plain list for two languages": Change(
        SAMPLE[SAMPLE.index("    labels:") : SAMPLE.index("    lead:")],
        "    labels: [Never, Rarely, Sometimes, Often, Always]\n",
        "scales.how-often.labels",
        "needs a text for each language: en, nl",
    ),
    "surplus language": Change(
        TITLE,
        "title: {en: Sample, nl: Voorbeeld, fr: Modèle}",
        "title.fr",
        "the language fr does not stand in 'languages'",
    ),
    "empty text": Change(TITLE, 'title: {en: "", nl: Voorbeeld}', "title.en", "is empty"),
    "blank text": Change(TITLE, 'title: {en: "  ", nl: Voorbeeld}', "title.en", "is empty"),
    "text left out": Change(TITLE, "title: {en: , nl: Voorbeeld}", "title.en", "is empty"),
    "empty text in a list": Change("[Never, Rarely,", '[Never, "",', "scales.how-often.labels.en[1]", "is empty"),
    "no languages": Change("languages: [en, nl]", "languages: []", "languages", "name at least one language"),
    "languages that are no list": Change("languages: [en, nl]", "languages: en", "languages", "needs a list"),
    "malformed id": Change(
        "- id: blamed", "- id: is blamed", f"{BLAMED}.id", "use letters and digits, with '-', '.' or '_' between them"
    ),
    "long id": Change("- id: blamed", f"- id: {'b' * 61}", f"{BLAMED}.id", "may have at most 60 characters"),
    "too few points": Change("points: 5", "points: 1", "scales.how-often.points", "must be 2 or more"),
    "points in words": Change("points: 5", "points: five", "scales.how-often.points", "needs a whole number"),
    "half a point": Change("points: 5", "points: 5.5", "scales.how-often.points", "needs a whole number"),
    "weight in words": Change("{answers: 2}", "{answers: two}", "lens.weights.answers", "needs a number"),
    "infinite weight": Change("{answers: 2}", "{answers: inf}", "lens.weights.answers", "needs a finite number"),
    "item without weight": Change("reverse: true", "weight: 0", f"{BLAMED}.weight", "must be more than 0"),
    "ladder over the top": Change("from: 50,", "from: 100,", "lens.ladder[1].from", "must be less than 100"),
    "effort of its own": Change("effort: S", "effort: XL", f"{ADVICE}.effort", "must be 'S', 'M' or 'L'"),
    "list for a word": Change("effort: S", "effort: [S]", f"{ADVICE}.effort", "must be 'S', 'M' or 'L'"),
    "target beyond reach": Change(
        "effort: S", "target: 101\n    effort: S", f"{ADVICE}.target", "must be 100 or less", at="target: 101"
    ),
    "neither yes nor no": Change("reverse: true", "reverse: maybe", f"{BLAMED}.reverse", "needs true or false"),
    "blind spot denied": Change(
        "blind_spot: true", "blind_spot: false", f"{ADVICE}.when[1].blind_spot", "must be true"
    ),
    "list for a map": Change("{answers: 2}", "[answers]", "lens.weights", "needs a map (key: value)"),
    "text for a map": Change("- {item: asked, below: 50}", "- asked", f"{ADVICE}.when[0]", "needs a map (key: value)"),
    "text for a list": Change('["3d"]', '"3d"', f"{ASKED}.counts_in.efqm-2013", "needs a list"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_fault_is_told_with_its_line_and_field(name: str) -> None:
    change = CHANGES[name]
    errors = tuple(fault for fault in check_text(change.text, "sample.yaml") if fault.severity == "error")
    assert errors == (change.fault("error"),)


def test_language_code_is_checked() -> None:
    text = SAMPLE.replace("languages: [en, nl]", "languages: [en, nl, Dutch, en]")
    told = {(fault.field, fault.message) for fault in check_text(text, "sample.yaml")}
    assert ("languages[2]", "use a language code such as en, nl or pt-BR") in told
    assert ("languages[3]", "the language en stands here twice") in told


def test_all_faults_are_told_at_once() -> None:
    """Every change that leaves the file's other lines alone, made together, is told beside the others."""
    together = ("unknown key like no other", "missing language", "malformed id", "points in words", "weight in words")
    text = SAMPLE
    for name in together:
        text = text.replace(CHANGES[name].old, CHANGES[name].new, 1)
    told = {(fault.field, fault.message) for fault in check_text(text, "sample.yaml")}
    assert {(CHANGES[name].field, CHANGES[name].message) for name in together} <= told
