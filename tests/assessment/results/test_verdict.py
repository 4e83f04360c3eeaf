"""The verdict: every cell of its table in both languages, within its bound, and true to its figures."""

from itertools import product

import pytest

from assessment.results.verdict import MOST_WORDS, find_change_form, find_gap_form, write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import Change, Gap, IndexResult
from assessment.scoring.figures import Value
from tests.assessment.results import made

LANGUAGES = ("en", "nl")
LEVELS = (None, 1, 2, 3, 4, 5)
CHANGES = ("first", "same", "unmeasurable", "up", "down", "none")
GAPS = ("blind spot", "far", "hidden strength", "shared view", "difference", "none")
FORMS = ("full", "answered", "those who answered", "words", "none")
MIDDLE = {None: 52.0, 1: 10.0, 2: 30.0, 3: 50.0, 4: 70.0, 5: 90.0}


def value(score: float) -> Value:
    return Value(value=score)


def list_gaps(form: str) -> tuple[Gap, ...]:
    difference = {"blind spot": 14.0, "far": 36.0, "hidden strength": -14.0, "shared view": 3.0, "difference": 12.0}
    if form == "none":
        return ()
    name = "blind spot" if form == "far" else form
    seen = value(50.0)
    return tuple(
        Gap(dimension=one, said=value(50 + points), seen=seen, difference=points, name=named)  # type: ignore[arg-type]
        for one, points, named in (("commitment", difference[form], name), ("goals", 2.0, "shared view"))
    )


def list_changes(form: str, level: int | None) -> tuple[Change, ...]:
    if form in ("first", "none"):
        return ()
    score = MIDDLE[level]
    before = score + 40 if form == "unmeasurable" and score < 50 else score - 25 if form == "unmeasurable" else score
    moved = {"up": 8.0, "down": -8.0}.get(form, 0.0)
    whole = Change(dimension=None, before=value(before), now=value(score), difference=moved, real=moved != 0)
    driver = Change(dimension="culture", before=value(50.0), now=value(57.0), difference=7.0, real=form != "same")
    return whole, driver.model_copy(update={"difference": -7.0} if form == "down" else {})


def make_cell(
    level: int | None, change: str, gap: str, form: str = "full", language: str = "en", **more: object
) -> ResultsView:
    base = made.view(language=language)
    index = IndexResult(score=value(MIDDLE[level]), level=level)
    if form == "those who answered":
        index = IndexResult(score=None, reason="half answered")
    derived = base.derived.model_copy(
        update={"form": form, "index": index, "gaps": list_gaps(gap), "changes": list_changes(change, level)}
    )
    source = base.source.model_copy(update=more | ({"previous": None} if change == "first" else {}))
    return ResultsView(source, derived, language)


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_the_table_is_a_sentence_of_at_most_twenty_words(form: str, language: str) -> None:
    for level, change, gap, actions in product(LEVELS, CHANGES, GAPS, (True, False)):
        more = {} if actions else {"actions": ()}
        verdict = write_verdict(make_cell(level, change, gap, form, language, **more))
        assert 3 <= len(verdict.split()) <= MOST_WORDS, verdict
        assert verdict[0].isupper() or verdict[0] in "“0123456789", verdict
        assert "%(" not in verdict
        assert not verdict.endswith((":", ".", ",")), verdict


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("language", LANGUAGES)
def test_long_titles_cost_reasons_and_never_the_bound(language: str) -> None:
    long = "The way in which all of us together every single day look after what our customers need of us"
    dimensions = tuple(
        one.model_copy(update={"title": {"en": f"{long} {place}", "nl": f"{long} {place}"}})
        for place, one in enumerate(made.DRIVERS.dimensions)
    )
    questionnaire = made.DRIVERS.model_copy(update={"dimensions": dimensions})
    for change, gap in product(CHANGES, GAPS):
        verdict = write_verdict(make_cell(3, change, gap, language=language, questionnaire=questionnaire))
        assert 2 <= len(verdict.split()) <= MOST_WORDS, verdict


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("change", "gap", "language", "sentence"),
    [
        (
            "unmeasurable",
            "far",
            "en",
            "Level 3, no measurable change: culture has improved, but staff rate commitment far lower than senior"
            " managers do",
        ),
        ("same", "shared view", "en", "Level 3, unchanged: staff and senior managers share the same view"),
        ("up", "shared view", "nl", None),
        (
            "first",
            "blind spot",
            "nl",
            "Niveau 3 in ons eerste onderzoek: medewerkers oordelen ongunstiger over inzet van de top"
            " dan directieleden",
        ),
    ],
)
def test_level_direction_and_reason_stand_in_that_order(
    change: str, gap: str, language: str, sentence: str | None
) -> None:
    verdict = write_verdict(make_cell(3, change, gap, language=language))
    expected = sentence or (
        "Niveau 3, hoger dan vorige keer: vooruitgang bij cultuur, en medewerkers en directieleden hebben"
        " hetzelfde beeld"
    )
    assert verdict == expected


@pytest.mark.usefixtures("words")
def test_no_joint_answer_is_said() -> None:
    bare = made.source(made.figures(joint=None), previous=None)
    assert write_verdict(made.view(bare)) == (
        "Level 3 in our first survey: highest on culture, lowest on reward; senior managers gave no answer of their own"
    )


@pytest.mark.usefixtures("words")
def test_a_year_without_promises_is_said_first() -> None:
    verdict = write_verdict(make_cell(3, "same", "shared view", actions=()))
    assert verdict == (
        "Level 3, unchanged: no action was promised last time, but staff and senior managers share the same view"
    )


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(("language", "start"), [("en", "Those who answered"), ("nl", "Te weinig mensen antwoordden")])
def test_under_half_answered_speaks_for_those_who_answered_and_names_no_level(language: str, start: str) -> None:
    half = made.view(made.source(made.figures(n=made.count(90), joint=made.joint())), language=language)
    assert half.derived.form == "those who answered"
    verdict = write_verdict(half)
    assert verdict.startswith(start)
    assert not any(word.strip(",:").isdigit() for word in verdict.split())


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_organisation_reads_words_and_no_number(language: str) -> None:
    small = made.source(made.figures(n=made.count(10), invited=12, units=("A",), hidden=1, joint=made.joint()))
    view = made.view(small, language=language)
    assert view.derived.form == "words"
    assert not any(letter.isdigit() for letter in write_verdict(view))


@pytest.mark.usefixtures("words")
def test_the_ends_are_named_only_where_no_open_end_could_turn_them_round() -> None:
    scores = dict.fromkeys(made.SCORES, 50.0)
    flat = made.view(made.source(made.figures(scores=scores, joint=None), previous=None))
    assert "highest" not in write_verdict(flat)
    first = flat.derived.dimensions[0].model_copy(update={"score": Value(value=90, mark="at most")})
    opened = flat.derived.model_copy(update={"dimensions": (first, *flat.derived.dimensions[1:])})
    assert "highest" not in write_verdict(ResultsView(flat.source, opened, "en"))


def test_the_forms_are_told_apart() -> None:
    for change, gap in product(CHANGES, GAPS):
        view = make_cell(3, change, gap)
        assert find_change_form(view) == change
        assert find_gap_form(view) == ("blind spot" if gap == "far" else gap)


@pytest.mark.usefixtures("words")
def test_a_verdict_without_a_reason_ends_as_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """One driver, no second voice, no survey before: nothing can follow the opening."""
    view = make_cell(3, "first", "none")
    monkeypatch.setattr("assessment.results.verdict._list_reasons", lambda _view: [""])
    assert write_verdict(view) == "Level 3 in our first survey"
