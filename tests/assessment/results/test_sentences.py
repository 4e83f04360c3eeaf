"""No sentence contradicts its number: the whole scale, band edges included, in both languages."""

import re

import pytest

from assessment.results import sentences
from assessment.results.circumstances import write_participation
from assessment.results.computed import explain_gap, explain_order, explain_priority
from assessment.results.numbers import level_of, round_half_up, write_count, write_margin, write_score, write_share
from assessment.results.reasons import explain_reason, name_cell
from assessment.results.view import DriverTargetFact
from assessment.scoring.derived import Change, Gap, IndexResult
from assessment.scoring.figures import Count, ItemFigure, Value
from tests.assessment.results import made

pytestmark = pytest.mark.usefixtures("words")
LANGUAGES = ("en", "nl")
EDGES = (20.0, 40.0, 60.0, 80.0)
SCALE = sorted(
    {step / 8 for step in range(801)}
    | {edge + shift for edge in EDGES for shift in (-0.5, -0.04, -1e-12, 0, 1e-12, 0.04)}
)


def read_number(text: str) -> float:
    return float(re.findall(r"\d+(?:[.,]\d)?", text)[-1].replace(",", "."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_score_lies_in_the_level_it_is_given(language: str) -> None:
    view = made.view(language=language)
    for score in SCALE:
        printed = read_number(write_score(score, view))
        assert abs(printed - score) <= 0.5 + 1e-9
        assert level_of(view, printed) == level_of(view, score), score


@pytest.mark.parametrize("language", LANGUAGES)
def test_level_names_and_descriptions_follow_the_score(language: str) -> None:
    view = made.view(language=language)
    names = [view.text(step.name) for step in view.ladder]
    for score in SCALE:
        level = level_of(view, score)
        assert level is not None
        expected = min(5, int(round(score, 9) // 20) + 1)
        assert level == expected
        assert sentences.write_level(view, level).endswith(f": {names[expected - 1]}")
        described = sentences.describe_level(view, "commitment", level)
        assert described == view.texts(view.questionnaire.dimension("commitment").levels)[expected - 1]
    assert sentences.describe_level(view, "commitment", 6) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", [None, "at least", "at most", "about"])
def test_result_sentences_print_their_own_share_and_its_open_end(language: str, mark: str | None) -> None:
    view = made.view(language=language)
    for item in view.questionnaire.items:
        for share in (0, 10, 45, 55, 90, 100):
            figure = ItemFigure(
                item=item.id,
                n=made.count(100),
                score=Value(value=50),
                favourable=Value(value=share, mark=mark),  # type: ignore[arg-type]
                unfavourable=Value(value=100 - share, mark=mark),  # type: ignore[arg-type]
            )
            for side, percent in (("high", share), ("low", 100 - share)):
                sentence = sentences.write_result(view, figure, side)  # type: ignore[arg-type]
                written = write_share(Value(value=percent, mark=mark), view)  # type: ignore[arg-type]
                assert written.lower() in sentence.lower()
                assert "{" not in sentence
                assert sentence[0].isupper() or sentence[0].isdigit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_tells_the_larger_side_and_both_where_people_are_divided(language: str) -> None:
    view = made.view(language=language)
    item = view.questionnaire.items[0]
    for low in range(0, 101, 5):
        for high in range(0, 101 - low, 5):
            figure = ItemFigure(
                item=item.id, n=made.count(100), favourable=Value(value=high), unfavourable=Value(value=low)
            )
            finding = sentences.write_finding(view, figure)
            shares = [int(share) for share in re.findall(r"(\d+) %", finding)]
            if low >= 30 and high >= 30:
                assert sorted(shares) == sorted((low, high))
            else:
                assert shares == [max(low, high)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nearest_answer_is_the_nearest_also_for_bad_habits(language: str) -> None:
    view = made.view(language=language)
    for item_id in ("commitment-answer", "commitment-cut"):
        item = view.item(item_id)
        labels = [sentences.name_answer(view, item_id, point) for point in range(1, 6)]
        for step in range(81):
            score = step * 1.25
            figure = ItemFigure(item=item_id, n=Count(low=5, high=9), score=Value(value=score))
            told = sentences.write_finding(view, figure).split(": ", 1)[1]
            place = 4 - score / 25 if item.reverse else score / 25
            named = [labels.index(name) for name in re.split(r" and | en (?=\w+$)", told)]
            assert all(abs(place - name) <= 0.75 + 1e-9 for name in named), (score, told)
    marked = ItemFigure(item="commitment-answer", n=Count(low=5, high=9), score=Value(value=25, mark="at most"))
    assert sentences.write_finding(view, marked) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gap_that_is_printed_is_the_difference_of_the_figures_that_are_printed(language: str) -> None:
    view = made.view(language=language)
    for tenth in range(100, 900, 7):
        for points in (10.0, 10.4, 25.5, -10.0, -33.3):
            seen = Value(value=tenth / 10)
            said = Value(value=min(100.0, max(0.0, tenth / 10 + points)))
            difference = said.value - seen.value
            if abs(difference) < 10:
                continue
            name = "blind spot" if difference > 0 else "hidden strength"
            gap = Gap(dimension="goals", said=said, seen=seen, difference=difference, name=name)  # type: ignore[arg-type]
            printed = abs(round_half_up(said.value) - round_half_up(seen.value))
            assert str(printed) in sentences.write_gap(view, gap)
            assert printed >= 10
            sentence = sentences.write_gap_sentence(view, gap)
            assert write_score(said.value, view) in sentence
            assert write_score(seen.value, view) in sentence


def test_a_gap_without_a_sure_name_gets_no_number() -> None:
    view = made.view()
    seen = Value(value=43)
    for name, words in (("shared view", "shared view"), ("difference", "cannot be told apart")):
        gap = Gap(dimension="goals", said=Value(value=55), seen=seen, difference=12, name=name)  # type: ignore[arg-type]
        assert sentences.write_gap(view, gap) == words
    open_end = Value(value=43, mark="about")
    gap = Gap(dimension="goals", said=Value(value=67), seen=open_end, difference=24, name="difference")
    assert sentences.write_gap(view, gap) == "too inexact for a name"
    assert "only where the true gap can but be larger" in " ".join(explain_gap(view, gap))
    late = made.view(made.source(made.figures(joint=made.joint(after=True))))
    assert {sentences.write_gap(late, gap) for gap in late.derived.gaps} == {"answered after seeing results"}


def test_change_words_follow_the_test_and_the_direction() -> None:
    view = made.view()

    def write(before: float, now: float, real: bool) -> str:
        return sentences.write_change(
            view,
            Change(
                dimension=None, before=Value(value=before), now=Value(value=now), difference=now - before, real=real
            ),
        )

    assert write(47, 48, False) == "no measurable change (47 last time)"
    assert write(47, 54, True) == "up 7 (47 last time)"
    assert write(54, 47, True) == "down 7 (54 last time)"
    assert write(47.1, 47.4, True) == "up less than 1 (47 last time)"


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "clearly level 3"),
        (0.95, "clearly level 3"),
        (0.9499, "probably level 3"),
        (0.70, "probably level 3"),
        (0.6999, "level 3 or 2: they cannot be told apart"),
    ],
)
def test_certainty_words_follow_their_rule(probability: float, words: str) -> None:
    index = IndexResult(score=Value(value=42), level=3, level_probability=probability)
    assert sentences.write_level_certainty(made.view(), index) == words


def test_the_neighbouring_level_is_the_nearest_one() -> None:
    view = made.view()
    nearest = {1.0: 2, 19.0: 2, 21.0: 1, 39.0: 3, 41.0: 2, 59.0: 4, 61.0: 3, 79.0: 5, 81.0: 4, 99.0: 4}
    for score, neighbour in nearest.items():
        level = level_of(view, score)
        assert level is not None
        assert sentences.find_neighbour(view, score, level) == neighbour


def test_numbers_of_people_and_margins_never_claim_more_than_is_known() -> None:
    view = made.view()
    counts = (Count(low=24, high=24), Count(low=5, high=9), Count(low=0, high=4))
    assert [write_count(count, view) for count in counts] == ["24", "5 to 9", "fewer than 5"]
    assert [write_margin(margin) for margin in (None, 0, 2, 2.01, 2.99)] == ["", "±0", "±2", "±3", "±3"]


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (made.count(168), "168 of 233 answered (72 %)"),
        (made.count(117), "117 of 233 answered (50 %)"),
        (Count(low=5, high=9), "5 to 9 of 233 answered (5 %)"),
    ],
)
def test_the_share_that_answered_is_the_one_that_a_reader_works_out(n: Count, told: str) -> None:
    """Of two exact numbers their own per cent, not the step of the release; of a range the step."""
    rate = 5 if n.low != n.high else None
    summary = made.figures(n=n).summary
    stepped = summary.participation.model_copy(update={"answered": n, "rate": rate or 5 * round(n.low / 233 * 20)})
    figures = made.figures(n=n).model_copy(update={"summary": summary.model_copy(update={"participation": stepped})})
    assert write_participation(made.view(made.source(now=figures))) == told


