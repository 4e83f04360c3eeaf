"""Faults between the parts of a file: ids, scales, slots, lenses, ladders, advice. One change makes each."""

import pytest

from questionnaires import check_text
from tests.questionnaires.changes import ADVICE, ASKED, BLAMED, LATER, SAMPLE, Change

ERRORS = {
    "item id twice": Change("- id: blamed", "- id: asked # 2", f"{BLAMED}.id", "another item has the id asked already"),
    "item id twice but for capitals": Change(
        "- id: blamed", "- id: ASKED", f"{BLAMED}.id", "another item has the id asked already"
    ),
    "unknown scale": Change(
        "        scale: how-often\n        reverse",
        "        scale: how-offen\n        reverse",
        f"{BLAMED}.scale",
        "unknown scale 'how-offen'; known here: how-often",
        at="        scale: how-offen",
    ),
    "too few labels": Change(
        "[Never, Rarely, Sometimes, Often, Always]",
        "[Never, Sometimes, Always]",
        "scales.how-often.labels.en",
        "3 labels for 5 points: write one a point, lowest first",
    ),
    "unknown slot": Change(
        "Managers will answer {customers}.",
        "Managers will answer {patients}.",
        f"{LATER}.text.en",
        "unknown slot {patients}; known here: customers",
    ),
    "slot in another language": Change(
        "Leidinggevenden gaan {customers}",
        "Leidinggevenden gaan {klanten}",
        f"{LATER}.text.nl",
        "unknown slot {klanten}; known here: customers",
    ),
    "per cent outside a result sentence": Change(
        "{en: Answers a week,", '{en: "{p} answers",', f"{ADVICE}.measure.en", "unknown slot {p}; known here: customers"
    ),
    "unknown slot in a level": Change(
        "[Silence.,", '["{silence}",', "dimensions[0].levels.en[0]", "unknown slot {silence}; known here: customers"
    ),
    "slot named like the per cent": Change(
        "  customers: {en: customers, nl: klanten}\n",
        "  customers: {en: customers, nl: klanten}\n  p: {en: a, nl: b}\n",
        "slots.p",
        "the slot {p} is taken: it stands for a per cent",
        at="  p: {en",
    ),
    "unknown lens": Change(
        "{efqm-2013:",
        "{efqm-2014:",
        f"{ASKED}.counts_in.efqm-2014",
        "unknown lens 'efqm-2014'; known: efqm-1999, efqm-2013, efqm-2025, ink",
    ),
    "lens that reads the entries of another": Change(
        "{efqm-2013:",
        "{efqm-1999:",
        f"{ASKED}.counts_in.efqm-1999",
        "write efqm-2013 instead: the lens efqm-1999 reads its entries",
    ),
    "unknown part": Change(
        '["3d"]', '["3d", "3f"]', f"{ASKED}.counts_in.efqm-2013[1]", "the lens efqm-2013 has no part '3f'"
    ),
    "weight of no dimension": Change(
        "{answers: 2}", "{answers: 2, questions: 1}", "lens.weights.questions", "no dimension has the id 'questions'"
    ),
    "negative weight": Change("{answers: 2}", "{answers: -2}", "lens.weights.answers", "a weight is 0 or more"),
    "no weight at all": Change(
        "{answers: 2}", "{answers: 0}", "lens.weights", "at least one dimension needs a weight above 0"
    ),
    "ladder above 0": Change("from: 0,", "from: 10,", "lens.ladder[0].from", "the first level of a ladder starts at 0"),
    "ladder that does not rise": Change(
        "{from: 50, name: {en: As",
        "{from: 0, name: {en: As",
        "lens.ladder[1].from",
        "a level starts above the one before it (0)",
    ),
    "four levels": Change(
        "[Silence., A murmur., Some words., Answers., Talks.]",
        "[Silence., A murmur., Answers., Talks.]",
        "dimensions[0].levels.en",
        "4 levels: write five, lowest first",
    ),
    "stands in for nothing": Change(
        "stands_in_for: asked", "stands_in_for: asekd", f"{LATER}.stands_in_for", "no item has the id 'asekd'"
    ),
    "stands in for itself": Change(
        "stands_in_for: asked", "stands_in_for: later", f"{LATER}.stands_in_for", "an item cannot stand in for itself"
    ),
    "advice for no dimension": Change(
        "    dimension: answers\n",
        "    dimension: answerz\n",
        f"{ADVICE}.dimension",
        "no dimension has the id 'answerz'",
    ),
    "condition on no item": Change(
        "{item: asked, below", "{item: askd, below", f"{ADVICE}.when[0].item", "no item has the id 'askd'"
    ),
    "condition on no dimension": Change(
        "{dimension: answers, blind",
        "{dimension: answer, blind",
        f"{ADVICE}.when[1].dimension",
        "no dimension has the id 'answer'",
    ),
    "condition on two things": Change(
        "{item: asked, below",
        "{item: asked, dimension: answers, below",
        f"{ADVICE}.when[0]",
        "name either an item or a dimension",
    ),
    "condition on nothing": Change(
        "{item: asked, below: 50}", "{below: 50}", f"{ADVICE}.when[0]", "name either an item or a dimension"
    ),
    "condition without a bound": Change(
        "{item: asked, below: 50}",
        "{item: asked}",
        f"{ADVICE}.when[0]",
        "say when it fires: below, unfavourable_from, favourable_below, blind_spot",
    ),
    "no condition": Change(
        "    when:\n      - {item: asked, below: 50}\n      - {dimension: answers, blind_spot: true}",
        "    when: []",
        f"{ADVICE}.when",
        "write at least one condition",
    ),
}

