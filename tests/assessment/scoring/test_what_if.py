"""What if: properties of the arithmetic, whatever the figures are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.derived import DimensionResult
from assessment.scoring.figures import Count, ItemFigure, Value
from assessment.scoring.level import find_level
from assessment.scoring.reading import ReadDimension
from assessment.scoring.what_if import PEOPLE, STEP, find_next_level, measure_gain

STARTS = (0.0, 20.0, 40.0, 60.0, 80.0)
SOME = Count(low=40, high=40)
shares = st.integers(0, 20).map(lambda step: step * 5.0)
scores = st.integers(0, 1000).map(lambda tenth: tenth / 10)


def make_result(score: float, unfavourable: float = 50, mark: str | None = None) -> DimensionResult:
    return DimensionResult(
        dimension="d",
        score=Value(value=score, mark=mark),  # type: ignore[arg-type]
        n=SOME,
        level=find_level(score, STARTS),
        unfavourable=Value(value=unfavourable),
        based_on=5,
        of=5,
    )


def make_figure(item: str, unfavourable: float, mark: str | None = None) -> ItemFigure:
    return ItemFigure(
        item=item,
        n=SOME,
        score=Value(value=50),
        unfavourable=Value(value=unfavourable, mark=mark),  # type: ignore[arg-type]
    )


@settings(deadline=None)
@given(scores)
def test_so_many_people_reach_the_next_level_and_one_fewer_does_not(score: float) -> None:
    found = find_next_level(make_result(score), STARTS)
    if score >= STARTS[-1]:
        assert found is None
        return
    assert found is not None
    start = STARTS[found.level - 1]
    assert score < start
    assert score + found.tenths * STEP / PEOPLE >= start - 1e-6
    assert score + (found.tenths - 1) * STEP / PEOPLE < start
    assert 1 <= found.tenths <= 4


@settings(deadline=None)
@given(scores, scores)
def test_within_a_level_a_higher_score_never_asks_for_more(one: float, other: float) -> None:
    low, high = (find_next_level(make_result(score), STARTS) for score in sorted((one, other)))
    if low and high and low.level == high.level:
        assert high.tenths <= low.tenths


def test_an_open_end_and_a_missing_level_say_nothing() -> None:
    assert find_next_level(make_result(50, mark="at least"), STARTS) is None
    assert find_next_level(make_result(50).model_copy(update={"level": None}), STARTS) is None
    told = find_next_level(make_result(42.5, 30), STARTS)
    assert told is not None
    assert (told.level, told.distance, told.tenths, told.enough) == (4, 17.5, 4, False)
    plenty = find_next_level(make_result(42.5, 40), STARTS)
    assert plenty is not None
    assert plenty.enough


@settings(deadline=None)
@given(st.lists(st.tuples(shares, st.integers(1, 4)), min_size=1, max_size=6), st.data())
def test_a_gain_lies_in_its_bounds_and_grows_with_its_questions(
    asked: list[tuple[float, int]], data: st.DataObject
) -> None:
    names = [f"q{place}" for place in range(len(asked))]
    dimension = ReadDimension("d", 1, {name: float(weight) for name, (_, weight) in zip(names, asked, strict=True)})
    figures = {name: make_figure(name, share) for name, (share, _) in zip(names, asked, strict=True)}
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True))
    gain = measure_gain(chosen, dimension, figures)
    assert 0 <= gain <= STEP + 1e-9
    assert gain <= measure_gain(names, dimension, figures) + 1e-9
    assert measure_gain([*chosen, *chosen], dimension, figures) == gain
    # Brute force: move every unfavourable answer up by 50 points and take the mean again.
    weights = sum(weight for _, weight in asked)
    moved = sum(
        weight * share / 100 * STEP for name, (share, weight) in zip(names, asked, strict=True) if name in chosen
    )
    assert abs(gain - moved / weights) < 1e-9


def test_what_is_not_shown_gains_nothing() -> None:
    dimension = ReadDimension("d", 1, {"a": 1.0, "b": 1.0})
    figures = {"a": make_figure("a", 10, "at most"), "b": make_figure("b", 40)}
    assert measure_gain(["a"], dimension, figures) == 0
    assert measure_gain(["b"], dimension, figures) == 10
    assert measure_gain(["b"], dimension, {}) == 0
