"""The modest median and what divides a team, for any answers."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.joint.agreement import are_enough, find_modest_median, is_divided, read_spread
from assessment.scoring.answers import CANT_TELL, MISSING, NOT_APPLICABLE, NOT_ASKED, SKIPPED

points = st.lists(st.integers(1, 6), min_size=1, max_size=30)
codes = st.lists(st.one_of(st.integers(1, 6), st.sampled_from(sorted(MISSING))), max_size=30)


@given(points)
def test_the_modest_median_is_chosen_by_somebody_and_half_are_on_either_side(chosen: list[int]) -> None:
    median = find_modest_median(chosen, reverse=False)
    assert median in chosen
    assert 2 * sum(point <= median for point in chosen) >= len(chosen)
    assert 2 * sum(point < median for point in chosen) < len(chosen)


@given(points)
def test_divided_is_two_steps_between_some_two(chosen: list[int]) -> None:
    assert is_divided(chosen) == any(abs(one - other) >= 2 for one in chosen for other in chosen)


@given(codes)
def test_order_and_missing_answers_change_nothing(chosen: list[int]) -> None:
    told = [code for code in chosen if code not in MISSING]
    assert read_spread(chosen, reverse=False) == read_spread(sorted(told), reverse=False)
    assert sum(read_spread(chosen, reverse=True).counts.values()) == len(told)


def test_two_in_the_middle_give_the_one_that_scores_less() -> None:
    assert find_modest_median([5, 1, 4, 2], reverse=False) == 2
    assert find_modest_median([5, 1, 4, 2], reverse=True) == 4


@given(points)
def test_a_reversed_question_is_the_mirror_of_one_that_is_not(chosen: list[int]) -> None:
    """Turning a question and all answers to it round changes nothing: the score of what is proposed is the same."""
    mirrored = find_modest_median([7 - point for point in chosen], reverse=False)
    assert mirrored is not None
    assert find_modest_median(chosen, reverse=True) == 7 - mirrored


def test_nobody_who_could_tell_gives_no_answer() -> None:
    spread = read_spread([NOT_ASKED, CANT_TELL, NOT_APPLICABLE, SKIPPED], reverse=False)
    assert (spread.proposed, spread.divided) == (None, False)


@given(st.integers(0, 30), st.integers(1, 30))
def test_two_thirds_are_counted_exactly(taking_part: int, members: int) -> None:
    assert are_enough(taking_part, members) == (taking_part > 0 and taking_part / members >= 2 / 3 - 1e-9)