WARNINGS = {
    "long question": Change(
        "Managers answered what we asked.",
        "Managers answered what we asked, and they did so within " + " ".join(["very"] * 9) + " few days.",
        f"{ASKED}.text.en",
        "21 words: say it in at most 20",
    ),
    "long question in the other voice": Change(
        "Wij antwoordden op vragen van medewerkers.",
        "Wij antwoordden op vragen van medewerkers, en dat deden wij " + " ".join(["heel"] * 12) + " snel.",
        f"{ASKED}.self.nl",
        "23 words: say it in at most 20",
    ),
    "one voice among two": Change(
        '        self: {en: "We will answer {customers}.", nl: "Wij gaan {customers} antwoorden."}\n',
        "",
        f"{LATER}.self",
        "other questions have a 'self' text for senior managers, this one has not",
        at="- id: later",
    ),
    "no result sentences": Change(
        "        scored: false\n",
        "",
        f"{LATER}.found",
        "write the result sentences 'high' and 'low'",
        at="- id: later",
    ),
    "result sentence without a per cent": Change(
        '"{p} % got an answer"',
        '"Many got an answer"',
        f"{ASKED}.found.high.en",
        "a result sentence holds {p}, the per cent of those who answered",
    ),
    "negation": Change(
        "After a mistake, we blamed",
        "After a mistake, we didn't spare",
        f"{BLAMED}.self.en",
        "'didn't' in a reverse item reads as a double negation: name the bad habit",
    ),
    "negation in Dutch": Change(
        "Na een fout gaven wij iemand de schuld",
        "Na een fout lieten wij niemand met rust",
        f"{BLAMED}.self.nl",
        "'niemand' in a reverse item reads as a double negation: name the bad habit",
    ),
    "dimension without advice": Change(
        SAMPLE[SAMPLE.index("recommendations:") :],
        "",
        "dimensions[0]",
        "no recommendation serves the dimension 'answers'",
        at="- id: answers",
    ),
    "bound beyond 100": Change("below: 50}", "below: 500}", f"{ADVICE}.when[0].below", "500 lies outside 0 to 100"),
    "bound at 0": Change("below: 50}", "below: 0}", f"{ADVICE}.when[0].below", "can never fire: nothing lies below 0"),
    "bound that all reach": Change(
        "below: 50}",
        "unfavourable_from: 0}",
        f"{ADVICE}.when[0].unfavourable_from",
        "fires whatever people answer: every share reaches 0",
    ),
    "advice on an unscored item": Change(
        "{item: asked, below",
        "{item: later, below",
        f"{ADVICE}.when[0]",
        "can never fire: the item 'later' is not scored",
    ),
    "blind spot of an item": Change(
        "{item: asked, below: 50}",
        "{item: asked, blind_spot: true}",
        f"{ADVICE}.when[0].blind_spot",
        "can never fire: blind spots are found on dimensions, not on items",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_one_error_is_told_with_its_line_and_field(name: str) -> None:
    change = ERRORS[name]
    errors = tuple(fault for fault in check_text(change.text, "sample.yaml") if fault.severity == "error")
    assert errors == (change.fault("error"),)


@pytest.mark.parametrize("name", WARNINGS)
def test_one_warning_is_told_with_its_line_and_field(name: str) -> None:
    change = WARNINGS[name]
    assert check_text(change.text, "sample.yaml") == (change.fault("warning"),)


def test_duplicate_dimension_and_recommendation() -> None:
    dimension = SAMPLE[SAMPLE.index("  - id: answers") : SAMPLE.index("lens:")]
    advice = SAMPLE[SAMPLE.index("  - id: answer-more") :]
    text = SAMPLE.replace(dimension, dimension + dimension).replace(advice, advice + advice)
    told = {(fault.field, fault.message) for fault in check_text(text, "sample.yaml")}
    assert ("dimensions[1].id", "another dimension has the id answers already") in told
    assert ("recommendations[1].id", "another recommendation has the id answer-more already") in told


def test_blind_spot_needs_two_voices() -> None:
    text = "\n".join(line for line in SAMPLE.split("\n") if not line.startswith("        self:"))
    (fault,) = check_text(text, "sample.yaml")
    assert fault.message == "can never fire: no question has a 'self' text for senior managers"
    assert fault.field == f"{ADVICE}.when[1].blind_spot"


def test_negation_stays_allowed_in_plain_items() -> None:
    text = SAMPLE.replace("        reverse: true\n", "").replace("we blamed", "we never blamed")
    assert check_text(text, "sample.yaml") == ()


def test_sample_has_no_fault() -> None:
    assert check_text(SAMPLE, "sample.yaml") == ()