def test_a_reason_is_told_in_words_and_the_same_for_none_and_four_answers() -> None:
    view = made.view()
    codes = ("few", "few answers", "few people", "person", "sibling", "linear", "joined", "role split", "half answered")
    told = {code: explain_reason(view, code) for code in codes}
    assert told["few"] == told["few answers"] == "Not shown: fewer than 5 people answered."
    assert all(text.endswith(".") and len(text.split()) > 4 for text in told.values())
    assert name_cell(view, "unit:u1") == "Residential care"
    assert name_cell(view, "unit:u1+others") == "Other parts of Residential care"
    assert name_cell(view, "unit:+others") == "Other units"
    assert name_cell(view, "group:middle-managers+staff") == "Middle managers + Staff"
    assert name_cell(view, "unit:u0/group:staff") == "Care at home · Staff"


def test_the_order_of_recommendations_names_the_target_that_it_goes_by() -> None:
    """55 was set for the driver, 60 and 80 come with the recommendations."""
    own = tuple(DriverTargetFact(dimension=one, score=55) for one in ("commitment", "culture"))
    view = made.view(made.source(made.figures(scores=made.SCORES | {"culture": 42.5}, joint=made.joint()), targets=own))
    fired = {one.recommendation: one for one in (*view.derived.priorities, *view.derived.deferred)}
    speak, join = fired["make-speaking-up-safe"], fired["join-the-network"]
    apart = "A target that was set for the driver does not change the order."
    assert explain_priority(view, speak)[:2] == (
        "Order: distance to the target of 80 that comes with the recommendation x share who see it unfavourably, "
        "divided by the effort.",
        apart,
    )
    assert "the target of 60 that comes" in explain_priority(view, join)[0]
    told = explain_order(view, (join, speak))
    assert told[0].startswith("Order: each recommendation's distance to its target x share")
    assert apart in told
    # Whatever the organisation sets for a driver, the order is the same.
    without = made.view(view.source.model_copy(update={"targets": ()}))
    assert without.derived.priorities == view.derived.priorities
    assert apart not in explain_order(without, (join, speak))
