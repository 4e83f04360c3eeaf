"""Drafts of decisions: every cell of their table in both languages, within its bound, and true to its figures."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from assessment.results.circumstances import write_participation, write_who_counts
from assessment.results.drafts import LOW, draft_decisions, name_cost, write_consequence
from assessment.results.priorities import list_evidence
from assessment.results.sentences import name_level, write_result
from assessment.results.verdict import MOST_WORDS, write_verdict
from assessment.results.view import AdviceFact, ResultsView
from assessment.scoring.derived import Change, Evidence, Priority
from assessment.scoring.figures import ItemFigure, Value
from tests.assessment.results import made
from tests.assessment.results.test_verdict import CHANGES, GAPS, LEVELS, MIDDLE, make_cell

pytestmark = pytest.mark.usefixtures("words")
LANGUAGES = ("en", "nl")
REASONS = ("blind spot", "question", "driver", "both")
FORMS = ("full", "answered", "those who answered", "words", "none")
MOVES = {"none": None, "same": (0.0, False), "up": (8.0, True), "down": (-8.0, True), "unsure": (8.0, False)}
DRIVER = "commitment"


def fire(reason: str, blind: bool) -> Priority:
    question = Evidence(item="commitment-cut", what="unfavourable", value=45.0)
    driver = Evidence(dimension=DRIVER, what="score", value=43.0)
    spot = Evidence(dimension=DRIVER, what="blind spot", value=36.0)
    evidence = {"blind spot": (spot,), "question": (question,), "driver": (driver,), "both": (question, driver)}[reason]
    blind = blind or reason == "blind spot"
    return Priority(
        recommendation="join-the-network", dimension=DRIVER, evidence=evidence, weight=9.0, blind_spot=blind
    )


def make_view(level: int | None, move: str, form: str, language: str) -> ResultsView:
    base = made.view(language=language)
    at = [
        one.model_copy(update={"level": level, "score": Value(value=MIDDLE[level])}) if one.dimension == DRIVER else one
        for one in base.derived.dimensions
    ]
    moved = MOVES[move]
    changes: tuple[Change, ...] = ()
    if moved is not None:
        before, now = Value(value=50.0), Value(value=50.0 + moved[0])
        changes = (Change(dimension=DRIVER, before=before, now=now, difference=moved[0], real=moved[1]),)
    derived = base.derived.model_copy(update={"form": form, "dimensions": tuple(at), "changes": changes})
    return ResultsView(base.source, derived, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_the_table_is_short_and_says_no_more_than_its_figures(language: str) -> None:
    """Level x change x gap x reason x response rate."""
    told = set()
    decline, progress, among, gap = {
        "en": ("decline", "progress", "those who answered", "the gap"),
        "nl": ("daling", "vooruitgang", "wie antwoordde", "de kloof"),
    }[language]
    cells = list(product(LEVELS, MOVES, (True, False), REASONS, FORMS))
    for level, move, blind, reason, form in cells:
        view, fired = make_view(level, move, form, language), fire(reason, blind)
        sentence = write_consequence(view, fired)
        told.add(sentence)
        assert 3 <= len(sentence.split()) <= MOST_WORDS, sentence
        assert "%(" not in sentence
        assert not any(letter.isdigit() for letter in sentence), sentence
        assert (gap in sentence) is fired.blind_spot
        assert decline not in sentence or move == "down"
        assert progress not in sentence or move == "up"
        assert among not in sentence or form in ("answered", "those who answered")
        names = [view.text(step.name) for step in view.ladder if f"“{view.text(step.name)}”" in sentence]
        assert names in ([], [name_level(view, level)])
        assert not names or (level is not None and level <= LOW and form != "those who answered")
    assert len(cells) == len(LEVELS) * 5 * 2 * 4 * 5
    # Gap, decline, progress, those who answered, what people see, and three levels with and without "among".
    assert len(told) == 5 + 3 * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_draft_asks_is_short_too(language: str) -> None:
    view = made.view(language=language)
    for advice in view.questionnaire.recommendations:
        assert len(view.say(advice.title).split()) <= MOST_WORDS
        assert 2 <= len(name_cost(view, advice.effort).split()) <= MOST_WORDS
    costs = [name_cost(view, size) for size in "SML"]
    assert len(set(costs)) == 3
    for draft in draft_decisions(view):
        assert len(draft.text.split()) <= MOST_WORDS
        assert draft.cost in costs


@pytest.mark.parametrize("language", LANGUAGES)
def test_strengths_and_priorities_are_told_in_at_most_twenty_words(language: str) -> None:
    """Each question's two sentences with every share and open end that can be shown, and what has fired."""
    view = made.view(language=language)
    longest = 0
    for item, share, mark in product(view.questionnaire.items, (0, 10, 45, 100), (None, "at least", "at most")):
        shown = Value(value=share, mark=mark)  # type: ignore[arg-type]
        figure = ItemFigure(item=item.id, n=made.count(100), favourable=shown, unfavourable=shown)
        for side in ("high", "low"):
            longest = max(longest, len(write_result(view, figure, side).split()))  # type: ignore[arg-type]
    assert 10 <= longest <= MOST_WORDS
    for priority in (*view.derived.priorities, *view.derived.deferred):
        for sentence in list_evidence(view, priority):
            assert 3 <= len(sentence.split()) <= MOST_WORDS, sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("answered", "form"),
    [(233, "full"), (164, "full"), (163, "answered"), (117, "answered"), (116, "those who answered"), (69, "none")],
)
def test_the_response_rate_decides_who_is_spoken_for(answered: int, form: str, language: str) -> None:
    """At the edges of 70, 50 and 30 per cent of 233, with every change and gap."""
    view = made.view(made.source(made.figures(n=made.count(answered), joint=made.joint())), language=language)
    assert view.derived.form == form
    assert write_participation(view).startswith(f"{answered} ")
    limited = {"answered", "those who answered"}
    assert bool(write_who_counts(view)) is (form in limited)
    for level, change, gap in product(LEVELS, CHANGES, GAPS):
        cell = make_cell(level, change, gap, form, language)
        verdict = write_verdict(cell)
        among = "answered" in verdict or "antwoord" in verdict
        assert among or form == "full", verdict
        assert (f"{level}" not in verdict.split(",")[0]) or form in ("full", "answered"), verdict


def choose(recommendation: str, choice: str, **more: Any) -> AdviceFact:
    return AdviceFact(recommendation=recommendation, choice=choice, **more)  # type: ignore[arg-type]


def test_drafts_follow_what_was_accepted_and_in_own_words() -> None:
    first = [one.recommendation for one in made.view().derived.priorities]
    assert [draft.recommendation for draft in draft_decisions(made.view())] == first[:3]
    words = {"en": "Sit with us once a month"}
    accepted = choose(first[3], "accepted", title=words, owner="E. Visser", due=date(2027, 5, 1))
    view = made.view(made.source(choices=(choose(first[0], "rejected", reason={"en": "No"}), accepted)))
    drafts = draft_decisions(view)
    assert [(one.recommendation, one.text, one.owner, one.due) for one in drafts] == [
        (first[3], "Sit with us once a month", "E. Visser", date(2027, 5, 1))
    ]
    dutch = draft_decisions(ResultsView(view.source, view.derived, "nl"))[0].text
    assert dutch == view.recommendation(first[3]).title["nl"]
